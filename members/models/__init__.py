"""The tables of members, by the room of a person's life that they belong to."""

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
from members.models.privacy import DataAccess, DataCopy, PrivacyRequest, Restriction

__all__ = [
    "ASN",
    "Category",
    "Consent",
    "ConsentText",
    "DataAccess",
    "DataCopy",
    "Draft",
    "Employment",
    "Member",
    "MemberQuerySet",
    "MembershipType",
    "NumberBook",
    "PrivacyRequest",
    "Restriction",
    "Sex",
]
