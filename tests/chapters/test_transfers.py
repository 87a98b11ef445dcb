"""Mutasi: proposed by the member or a chapter, agreed to by both sides, carried out on one day; the number stays."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from chapters import transfers
from chapters.models import Office
from ipspi.audit.models import Act
from ipspi.outbox.models import Mail
from ipspi.regions.models import Regency
from members import life, profile, resigning
from members import transfers as own
from members.models import Member, Transfer
from tests.cast import BANDA_ACEH, NOW, TODAY, make_member, make_officer, make_secretary_of_dpp, make_user
from tests.chapters.test_admission import at_once

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LEAVING, RECEIVING = Transfer.Side.LEAVING, Transfer.Side.RECEIVING


def aceh():
    return Regency.objects.get(pk=BANDA_ACEH)


def propose(member, by=None, wished_on=TODAY, to=None, at=NOW):
    return own.propose(
        member=member,
        to_regency=to or aceh(),
        wished_on=wished_on,
        reason="Ikut suami",
        by=by or member.user,
        at=at,
    )


def consent(transfer, side, by, at=NOW):
    return transfers.consent(transfer=transfer, side=side, by=by, at=at)


def refuse(transfer, by, reason="Belum lunas", at=NOW):
    return transfers.refuse(transfer=transfer, reason=reason, by=by, at=at)


def home_of(member):
    return Member.objects.get(pk=member.pk).home_province_id


@pytest.fixture
def member():
    return make_member(user=make_user())


def test_with_both_consents_the_member_moves_and_keeps_the_number(member):
    transfer = propose(member)
    consent(transfer, LEAVING, make_officer(chapter="16"))
    assert home_of(member) == "16"

    consent(transfer, RECEIVING, make_officer(chapter="11"))

    moved = Member.objects.get(pk=member.pk)
    assert (moved.home_province_id, moved.home_regency_id, moved.number) == ("11", BANDA_ACEH, member.number)
    change = member.changes.get(kind="TRANSFERRED")
    assert (change.on, change.province_id, change.status) == (TODAY, "11", "ACTIVE")


def test_a_move_of_later_is_carried_out_by_the_clock_once(member):
    transfer = propose(member, wished_on=TODAY + 14 * DAY)
    for side, code in ((LEAVING, "16"), (RECEIVING, "11")):
        consent(transfer, side, make_officer(chapter=code))
    transfer.refresh_from_db()
    assert (transfer.status, transfer.effective_on) == (Transfer.Status.AGREED, TODAY + 14 * DAY)

    assert [own.carry_out_due(at=NOW + days * DAY) for days in (13, 14, 15)] == [0, 1, 0]
    assert home_of(member) == "11"


def test_a_late_consent_sets_the_date(member):
    transfer = propose(member)
    consent(transfer, LEAVING, make_officer(chapter="16"))

    consent(transfer, RECEIVING, make_officer(chapter="11"), at=NOW + 5 * DAY)

    assert Transfer.objects.get().effective_on == TODAY + 5 * DAY


def test_each_side_speaks_for_itself(member):
    transfer = propose(member)

    for side, code in ((RECEIVING, "16"), (LEAVING, "11"), (LEAVING, "12"), (RECEIVING, "12")):
        with pytest.raises(PermissionDenied):
            consent(transfer, side, make_officer(chapter=code, office=Office.SECRETARY))
    with pytest.raises(PermissionDenied):
        consent(transfer, LEAVING, make_officer(office=Office.TREASURER))
    with pytest.raises(PermissionDenied):
        refuse(transfer, make_officer(chapter="12", office=Office.SECRETARY))
    with pytest.raises(PermissionDenied):
        propose(member, by=make_user())
    assert transfers.given(Transfer.objects.get()) == []


def test_the_dpp_stands_in_for_a_chapter_that_is_not_founded(member):
    transfer = propose(member, to=Regency.objects.get(pk="17.71"))
    consent(transfer, LEAVING, make_officer(chapter="16"))

    consent(transfer, RECEIVING, make_secretary_of_dpp())

    assert home_of(member) == "17"


def test_who_lives_nowhere_known_is_let_go_by_the_dpp():
    member = make_member(user=make_user(), home_regency=None)
    transfer = propose(member)
    with pytest.raises(PermissionDenied):
        consent(transfer, LEAVING, make_officer(chapter="11", office=Office.SECRETARY))

    consent(transfer, LEAVING, make_secretary_of_dpp())
    consent(transfer, RECEIVING, make_officer(chapter="11", office=Office.SECRETARY))

    assert home_of(member) == "11"


def test_the_chapter_that_is_left_may_propose_and_so_consents(member):
    transfer = transfers.propose_for(
        member=member, to_regency=aceh(), wished_on=TODAY, reason="", by=make_officer(), at=NOW
    )

    assert transfers.given(transfer) == [LEAVING]


def here(number, name, by, to=None):
    return transfers.propose_here(
        number=number, name=name, to_regency=to or aceh(), wished_on=TODAY, reason="", by=by, at=NOW
    )


def test_the_chapter_that_receives_may_propose_whom_it_knows_by_number_and_name(member):
    transfer = here(member.number, "siti  RAHMAWATI", make_officer(chapter="11"))

    assert (transfer.member, transfers.given(transfer)) == (member, [RECEIVING])


def test_a_wrong_pair_and_an_unknown_number_are_answered_alike(member):
    officer, own_member = make_officer(chapter="11"), make_member(home_regency=BANDA_ACEH)
    words = set()
    for number, name in (
        (member.number, "Orang Lain"),
        ("TIDAK.ADA", member.name),
        (own_member.number, own_member.name),
    ):
        with pytest.raises(transfers.UnknownMember) as told:
            here(number, name, officer)
        words.add(told.value.message)

    assert len(words) == 1


def test_a_number_is_known_however_it_is_typed(member):
    assert (
        here(member.number.replace(".", " "), "SITI Rachmawati", make_officer(chapter="11")).member == member
    )


def test_every_miss_is_recorded_without_what_was_asked(member):
    officer = make_officer(chapter="11")
    with pytest.raises(transfers.UnknownMember):
        here(member.number, "Orang Lain", officer)

    act = Act.objects.get(did="miss_member")
    assert (act.actor_id, act.details) == (officer.pk, {"province": "11"})


def test_members_cannot_be_called_again_and_again(client, member):
    officer = make_officer(chapter="11")
    client.force_login(officer)
    page = reverse("chapters:receive", args=["11"])
    asked = {
        "name": "Orang Lain",
        "to_regency": BANDA_ACEH,
        "wished_on": "2026-12-01",
        "reason": "Pindah kerja",
    }

    said = [client.post(page, {**asked, "number": f"16.2026.{n:06d}"}).content.decode() for n in range(31)]

    assert ["Terlalu sering dicoba hari ini" in page for page in said] == [False] * 30 + [True]
    assert "Tidak ada anggota daerah lain" in said[0]


def test_nobody_is_called_into_another_chapter(member):
    with pytest.raises(PermissionDenied):
        here(member.number, member.name, make_officer(chapter="12"))


def test_a_refusal_has_a_reason_that_the_member_reads(member):
    transfer, officer = propose(member), make_officer(chapter="11")
    with pytest.raises(transfers.ReasonMissing):
        refuse(transfer, officer, reason=" ")

    refuse(transfer, officer)

    assert (home_of(member), Transfer.objects.get().status) == ("16", "REFUSED")
    assert "Belum lunas" in Mail.objects.latest("pk").text
    propose(member)  # one may ask again


def test_the_member_withdraws_until_it_is_done(member):
    transfer = propose(member, wished_on=TODAY + DAY)
    for side, code in ((LEAVING, "16"), (RECEIVING, "11")):
        consent(transfer, side, make_officer(chapter=code))

    own.withdraw(member=member, by=member.user, at=NOW)

    assert own.carry_out_due(at=NOW + 2 * DAY) == 0
    with pytest.raises(life.NotPossibleNow):
        own.withdraw(member=member, by=member.user, at=NOW)


def test_who_leaves_the_association_moves_no_more(member):
    propose(member)

    resigning.resign(member=member, on=TODAY, reason="", by=member.user, at=NOW)

    assert Transfer.objects.get().status == Transfer.Status.WITHDRAWN


def test_an_address_in_another_province_is_no_matter_of_the_profile_alone(member):
    with pytest.raises(profile.OtherProvince):
        profile.change(member=member, facts={"home_regency": aceh()}, by=member.user, at=NOW)
    with pytest.raises(own.SameProvince):
        propose(member, to=Regency.objects.get(pk="16.10"))


def test_an_officer_does_not_decide_on_the_own_move():
    officer = make_officer()
    member = make_member(user=officer)
    transfer = propose(member)

    with pytest.raises(transfers.OwnMatter):
        consent(transfer, LEAVING, officer)


@pytest.mark.parametrize("wished_on", [TODAY - DAY, dt.date(1, 1, 1), dt.date(9999, 12, 31)])
def test_a_move_has_a_day_that_can_be(member, wished_on):
    with pytest.raises(life.DatesWrong):
        propose(member, wished_on=wished_on)


@pytest.mark.django_db(transaction=True)
def test_two_consents_at_once_move_the_member_once():
    member = make_member(user=make_user())
    leaving, receiving, transfer = make_officer(chapter="16"), make_officer(chapter="11"), propose(member)

    at_once(
        lambda: consent(transfer, LEAVING, leaving),
        lambda: consent(transfer, RECEIVING, receiving),
        lambda: consent(transfer, LEAVING, leaving),
    )

    assert home_of(member) == "11"
    assert member.changes.filter(kind="TRANSFERRED").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_consent_and_a_refusal_at_once_one_counts():
    member = make_member(user=make_user())
    leaving, receiving, transfer = make_officer(chapter="16"), make_officer(chapter="11"), propose(member)
    consent(transfer, LEAVING, leaving)

    ended = at_once(
        lambda: consent(transfer, RECEIVING, receiving),
        lambda: refuse(transfer, leaving),
    )

    assert sorted(type(each).__name__ for each in ended) == ["AlreadyDecided", "Transfer"]
    assert (home_of(member) == "11") == (Transfer.objects.get().status == Transfer.Status.DONE)


# ------------------------------------------------------------------ what is always true


def refused_by(constraint, **facts):
    member = facts.pop("member", None) or make_member()
    usual = {
        "member": member, "from_province_id": "16", "to_province_id": "11", "to_regency_id": BANDA_ACEH,
        "wished_on": TODAY, "asked_at": NOW,
    }  # fmt: skip
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Transfer.objects.create(**{**usual, **facts})
    assert error.value.__cause__.diag.constraint_name == constraint


def test_transfer_one_open_per_member(member):
    propose(member)
    with pytest.raises(own.AlreadyProposed):
        propose(member)

    refused_by("transfer_one_open_per_member", member=member)


def test_transfer_leads_elsewhere():
    refused_by("transfer_leads_elsewhere", to_province_id="16")


def test_transfer_needs_both_sides_and_a_date():
    refused_by("transfer_needs_both_sides_and_a_date", status="AGREED", left_at=NOW, effective_on=TODAY)


def test_transfer_closed_has_a_time():
    refused_by("transfer_closed_has_a_time", status="WITHDRAWN")


def test_transfer_refused_has_a_reason():
    refused_by("transfer_refused_has_a_reason", status="REFUSED", closed_at=NOW)
