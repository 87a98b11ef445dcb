"""Officers in the life of a membership: leave, death, suspension by two, reinstatement, expulsion, dues."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from chapters import access, life
from chapters.access import May
from chapters.models import DPP, Office
from ipspi.audit.models import Act
from ipspi.outbox.models import Mail
from members import history, resigning
from members import life as own
from members.models import DuesMark, Member, Plan
from tests.cast import (
    NOW,
    TODAY,
    found,
    make_member,
    make_nik,
    make_officer,
    make_seat,
    make_secretary_of_dpp,
    make_user,
)
from tests.chapters.test_admission import at_once

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
Status = Member.Status


def make_known(**facts):
    return make_member(user=make_user(), **facts)


def status_of(member):
    return Member.objects.get(pk=member.pk).status


def kinds_of(member):
    return list(member.changes.order_by("pk").values_list("kind", flat=True))[1:]


def propose(member, by, at=NOW, begins_on=TODAY, ends_on=TODAY + 30 * DAY, reason="Melanggar kode etik"):
    return life.propose_suspension(
        member=member, begins_on=begins_on, ends_on=ends_on, reason=reason, note="Aduan 7", by=by, at=at
    )


def suspend(member, by=None, at=NOW, **asked):
    plan = propose(member, by or make_officer(office=Office.SECRETARY), at=at, **asked)
    return life.agree_to_suspension(plan=plan, by=make_secretary_of_dpp(), at=at)


def grant_leave(member, by, at=NOW):
    return life.grant_leave(
        member=member, begins_on=TODAY, ends_on=TODAY + 90 * DAY, reason="Belajar", by=by, at=at
    )


def report_death(member, by, at=NOW, on=TODAY - 3 * DAY):
    return life.report_death(member=member, on=on, by=by, at=at)


def expel(member, by, at=NOW, on=TODAY, reason="Pelanggaran berat", decree_number="SK/1"):
    return life.expel(
        member=member, on=on, decree_number=decree_number, reason=reason, note="Rapat 3", by=by, at=at
    )


def mark_dues(member, by, at=NOW, paid_until=dt.date(2026, 12, 31)):
    return life.mark_dues(member=member, paid_until=paid_until, note="", by=by, at=at)


def reinstate(member, by, at=NOW):
    return life.reinstate(member=member, reason="", by=by, at=at)


def restore(member, by, at=NOW, reason="Laporan keliru"):
    return life.restore(member=member, reason=reason, by=by, at=at)


# ------------------------------------------------------------------ who may


ACTS = {
    grant_leave: Status.ACTIVE,
    report_death: Status.ACTIVE,
    propose: Status.ACTIVE,
    expel: Status.ACTIVE,
    mark_dues: Status.ACTIVE,
    reinstate: Status.SUSPENDED,
    restore: Status.EXPELLED,
}
OTHERS = {
    "chair of another DPD": lambda: make_officer(chapter="11"),
    "adviser of the same DPD": lambda: make_officer(office=Office.ADVISER),
    "former chair": lambda: make_seat(chapter=found("16"), ends_at=timezone.now()).user,
    "member": lambda: make_known().user,
    "auditor of the DPP": lambda: make_seat(chapter=DPP, office=Office.AUDITOR).user,
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_nobody_else_acts(act, other):
    member = make_known(status=ACTS[act])

    with pytest.raises(PermissionDenied):
        act(member, other())

    assert (status_of(member), kinds_of(member), Plan.objects.count()) == (ACTS[act], [], 0)


@pytest.mark.parametrize(
    ("may", "offices"),
    [
        (May.KEEP_STANDING, {"KETUA", "WAKIL_KETUA", "SEKRETARIS", "WAKIL_SEKRETARIS", "REGISTRAR"}),
        (May.PROPOSE_SUSPENSION, {"KETUA", "WAKIL_KETUA", "SEKRETARIS", "WAKIL_SEKRETARIS", "REGISTRAR"}),
        (May.SUSPEND, {"KETUA", "WAKIL_KETUA"}),
        (May.READ_NOTES, {"KETUA", "WAKIL_KETUA", "SEKRETARIS"}),
        (May.EXPEL, set()),
        (
            May.KEEP_DUES,
            {"KETUA", "WAKIL_KETUA", "SEKRETARIS", "WAKIL_SEKRETARIS", "REGISTRAR", "BENDAHARA"},
        ),
    ],
)
def test_what_each_office_of_a_dpd_may(may, offices):
    assert {office for office, grants in access.GRANTS.items() if may in grants} == offices


@pytest.mark.parametrize("act", [grant_leave, report_death, propose, mark_dues], ids=lambda act: act.__name__)
def test_nobody_acts_in_a_matter_of_their_own(act):
    member = make_known()
    make_seat(chapter=found("16"), office=Office.SECRETARY, member=member)

    with pytest.raises(life.OwnMatter):
        act(member, member.user)


# ------------------------------------------------------------------ what happens


def test_leave_begins_at_once_and_ends_by_the_clock_on_its_day():
    member = make_known()
    grant_leave(member, make_officer())
    assert status_of(member) == Status.ON_LEAVE

    assert own.carry_out_due(at=NOW + 89 * DAY) == 0
    assert own.carry_out_due(at=NOW + 90 * DAY) == 1
    assert own.carry_out_due(at=NOW + 90 * DAY) == 0

    assert (status_of(member), kinds_of(member)) == (Status.ACTIVE, ["LEAVE", "RETURNED"])
    assert member.changes.get(kind="RETURNED").on == TODAY + 90 * DAY


def test_a_death_closes_the_account_and_writes_to_nobody():
    member, officer = make_known(), make_officer()
    resigning.resign(member=member, on=TODAY + 9 * DAY, reason="", by=member.user, at=NOW)
    Mail.objects.all().delete()

    report_death(member, officer)

    member.user.refresh_from_db()
    assert (status_of(member), member.user.is_active, Mail.objects.count()) == (Status.DECEASED, False, 0)
    assert Plan.objects.get().outcome == Plan.Outcome.VOID
    assert history.as_of(Member.objects.all(), TODAY - 3 * DAY).get(member=member).status == "DECEASED"
    assert history.as_of(Member.objects.all(), TODAY - 4 * DAY).get(member=member).status == "ACTIVE"


@pytest.mark.parametrize("on", [TODAY + DAY, dt.date(1985, 3, 27), dt.date(1, 1, 1)])
def test_a_day_of_death_must_be_possible(on):
    member = make_known()

    with pytest.raises(own.DatesWrong):
        report_death(member, make_officer(), on=on)

    assert status_of(member) == Status.ACTIVE


def test_a_suspension_needs_a_second_officer():
    member, chair, second = make_known(), make_officer(), make_secretary_of_dpp()
    plan = propose(member, chair)
    assert status_of(member) == Status.ACTIVE

    with pytest.raises(life.SecondOfficerNeeded):
        life.agree_to_suspension(plan=plan, by=chair, at=NOW)
    life.agree_to_suspension(plan=plan, by=second, at=NOW)

    assert status_of(member) == Status.SUSPENDED
    change = member.changes.get(kind="SUSPENDED")
    assert (change.reason, change.restricted_note) == ("Melanggar kode etik", "Aduan 7")
    mail = Mail.objects.get(kind="members.life")
    assert ("Melanggar kode etik" in mail.text, "Aduan 7" in mail.text + mail.html) == (True, False)


def test_the_secretary_proposes_and_does_not_agree():
    plan = propose(make_known(), make_officer(office=Office.SECRETARY))

    with pytest.raises(PermissionDenied):
        life.agree_to_suspension(plan=plan, by=make_officer(office=Office.VICE_SECRETARY), at=NOW)


def test_a_refused_suspension_is_over():
    member = make_known()
    plan = propose(member, make_officer(office=Office.SECRETARY))

    life.refuse_suspension(plan=plan, by=make_officer(), at=NOW)

    assert (status_of(member), Plan.objects.get().outcome) == (Status.ACTIVE, Plan.Outcome.REFUSED)
    with pytest.raises(life.AlreadyDecided):
        life.agree_to_suspension(plan=plan, by=make_secretary_of_dpp(), at=NOW)


def test_a_suspension_ends_by_the_clock_and_may_end_earlier():
    first, second = make_known(), make_known()
    suspend(first)
    suspend(second)

    reinstate(second, make_officer(), at=NOW + 5 * DAY)
    own.carry_out_due(at=NOW + 30 * DAY)

    assert [status_of(each) for each in (first, second)] == [Status.ACTIVE, Status.ACTIVE]
    days = [each.changes.get(kind="REINSTATED").on for each in (first, second)]
    assert days == [TODAY + 30 * DAY, TODAY + 5 * DAY]


def test_a_suspension_ends_a_leave():
    member = make_known()
    grant_leave(member, make_officer())

    suspend(member)

    assert status_of(member) == Status.SUSPENDED
    assert Plan.objects.get(kind="LEAVE").outcome == Plan.Outcome.VOID


def test_an_expulsion_names_its_decree_and_the_number_stays():
    member, dpp = make_known(), make_secretary_of_dpp()

    expel(member, dpp)

    change = member.changes.get(kind="EXPELLED")
    assert (change.reason, change.restricted_note) == ("Pelanggaran berat (SK SK/1)", "Rapat 3")
    assert Member.objects.get(pk=member.pk).number == member.number
    assert Mail.objects.get(kind="members.life").to == member.user.email
    assert Act.objects.get(did="expel").details == {}


@pytest.mark.parametrize("missing", [{"reason": " "}, {"decree_number": ""}])
def test_an_expulsion_has_a_reason_and_a_decree(missing):
    with pytest.raises(life.ReasonMissing):
        expel(make_known(), make_secretary_of_dpp(), **missing)


def test_a_wrong_report_of_a_death_is_put_right():
    member = make_known()
    report_death(member, make_officer())

    restore(member, make_secretary_of_dpp())

    member.user.refresh_from_db()
    assert (status_of(member), member.user.is_active) == (Status.ACTIVE, True)


def test_nobody_is_brought_back_whose_nik_is_in_use_again():
    nik = make_nik()
    member = make_known(nik=nik, status=Status.EXPELLED)
    make_known(nik=nik)

    with pytest.raises(life.NIKHeld):
        restore(member, make_secretary_of_dpp())

    assert status_of(member) == Status.EXPELLED


def test_dues_are_marked_with_a_day_and_all_marks_are_kept():
    member, treasurer = make_known(), make_officer(office=Office.TREASURER)

    mark_dues(member, treasurer, paid_until=dt.date(2026, 6, 30))
    mark_dues(member, treasurer)

    days = DuesMark.objects.filter(member=member).order_by("-pk").values_list("paid_until", flat=True)
    assert list(days) == [dt.date(2026, 12, 31), dt.date(2026, 6, 30)]


def test_who_owes_no_dues_is_not_marked():
    with pytest.raises(own.NotPossibleNow):
        mark_dues(make_known(type_id="kehormatan"), make_officer())


@pytest.mark.parametrize(
    "end",
    [
        lambda member: grant_leave(member, make_officer()),
        lambda member: suspend(member, make_officer(office=Office.REGISTRAR)),
        lambda member: report_death(member, make_officer()),
        lambda member: expel(member, make_secretary_of_dpp()),
        lambda member: resigning.resign(member=member, on=TODAY, reason="", by=member.user, at=NOW),
    ],
    ids=["leave", "suspension", "death", "expulsion", "resignation"],
)
def test_a_seat_gives_nothing_from_the_minute_its_holder_is_no_longer_active(end):
    with time_machine.travel(NOW, tick=False):
        member = make_known()
        make_seat(chapter=found("16"), office=Office.SECRETARY, member=member, starts_at=NOW - 9 * DAY)
        assert access.chapters_where(member.user, May.SEE_MEMBERS) == {"16"}

        end(member)

        member.user.refresh_from_db()
        assert access.chapters_where(member.user, May.SEE_MEMBERS) == frozenset()
        assert member.user not in access.officers_who(May.ADMIT, chapter=found("16"))


# ------------------------------------------------------------------ at the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_on_a_suspension_at_once_one_counts():
    member, first, second = make_known(), make_officer(), make_secretary_of_dpp()
    plan = propose(member, make_officer(office=Office.SECRETARY))

    ended = at_once(
        lambda: life.agree_to_suspension(plan=plan, by=first, at=NOW),
        lambda: life.refuse_suspension(plan=plan, by=second, at=NOW),
    )

    assert sorted(type(each).__name__ for each in ended) == ["AlreadyDecided", "Plan"]


@pytest.mark.django_db(transaction=True)
def test_who_resigns_while_being_suspended_has_resigned_or_is_suspended_first_and_then_resigned():
    member, second = make_known(), make_secretary_of_dpp()
    plan = propose(member, make_officer())

    ended = at_once(
        lambda: resigning.resign(member=member, on=TODAY, reason="", by=member.user, at=NOW),
        lambda: life.agree_to_suspension(plan=plan, by=second, at=NOW),
    )

    assert status_of(member) == Status.RESIGNED
    assert kinds_of(member) in (["RESIGNED"], ["SUSPENDED", "RESIGNED"])
    assert {type(each).__name__ for each in ended} <= {"Plan", "AlreadyDecided"}
    assert Plan.objects.open().count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_end_a_leave_once():
    member = make_known()
    grant_leave(member, make_officer())
    later = NOW + 90 * DAY

    assert sum(at_once(*[lambda: own.carry_out_due(at=later)] * 3)) == 1
    assert kinds_of(member) == ["LEAVE", "RETURNED"]
