"""Inviting who is on a list of graduates, staff or participants: what they read, and which list is meant."""

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse

from chapters.inviting import links, sending
from chapters.inviting.reaching import NotCompared
from chapters.models import Invitation, MemberList
from chapters.reconciliation import counting
from ipspi.outbox.models import Mail
from ipspi.regions import times
from tests.cast import NOW, TODAY, make_officer
from tests.chapters.inviting.scene import NOWHERE, WATI, ZUL, invite, link_in, listed, row, text_in
from tests.chapters.reconciliation.scene import keep, reconcile
from tests.ledgers import make_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = make_officer()
    client.force_login(officer)
    return officer


@pytest.fixture
def graduates():
    kept = make_list(given_by="Bagian 'Akademik' & Alumni")
    keep(ZUL, WATI, NOWHERE, name=kept.name)
    reconcile()
    return MemberList.objects.select_related("chapter").get(pk=kept.pk)


def test_a_mail_says_that_somebody_is_a_graduate_who_said_so_and_what_for(officer, graduates):
    invite(officer, "R1", only=graduates)

    mail = Mail.objects.get()
    for text in (mail.text, mail.html):
        assert (
            "Anda lulusan Kesejahteraan Sosial, Universitas Contoh. DPD Sumatera Selatan mengundang" in text
        )
        assert "daftar anggota yang disimpan" not in text
        assert "dalam daftar lulusan, untuk: Mengundang lulusan yang belum terdaftar. Tidak untuk" in text
    assert "kami terima dari Bagian 'Akademik' & Alumni" in mail.text
    assert "Isi daftar itu kami hapus pada 15 Mei 2027." in mail.text
    assert f"{link_in(mail)}jangan-hubungi/" in mail.text


@pytest.mark.parametrize(
    ("kind", "begins"), [("STAFF", "Anda bekerja di Dinas Sosial."), ("PARTICIPANTS", "Anda mengikuti Dinas Sosial.")]
)  # fmt: skip
def test_a_text_for_whatsapp_begins_as_the_kind_does(officer, graduates, kind, begins):
    MemberList.objects.filter(pk=graduates.pk).update(kind=kind, about="Dinas Sosial")
    (message,) = invite(officer, "R2", channel="WHATSAPP", only=graduates)

    text = text_in(message.whatsapp_url)
    assert f"{begins} DPD Sumatera Selatan mengundang Anda mendaftar sebagai anggota IPSPI. Nama dan" in text


def test_who_opens_the_link_reads_where_the_name_is_from(client, officer, graduates):
    invite(officer, "R1", only=graduates)
    client.logout()
    text = client.get(link_in(Mail.objects.get()), follow=True).content.decode()

    assert "namanya ada di daftar lulusan Kesejahteraan Sosial, Universitas Contoh." in text
    assert "untuk: Mengundang lulusan yang belum terdaftar." in text


def test_no_link_outlives_its_list(officer, graduates):
    MemberList.objects.filter(pk=graduates.pk).update(ends_on=TODAY + dt.timedelta(days=20))
    invite(officer, "R1", only=MemberList.objects.select_related("chapter").get())

    made = Invitation.objects.get()
    assert made.ends_at == times.midnight(TODAY + dt.timedelta(days=20), zone="WIB")
    assert "berlaku sampai 6 Desember 2026" in Mail.objects.get().text


def test_only_rows_of_the_list_that_is_meant_are_invited(officer, graduates):
    listed(WATI)
    with pytest.raises(sending.NobodyToInvite):
        sending.invite(chapter=graduates.chapter, rows=[row("R1").pk], channel="EMAIL", by=officer, at=NOW)
    made = sending.invite(
        chapter=graduates.chapter, rows=None, channel="EMAIL", by=officer, at=NOW, only=graduates
    )

    assert [message.row.row_id for message in made] == ["R1"]
    assert Invitation.objects.get().list == graduates


def test_nobody_is_invited_before_the_list_was_compared_as_it_is(officer, graduates):
    listed(WATI)  # compared: but that was the chapter's own
    kept = make_list(name="Lulusan 2024")
    with pytest.raises(NotCompared):
        sending.invite(chapter=graduates.chapter, rows=None, channel="EMAIL", by=officer, at=NOW, only=kept)


def test_a_change_of_another_list_keeps_nobody_from_being_invited(officer, graduates):
    keep(WATI)  # the chapter's own, not compared yet

    assert len(invite(officer, "R1", only=graduates)) == 1


def test_the_figures_of_a_list_count_people_who_were_invited_and_who_registered(officer, graduates):
    invite(officer, "R1", only=graduates)
    invite(officer, "R1", channel="WHATSAPP", only=graduates)
    Invitation.objects.filter(channel="WHATSAPP").update(sent_at=NOW, registered_at=NOW)
    reconcile(at=NOW + dt.timedelta(hours=1))

    state = counting.state_of(graduates)
    assert (state.invited, state.joined) == (1, 1)
    assert (state.entry.invited, state.entry.joined) == (1, 1)


def test_who_wants_no_invitation_gets_none_from_another_list(officer, graduates):
    (message,) = invite(officer, "R1", only=graduates)
    links.refuse(invitation=message.invitation, at=NOW)
    listed(ZUL)

    with pytest.raises(sending.NobodyToInvite):
        sending.invite(chapter=graduates.chapter, rows=None, channel="EMAIL", by=officer, at=NOW)


def test_who_has_an_open_invitation_from_another_list_gets_no_second_one(officer, graduates):
    invite(officer, "R1", only=graduates)
    keep(replace(ZUL, row_id="O1"), replace(ZUL, row_id="O2", number=3, name="Ratna Kusuma"))
    reconcile(at=NOW + dt.timedelta(hours=1))

    made = sending.invite(chapter=graduates.chapter, rows=None, channel="EMAIL", by=officer, at=NOW)
    assert [message.row.row_id for message in made] == ["O2"]  # they share an address, not a name


def test_the_pages_of_inviting_stay_with_the_list(client, officer, graduates):
    listed(WATI)
    choose = f"{reverse('inviting:choose', args=['16'])}?daftar={graduates.pk}"
    text = client.get(choose).content.decode()
    assert [each.row.row_id for each in client.get(choose).context["rows"]] == ["R1", "R3", "R2"]
    send = f"{reverse('inviting:send', args=['16'])}?daftar={graduates.pk}"
    assert f'action="{send}"' in text
    chosen = {"lewat": "EMAIL", "pilih": row("R1").pk}
    text = client.post(send, chosen).content.decode()
    assert "Anda lulusan Kesejahteraan Sosial" in text
    response = client.post(send, {**chosen, "yakin": "ya"})

    start = f"{reverse('inviting:start', args=['16'])}?daftar={graduates.pk}"
    assert response["Location"] == start
    assert ZUL.name in client.get(start).content.decode()
    shown = client.get(reverse("reconciliation:list", args=["16", graduates.pk])).content.decode()
    assert f"{start}&amp;keadaan=terkirim" in shown
