"""The tables of members, by the room of a person's life that they belong to."""

from members.models.consents import Consent, ConsentText
from members.models.corrections import Correction
from members.models.drafts import Draft
from members.models.dues import DuesMark
from members.models.events import EarlierFacts
from members.models.history import MembershipChange
from members.models.membership import (
    ASN,
    Category,
    Employment,
    Member,
    MemberQuerySet,
    MembershipType,
    Sex,
)
from members.models.numbers import NumberBook
from members.models.plans import Plan
from members.models.transfers import Transfer

__all__ = [
    "ASN",
    "Category",
    "Consent",
    "ConsentText",
    "Correction",
    "Draft",
    "DuesMark",
    "EarlierFacts",
    "Employment",
    "Member",
    "MemberQuerySet",
    "MembershipChange",
    "MembershipType",
    "NumberBook",
    "Plan",
    "Sex",
    "Transfer",
]
