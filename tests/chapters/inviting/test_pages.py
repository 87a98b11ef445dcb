"""The pages of officers, and those of who was invited."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chapters.inviting import links
from chapters.models import Invitation, Office, OptOut
from chapters.reconciliation.lines import Line
from ipspi.accounts.models import User
from ipspi.outbox.models import Mail
from tests.cast import NOW, PASSWORD, make_member, make_officer, make_user
from tests.chapters.inviting.scene import ZUL, invitation, invite, link_in, listed, row
from tests.chapters.reconciliation.scene import keep, reconcile

pytestmark = pytest.mark.django_db
HERE = reverse("invitation:page", args=["anda"])
REFUSE = reverse("invitation:refuse", args=["anda"])


def page_of(name, *arguments):
    return reverse(f"inviting:{name}", args=["16", *arguments])


def words(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def officer(client):
    officer = make_officer()
    client.force_login(officer)
    return officer


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


# ------------------------------------------------------------------ officers


def test_the_group_of_the_list_alone_leads_to_inviting(client, officer):
    listed()
    group = reverse("reconciliation:group", args=["16", "hanya-daftar"])

    assert f'href="{page_of("choose")}"' in words(client.get(group))
    assert page_of("choose") not in words(client.get(group.replace("hanya-daftar", "kedua-sisi")))
    client.force_login(make_officer(office=Office.TREASURER))
    assert page_of("choose") not in words(client.get(group))


def test_choosing_says_how_each_is_reached(client, officer):
    listed()
    text = words(client.get(page_of("choose")))

    assert "zul@contoh.example" in text
    assert "+6281380002222" in text
    assert "Tidak ada nomor HP di daftar." in text
    assert text.count('name="pilih"') == 2


def test_the_text_is_read_and_nothing_sent_before_the_officer_is_sure(client, officer):
    listed()
    sent = {"lewat": "EMAIL", "pilih": [row("R1").pk, row("R2").pk]}
    text = words(client.post(page_of("send"), sent))

    assert "Kirim 1 undangan lewat email?" in text
    assert "Yth. Drs. Zulkifli Hutabarat, M.Si," in text
    assert "/undangan/…/jangan-hubungi/" in text
    assert "Tidak ada alamat email di daftar." in text
    assert not Invitation.objects.exists()
    client.post(page_of("send"), {**sent, "yakin": "ya"})
    assert Mail.objects.get().to == "zul@contoh.example"


def test_all_with_an_address_are_chosen_at_once(client, officer):
    listed()
    client.post(page_of("send"), {"lewat": "EMAIL", "semua": "ya", "yakin": "ya"})

    assert Mail.objects.count() == 1


def test_texts_for_whatsapp_are_opened_one_by_one_and_noted(client, officer):
    listed()
    sent = {"lewat": "WHATSAPP", "pilih": [row("R2").pk], "yakin": "ya"}
    text = words(client.post(page_of("send"), sent))
    assert 'href="https://wa.me/6281380002222?text=' in text
    assert "belum dikirim" in words(client.get(page_of("start")))
    client.post(page_of("mark_sent"), {"pilih": [invitation().pk]})

    assert invitation().sent_at == NOW


@pytest.mark.parametrize(
    "sent", [{}, {"lewat": "FAKS", "pilih": 1}, {"lewat": "EMAIL"}, {"lewat": "EMAIL", "pilih": "²"}]
)
def test_nobody_chosen_leads_back(client, officer, sent):
    listed()

    assert client.post(page_of("send"), {**sent, "yakin": "ya"}).headers["Location"] == page_of("choose")


def test_before_the_comparison_it_is_said_why_nobody_can_be_invited(client, officer):
    keep(ZUL)
    text = words(client.get(page_of("choose")))

    assert "Jalankan rekonsiliasi dahulu" in text
    assert "lewat email" not in text


def test_the_funnel_counts_people_and_lists_them(client, officer):
    listed(
        ZUL,
        Line(3, row_id="R2", name="Wati", email="w@contoh.example"),
        Line(4, row_id="R3", name="Ani", email="a@contoh.example"),
    )
    invite(officer)
    invite(officer, "R1", channel="WHATSAPP")
    opened, refused = (Invitation.objects.get(key=key, channel="EMAIL") for key in ("R1", "R2"))
    links.note_opened(opened, at=NOW)
    Invitation.objects.filter(pk=opened.pk).update(registered_at=NOW)
    links.refuse(invitation=refused, at=NOW)
    Mail.objects.filter(to="a@contoh.example").update(status="FAILED")

    response = client.get(page_of("start"))
    assert [(step.label, step.count) for step in response.context["steps"]] == [
        ("Terkirim", 3), ("Dibuka", 1), ("Mendaftar", 1), ("Tidak mau dihubungi", 1),
    ]  # fmt: skip
    assert "gagal terkirim" in words(response)
    shown = client.get(page_of("start") + "?keadaan=tidak-mau")
    assert [line.name for line in shown.context["lines"]] == ["Wati"]


def test_a_reminder_is_offered_after_fourteen_days(client, officer, time_machine):
    listed()
    invite(officer, "R1")
    url = page_of("remind", invitation().pk)
    assert url not in words(client.get(page_of("start")))
    time_machine.shift(14 * 86_400)
    client.force_login(officer)
    assert url in words(client.get(page_of("start")))
    client.post(url)

    assert "diingatkan" in words(client.get(page_of("start")))
    assert Mail.objects.count() == 2


def test_another_chapters_invitations_do_not_exist(client, officer):
    keep(ZUL, chapter="11")
    reconcile("11")
    theirs = invite(make_officer(chapter="11"), "R1", chapter="11")[0].invitation
    listed(Line(2, row_id="X", name="Orang Kami"))

    assert client.get(reverse("inviting:start", args=["11"])).status_code == 404
    assert client.post(page_of("remind", theirs.pk)).status_code == 404
    client.post(page_of("send"), {"lewat": "WHATSAPP", "pilih": theirs.list.rows.get().pk, "yakin": "ya"})
    client.post(page_of("mark_sent"), {"pilih": theirs.pk})
    assert Invitation.objects.get() == theirs
    assert "Zulkifli" not in words(client.get(page_of("start"))) + words(client.get(page_of("choose")))


@pytest.mark.parametrize("address", [page_of("start"), page_of("choose")])
def test_a_page_needs_as_many_queries_for_many_rows_as_for_few(client, officer, address):
    def queries(number):
        listed(
            *(Line(n, row_id=f"R{n}", name=f"Orang {n}", email=f"o{n}@contoh.example") for n in range(number))
        )
        invite(officer)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            words(client.get(address))
        return len(seen)

    assert queries(2) == queries(12) < 27


# ------------------------------------------------------------------ who was invited


@pytest.fixture
def link(settings):
    listed()
    invite(make_officer(), "R1")
    return link_in(Mail.objects.get())


def test_the_token_leaves_the_address_at_once(client, link):
    response = client.get(link)

    assert (response.headers["Location"], response.headers["Referrer-Policy"]) == (HERE, "no-referrer")
    assert invitation().opened_at is None
    text = words(client.get(HERE))
    assert link.split("/")[2] not in text
    assert invitation().opened_at == NOW


def test_the_page_says_who_invites_and_a_name_and_no_more(client, link):
    client.get(link)
    text = words(client.get(HERE))

    assert "DPD Sumatera Selatan mengundang" in text
    assert "Zulkifli Hutabarat" in text
    for secret in ("zul@", "0812", "1979", ZUL.nik, ZUL.nip, "Dinas Sosial"):
        assert secret not in text


def test_the_page_is_the_same_for_who_is_registered(client, link):
    def seen():
        client.get(link)
        main = re.search(r"<main.*</main>", words(client.get(HERE)), re.DOTALL)
        return re.sub(r'value="\w{64}"', "", main[0])

    unknown = seen()
    make_member(name="Zulkifli Hutabarat", email="zul@contoh.example", phone="+6281290001111")
    assert seen() == unknown
    Invitation.objects.update(registered_at=NOW)
    assert seen() == unknown


@pytest.mark.parametrize(
    "address", [HERE, REFUSE, "/undangan/tidak-ada/", "/undangan/tidak-ada/jangan-hubungi/"]
)
def test_without_a_link_there_is_no_invitation(client, link, address):
    response = client.get(address, follow=True)

    assert response.status_code == 404
    assert "Undangan tidak ditemukan" in response.content.decode()


def test_a_wrong_link_forgets_the_one_before(client, link):
    client.get(link)
    client.get("/undangan/tidak-ada/")

    assert client.get(HERE).status_code == 404


def test_registering_begins_with_the_address_and_what_the_list_says(client, link):
    client.get(link)
    signup = client.post(reverse("invitation:accept"), follow=True)
    assert 'value="zul@contoh.example"' in words(signup)
    client.post(reverse("account_signup"), {"email": "lain@contoh.example", "password1": PASSWORD})
    code = re.search(r"\b\d{6}\b", Mail.objects.get(to="lain@contoh.example").text)[0]
    client.post(reverse("account_email_verification_sent"), {"code": code})

    text = words(client.get(reverse("members:start")))
    assert "Sebagian isian sudah terisi dari daftar DPD Sumatera Selatan" in text
    text = words(client.get(reverse("members:name")))
    assert 'value="Zulkifli Hutabarat"' in text
    assert text.count("Dari daftar DPD Sumatera Selatan, periksa.") == 3
    assert invitation().taken_up_by == User.objects.get(email="lain@contoh.example")


def test_on_another_device_the_link_is_opened_again(client, link):
    user = make_user()
    client.force_login(user)
    client.get(link)

    assert client.post(reverse("invitation:accept")).headers["Location"] == reverse("members:start")
    client.get(reverse("members:start"))
    assert invitation().taken_up_by == user


def test_a_member_who_accepts_comes_to_their_own_status(client, link):
    member = make_member(user=make_user())
    client.force_login(member.user)
    client.get(link)
    client.post(reverse("invitation:accept"))

    assert client.get(reverse("members:start")).headers["Location"] == reverse("members:status")
    assert invitation().taken_up_by is None


def test_wanting_no_invitation_is_asked_once_more_and_needs_no_account(client, link):
    response = client.get(f"{link}jangan-hubungi/")
    assert response.headers["Location"] == REFUSE
    assert "Jangan hubungi saya lagi?" in words(client.get(REFUSE))
    assert not OptOut.objects.exists()
    client.post(REFUSE)

    assert "Anda tidak akan diundang lagi" in words(client.get(REFUSE))
    assert OptOut.objects.count() == 2
    text = words(client.get(HERE))
    assert "Undangan ini tidak berlaku lagi" in text
    assert "Zulkifli" not in text
    assert client.post(reverse("invitation:accept")).headers["Location"] == HERE


def test_an_old_link_tells_no_name_and_can_still_say_no(client, link, time_machine):
    time_machine.shift(60 * 86_400)
    client.get(link)
    text = words(client.get(HERE))

    assert "Zulkifli" not in text
    assert REFUSE in text
    client.post(REFUSE)
    assert OptOut.objects.count() == 2


def test_without_a_session_nothing_is_accepted_or_refused(client, link):
    assert client.post(reverse("invitation:accept")).headers["Location"] == HERE
    assert client.post(REFUSE).status_code == 404
    assert not OptOut.objects.exists()
