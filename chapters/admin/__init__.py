"""The desk's tables of chapters, their boards, lists and ledger; and of members and their numbers, with their acts."""

from chapters.admin import institutions, members, numbers, organisation, reconciliation

__all__ = ["institutions", "members", "numbers", "organisation", "reconciliation"]
