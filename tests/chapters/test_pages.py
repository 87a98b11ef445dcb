"""The pages of chapters, as officers meet them."""

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse

from chapters.models import DPP, Chapter, LedgerEntry, Office
from members import registration
from members.models import Employment, Member
from tests.admissions import ask
from tests.cast import (
    BANDA_ACEH,
    NOW,
    OGAN_ILIR,
    found,
    make_applicant,
    make_member,
    make_nik,
    make_nip,
    make_officer,
    make_seat,
    make_secretary_of_dpp,
    make_user,
)
from tests.ledgers import make_link, make_run

pytestmark = pytest.mark.django_db
PARTLY = {"HX-Request": "true"}


@pytest.fixture
def officer(client):
    user = make_officer(chapter="16", office=Office.SECRETARY)
    client.force_login(user)
    return user


@pytest.fixture
def dpp(client):
    user = make_secretary_of_dpp()
    client.force_login(user)
    return user


def address(name, *arguments):
    return reverse(f"chapters:{name}", args=arguments)


def roster(client, code="16", headers=None, **query):
    return client.get(address("roster", code), query, headers=headers)


def text(response):
    """What a reader sees, in one line."""
    page = re.sub(r"<(script|style|title).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def names(response):
    return [
        unescape(name)
        for name in re.findall(
            r'scope="row">(?:<span class="chosen"><input[^>]*><input[^>]*>)?<a [^>]*>([^<]+)</a>',
            response.content.decode(),
        )
    ]


# ------------------------------------------------------------------ the first page


def test_an_officer_of_one_chapter_goes_straight_to_it(client, officer):
    assert client.get(address("mine")).url == address("overview", "16")
    assert client.get(reverse("start")).url == address("mine")


def test_an_officer_of_two_chapters_chooses(client, officer):
    make_seat(chapter=found("11"), office=Office.SECRETARY, user=officer)

    assert names(client.get(address("mine"))) == ["DPD Aceh", "DPD Sumatera Selatan"]


def test_who_holds_no_seat_finds_nothing(client):
    client.force_login(make_member(user=make_user()).user)

    assert [
        client.get(address(name, *code)).status_code for name, code in (("mine", []), ("overview", ["16"]))
    ] == [
        404,
        404,
    ]


def test_the_dpp_sees_every_chapter_and_the_sum_holds(client, dpp):
    make_member()
    make_member(home_regency=BANDA_ACEH)
    make_member(home_regency=None)
    make_applicant()

    page = client.get(address("mine"))

    assert len(names(page)) == 39
    assert names(page)[-1] == "Provinsi tidak diketahui"
    assert "3 anggota , belum direkonsiliasi. 1 pendaftaran menunggu pengurus." in text(page)


def test_the_overview_says_what_there_is_to_do_and_how_certain_the_numbers_are(client, officer):
    make_link(make_member(employment=Employment.PNS))
    make_member()
    make_applicant()
    make_run(national=2, rows=1, linked=1, only_national=1)

    page = text(client.get(address("overview", "16")))

    assert "Pendaftaran menunggu pengurus 1 yang tertua sejak 16 November 2026 10.00 WIB" in page
    assert "Anggota 2 1 dari 2 ada juga di daftar DPD pada 16 November 2026 10.00 WIB" in page
    assert "ASN 1 1 ada juga di daftar DPD Non-ASN 1 0 ada juga di daftar DPD" in page
    assert "Kota Palembang 2 1 di daftar DPD 1" in page


def test_the_overview_of_the_nation_sums_what_its_chapters_estimate(client, dpp):
    for code, (total, low, high) in {"16": (300, 250, 400), "11": (200, 190, 220)}.items():
        run = make_run(chapter=code, national=100, rows=80, linked=60, only_list=20, only_national=40)
        LedgerEntry.objects.filter(run=run).update(estimate_total=total, estimate_low=low, estimate_high=high)
    make_run(chapter="13", national=7)

    page = text(client.get(address("overview", DPP)))

    assert "Di 2 daerah yang punya daftar: kira-kira 500 orang, antara" in page
    assert "Sekitar 260 di antaranya tidak tercatat di mana pun." in page
    assert "7 anggota ada di daerah yang belum punya daftar" in page


def test_without_a_list_anywhere_nothing_is_estimated(client, dpp):
    make_run(national=7)

    assert "Perkiraan seluruhnya" not in text(client.get(address("overview", DPP)))


def test_what_waits_for_officers_is_one_number_everywhere_and_what_waits_for_applicants_another(
    client, officer
):
    make_applicant(applied_at=NOW)
    ask(make_applicant(applied_at=NOW - dt.timedelta(days=1)), officer, at=NOW)

    page = text(client.get(address("overview", "16")))
    assert "Pendaftaran (1)" in page, "in the menu"
    assert "Pendaftaran menunggu pengurus 1 yang tertua sejak 16 November 2026 10.00 WIB" in page
    assert "1 lagi menunggu pendaftar" in page
    page = text(client.get(address("queue", "16")))
    assert "1 pendaftaran menunggu pengurus. 1 lagi menunggu pendaftar." in page


def test_the_table_of_chapters_counts_what_waits_for_officers(client, dpp):
    make_applicant()
    ask(make_applicant(), make_officer(), at=NOW)

    page = text(client.get(address("mine")))

    assert "1 pendaftaran menunggu pengurus." in page
    assert "DPD Sumatera Selatan Menunggu pengurus 1 menunggu pengurus Anggota 0" in page


def test_the_overview_of_a_chapter_not_yet_founded_says_who_looks_after_it(client, dpp):
    page = text(client.get(address("overview", "17")))

    assert "DPD ini belum dibentuk. Untuk sementara dibina oleh Dewan Pengurus Pusat." in page
    assert "Tidak ada yang menunggu Anda." in page


# ------------------------------------------------------------------ the roster


def test_a_new_application_is_in_the_roster_at_once_marked_and_not_counted(client, officer):
    make_member(name="Anggota Lama")
    make_applicant(name="Pendaftar Baru")

    page = roster(client)

    assert names(page) == ["Anggota Lama", "Pendaftar Baru"]
    assert (
        "1 anggota , belum direkonsiliasi. 0 ASN, 1 non-ASN, 0 belum diketahui. 1 pendaftar, belum terhitung"
        in text(page)
    )
    assert (
        "Pendaftar Baru Nomor anggota – Kabupaten/kota Kota Palembang Kepegawaian Non-ASN Status Menunggu"
        in text(page)
    )


def test_the_roster_holds_no_numbers_of_the_state_and_no_contact(client, officer):
    member = make_member(nip=make_nip(), email="pribadi@contoh.example")

    page = roster(client).content.decode()

    assert [
        secret for secret in (member.nik, member.nip, member.email, "81234567890") if secret in page
    ] == []


def test_htmx_gets_the_part_alone_and_caches_tell_them_apart(client, officer):
    make_member(name="Siti")

    whole, part = roster(client), roster(client, headers=PARTLY)

    assert [b"<html" in whole.content, b"<html" in part.content] == [True, False]
    assert names(part) == names(whole) == ["Siti"]
    assert ["HX-Request" in response.headers["Vary"] for response in (whole, part)] == [True, True]


def test_filters_work_by_address_and_stay_filled_in(client, officer):
    make_member(name="Siti Rahmawati", home_regency=OGAN_ILIR)
    make_member(name="Siti Aminah")

    page = roster(client, q="siti", place=OGAN_ILIR)

    assert names(page) == ["Siti Rahmawati"]
    assert '<option value="16.10" selected>Kabupaten Ogan Ilir (1)</option>' in page.content.decode()
    assert 'value="siti"' in page.content.decode()


def test_an_answer_that_is_no_choice_narrows_nothing(client, officer):
    make_member(name="Siti")

    page = roster(client, status="APPROVED", work="x", place=BANDA_ACEH, sesudah="nobody", q="a\x00b")

    assert (page.status_code, names(page)) == (200, ["Siti"])


def test_similar_names_are_told_to_be_only_similar(client, officer):
    make_member(name="Siti Rahmawati")

    assert "Tidak ada nama yang persis seperti itu." in text(roster(client, q="rahmwati"))


def test_empty_rosters_say_what_to_do(client, officer):
    assert "Belum ada anggota" in text(roster(client))
    assert "Tidak ada yang cocok" in text(roster(client, q="xaverius"))


def test_pages_keep_the_filters_and_name_nobody_in_the_address(client, officer):
    for number in range(51):
        make_member(name=f"Siti {number:02}", nik=None)

    page = roster(client, q="siti")
    following = unescape(re.search(r'rel="next" href="([^"]+)"', page.content.decode())[1])
    last = client.get(address("roster", "16") + following)

    assert following.startswith("?q=siti&sesudah=")
    assert names(last) == ["Siti 50"]
    assert "Siti 49" not in following
    assert re.search(r'rel="prev" href="\?q=siti&amp;sebelum=[0-9a-f-]{36}"', last.content.decode())


def test_a_roster_of_two_hundred_costs_as_many_queries_as_one_of_ten(
    client, officer, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(10):
        make_member(nik=None)
    with django_assert_max_num_queries(24) as ten:
        roster(client, q="siti", work="non")
    for _ in range(190):
        make_member(nik=None)

    with django_assert_num_queries(len(ten)):
        roster(client, q="siti", work="non")


def test_the_dpp_finds_those_of_no_known_province(client, dpp):
    make_member(name="Siti")
    make_member(name="Entah", home_regency=None)

    assert names(roster(client, DPP)) == ["Entah", "Siti"]
    page = roster(client, DPP, place="-")
    assert names(page) == ["Entah"]
    assert '<option value="-" selected>Provinsi tidak diketahui (1)</option>' in page.content.decode()


# ------------------------------------------------------------------ a member


def test_the_page_of_an_applicant_shows_what_an_officer_needs(client, officer):
    applicant = make_applicant(
        name="Nur'aini",
        titles_after="S.Sos.",
        nip=make_nip(),
        employment=Employment.PNS,
        workplace="Dinas Sosial",
    )

    page = client.get(address("application", "16", applicant.pk))

    assert "Nur'aini, S.Sos. Menunggu keputusan" in text(page)
    assert 'href="https://wa.me/6281234567890"' in page.content.decode()
    assert "Diajukan 16 November 2026 10.00 WIB" in text(page)
    assert address("admit", "16", applicant.pk) in page.content.decode()


def test_numbers_of_the_state_are_masked(client, officer):
    applicant = make_applicant(nip=make_nip(), employment=Employment.PNS)

    page = client.get(address("application", "16", applicant.pk)).content.decode()

    assert [number for number in (applicant.nik, applicant.nip) if number in page] == []
    assert f"{applicant.nik[:2]}••••••••••••{applicant.nik[-2:]}" in page
    assert f"{applicant.nip[:2]}••••••••••••••{applicant.nip[-2:]}" in page


def test_warnings_are_told_in_words(client, officer):
    nik = make_nik(sex="L")
    make_member(nik=nik)
    applicant = make_applicant(nik=nik, nik_lookup=None, warnings=["nik_sex_differs", registration.NIK_HELD])

    page = text(client.get(address("application", "16", applicant.pk)))

    assert "Jenis kelamin di dalam NIK berbeda dari yang diisi." in page
    assert "NIK ini sudah tercatat pada keanggotaan lain. Hubungi DPP sebelum memutuskan." in page


def test_a_name_is_only_text(client, officer):
    member = make_member(name='Siti "Ani" <script>alert(1)</script>')

    pages = client.get(address("member", "16", member.pk)).content + roster(client).content

    assert b"<script>alert" not in pages


def test_an_imported_member_about_whom_little_is_known_has_a_page(client, officer):
    member = make_member(
        nik=None, number=None, joined_on=None, birth_date=None, sex="", phone="", employment="", workplace=""
    )

    assert client.get(address("member", "16", member.pk)).status_code == 200


@pytest.mark.parametrize("page", ["member", "application", "admit", "reject", "ask", "take_back"])
@pytest.mark.parametrize("home", [BANDA_ACEH, None], ids=["another chapter", "no known province"])
def test_a_member_of_another_chapter_does_not_exist(client, officer, page, home):
    stranger = make_applicant(home_regency=home)

    for code in ("16", "11", DPP):
        assert client.get(address(page, code, stranger.pk)).status_code == 404
        assert client.post(address(page, code, stranger.pk)).status_code in (404, 405)
    stranger.refresh_from_db()
    assert stranger.status == Member.Status.APPLIED


# ------------------------------------------------------------------ deciding


def test_admitting_asks_first_and_then_tells_the_number(client, officer):
    applicant = make_applicant(name="Siti")
    admit = address("admit", "16", applicant.pk)

    assert "Terima Siti sebagai anggota?" in text(client.get(admit))
    page = client.post(admit, follow=True)

    assert "Siti diterima sebagai anggota dengan nomor" in text(page)
    assert "Tidak ada lagi yang menunggu Anda." in text(page)
    assert page.redirect_chain[-1][0] == address("queue", "16")
    assert f"Diputuskan oleh {officer} pada" in text(client.get(address("member", "16", applicant.pk)))
    again = client.get(admit, follow=True)
    assert "Pendaftaran ini sudah diputuskan." in text(again)


def test_after_a_decision_the_next_application_is_one_press_away(client, officer):
    first, second, third = (
        make_applicant(name=f"Pendaftar {n}", applied_at=NOW - dt.timedelta(days=3 - n)) for n in range(3)
    )
    ask(third, officer)

    page = client.post(address("admit", "16", first.pk), follow=True)
    assert f'<a href="{address("application", "16", second.pk)}">Pendaftaran berikutnya: Pendaftar 1</a>' in (
        page.content.decode()
    )
    assert "Tidak ada lagi" in text(client.post(address("admit", "16", second.pk), follow=True))


def test_on_the_pages_of_a_decision_the_menu_stays_at_the_applications(client, officer):
    page = client.get(address("reject", "16", make_applicant().pk)).content.decode()

    assert 'aria-current="true">Pendaftaran (1)</a>' in page


def test_rejecting_asks_for_the_reason(client, officer):
    applicant = make_applicant(name="Siti")
    reject = address("reject", "16", applicant.pk)

    assert "Ada masalah" in text(client.post(reject, {"reason": "  "}))
    page = client.post(reject, {"reason": "Ijazah belum terbaca."}, follow=True)

    assert "Pendaftaran Siti ditolak." in text(page)
    assert "Ijazah belum terbaca." in text(client.get(address("member", "16", applicant.pk)))


@pytest.mark.parametrize(("act", "answers"), [("admit", {}), ("reject", {"reason": "Ijazah belum terbaca."})])
def test_who_comes_second_is_told_who_was_first(client, officer, act, answers):
    applicant = make_applicant()
    Member.objects.filter(pk=applicant.pk).update(
        status=Member.Status.REJECTED,
        rejection_reason="x",
        decided_by=make_user(name="Budi Ketua"),
        decided_at=NOW,
    )

    page = client.post(address(act, "16", applicant.pk), answers, follow=True)

    assert "Pendaftaran ini sudah diputuskan oleh Budi Ketua: Ditolak." in text(page)


@pytest.mark.parametrize("act", ["admit", "reject", "ask", "take_back"])
def test_a_treasurer_sees_applications_and_decides_none(client, act):
    client.force_login(make_officer(chapter="16", office=Office.TREASURER))
    applicant = make_applicant()

    page = client.get(address("application", "16", applicant.pk)).content.decode()

    assert address(act, "16", applicant.pk) not in page
    assert client.get(address(act, "16", applicant.pk)).status_code == 403
    assert client.post(address(act, "16", applicant.pk), {"reason": "x"}).status_code == 403


def test_who_looks_after_a_chapter_decides_on_its_page(client, officer):
    Chapter.objects.filter(pk="17").update(looked_after_by="16")
    applicant = make_applicant(home_regency="17.71")

    client.post(address("admit", "17", applicant.pk))

    applicant.refresh_from_db()
    assert applicant.status == Member.Status.ACTIVE


@pytest.mark.parametrize("page", ["overview", "roster", "member"])
def test_pages_only_read(client, officer, page):
    arguments = ["16", make_member().pk] if page == "member" else ["16"]

    assert client.post(address(page, *arguments)).status_code == 405
