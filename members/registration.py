"""
Applying for membership: from a finished draft to an application that an officer decides on.

Whether a NIK is already registered is never told to who types it. Who applies with the NIK of a living membership gets
the same answer as anybody else; the person who is registered hears of it at the address that we know, and the officer
sees it beside the application.
Source: docs/rules.md#registration, docs/rules.md#already-registered
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ipspi.accounts import confirming
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.encryption import lookup
from ipspi.errors import RuleError
from ipspi.outbox import posting
from ipspi.regions.models import Regency
from members import (
    additions,
    disagreements,
    documents,
    drafts,
    history,
    institutions,
    mailing,
    numbering,
    rounds,
)
from members.drafts import OTHER_ROLE, Answers
from members.identity import IdentityWarning
from members.models import ChangeRequest, Consent, ConsentText, Draft, Education, Member

NIK_HELD = "nik_held"  # the warning beside an application whose NIK another living membership has
STUDENTS, GRADUATES = "rekan", "biasa"  # the types of membership that people ask for by registering
# answers that are the member's facts as they were given
AS_GIVEN = (
    "name", "titles_before", "titles_after", "nik", "birth_place", "birth_date", "sex", "phone", "address",
    "postal_code", "employment", "sector", "nip", "workplace", "category",
)  # fmt: skip
# what a claimed membership takes over where its import left it empty
FILLED_IN = ("birth_place", "address", "postal_code", "category", "role_id", "role_other")


class Incomplete(RuleError):
    """There are steps without answers."""


class Unconfirmed(RuleError):
    """Something disagrees, and the applicant has not said that it is right."""


class ConsentOutdated(RuleError):
    """The text that was agreed to is not the one in force."""


class NothingToWithdraw(RuleError):
    """There is no application that waits for a decision."""


class NIKHeld(RuleError):
    """Another living membership has the NIK that the applicant claims."""


def submit(*, by: User, consent: ConsentText | None, confirmed: bool, at: dt.datetime) -> Member:
    """
    Make the draft of `by` an application, or, if it is about their own imported membership, give them that.

    `confirmed`: the applicant has seen the warnings and says that the data is right. Submitting twice makes one
    application. Raises Incomplete, Unconfirmed, ConsentOutdated.
    """
    try:
        return _submit(by=by, consent=consent, confirmed=confirmed, at=at)
    except IntegrityError:
        # somebody was faster with the same NIK; now we see them
        return _submit(by=by, consent=consent, confirmed=confirmed, at=at)


@transaction.atomic
def withdraw(*, by: User, at: dt.datetime) -> Member:
    """
    Take the open application of `by` back; they may begin again with the same answers.

    Raises NothingToWithdraw if it was decided meanwhile, or there is none.
    """
    open_ones = Member.objects.select_for_update(of=("self",)).awaiting_decision()
    member = open_ones.filter(user=by).first()
    if member is None:
        raise NothingToWithdraw(_("Tidak ada pendaftaran yang menunggu keputusan."))
    member.status, member.changed_at = Member.Status.WITHDRAWN, at
    member.save(update_fields=["status", "changed_at"])
    rounds.end_unanswered(ChangeRequest.objects.filter(member=member), at=at)
    history.record(member=member, kind=history.Kind.WITHDRAWN, on=history.day_of(member, at), by=by, at=at)
    audit.record(by=by, did="withdraw", to=member)
    return member


def type_asked_for(answers: Answers) -> str:
    """Return the code of the membership type: students become Anggota Rekan until they have their diploma."""
    return STUDENTS if drafts.is_student(answers) else GRADUATES


def warnings_in(answers: Answers, *, today: dt.date) -> list[IdentityWarning]:
    """Return what in the numbers disagrees with the other answers; what is not answered yet is not compared."""
    return disagreements.among(
        nik=answers["nik"],
        nip=answers.get("nip", ""),
        birth_date=dt.date.fromisoformat(answers["birth_date"]),
        sex=answers["sex"],
        regency_code=answers.get("home_regency", ""),
        employment=answers.get("employment", ""),
        today=today,
    )


def consent_in_force(*, on: dt.date) -> ConsentText:
    """Return the text to agree to."""
    return ConsentText.objects.filter(in_force_on__lte=on).latest("version")


def membership_of(user: User) -> Member | None:
    """Return the living membership or application of `user`, else the latest that ended."""
    living = Case(When(status__in=Member.LIVING, then=Value(0)), default=Value(1))
    return Member.objects.filter(user=user).order_by(living, "-applied_at", "id").first()


@transaction.atomic
def settle_nik(*, applicant: Member) -> None:
    """
    Make the claimed NIK of an applicant who is being admitted theirs; does nothing where it is theirs already.

    Raises NIKHeld while another living membership has it.
    """
    if not applicant.nik or applicant.nik_lookup:
        return
    found = lookup(applicant.nik, purpose="nik")
    if Member.objects.in_roster().filter(nik_lookup=found).exclude(pk=applicant.pk).exists():
        raise NIKHeld(
            _("NIK pendaftar ini sudah tercatat pada keanggotaan lain. Hubungi DPP sebelum memutuskan.")
        )
    applicant.nik_lookup = found
    applicant.warnings = [code for code in applicant.warnings if code != NIK_HELD]
    applicant.save(update_fields=["nik_lookup", "warnings"])


@transaction.atomic
def _submit(*, by: User, consent: ConsentText | None, confirmed: bool, at: dt.datetime) -> Member:
    draft = Draft.objects.select_for_update().filter(user=by).first()
    earlier = Member.objects.in_roster().filter(user=by).first()
    if earlier:
        return earlier
    today = timezone.localdate(at)
    answers, warnings = _checked(draft, confirmed=confirmed, today=today)
    if consent != consent_in_force(on=today):
        raise ConsentOutdated(_("Naskah persetujuan sudah diperbarui. Baca kembali sebelum mengirim."))

    member = _claim(answers, by=by, at=at) or _apply(answers, warnings, by=by, at=at)
    if not member.educations.exists():
        educate(member, answers)
    Consent.objects.get_or_create(member=member, text=consent, defaults={"given_at": at})
    if draft:
        documents.hand_over(draft, to=member)
        draft.delete()
    additions.sent(member)
    by.name = answers["name"]  # from now on the account is greeted by it
    by.save(update_fields=["name"])
    return member


def _checked(
    draft: Draft | None, *, confirmed: bool, today: dt.date
) -> tuple[Answers, list[IdentityWarning]]:
    if drafts.first_open_step(draft) is not None:
        raise Incomplete(_("Masih ada bagian yang belum diisi."))
    answers = drafts.facts_in(draft)
    warnings = warnings_in(answers, today=today)
    if warnings and not confirmed:
        raise Unconfirmed(_("Ada data yang berbeda. Periksa kembali, lalu nyatakan bahwa data Anda benar."))
    return answers, warnings


def _claim(answers: Answers, *, by: User, at: dt.datetime) -> Member | None:
    """Give `by` the imported membership that has their NIK, confirmed address and birth date, if there is one."""
    unclaimed = Member.objects.counted().filter(user=None, nik_lookup=lookup(answers["nik"], purpose="nik"))
    member = unclaimed.select_for_update().filter(email__iexact=by.email).first()
    same_birth = member and member.birth_date in (None, dt.date.fromisoformat(answers["birth_date"]))
    if member is None or not same_birth or not confirming.is_confirmed(user=by, email=by.email):
        return None
    today = timezone.localdate(at)
    member.user, member.changed_at = by, at
    member.number = member.number or numbering.allocate(to=member, on=today)
    member.joined_on = member.joined_on or today
    filled = _fill_in(member, answers)
    member.save(update_fields=["user", "changed_at", "number", "joined_on", *filled])
    history.record(member=member, kind=history.Kind.CLAIMED, on=today, by=by, at=at)
    audit.record(by=by, did="claim_membership", to=member)
    _write("membership_claimed", _("Keanggotaan Anda terhubung dengan akun ini"), to=by.email, about=member)
    return member


def _apply(answers: Answers, warnings: list[IdentityWarning], *, by: User, at: dt.datetime) -> Member:
    found = lookup(answers["nik"], purpose="nik")
    holder = Member.objects.in_roster().filter(nik_lookup=found).select_related("user").first()
    regency = Regency.objects.select_related("province").get(pk=answers["home_regency"])
    member = Member.objects.create(
        **{name: answers.get(name, "") for name in AS_GIVEN},
        **role_in(answers),
        type_id=type_asked_for(answers),
        home_regency=regency,
        user=by,
        status=Member.Status.APPLIED,
        nik_lookup=None if holder else found,
        home_province=regency.province,
        email=by.email,
        warnings=[warning.code for warning in warnings] + ([NIK_HELD] if holder else []),
        applied_at=at,
        changed_at=at,
    )
    history.record(member=member, kind=history.Kind.APPLIED, on=timezone.localdate(at), by=by, at=at)
    audit.record(by=by, did="apply", to=member)
    additions.arrived(member)
    _write("application_received", _("Pendaftaran Anda sudah kami terima"), to=by.email, about=member)
    if holder:
        tell_holder(holder, of=member)
    return member


def _fill_in(member: Member, answers: Answers) -> list[str]:
    """Give an imported membership the facts that its import did not have; return their names."""
    given = {**answers, **role_in(answers)}
    if member.role_at_work:
        given |= {"role_id": None, "role_other": ""}
    filled = [name for name in FILLED_IN if given.get(name) and not getattr(member, name)]
    for name in filled:
        setattr(member, name, given[name])
    return filled


def role_in(answers: Answers) -> dict[str, Any]:
    """Return the columns of the role at work that the answers say."""
    role = answers.get("role", "")
    if role == OTHER_ROLE:
        return {"role_id": None, "role_other": answers["role_other"]}
    return {"role_id": int(role) if role else None, "role_other": ""}


def educate(member: Member, answers: Answers) -> None:
    """Write what somebody studied, in place of what was written of it before."""
    education = member.educations.last() or Education(member=member)
    education.level, education.programme = answers["level"], answers["programme"]
    education.institution = institutions.named(answers["institution"])
    education.entered_in = int(answers["entered_in"]) if answers["entered_in"] else None
    education.graduated_in = int(answers["graduated_in"]) if answers["graduated_in"] else None
    education.diploma_number = answers["diploma_number"]
    education.save()


def tell_holder(holder: Member, *, of: Member) -> None:
    """
    Write to the member who has the NIK, at the address that we know; without one only the officer can ask them.

    An applicant is not written to: who applies with the NIK of somebody else would hear when that person applies.
    """
    if holder.status not in Member.COUNTED:
        return
    if address := mailing.address_of(holder):
        subject = _("NIK Anda dipakai dalam sebuah pendaftaran")
        _write("nik_claimed", subject, to=address, about=holder, cause=str(of.pk))


def _write(kind: str, subject: str, *, to: str, about: Member, cause: str = "") -> None:
    posting.add(
        key=f"{kind}:{about.pk}:{cause}",
        kind=f"members.{kind}",
        to=to,
        subject=subject,
        template=f"mail/{kind}",
        context={
            "member": about,
            "keeper": additions.keeper_of(about),
            "status_path": reverse("members:status"),
            "signup_path": reverse("account_signup"),
            "reset_path": reverse("account_reset_password"),
            "login_path": reverse(settings.LOGIN_URL),
        },
    )
