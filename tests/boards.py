"""Builders of terms and boards that are being prepared."""

import datetime as dt
from typing import Any

from chapters.boards.seats import Holder
from chapters.models import BoardDraft, Chapter, DraftSeat, Office, Term
from members.models import Member
from tests.cast import NOW, found, make_member, make_user

STARTS, ENDS = dt.date(2026, 11, 16), dt.date(2031, 11, 16)
FACTS: dict[str, Any] = {"name": "2026–2031", "starts_on": STARTS, "ends_on": ENDS}


def make_term(*, chapter: str = "16", **facts: Any) -> Term:
    """Make the open term of a chapter, from 2021 to 2026."""
    usual = {"name": "2021–2026", "starts_on": dt.date(2021, 11, 16), "ends_on": dt.date(2026, 11, 16)}
    return Term.objects.create(chapter=found(chapter), **{**usual, **facts})


def make_holder(office: str = Office.CHAIR, **facts: Any) -> Holder:
    """Make somebody for a board: a member with an account, unless another holder is given."""
    if not {"member", "user", "outsider_name"} & facts.keys():
        facts["member"] = make_member(user=make_user())
    return Holder(office=office, **facts)


def make_draft(*, chapter: str = "16", holders: tuple[Any, ...] = (), **facts: Any) -> BoardDraft:
    """Make a board that is being prepared, of settled seats: (office, member or name)."""
    draft = BoardDraft.objects.create(
        chapter=Chapter.objects.get(pk=chapter), made_at=NOW, **{**FACTS, **facts}
    )
    for position, (office, holder) in enumerate(holders, 1):
        member = holder if isinstance(holder, Member) else None
        DraftSeat.objects.create(
            draft=draft, office=office, position=position, member=member, is_settled=True,
            name=member.full_name if member else holder,
        )  # fmt: skip
    return draft
