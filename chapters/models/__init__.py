from chapters.models.admissions import ApplicationReminder, BulkAdmission, BulkChoice
from chapters.models.decisions import Decision, JointDecision
from chapters.models.duplicates import DuplicatePair, Merge
from chapters.models.invitations import Invitation, OptOut
from chapters.models.ledger import (
    LedgerEntry,
    LedgerStratum,
    Link,
    ListEntry,
    LivingFigures,
    MatchingModel,
    Run,
)
from chapters.models.lists import ListRow, ListUpload, MemberList
from chapters.models.nights import IndexedMember, ListMemory
from chapters.models.organisation import DPP, ApplicationNotice, Chapter, Coverage, Office, Seat, Term
from chapters.models.proposals import ListedProposal

__all__ = [
    "DPP",
    "ApplicationNotice",
    "ApplicationReminder",
    "BulkAdmission",
    "BulkChoice",
    "Chapter",
    "Coverage",
    "Decision",
    "DuplicatePair",
    "IndexedMember",
    "Invitation",
    "JointDecision",
    "LedgerEntry",
    "LedgerStratum",
    "Link",
    "ListEntry",
    "ListMemory",
    "ListRow",
    "ListUpload",
    "ListedProposal",
    "LivingFigures",
    "MatchingModel",
    "MemberList",
    "Merge",
    "Office",
    "OptOut",
    "Run",
    "Seat",
    "Term",
]
