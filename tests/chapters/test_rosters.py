"""A chapter's roster: who is in it, who is found, and how many there are."""

from itertools import pairwise

import pytest

from chapters import rosters
from chapters.models import DPP, Chapter
from chapters.narrowing import MEMBERS, UNKNOWN, Asked
from chapters.rosters import Number
from members.models import Employment, Member
from tests.cast import BANDA_ACEH, NOW, OGAN_ILIR, PALEMBANG, make_applicant, make_member
from tests.ledgers import make_link

pytestmark = pytest.mark.django_db
REJECTED = Member.Status.REJECTED


def roster(code="16"):
    return rosters.roster_of(Chapter.objects.get(pk=code))


def names(found):
    return sorted(found.members.values_list("name", flat=True))


def found(**asked):
    return names(rosters.find(roster(), Asked(**asked)))


# ------------------------------------------------------------------ who is in it


def test_leave_and_suspension_do_not_end_a_membership():
    for status in Member.Status.values:
        make_member(name=status, status=status)

    assert found(status=MEMBERS) == ["ACTIVE", "ON_LEAVE", "SUSPENDED"]
    assert found() == ["ACTIVE", "APPLIED", "ON_LEAVE", "SUSPENDED"]
    assert rosters.counts(roster()).all.members == 3


def test_members_and_applicants_are_in_the_roster_at_once():
    make_member(name="Anggota")
    make_applicant(name="Pendaftar")
    make_member(name="Tertolak", status=REJECTED)
    make_member(name="Orang Aceh", home_regency=BANDA_ACEH)
    make_member(name="Entah", home_regency=None)

    assert found() == ["Anggota", "Pendaftar"]


def test_the_dpps_roster_is_the_nation():
    make_member(name="Orang Aceh", home_regency=BANDA_ACEH)
    make_member(name="Entah", home_regency=None)

    assert names(rosters.find(roster(DPP), Asked(), by_province=True)) == ["Entah", "Orang Aceh"]


# ------------------------------------------------------------------ search


@pytest.mark.parametrize(
    "text",
    [
        "Siti Rahmawati",
        "siti",
        "RAHMA",
        "hmaw",
        "rahmawati siti",
        "  rahma   sit ",
        "Rahmawati, Siti",
        "Hj. Siti Rahmawati, S.Sos.",
        "Ibu Siti",
        "16.2026.000124",
        "000124",
        "siti 124",
    ],
)
def test_a_part_of_a_name_or_number_finds_it(text):
    make_member(name="Siti Rahmawati", number="16.2026.000124", titles_after="S.Sos.")
    make_member(name="Budi Santoso")

    assert found(text=text) == ["Siti Rahmawati"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("rahmwati", "Siti Rahmawati"),
        ("Siti Rahmahwati", "Siti Rahmawati"),
        ("hidyat", "Agus Hidayat"),
        ("wahydin", "Wahidin"),
        ("aminha", "Nur Aminah"),
        ("nuraini", "Nur'aini"),
        ("nur’aini", "Nur'aini"),
        ("sulistyowaty", "Sulistyowati"),
        ("Muhammad Iqbal", "Moh. Iqbal"),
        ("Mochamad Iqbal", "M. Iqbal"),
        ("siti nuraini", "St. Nuraini"),
    ],
)
def test_a_typing_mistake_is_forgiven_where_nothing_fits(written, meant):
    make_member(name=meant)
    make_member(name="Budi Santoso")

    result = rosters.find(roster(), Asked(text=written))

    assert (names(result), result.only_similar) == ([meant], True)


def test_who_fits_hides_who_is_only_similar():
    make_member(name="Rahmawati")
    make_member(name="Rahmwati")

    result = rosters.find(roster(), Asked(text="rahmawati"))

    assert (names(result), result.only_similar) == (["Rahmawati"], False)


def test_of_similar_names_only_the_nearest_are_found():
    make_member(name="Wahyuni")
    make_member(name="Wahyudin")

    assert found(text="wahyudhin") == ["Wahyudin"]


def test_nobody_is_found_who_is_nothing_like_it():
    make_member(name="Siti Rahmawati")

    assert found(text="Xaverius") == []


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"', "a\x00b", "-", ",", "(", "%%%", ";;", "🙂"])
def test_signs_are_only_signs(text):
    make_member(name="Siti Rahmawati")

    assert found(text=text) in ([], ["Siti Rahmawati"])


def test_an_apostrophe_and_a_percent_sign_find_themselves():
    make_member(name="Nur'aini")
    make_member(name="Seratus % Jujur")

    assert found(text="r'a") == ["Nur'aini"]
    assert found(text="%") == ["Seratus % Jujur"]


def test_nothing_but_a_title_looks_for_that_word():
    make_member(name="Ir")
    make_member(name="Budi")

    assert found(text="Ir") == ["Ir"]


def test_no_more_than_some_words_are_looked_for():
    assert len(rosters.words_of("a b c d e f g h i j k l m")) == rosters.MOST_WORDS


def test_nobody_of_another_chapter_is_found():
    make_member(name="Siti Rahmawati", home_regency=BANDA_ACEH)

    assert found(text="Siti Rahmawati") == []
    assert found(text="Siti Rahmwati") == []


# ------------------------------------------------------------------ filters


@pytest.fixture
def several():
    make_member(name="Pns", employment=Employment.PNS, home_regency=PALEMBANG)
    make_member(name="Pppk", employment=Employment.PPPK, home_regency=OGAN_ILIR)
    make_member(name="Asn", employment=Employment.ASN, home_regency=OGAN_ILIR)
    make_member(name="Swasta", employment=Employment.NON_ASN, home_regency=PALEMBANG)
    make_member(name="Entah", employment="", home_regency=PALEMBANG)
    make_applicant(name="Pendaftar", employment=Employment.NON_ASN, home_regency=OGAN_ILIR)
    make_member(name="Tertolak", status=REJECTED)
    # whose regency is not known, but the province is
    Member.objects.filter(name="Entah").update(home_regency=None)


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ({"work": "asn"}, ["Asn", "Pns", "Pppk"]),
        ({"work": "non"}, ["Pendaftar", "Swasta"]),
        ({"work": UNKNOWN}, ["Entah"]),
        ({"status": "ACTIVE"}, ["Asn", "Entah", "Pns", "Pppk", "Swasta"]),
        ({"status": "APPLIED"}, ["Pendaftar"]),
        ({"status": "REJECTED"}, ["Tertolak"]),
        ({"place": OGAN_ILIR}, ["Asn", "Pendaftar", "Pppk"]),
        ({"place": UNKNOWN}, ["Entah"]),
        ({"place": OGAN_ILIR, "work": "asn", "text": "pp"}, ["Pppk"]),
        ({"place": BANDA_ACEH}, []),
    ],
)
def test_filters_narrow_the_roster(several, asked, who):
    assert found(**asked) == who


