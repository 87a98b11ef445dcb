"""
The matching engine: rows of a list in, links to registered members out, each with its reasons.

    register = Register(members)
    model = learn(register, rows_of_all_lists)
    links = link(register, rows_of_one_list, model, decided)

and night by night, from what is kept between them, `relink`, which says the same.
Pure Python with numpy and rapidfuzz: no database, no clock, no Django. Method and figures: docs/reconciliation.md
"""

from members.matching.calibration import Calibration, calibrate
from members.matching.counts import Counts
from members.matching.decided import Decided
from members.matching.duplicates import Duplicate, likely_duplicates
from members.matching.engine import learn, link, link_lists
from members.matching.explanation import explain, sentence
from members.matching.keys import EDITION, Index
from members.matching.model import Model, beliefs
from members.matching.records import Band, Evidence, Link, Person
from members.matching.register import Register
from members.matching.relinking import NOTHING_KEPT, Entries, Listed, Memory, Relinked, relink

__all__ = [
    "EDITION",
    "NOTHING_KEPT",
    "Band",
    "Calibration",
    "Counts",
    "Decided",
    "Duplicate",
    "Entries",
    "Evidence",
    "Index",
    "Link",
    "Listed",
    "Memory",
    "Model",
    "Person",
    "Register",
    "Relinked",
    "beliefs",
    "calibrate",
    "explain",
    "learn",
    "likely_duplicates",
    "link",
    "link_lists",
    "relink",
    "sentence",
]
