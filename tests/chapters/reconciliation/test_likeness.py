"""Rows of the chapter's own lists that are likely an applicant."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chapters.models import Chapter
from chapters.reconciliation import likeness
from ipspi.encryption import lookup
from tests.cast import make_applicant, make_member, make_nip
from tests.chapters.reconciliation.scene import reconcile
from tests.ledgers import make_row

pytestmark = pytest.mark.django_db
BORN = dt.date(1985, 3, 27)


@pytest.fixture
def applicant():
    return make_applicant(
        name="Dewi Kartasasmita",
        birth_date=BORN,
        phone="+6281298765432",
        workplace="Dinas Sosial",
        nip=make_nip(),
    )


def like(applicant, chapter="16"):
    return likeness.rows_like(applicant, chapter=Chapter.objects.get(pk=chapter))


def others(number=20):
    for n in range(number):
        make_member(name=f"Anggota Nomor{n}", nik=None, phone=f"+62811000{n:04d}", birth_date=None)
        make_row(name=f"Baris Lain{n}", phone=f"0822000{n:04d}", birth="1 Januari 1970")


def test_a_row_with_the_same_name_and_birth_date_is_strong(applicant):
    others()
    row = make_row(name="DEWI KARTASASMITA, S.Sos", birth="27 Maret 1985", regency="Palembang")

    (found,) = like(applicant)

    assert (found.row, found.link.band) == (row, "auto")
    assert {item.field: item.level for item in found.link.evidence if item.bits > 5}.keys() >= {
        "name",
        "birth",
    }


@pytest.mark.parametrize(
    "facts",
    [
        {"birth": "27-03-1985"},
        {"birth": "Palembang, 27 mar 85"},
        {"birth": "1985-03-27"},
        {"birth": "27031985"},
        {"birth": "31133"},
        {"phone": "0812-9876-5432 / 0711 1"},
        {"phone": "+62 812 9876 5432"},
        {"nip": "19850327 201001 2 001"},
    ],
)
def test_a_row_is_found_by_any_one_number_whatever_the_name_looks_like(applicant, facts):
    if "nip" in facts:
        facts = {"nip": f"{applicant.nip[:8]} {applicant.nip[8:14]} {applicant.nip[14]} {applicant.nip[15:]}"}
    row = make_row(name="D. Karta", **facts)

    assert [each.pk for each in likeness._candidates(applicant, Chapter.objects.get(pk="16"))] == [row.pk]


def test_a_row_is_found_by_its_nik(applicant):
    row = make_row(name="D. Karta", nik_lookup=lookup(applicant.nik, purpose="nik"))

    assert [each.pk for each in likeness._candidates(applicant, Chapter.objects.get(pk="16"))] == [row.pk]


def test_a_namesake_of_another_age_is_not_strong(applicant):
    others()
    make_row(name="Dewi Kartasasmita", birth="1 Januari 1960", phone="081111111111")

    assert [each for each in like(applicant) if each.link.band == "auto"] == []


def test_another_chapters_rows_are_never_looked_at(applicant):
    make_row(chapter="11", name="Dewi Kartasasmita", birth="27 Maret 1985")

    assert like(applicant) == []


def test_rows_that_are_gone_are_not_looked_at(applicant):
    row = make_row(name="Dewi Kartasasmita", birth="27 Maret 1985")
    row.gone_by = row.added_by
    row.save()

    assert like(applicant) == []


def test_whoever_the_row_is_linked_to_already_competes_for_it(applicant):
    others()
    make_member(
        name="Dewi Kartasasmita",
        birth_date=BORN,
        phone="+6281298765432",
        workplace="Dinas Sosial",
        nip=applicant.nip,
    )
    make_row(name="Dewi Kartasasmita", birth="27 Maret 1985", phone="081298765432", nip=applicant.nip)
    reconcile()

    (found,) = like(applicant)

    assert found.link.probability < 0.6


def test_looking_takes_a_handful_of_queries_whatever_the_length_of_the_list(
    applicant, django_assert_num_queries
):
    make_row(name="Dewi Kartasasmita", birth="27 Maret 1985")
    with CaptureQueriesContext(connection) as few:
        like(applicant)
    others()

    assert len(few) <= 14
    with django_assert_num_queries(len(few)):
        like(applicant)
