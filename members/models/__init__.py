"""The tables of members, by the room of a person's life that they belong to."""

from members.models.cards import Card
from members.models.changes import ChangeRequest, RequestedField
from members.models.consents import Consent, ConsentText
from members.models.corrections import Correction, Proof
from members.models.documents import Document
from members.models.drafts import Draft
from members.models.dues import DuesMark
from members.models.education import Education, Institution
from members.models.events import EarlierFacts
from members.models.flows import FlowCount, MonthlyFlow
from members.models.history import MembershipChange
from members.models.mailing import MailRefusal
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
from members.models.plans import Plan
from members.models.privacy import DataAccess, DataCopy, PrivacyRequest, Restriction
from members.models.proposals import Proposal
from members.models.transfers import Transfer
from members.models.work import Role

__all__ = [
    "ASN",
    "Card",
    "Category",
    "ChangeRequest",
    "Consent",
    "ConsentText",
    "Correction",
    "DataAccess",
    "DataCopy",
    "Document",
    "Draft",
    "DuesMark",
    "EarlierFacts",
    "Education",
    "Employment",
    "FlowCount",
    "Institution",
    "MailRefusal",
    "Member",
    "MemberQuerySet",
    "MembershipChange",
    "MembershipType",
    "MonthlyFlow",
    "NumberBook",
    "Plan",
    "PrivacyRequest",
    "Proof",
    "Proposal",
    "RequestedField",
    "Restriction",
    "Role",
    "Sector",
    "Sex",
    "Transfer",
]
