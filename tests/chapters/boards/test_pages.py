"""The pages of boards and chapters: officers', everybody's, and a member's own."""

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse

from chapters.access import May
from chapters.boards import own, public, rights
from chapters.models import DPP, Chapter, Office, Seat, Term
from ipspi.regions.models import Province
from members import privacy
from members.models import Restriction
from tests.boards import make_draft, make_term
from tests.cast import NOW, found, make_member, make_officer, make_seat, make_secretary_of_dpp, make_user

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def chair(client):
    user = make_officer(chapter="16")
    client.force_login(user)
    return user


def address(name, *more, code="16"):
    return reverse(f"boards:{name}", args=[code, *more])


def text(response):
    page = re.sub(r"<(script|style|title).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def fill(term, number):
    """Give a term seats of every kind, `number` of each, one of them replaced and one left empty."""
    for each in range(number):
        for office in (Office.ADVISER, Office.VICE_CHAIR, Office.DIVISION):
            old = make_seat(term=term, office=office, position=each, member=make_member(), ends_at=NOW - DAY)
            make_seat(
                term=term, office=office, position=each, outsider_name=f"Pengganti {each}", replaces=old
            )
        make_seat(
            term=term, office=Office.PATRON, outsider_name="Berhenti", ends_at=NOW - DAY, reason="Wafat"
        )


# ------------------------------------------------------------------ officers' pages


def test_the_board_is_shown_as_it_is_printed(client, chair):
    term = make_term(
        elected_on=dt.date(2021, 11, 16), decree_number="12/SK/DPP", decree_on=dt.date(2021, 12, 1)
    )
    for number, (office, title, name) in enumerate(
        [
            (Office.DIVISION, "Ketua Bidang Advokasi", "Dewi Ketua"),
            (Office.DIVISION, "Anggota Bidang Advokasi", "Eko Anggota"),
            (Office.SECRETARY, "", "Budi Sekretaris"),
            (Office.ADVISER, "", "Adam Penasihat"),
        ]
    ):
        make_seat(term=term, office=office, title=title, outsider_name=name, position=number)
    make_seat(term=term, office=Office.PATRON, outsider_name="Fajar Nanti", starts_at=NOW + DAY)

    page = text(client.get(address("board")))

    order = [
        "16 November 2021 sampai 16 November 2026",
        "12/SK/DPP, 1 Desember 2021",
        "Susunan pengurus: 5 orang",
    ]
    order += ["Penasihat", "Adam Penasihat", "Pengurus harian", "Ketua", "Budi Sekretaris", "Bidang Advokasi"]
    order += ["Dewi Ketua", "Eko Anggota", "Akan mulai", "Fajar Nanti"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_pages_cost_the_same_however_many_sit_on_a_board(client, chair, django_assert_max_num_queries):
    term = make_term()
    pages = [
        *(address("board"), address("history"), address("term", term.pk), address("draft")),
        *(reverse("organisation:chapter", args=["sumatera-selatan"]), reverse("organisation:chapters")),
    ]
    fill(term, 1)
    make_draft(holders=[(Office.ADVISER, make_member())])
    costs = []
    for page in pages:
        with django_assert_max_num_queries(22) as asked:
            assert client.get(page).status_code == 200
        costs.append(len(asked))

    fill(term, 4)
    Term.objects.create(
        chapter_id="16",
        name="2016",
        starts_on=dt.date(2016, 1, 1),
        ends_on=dt.date(2021, 1, 1),
        ended_on=dt.date(2021, 1, 1),
    )
    found("12")
    for page, cost in zip(pages, costs, strict=True):
        with django_assert_max_num_queries(cost):
            client.get(page)


def test_a_board_offers_each_officer_what_they_may(client, chair):
    adviser = make_seat(office=Office.ADVISER, outsider_name="Adam")
    secretary = make_seat(office=Office.SECRETARY)

    def offered():
        page = client.get(address("board")).text
        return [address(way, seat.pk) in page for seat in (adviser, secretary) for way in ("replace", "end")]

    assert offered() == [True, True, False, False]
    client.force_login(make_secretary_of_dpp())
    assert offered() == [True, True, True, True]
    client.force_login(make_officer(office=Office.TREASURER))
    assert offered() == [False, False, False, False]
    for name, *more in (("give",), ("draft",), ("contact",), ("end", adviser.pk), ("founded",), ("cover",)):
        assert client.post(address(name, *more)).status_code == 404


def test_an_officer_gives_replaces_and_ends_a_seat_on_pages(client, chair):
    member = make_member(name="Budi Santoso", user=make_user())
    term = make_term()

    wrong = client.post(address("give"), {"office": "PENASIHAT", "name": "Lain", "number": member.number})
    assert "bukan milik seorang anggota aktif" in wrong.text
    assert client.post(address("give"), {"office": "SEKRETARIS", "name": "Lain"}).status_code == 200
    client.post(address("give"), {"office": "PENASIHAT", "name": "Dr. Budi Santoso", "number": member.number})
    seat = Seat.objects.get(office=Office.ADVISER)
    assert (seat.member, seat.term, seat.starts_at) == (member, term, NOW)

    said = {"name": "Hj. Rohani", "reason": "Mengundurkan diri", "decree_number": "3/SK"}
    client.post(address("replace", seat.pk), said)
    new = Seat.objects.get(replaces=seat)
    client.post(address("end", new.pk), {"reason": "Selesai"})
    new.refresh_from_db()

    assert (new.outsider_name, new.decree_number, new.ends_at, new.reason) == (
        "Hj. Rohani",
        "3/SK",
        NOW,
        "Selesai",
    )
    page = text(client.get(address("term", term.pk)))
    assert "lewat PAW, 3/SK" in page
    assert "Mengundurkan diri" in page
    assert Seat.objects.filter(office=Office.SECRETARY).count() == 0


def test_an_officer_keeps_the_contact_and_the_dpp_founding_and_provinces(client, chair):
    client.post(
        address("contact"),
        {"address": "Jalan Merdeka 1", "phone": "0812 3456 7890", "website": "contoh.example"},
    )
    chapter = Chapter.objects.get(pk="16")
    assert (chapter.address, chapter.website) == ("Jalan Merdeka 1", "https://contoh.example")
    assert "Tulis nomornya" in client.post(address("contact"), {"phone": "telepon"}).text

    client.force_login(make_secretary_of_dpp())
    client.post(address("founded"), {"founded_on": "08-04-2019"})
    client.post(address("cover"), {"province": "17"})
    chapter.refresh_from_db()
    assert (chapter.founded_on, public.provinces_of(chapter)) == (
        dt.date(2019, 4, 8),
        ["Bengkulu", "Sumatera Selatan"],
    )
    assert client.post(address("founded", code="12"), {"decree_number": "1"}).status_code == 302
    assert Chapter.objects.get(pk="12").is_founded


def test_the_table_of_rights_is_that_of_grants(client, chair):
    assert set(rights.WORDS) == set(May)
    lines = {line.right: line for line in rights.table()}

    dues = lines[str(rights.WORDS[May.KEEP_DUES])]
    assert (dues.dpd[-2:], len(lines)) == (["Bendahara", "Registrar"], len(May))
    assert lines[str(rights.WORDS[May.KEEP_BOARD])].dpd == []
    assert lines[str(rights.WORDS[May.KEEP_BOARD])].dpp == ["Ketua", "Sekretaris", "Registrar"]
    assert rights.without_any() == ["Penasihat", "Pembina", "Bidang"]
    assert "Tanpa akses: Penasihat, Pembina, Bidang." in text(client.get(address("rights")))


def test_the_dpp_sees_which_boards_wait_to_be_put_into_force(client):
    client.force_login(make_secretary_of_dpp())
    draft = make_draft(holders=[(Office.CHAIR, "Orang Luar")])
    assert address("draft") not in client.get(address("board", code=DPP)).text

    draft.sent_at = NOW
    draft.save()
    assert address("draft") in client.get(address("board", code=DPP)).text
    assert "Kepengurusan (1)" in text(client.get(reverse("chapters:overview", args=[DPP])))


# ------------------------------------------------------------------ everybody's pages


def test_everybody_reads_names_and_positions_and_nothing_else(client):
    chapter = found("16")
    chapter.address, chapter.phone = "Jalan Merdeka 1", "0812-3456-7890"
    chapter.save()
    member = make_member(name="Budi Santoso", phone="+628111222333", email="budi@contoh.example")
    hidden = make_member(name="Dewi Tersembunyi")
    Restriction.objects.create(member=hidden, since=NOW)
    term = make_term()
    make_seat(office=Office.CHAIR, member=member, term=term)
    make_seat(office=Office.SECRETARY, member=hidden, term=term)
    staff = make_seat(office=Office.REGISTRAR, user=make_user("staf@contoh.example", name="Staf Rahasia"))
    make_seat(office=Office.PATRON, outsider_name="Yang Lama", ends_at=NOW - DAY)
    make_seat(office=Office.ADVISER, outsider_name="Yang Nanti", starts_at=NOW + DAY)

    response = client.get(reverse("organisation:chapter", args=["sumatera-selatan"]))

    page = response.text
    for shown in ("Budi Santoso", "Jalan Merdeka 1", "https://wa.me/6281234567890", "nama tidak ditampilkan"):
        assert shown in page
    for kept in (
        member.number,
        "8111222333",
        "budi@",
        str(member.pk),
        "Dewi",
        staff.user.name,
        "Yang Lama",
        "Nanti",
    ):
        assert kept not in page
    assert '<meta property="og:title" content="DPD Sumatera Selatan">' in page
    assert reverse("account_signup") in page
    assert client.get(reverse("organisation:chapter", args=["tidak-ada"])).status_code == 404


def test_a_province_without_a_chapter_says_who_looks_after_it(client):
    found("16")
    Chapter.objects.filter(pk="17").update(looked_after_by="16")

    chapters = text(client.get(reverse("organisation:chapters")))
    assert "Bengkulu Belum ada DPD – diurus oleh DPD Sumatera Selatan" in chapters
    assert "1 DPD Sumatera Selatan" in chapters
    page = text(client.get(reverse("organisation:chapter", args=["bengkulu"])))
    assert "Provinsi ini diurus oleh DPD Sumatera Selatan sampai DPD-nya dibentuk." in page


def test_every_chapter_has_an_address_of_its_own():
    slugs = [chapter.slug for chapter in Chapter.objects.all()]

    assert len(set(slugs)) == len(slugs) == Province.objects.count() + 1
    assert public.find("dpp").pk == DPP
    assert public.whatsapp_of("0711 123456") == ""


# ------------------------------------------------------------------ a member's own


def test_members_see_their_seats_on_their_own_page_and_in_their_copy(client):
    member = make_member(user=make_user())
    make_seat(office=Office.ADVISER, member=member, term=make_term(), starts_at=NOW - 9 * DAY)
    make_seat(office=Office.PATRON, member=member, chapter="11", starts_at=NOW + DAY)
    ended = make_seat(office=Office.DIVISION, member=member, ends_at=NOW - DAY, reason="Wafat")
    client.force_login(member.user)

    page = text(client.get(reverse("members:status")))

    assert "Penasihat, DPD Sumatera Selatan 2021–2026, sejak 7 November 2026" in page
    assert "Pembina, DPD Aceh mulai 17 November 2026" in page
    assert "Bidang, DPD" not in page
    assert sorted(seat["jabatan"] for seat in own.in_copy(member)) == ["Bidang", "Pembina", "Penasihat"]
    privacy.erase_elsewhere(member)
    ended.refresh_from_db()
    assert ended.reason == ""


def test_a_holder_is_called_by_number_and_name_thirty_times_a_day(client, chair, settings):
    settings.ACCOUNT_RATE_LIMITS = {"call_member": "2/d/key"}
    said = {"office": "PENASIHAT", "name": "Salah Nama", "number": make_member().number}

    pages = [client.post(address("give"), said).text for _try in range(3)]

    assert ["Terlalu sering dicoba" in page for page in pages] == [False, False, True]
    assert not Seat.objects.filter(office=Office.ADVISER).exists()
