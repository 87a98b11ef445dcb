"""The history of a partner: who changed what, and when."""

import datetime as dt

from chapters.changes import Fields
from chapters.models import Partner, PartnerChange
from ipspi.accounts.models import User
from ipspi.audit import recording as audit

Kind = PartnerChange.Kind


def record(
    partner: Partner,
    *,
    kind: str,
    by: User | None,
    at: dt.datetime,
    fields: Fields | None = None,
    words: str = "",
) -> PartnerChange:
    """Add a change to a partner's history and to the log of acts, in the caller's transaction."""
    audit.record(by=by, did=f"partner.{kind.lower()}", to=partner, chapter=partner.chapter_id)
    return PartnerChange.objects.create(
        partner=partner, kind=kind, by=by, at=at, fields=fields or [], words=words
    )