def test_the_dpp_filters_by_province_and_finds_those_of_no_known_one():
    make_member(name="Palembang")
    make_member(name="Entah", home_regency=None)

    assert names(rosters.find(roster(DPP), Asked(place=UNKNOWN), by_province=True)) == ["Entah"]
    assert names(rosters.find(roster(DPP), Asked(place="16"), by_province=True)) == ["Palembang"]


# ------------------------------------------------------------------ pages


def test_names_are_in_order_whatever_their_case():
    for name in ("budi", "Citra", "AGUS", "dewi"):
        make_member(name=name)

    page = rosters.page(roster().in_roster(), roster())

    assert [member.name for member in page.rows] == ["AGUS", "budi", "Citra", "dewi"]


def test_every_name_is_met_once_also_where_many_have_the_same():
    expected = {make_member(name=name).pk for name in ["Siti"] * 6 + ["siti"] * 5 + ["Budi"] * 3}
    everybody = roster().in_roster()

    pages, after = [], None
    while True:
        page = rosters.page(everybody, roster(), after=after, size=4)
        pages.append(page.rows)
        if not page.has_after:
            break
        after = page.last.pk

    seen = [member.pk for rows in pages for member in rows]
    assert (len(seen), set(seen)) == (14, expected)
    for earlier, later in pairwise(pages):
        assert rosters.page(everybody, roster(), before=later[0].pk, size=4).rows == earlier


def test_reading_goes_on_after_somebody_who_no_longer_fits():
    for name in "ABCDE":
        make_applicant(name=name)
    waiting = roster().awaiting_decision()
    last = rosters.page(waiting, roster(), size=2).last
    Member.objects.filter(pk=last.pk).update(
        status=REJECTED, rejection_reason="Ijazah belum terbaca.", decided_at=NOW
    )

    page = rosters.page(waiting, roster(), after=last.pk, size=2)

    assert [member.name for member in page.rows] == ["C", "D"]


def test_somebody_of_another_chapter_is_no_place_to_go_on_from():
    make_member(name="Budi")
    stranger = make_member(name="Aceh", home_regency=BANDA_ACEH)

    page = rosters.page(roster(), roster(), after=stranger.pk)

    assert ([member.name for member in page.rows], page.has_before) == (["Budi"], False)


def test_a_page_reads_no_numbers_of_the_state():
    make_member()

    member = rosters.page(roster(), roster()).rows[0]

    assert member.get_deferred_fields() == {"nik", "nip"}


# ------------------------------------------------------------------ counts


def test_counts_add_up_and_applicants_are_in_no_number_of_members(several):
    make_link(Member.objects.get(name="Pns"))
    make_link(Member.objects.get(name="Pendaftar"))

    counts = rosters.counts(roster())

    assert counts.all == Number(members=5, both=1)
    assert (counts.asn, counts.non_asn, counts.unknown) == (Number(3, 1), Number(1, 0), Number(1, 0))
    assert (counts.applicants, counts.rejected) == (1, 1)


def test_the_counts_of_regencies_add_up_to_the_whole(several):
    make_link(Member.objects.get(name="Pppk"))

    places = rosters.per_regency(roster())

    assert [
        (place.code, place.name, place.count.members, place.count.both, place.applicants) for place in places
    ] == [
        (OGAN_ILIR, "Kabupaten Ogan Ilir", 2, 1, 1),
        (PALEMBANG, "Kota Palembang", 2, 0, 0),
        (UNKNOWN, "", 1, 0, 0),
    ]


def test_the_counts_of_chapters_add_up_to_the_nation():
    make_member()
    make_applicant(home_regency=BANDA_ACEH)
    make_member(home_regency=None)

    places = rosters.per_chapter()

    assert {code: (place.count.members, place.applicants) for code, place in places.items()} == {
        "11": (0, 1),
        "16": (1, 0),
        DPP: (1, 0),
    }


@pytest.mark.parametrize("count", ["counts", "per_regency", "per_province"])
def test_each_count_costs_one_query(several, django_assert_num_queries, count):
    everybody = roster()

    with django_assert_num_queries(1):
        getattr(rosters, count)(everybody)
