"""A registration on its way: the answers given so far, saved at every step and found again on any device."""

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.errors import RuleError
from members.models import ASN, Category, Document, Draft, Education, Employment, Member, Sector

Answers = dict[str, str]
SUGGESTED = (
    "suggested"  # beside the steps of a draft: what somebody else said, until the person has looked at it
)
OTHER_ROLE = "lain"  # the answer of who has a role that is not in the table


class Step(StrEnum):
    """The parts of a registration, in the order in which they are asked."""

    NAME = "name"
    IDENTITY = "identity"
    CONTACT = "contact"
    EMPLOYMENT = "employment"
    WORK = "work"
    CATEGORY = "category"
    EDUCATION = "education"
    DOCUMENTS = "documents"


# what must be answered for a step to be done; other answers decide on the rest, see _needed
NEEDED: dict[Step, set[str]] = {
    Step.NAME: {"name"},
    Step.IDENTITY: {"nik", "birth_place", "birth_date", "sex"},
    Step.CONTACT: {"phone", "address", "home_regency"},
    Step.EMPLOYMENT: {"employment"},
    Step.WORK: {"role"},
    Step.CATEGORY: {"category"},
    Step.EDUCATION: {"level", "institution"},
}


# what somebody else may say beforehand, as a chapter's list does; never a number of the state
SUGGESTABLE: dict[Step, tuple[str, ...]] = {
    Step.NAME: ("name", "titles_before", "titles_after"),
    Step.IDENTITY: ("birth_date",),
    Step.CONTACT: ("phone", "home_regency"),
    Step.EMPLOYMENT: ("employment",),
    Step.WORK: ("workplace",),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Answers to one step that the person has not looked at yet, and who gave them; empty where there are none."""

    answers: Answers
    source: str = ""


class AlreadyRegistered(RuleError):
    """The account has a living membership, or an application that is still open."""


@transaction.atomic
def save(*, by: User, step: Step, answers: Answers, at: dt.datetime) -> Draft:
    """Keep the answers to one step; earlier answers to this step are forgotten. Raises AlreadyRegistered."""
    draft = opened(by=by, at=at)
    draft.answers = json.dumps({**json.loads(draft.answers), step: answers})
    draft.saved_at = at
    draft.save(update_fields=["answers", "saved_at"])
    return draft


@transaction.atomic
def suggest(*, by: User, answers: Answers, source: str, at: dt.datetime) -> Draft:
    """
    Keep answers that somebody else gave for `by` (`source` says who): the pages begin with them, nothing is answered.

    Raises AlreadyRegistered.
    """
    draft = opened(by=by, at=at)
    suggestion = {"source": source, "answers": answers}
    draft.answers = json.dumps({**json.loads(draft.answers), SUGGESTED: suggestion})
    draft.saved_at = at
    draft.save(update_fields=["answers", "saved_at"])
    return draft


def opened(*, by: User, at: dt.datetime) -> Draft:
    """Return the draft of `by`, locked; a new one if there is none. Raises AlreadyRegistered."""
    if Member.objects.in_roster().filter(user=by).exists():
        raise AlreadyRegistered(_("Pendaftaran Anda sudah kami terima."))
    Draft.objects.get_or_create(user=by, defaults={"answers": "{}", "saved_at": at})
    return Draft.objects.select_for_update().get(user=by)


@transaction.atomic
def begin_again(*, by: User, at: dt.datetime) -> None:
    """
    Put what is known of who was rejected, took the application back, or has resigned into a new draft.

    Answers and documents, to be corrected. Does nothing for anybody else, and nothing where a draft is there.
    """
    ended = (Member.Status.REJECTED, Member.Status.WITHDRAWN, Member.Status.RESIGNED)
    members = Member.objects.filter(user=by, status__in=ended).select_related("role")
    member = members.order_by("-changed_at").first()
    if member is None or Draft.objects.filter(user=by).exists():
        return
    for step, answers in given_in(member).items():
        draft = save(by=by, step=step, answers=answers, at=at)
    for document in member.documents.all():
        document.pk, document.draft, document.member = None, draft, None
        document.save(force_insert=True)


def steps_asked(draft: Draft | None) -> list[Step]:
    """Return the steps of this registration: who does not work is not asked where."""
    idle = answers_in(draft).get("sector") == Sector.NOT_WORKING
    return [step for step in Step if not (idle and step == Step.WORK)]


def steps_done(draft: Draft | None) -> list[Step]:
    """Return the steps that are answered as far as they must be."""
    if draft is None:
        return []
    saved, facts = json.loads(draft.answers), facts_in(draft)
    return [
        step
        for step in steps_asked(draft)
        if (documents_missing(draft) == [] if step == Step.DOCUMENTS else _is_answered(step, saved, facts))
    ]


def first_open_step(draft: Draft | None) -> Step | None:
    """Return the step to ask next, or None when all are answered."""
    done = steps_done(draft)
    return next((step for step in steps_asked(draft) if step not in done), None)


def answers_in(draft: Draft | None) -> Answers:
    """Return all answers given so far, by the name of their field; also those that no longer matter."""
    saved = json.loads(draft.answers) if draft else {}
    return {name: answer for step in Step for name, answer in saved.get(step, {}).items()}


def suggested_for(step: Step, draft: Draft | None) -> Suggestion:
    """Return what somebody else said of the answers to a step; nothing once the person has answered it."""
    saved = json.loads(draft.answers) if draft else {}
    suggestion = saved.get(SUGGESTED)
    if suggestion is None or step in saved:
        return Suggestion({})
    asked = SUGGESTABLE.get(step, ())
    answers = {name: text for name, text in suggestion["answers"].items() if name in asked}
    return Suggestion(answers, suggestion["source"] if answers else "")


def source_of_suggestions(draft: Draft | None) -> str:
    """Return who gave answers for the person that begins; empty where nobody did."""
    saved = json.loads(draft.answers) if draft else {}
    return str(saved[SUGGESTED]["source"]) if SUGGESTED in saved else ""


def facts_in(draft: Draft | None) -> Answers:
    """Return the answers that count: an earlier NIP of somebody who is no civil servant any more is left empty."""
    return counting(answers_in(draft))


def counting(answers: Answers) -> Answers:
    """Return answers with those emptied that do not count beside the others."""
    moot = ["graduated_in", "diploma_number"] if is_student(answers) else ["entered_in"]
    if answers.get("employment") in ASN:
        moot.append("sector")
    else:
        moot.append("nip")
    if answers.get("level") == Education.Level.SCHOOL:
        moot.append("programme")
    if answers.get("sector") == Sector.NOT_WORKING:
        moot += ["workplace", "role", "role_other"]
    return answers | dict.fromkeys(moot, "")


def is_student(answers: Answers) -> bool:
    """Tell whether somebody registers as a student: an Anggota Rekan, without a diploma yet."""
    return answers.get("category") == Category.STUDENT


def documents_missing(draft: Draft | None) -> list[Document.Kind]:
    """Return the kinds of documents that must be there and are not: a photo, and the diploma of who has one."""
    wanted = [Document.Kind.PHOTO, Document.Kind.DIPLOMA]
    if is_student(answers_in(draft)):
        wanted.remove(Document.Kind.DIPLOMA)
    there = set(draft.documents.values_list("kind", flat=True)) if draft else set()
    return [kind for kind in wanted if kind not in there]


def draft_of(user: User) -> Draft | None:
    """Return the draft of `user`, if there is one."""
    return Draft.objects.filter(user=user).first()


def _is_answered(step: Step, saved: dict[str, Answers], facts: Answers) -> bool:
    return step in saved and all(facts.get(name) for name in _needed(step, facts))


def _needed(step: Step, facts: Answers) -> set[str]:
    asn = facts.get("employment") in ASN
    if step == Step.EMPLOYMENT and not asn:
        return {"employment", "sector"}
    if step == Step.WORK and asn:
        return {"nip", "workplace", "role"}
    if step == Step.WORK and facts.get("sector") != Sector.SELF_EMPLOYED:
        return {"workplace", "role"}
    if step == Step.EDUCATION:
        year = "entered_in" if is_student(facts) else "graduated_in"
        return (
            NEEDED[step] | {year} | ({"programme"} if facts.get("level") != Education.Level.SCHOOL else set())
        )
    return NEEDED[step]


def given_in(member: Member) -> dict[Step, Answers]:
    """Return the answers that an application was made of, as a draft keeps them."""
    return {
        Step.NAME: {
            "name": member.name,
            "titles_before": member.titles_before,
            "titles_after": member.titles_after,
        },
        Step.IDENTITY: {
            "nik": member.nik or "",
            "birth_place": member.birth_place,
            "birth_date": member.birth_date.isoformat() if member.birth_date else "",
            "sex": member.sex,
        },
        Step.CONTACT: {
            "phone": str(member.phone),
            "address": member.address,
            "postal_code": member.postal_code,
            "home_regency": member.home_regency_id or "",
        },
        # a civil servant of whom nobody knows the kind says it now
        Step.EMPLOYMENT: {
            "employment": "" if member.employment == Employment.ASN else member.employment,
            "sector": member.sector,
        },
        Step.WORK: {
            "nip": member.nip,
            "workplace": member.workplace,
            "role": str(member.role_id or (OTHER_ROLE if member.role_other else "")),
            "role_other": member.role_other,
        },
        Step.CATEGORY: {"category": member.category},
        **_studied_by(member),
    }


def _studied_by(member: Member) -> dict[Step, Answers]:
    education: Education | None = member.educations.select_related("institution").last()
    if education is None:
        return {}
    return {
        Step.EDUCATION: {
            "level": education.level,
            "programme": education.programme,
            "institution": education.institution.name,
            "entered_in": str(education.entered_in or ""),
            "graduated_in": str(education.graduated_in or ""),
            "diploma_number": education.diploma_number,
        }
    }
