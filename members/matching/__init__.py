"""
The matching engine: rows of a list in, links to registered members out, each with its reasons.

    register = Register(members)
    model = learn(register, rows_of_all_lists)
    links = link(register, rows_of_one_list, model, decided)

Pure Python with numpy and rapidfuzz: no database, no clock, no Django. Method and figures: docs/reconciliation.md
"""

from members.matching.decided import Decided
from members.matching.duplicates import Duplicate, likely_duplicates
from members.matching.engine import learn, link
from members.matching.explanation import explain, sentence
from members.matching.model import Model, beliefs
from members.matching.records import Band, Evidence, Link, Person
from members.matching.register import Register

__all__ = [
    "Band",
    "Decided",
    "Duplicate",
    "Evidence",
    "Link",
    "Model",
    "Person",
    "Register",
    "beliefs",
    "explain",
    "learn",
    "likely_duplicates",
    "link",
    "sentence",
]
