"""The desk's tables of chapters, their boards, lists and ledger; and of members with the acts of admission."""

from chapters.admin import members, organisation, reconciliation

__all__ = ["members", "organisation", "reconciliation"]
