import datetime as dt

import pytest

from chapters.models import Office
from ipspi.outbox.models import Mail
from members.models import Member
from tests.cast import NOW, make_member, make_officer, make_seat
from tests.chapters.reconciliation.scene import keep, line_of, make_members, reconcile

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 11, 16)


def night(number: int = 0, chapter: str = "16"):
    return reconcile(chapter, night=FIRST + dt.timedelta(days=number), at=NOW + dt.timedelta(days=number))


def mails():
    return list(Mail.objects.filter(kind="chapters.digest").order_by("pk"))


def test_the_officers_hear_in_counts_of_what_the_night_found():
    officer = make_officer()
    members = make_members(3)
    keep(line_of(members[0]))
    night()

    (mail,) = mails()
    assert (mail.to, mail.subject) == (officer.email, "DPD Sumatera Selatan: hasil rekonsiliasi semalam")
    assert "* Di kedua sisi: 1 (+1)" in mail.text
    assert "* Hanya nasional: 2 (+2)" in mail.text
    assert "/daerah/16/rekonsiliasi/hanya-nasional/" in mail.text


def test_a_mail_holds_nothing_personal():
    make_officer()
    members = make_members(3)
    keep(line_of(members[0]))
    night()

    (mail,) = mails()
    for member in members:
        for secret in (member.name, str(member.phone), member.workplace, str(member.pk)):
            assert secret not in mail.text + mail.html


def test_a_night_that_changed_nothing_is_not_worth_a_mail():
    make_officer()
    keep(line_of(make_members(3)[0]))
    night()
    night(1)

    assert len(mails()) == 1


def test_what_changed_since_the_night_before_is_told_even_if_a_run_by_hand_saw_it_first():
    make_officer()
    members = make_members(3)
    keep(line_of(members[0]))
    night()
    keep(line_of(members[0]), line_of(members[1], 3))
    reconcile(at=NOW + dt.timedelta(hours=9))
    night(1)

    assert len(mails()) == 2
    assert "* Di kedua sisi: 2 (+1)" in mails()[1].text
    assert "* Hanya nasional: 1 (−1)" in mails()[1].text


def test_who_came_and_who_left_is_told():
    make_officer()
    members = make_members(3)
    keep(line_of(members[0]))
    night()
    leaving = Member.objects.filter(pk__in=[members[1].pk, members[2].pk])
    leaving.update(status=Member.Status.REJECTED, decided_at=NOW, rejection_reason="Tidak jadi.")
    make_member(name="Anggota Baru", decided_at=NOW + dt.timedelta(hours=5))
    night(1)

    assert "* 1 anggota baru\n* 2 anggota keluar" in mails()[1].text


def test_a_night_is_told_once_to_each_officer_who_may_see_the_ledger():
    chair, treasurer = make_officer(), make_officer(office=Office.TREASURER)
    make_seat(office=Office.DIVISION)
    make_seat(chapter="11")
    keep(line_of(make_members(2)[0]))
    night()
    night()

    assert sorted(mail.to for mail in mails()) == sorted([chair.email, treasurer.email])


def test_a_run_by_hand_sends_nothing():
    make_officer()
    keep(line_of(make_members(2)[0]))
    reconcile()

    assert mails() == []


def test_a_chapter_not_yet_founded_without_a_list_bothers_nobody():
    make_seat(chapter="DPP")
    make_members(2)
    night()

    assert mails() == []


def test_a_chapter_not_yet_founded_with_a_list_is_told_of_to_who_looks_after_it():
    secretary = make_seat(chapter="DPP", office=Office.SECRETARY).user
    keep(line_of(make_members(2)[0]))
    night()

    assert [mail.to for mail in mails()] == [secretary.email]
