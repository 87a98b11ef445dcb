"""The desk's tables of chapters, their boards, lists and ledger; and of members with the acts of admission."""

from chapters.admin import institutions, members, organisation, reconciliation

__all__ = ["institutions", "members", "organisation", "reconciliation"]
