"""A registration on its way: the answers given so far, saved at every step and found again on any device."""

import datetime as dt
import json
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.errors import RuleError
from members.models import Draft, Member

Answers = dict[str, str]


class Step(StrEnum):
    """The parts of a registration, in the order in which they are asked."""

    IDENTITY = "identity"
    CONTACT = "contact"
    WORK = "work"


class AlreadyRegistered(RuleError):
    """The account has a living membership, or an application that is still open."""


@transaction.atomic
def save(*, by: User, step: Step, answers: Answers, at: dt.datetime) -> Draft:
    """Keep the answers to one step; earlier answers to this step are forgotten. Raises AlreadyRegistered."""
    if Member.objects.in_roster().filter(user=by).exists():
        raise AlreadyRegistered(_("Pendaftaran Anda sudah kami terima."))
    Draft.objects.get_or_create(user=by, defaults={"answers": "{}", "saved_at": at})
    draft = Draft.objects.select_for_update().get(user=by)
    draft.answers = json.dumps({**json.loads(draft.answers), step: answers})
    draft.saved_at = at
    draft.save(update_fields=["answers", "saved_at"])
    return draft


@transaction.atomic
def begin_again(*, by: User, at: dt.datetime) -> None:
    """Put the answers of a rejected application into a new draft, to be corrected; does nothing for anybody else."""
    rejected = Member.objects.filter(user=by, status=Member.Status.REJECTED).order_by("-applied_at").first()
    if rejected is None or Draft.objects.filter(user=by).exists():
        return
    for step, answers in given_in(rejected).items():
        save(by=by, step=step, answers=answers, at=at)


def steps_done(draft: Draft | None) -> list[Step]:
    """Return the steps that have answers."""
    saved = json.loads(draft.answers) if draft else {}
    return [step for step in Step if step in saved]


def first_open_step(draft: Draft | None) -> Step | None:
    """Return the step to ask next, or None when all are answered."""
    done = steps_done(draft)
    return next((step for step in Step if step not in done), None)


def answers_in(draft: Draft | None) -> Answers:
    """Return all answers given so far, by the name of their field."""
    saved = json.loads(draft.answers) if draft else {}
    return {name: answer for step in Step for name, answer in saved.get(step, {}).items()}


def draft_of(user: User) -> Draft | None:
    """Return the draft of `user`, if there is one."""
    return Draft.objects.filter(user=user).first()


def given_in(member: Member) -> dict[Step, Answers]:
    """Return the answers that an application was made of, as a draft keeps them."""
    return {
        Step.IDENTITY: {
            "name": member.name,
            "titles_before": member.titles_before,
            "titles_after": member.titles_after,
            "nik": member.nik or "",
            "birth_date": member.birth_date.isoformat() if member.birth_date else "",
            "sex": member.sex,
        },
        Step.CONTACT: {"phone": str(member.phone), "home_regency": member.home_regency_id or ""},
        Step.WORK: {"employment": member.employment, "nip": member.nip, "workplace": member.workplace},
    }
