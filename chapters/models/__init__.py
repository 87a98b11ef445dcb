from chapters.models.accountability import AccountabilityReport
from chapters.models.admissions import ApplicationReminder, BulkAdmission, BulkChoice
from chapters.models.boards import Handover, Office, Seat, Term, TermWarning
from chapters.models.circulars import Circular, CircularRecipient
from chapters.models.decisions import Decision, JointDecision
from chapters.models.drafts import BoardDraft, DraftSeat
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
from chapters.models.organisation import DPP, ApplicationNotice, Chapter, Coverage
from chapters.models.partners import (
    Agreement,
    AgreementReminder,
    AgreementScan,
    JointActivity,
    Partner,
    PartnerChange,
)
from chapters.models.programmes import (
    CarryOver,
    Evidence,
    Programme,
    ProgrammeChange,
    ProgrammeNote,
    Target,
)
from chapters.models.proposals import ListedProposal
from chapters.models.rosters import Chosen, ChosenColumns, ExportPart, RosterExport, SavedView

__all__ = [
    "DPP",
    "AccountabilityReport",
    "Agreement",
    "AgreementReminder",
    "AgreementScan",
    "ApplicationNotice",
    "ApplicationReminder",
    "BoardDraft",
    "BulkAdmission",
    "BulkChoice",
    "CarryOver",
    "Chapter",
    "Chosen",
    "ChosenColumns",
    "Circular",
    "CircularRecipient",
    "Coverage",
    "Decision",
    "DraftSeat",
    "DuplicatePair",
    "Evidence",
    "ExportPart",
    "Handover",
    "IndexedMember",
    "Invitation",
    "JointActivity",
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
    "Partner",
    "PartnerChange",
    "Programme",
    "ProgrammeChange",
    "ProgrammeNote",
    "RosterExport",
    "Run",
    "SavedView",
    "Seat",
    "Target",
    "Term",
    "TermWarning",
]
