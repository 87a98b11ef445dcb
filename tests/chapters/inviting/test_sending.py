"""Who is invited, by what, how often, and why the others are not."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from chapters.inviting import links, sending
from chapters.inviting.reaching import NotCompared
from chapters.inviting.sending import CannotRemind, NobodyToInvite, TooManyToday
from chapters.models import Chapter, Invitation, Link, ListRow, Office
from chapters.reconciliation.lines import Line
from ipspi.audit.models import Act
from ipspi.outbox.models import Mail
from members.models import Member
from tests.cast import NOW, make_member, make_officer, make_secretary_of_dpp
from tests.chapters.inviting.scene import WATI, ZUL, invitation, invite, link_in, listed, row, text_in
from tests.chapters.reconciliation.scene import keep, line_of, reconcile

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def officer():
    return make_officer()


def reasons(*row_ids, channel="EMAIL", at=NOW):
    chapter = Chapter.objects.get(pk="16")
    rows = sending.rows_to_invite(chapter, chosen=[row(each).pk for each in row_ids])
    return [each.reason for each in sending.sort(rows, chapter=chapter, channel=channel, at=at)]


def test_a_mail_says_who_invites_why_and_how_to_stop_it(officer):
    listed()
    invite(officer, "R1")

    mail = Mail.objects.get()
    assert (mail.to, mail.kind) == ("zul@contoh.example", "chapters.invitation")
    assert mail.subject == "Undangan DPD Sumatera Selatan untuk mendaftar sebagai anggota IPSPI"
    assert "Yth. Drs. Zulkifli Hutabarat, M.Si," in mail.text
    assert "ada di daftar anggota yang disimpan DPD Sumatera Selatan" in mail.text
    assert "berlaku sampai 15 Januari 2027" in mail.text
    assert f"{link_in(mail)}jangan-hubungi/" in mail.text
    for secret in (ZUL.nik, ZUL.nip, "1979", "0812"):
        assert secret not in mail.text + mail.html


def test_only_a_hash_of_the_token_is_kept(officer):
    listed()
    (message,) = invite(officer, "R1")

    kept = invitation()
    assert bytes(kept.token_hash) == links.hash_of(message.token)
    assert message.token in Mail.objects.get().text
    with connection.cursor() as cursor:
        cursor.execute("SELECT chapters_invitation::text FROM chapters_invitation")
        stored = cursor.fetchone()[0]
    assert message.token not in stored
    assert message.token.encode().hex() not in stored
    assert "zul@" not in stored


def test_a_text_for_whatsapp_opens_a_chat_and_counts_as_sent_when_the_officer_says_so(officer):
    listed()
    (message,) = invite(officer, "R2", channel="WHATSAPP")

    assert message.whatsapp_url.startswith("https://wa.me/6281380002222?text=Yth.%20Wati%20Sihombing")
    assert f"/undangan/{message.token}/jangan-hubungi/" in text_in(message.whatsapp_url)
    assert (invitation().sent_at, Mail.objects.count()) == (None, 0)
    chapter = Chapter.objects.get(pk="16")
    for expected in (1, 0):
        noted = sending.mark_sent(chapter=chapter, invitations=[message.invitation.pk], by=officer, at=NOW)
        assert noted == expected
    assert invitation().sent_at == NOW


def test_a_text_that_was_never_sent_can_be_prepared_again_and_the_first_link_ends(officer):
    listed()
    (first,) = invite(officer, "R2", channel="WHATSAPP")
    (again,) = invite(officer, "R2", channel="WHATSAPP")

    assert first.invitation.pk == again.invitation.pk
    assert links.of_token(first.token) is None
    assert links.of_token(again.token) == invitation()


def test_all_who_can_be_reached_are_invited_at_once(officer):
    listed()
    made = invite(officer)

    assert [message.row.row_id for message in made] == ["R1"]


def test_the_log_holds_counts_and_no_names(officer):
    listed()
    invite(officer, "R1")

    act = Act.objects.get(did="invite")
    assert (act.chapter, act.details) == ("16", {"channel": "EMAIL", "rows": 1})


def test_who_cannot_be_reached_is_told_apart_with_the_reason(officer):
    listed()

    no_address = "Tidak ada alamat email di daftar."
    assert reasons("R1", "R2", "R3") == ["", no_address, no_address]
    assert reasons("R3", channel="WHATSAPP") == ["Tidak ada nomor HP di daftar."]


def test_who_was_invited_is_not_invited_again_by_that_channel_until_the_link_ends(officer):
    listed()
    invite(officer, "R1")

    assert reasons("R1") == ["Sudah diundang lewat email pada 16 November 2026."]
    assert reasons("R1", channel="WHATSAPP") == [""]
    with pytest.raises(NobodyToInvite):
        invite(officer, "R1")
    invite(officer, "R1", at=NOW + 61 * DAY)
    assert Invitation.objects.filter(replaced_at=None).count() == 1
    assert Mail.objects.count() == 2


def test_who_is_linked_or_to_be_reviewed_by_now_is_not_invited(officer):
    listed()
    member = make_member(name="Orang Lain")
    run = Chapter.objects.get(pk="16").runs.get()
    Link.objects.create(
        run=run, row=row("R1"), member=member, band="review", probability=0.5, bits=1, evidence=[]
    )

    assert reasons("R1") == ["Sudah tidak “Hanya di daftar”: terhubung, atau perlu ditinjau dahulu."]


def test_nobody_is_invited_before_the_list_was_compared(officer):
    keep(ZUL)
    with pytest.raises(NotCompared):
        invite(officer, "R1")
    reconcile()
    keep(ZUL, line_of(make_member(), 7))
    reconcile()
    ListRow.objects.get(row_id="R7").added_by.__class__.objects.update(applied_at=NOW + DAY)
    with pytest.raises(NotCompared):
        invite(officer, "R1")
    assert not Mail.objects.exists()


def test_who_refused_is_never_invited_again_by_any_chapter_by_any_address(officer):
    listed()
    invite(officer, "R1")
    links.refuse(invitation=invitation(), at=NOW)
    keep(
        Line(2, row_id="A1", name="Z. Hutabarat", phone="+62 812-9000-1111", email="lain@contoh.example"),
        chapter="11",
    )
    reconcile("11")

    assert reasons("R1") == ["Tidak mau dihubungi lagi."]
    with pytest.raises(NobodyToInvite):
        invite(make_officer(chapter="11"), "A1", chapter="11")
    assert not Mail.objects.exists()  # the one that still waited is gone


def test_who_refused_stays_so_in_the_list_whatever_address_it_says_later(officer):
    listed()
    invite(officer, "R1")
    links.refuse(invitation=invitation(), at=NOW)
    listed(Line(2, row_id="R1", name="Zulkifli Hutabarat", email="baru@contoh.example"))

    assert reasons("R1") == ["Tidak mau dihubungi lagi."]


def test_a_reminder_goes_once_and_not_before_fourteen_days(officer):
    listed()
    (first,) = invite(officer, "R1")
    with pytest.raises(CannotRemind):
        sending.remind(invitation=invitation(), by=officer, at=NOW + 13 * DAY)
    again = sending.remind(invitation=invitation(), by=officer, at=NOW + 14 * DAY)

    assert links.of_token(first.token) == links.of_token(again.token) == invitation()
    assert Mail.objects.latest("pk").subject.startswith("Mengingatkan: Undangan DPD Sumatera Selatan")
    assert invitation().ends_at == NOW + 74 * DAY
    with pytest.raises(CannotRemind):
        sending.remind(invitation=invitation(), by=officer, at=NOW + 30 * DAY)


def test_a_reminder_by_whatsapp_is_sent_when_the_officer_says_so(officer):
    listed()
    chapter = Chapter.objects.get(pk="16")
    (first,) = invite(officer, "R2", channel="WHATSAPP")
    sending.mark_sent(chapter=chapter, invitations=[first.invitation.pk], by=officer, at=NOW)
    sending.remind(invitation=invitation(), by=officer, at=NOW + 14 * DAY)
    again = sending.remind(invitation=invitation(), by=officer, at=NOW + 14 * DAY)  # the page was left
    assert invitation().reminded_at is None
    sending.mark_sent(chapter=chapter, invitations=[first.invitation.pk], by=officer, at=NOW + 14 * DAY)

    assert invitation().reminded_at == NOW + 14 * DAY
    assert links.of_token(first.token) == links.of_token(again.token) == invitation()


@pytest.mark.parametrize("answer", ["refused_at", "registered_at"])
def test_who_answered_is_not_reminded(officer, answer):
    listed()
    invite(officer, "R1")
    Invitation.objects.update(**{answer: NOW})

    with pytest.raises(CannotRemind):
        sending.remind(invitation=invitation(), by=officer, at=NOW + 20 * DAY)


def test_who_registered_otherwise_is_not_reminded(officer):
    listed()
    invite(officer, "R1")
    run = Chapter.objects.get(pk="16").runs.latest("pk")
    member = make_member(name="Zulkifli Hutabarat")
    Link.objects.create(
        run=run, row=row("R1"), member=member, band="auto", probability=1, bits=20, evidence=[]
    )

    with pytest.raises(CannotRemind, match="Sudah tidak “Hanya di daftar”"):
        sending.remind(invitation=invitation(), by=officer, at=NOW + 20 * DAY)


@pytest.mark.parametrize(
    "who", [lambda: make_officer(office=Office.TREASURER), lambda: make_officer(chapter="11")]
)
def test_only_the_chapters_lead_offices_invite(officer, who):
    listed()
    (message,) = invite(officer, "R2", channel="WHATSAPP")
    other, chapter = who(), Chapter.objects.get(pk="16")

    with pytest.raises(PermissionDenied):
        invite(other, "R1")
    with pytest.raises(PermissionDenied):
        sending.mark_sent(chapter=chapter, invitations=[message.invitation.pk], by=other, at=NOW)
    with pytest.raises(PermissionDenied):
        sending.remind(invitation=message.invitation, by=other, at=NOW + 20 * DAY)
    assert invite(make_secretary_of_dpp(), "R1")


def test_what_is_beyond_the_limit_waits(officer, monkeypatch):
    monkeypatch.setitem(sending.MOST_AT_ONCE, "EMAIL", 1)
    listed(*(Line(n, row_id=f"R{n}", name=f"Orang {n}", email=f"o{n}@contoh.example") for n in (1, 2)))
    assert reasons("R1", "R2") == ["", "Paling banyak 1 sekaligus; undang lagi sesudah ini."]

    assert len(invite(officer)) == 1
    monkeypatch.setattr(sending, "MOST_A_DAY", 1)
    with pytest.raises(TooManyToday):
        invite(officer)
    assert len(invite(officer, at=NOW + 2 * DAY)) == 1


def test_an_invitation_outlives_uploads_and_goes_with_its_list(officer):
    listed()
    (message,) = invite(officer, "R1")
    listed(Line(5, row_id="R1", name="Zulkifli Hutabarat", email="zul@contoh.example"))
    assert links.row_of(message.invitation).name == "Zulkifli Hutabarat"

    listed(WATI)
    assert links.row_of(message.invitation) is None
    assert Invitation.objects.exists()
    with transaction.atomic():
        ListRow.objects.all().delete()
        kept = Chapter.objects.get(pk="16").lists.get()
        kept.uploads.all().delete()
        kept.delete()
    assert not Invitation.objects.exists()


def make_invitation(**facts):
    listed()
    found = row("R1")
    usual = {"list": found.list, "key": found.key, "channel": "EMAIL", "made_at": NOW, "ends_at": NOW}
    return lambda **more: Invitation.objects.create(
        **{**usual, "token_hash": links.hash_of(links.new_token()), **facts, **more}
    )


def test_invitation_one_open_per_row_and_channel():
    make = make_invitation()
    make(refused_at=NOW), make(registered_at=NOW), make(replaced_at=NOW), make(), make(channel="WHATSAPP")

    with pytest.raises(IntegrityError, match="invitation_one_open_per_row_and_channel"):
        make()


def test_invitation_token_once():
    make = make_invitation(token_hash=b"x" * 32)
    make()

    with pytest.raises(IntegrityError, match="invitation_token_once"):
        make(channel="WHATSAPP")


def test_invitation_of_a_member_is_registered():
    with pytest.raises(IntegrityError, match="invitation_of_a_member_is_registered"):
        make_invitation()(member=make_member())


def test_invitation_reminded_was_sent():
    with pytest.raises(IntegrityError, match="invitation_reminded_was_sent"):
        make_invitation()(reminded_at=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_send_one_mail():
    officers = [make_officer(), make_officer(office=Office.SECRETARY)]
    listed()
    outcomes = []

    def press(officer):
        try:
            invite(officer, "R1")
            outcomes.append("sent")
        except NobodyToInvite:
            outcomes.append("nobody")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[each]) for each in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["nobody", "sent"]
    assert (Mail.objects.count(), Invitation.objects.count()) == (1, 1)
    assert Member.objects.count() == 0
