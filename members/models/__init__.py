"""The tables of members, by the room of a person's life that they belong to."""

from members.models.cards import Card
from members.models.consents import Consent, ConsentText
from members.models.documents import Document
from members.models.drafts import Draft
from members.models.education import Education, Institution
from members.models.membership import (
    ASN,
    Category,
    Employment,
    Member,
    MemberQuerySet,
    MembershipType,
    Sector,
    Sex,
)
from members.models.numbers import NumberBook
from members.models.work import Role

__all__ = [
    "ASN",
    "Card",
    "Category",
    "Consent",
    "ConsentText",
    "Document",
    "Draft",
    "Education",
    "Employment",
    "Institution",
    "Member",
    "MemberQuerySet",
    "MembershipType",
    "NumberBook",
    "Role",
    "Sector",
    "Sex",
]
