"""The tables of members, by the room of a person's life that they belong to."""

from members.models.changes import ChangeRequest, RequestedField
from members.models.consents import Consent, ConsentText
from members.models.drafts import Draft
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

__all__ = [
    "ASN",
    "Category",
    "ChangeRequest",
    "Consent",
    "ConsentText",
    "Draft",
    "Employment",
    "Member",
    "MemberQuerySet",
    "MembershipType",
    "NumberBook",
    "RequestedField",
    "Sex",
]
