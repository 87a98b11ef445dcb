"""Tables of events."""

from events.models.assemblies import Assembly, Candidate, Minutes, Result
from events.models.voters import Attendance, Objection, Voter

__all__ = ["Assembly", "Attendance", "Candidate", "Minutes", "Objection", "Result", "Voter"]
