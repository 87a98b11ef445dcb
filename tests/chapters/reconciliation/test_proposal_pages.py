"""The officer's pages about proposals: both values, ticks, what came of them, what is to be corrected in the list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chapters.models import Link, Office
from members import answering, profile
from members.models import Correction, Member, Proposal
from tests.cast import BANDA_ACEH, NOW, make_member, make_officer, make_user
from tests.ledgers import make_link, make_row, make_run

pytestmark = pytest.mark.django_db


def page_of(name, *arguments):
    return reverse(f"reconciliation:{name}", args=["16", *arguments])


CONFLICTS = page_of("group", "bertentangan")


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def officer(client):
    officer = make_officer()
    client.force_login(officer)
    return officer


def make_linked(number=1, *, user=True, home_regency="16.71", **listed) -> Link:
    member = make_member(
        name=f"Siti Rahmawati {'I' * number}",
        home_regency=home_regency,
        **({"user": make_user()} if user else {}),
    )
    row = make_row(
        name=member.name, **{"phone": f"0813 0000 {number:04d}", "workplace": "LKS Melati", **listed}
    )
    return make_link(member, row=row, disagreements=["phone"])


@pytest.fixture
def link() -> Link:
    make_run(conflicts=1)
    return make_linked()


def send(client, *tokens, **more):
    return client.post(page_of("propose"), {"usul": tokens, **more}, follow=True)


def token(link, field="phone"):
    return f"{link.pk}:{field}"


@pytest.fixture
def asked(client, officer, link) -> Proposal:
    send(client, token(link))
    return Proposal.objects.get()


def test_the_group_shows_both_values_of_every_field_that_differs_to_tick(client, officer, link):
    text = words(client.get(CONFLICTS))

    for value in ("0813 0000 0001", "+6281234567890", "LKS Melati", "Yayasan Contoh"):
        assert value in text
    for field in ("phone", "workplace"):
        assert f'name="usul" value="{token(link, field)}"' in text
    assert "tidak dihitung" in text


@pytest.mark.parametrize("name", ["row", "pair"])
def test_the_page_of_the_row_and_of_the_pair_offer_the_same(client, officer, link, name):
    text = words(client.get(page_of(name, link.row_id if name == "row" else link.pk)))

    assert f'value="{token(link)}"' in text
    assert "Usulkan kepada anggota" in text


def test_ticking_and_sending_proposes_and_says_to_how_many(client, officer, link):
    text = words(send(client, token(link), token(link, "workplace")))

    assert "2 usulan dikirim kepada 1 anggota." in text
    assert text.count("menunggu jawaban") >= 2
    assert "belum dijawab" in text
    assert f'value="{token(link)}"' not in text


def test_nothing_ticked_is_said(client, officer, link):
    assert "Pilih dahulu" in words(send(client))
    assert "Pilih dahulu" in words(send(client, "x:y", f"{link.pk}:status", "9" * 30 + ":phone", ""))


def test_it_returns_to_the_page_it_was_sent_from_and_to_none_elsewhere(client, officer, link):
    pair = page_of("pair", link.pk)

    assert send(client, token(link), kembali=pair).redirect_chain[-1][0] == pair
    for elsewhere in ("https://jahat.example/daerah/16/", "//jahat.example/", "/daerah/11/"):
        assert send(client, kembali=elsewhere).redirect_chain[-1][0] == CONFLICTS


def test_it_can_be_withdrawn(client, asked):
    address = page_of("withdraw_proposal", asked.pk)
    assert f'formaction="{address}"' in words(client.get(CONFLICTS))

    assert "Usulan ditarik" in words(client.post(address, follow=True))
    assert "Tidak berhasil" in words(client.post(address, follow=True))
    assert Proposal.objects.get().state == "WITHDRAWN"


def test_all_that_can_be_is_shown_before_it_is_sent(client, officer, link):
    make_linked(2, user=False)
    make_linked(3)

    text = words(client.get(page_of("propose_all")))
    assert "2 usulan dikirim kepada 2 anggota." in text
    assert "1 × Belum punya akun" in text
    assert not Proposal.objects.exists()

    text = words(client.post(page_of("propose_all"), follow=True))
    assert "2 usulan dikirim kepada 2 anggota." in text
    assert "Tidak diusulkan: 1 × Belum punya akun" in text
    assert "Tidak ada yang dapat diusulkan" in words(client.get(page_of("propose_all")))


@pytest.mark.parametrize(
    ("neither", "said"), [(False, "dijawab: registri benar"), (True, "dijawab: keduanya salah")]
)
def test_an_answer_is_shown_with_its_words_and_leads_to_what_is_to_be_corrected(client, asked, neither, said):
    answering.refuse(proposal=asked, words="Nomor <lama>", neither=neither, by=asked.member.user, at=NOW)

    text = words(client.get(CONFLICTS))
    assert said in text
    assert "“Nomor &lt;lama&gt;”" in text
    assert f'href="{page_of("to_correct")}"' in text

    text = words(client.get(page_of("to_correct")))
    for value in ("Siti Rahmawati I", "0813 0000 0001", "+6281234567890", "Nomor &lt;lama&gt;"):
        assert value in text


def test_what_was_accepted_is_gone_from_the_differences(client, asked):
    answering.accept(proposal=asked, by=asked.member.user, at=NOW)

    text = words(client.get(CONFLICTS))
    assert "0813 0000 0001" not in text
    assert "Tempat bekerja" in text


def test_a_correction_that_waits_for_an_officer_says_so(client, officer, link):
    link.row.birth = "28-03-1985"
    link.row.save()
    send(client, token(link, "birth_date"))
    answering.accept(proposal=Proposal.objects.get(), by=link.member.user, at=NOW)

    assert "diterima, menunggu keputusan pengurus" in words(client.get(CONFLICTS))

    profile.withdraw(member=link.member, field=Correction.Field.BIRTH_DATE, by=link.member.user, at=NOW)
    assert "permintaannya ditarik anggota" in words(client.get(CONFLICTS))


def test_who_has_no_account_cannot_be_asked_and_that_is_said(client, officer):
    link = make_linked(user=False)

    text = words(client.get(CONFLICTS))
    assert "Belum punya akun" in text
    assert token(link) not in text


def test_of_a_member_elsewhere_no_value_is_shown(client, officer):
    link = make_linked(home_regency=BANDA_ACEH)

    text = words(client.get(CONFLICTS))
    assert "dijaga daerah lain" in text
    for value in (link.member.full_name + "</a></p>", "+6281234567890", "Yayasan Contoh", token(link)):
        assert value not in text


def test_what_agrees_since_the_run_says_so(client, officer, link):
    Member.objects.filter(pk=link.member_id).update(phone="+6281300000001", workplace="LKS Melati")

    assert "Isinya sudah sama" in words(client.get(CONFLICTS))


def test_a_treasurer_sees_the_answers_and_offers_nothing(client, asked):
    link = Link.objects.get()
    client.force_login(make_officer(office=Office.TREASURER))

    text = words(client.get(CONFLICTS))
    assert "menunggu jawaban" in text
    assert "formaction" not in text
    assert 'type="checkbox"' not in text
    assert send(client, token(link, "workplace")).status_code == 404
    assert client.get(page_of("propose_all")).status_code == 404
    assert client.post(page_of("withdraw_proposal", asked.pk)).status_code == 404


def test_another_chapters_proposals_do_not_exist(client, asked):
    link = Link.objects.get()
    client.force_login(make_officer(chapter="11"))
    theirs = [
        reverse("reconciliation:withdraw_proposal", args=["11", asked.pk]),
        page_of("withdraw_proposal", asked.pk),
        page_of("propose"),
        page_of("propose_all"),
    ]

    assert {client.post(address).status_code for address in theirs} == {404}
    client.post(reverse("reconciliation:propose", args=["11"]), {"usul": token(link, "workplace")})
    assert [each.state for each in Proposal.objects.all()] == ["OPEN"]
    assert "Siti" not in client.get(reverse("reconciliation:to_correct", args=["11"])).content.decode()


@pytest.mark.parametrize("address", [CONFLICTS, page_of("to_correct"), page_of("propose_all")])
def test_a_page_needs_as_many_queries_for_many_rows_as_for_few(client, officer, link, address):
    def ask(link):
        send(client, token(link), token(link, "workplace"))
        first = Proposal.objects.filter(member=link.member).order_by("pk").first()
        answering.refuse(proposal=first, by=link.member.user, at=NOW)

    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            words(client.get(address))
        return len(seen)

    make_linked(9)
    ask(link)
    few = queries()
    for number in range(2, 7):
        ask(make_linked(number))
        make_linked(number + 10)

    assert queries() == few
