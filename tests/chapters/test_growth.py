"""How a chapter grew, and the map of the nation, as officers see them."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chapters.models import DPP, Office
from members import flows, history
from members.models import Member
from tests.cast import (
    BANDA_ACEH,
    PALEMBANG,
    make_applicant,
    make_member,
    make_officer,
    make_secretary_of_dpp,
)

pytestmark = pytest.mark.django_db
OVERVIEW, GROWTH = "chapters:overview", "chapters:growth"


def joined(**facts):
    return make_member(joined_on=timezone.localdate(), **facts)


def left(member):
    member.status = Member.Status.RESIGNED
    member.save(update_fields=["status"])
    history.record(member=member, kind="RESIGNED", on=timezone.localdate(), by=None, at=timezone.now())


def page(client, name, code="16", **query):
    return client.get(reverse(name, args=[code]), query)


def text(response):
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


@pytest.fixture
def officer(client):
    user = make_officer(chapter="16", office=Office.SECRETARY)
    client.force_login(user)
    return user


def test_the_page_says_how_many_came_and_went_and_why(client, officer):
    for home in (PALEMBANG, PALEMBANG, BANDA_ACEH):
        joined(home_regency=home)
    left(make_member())
    flows.count_anew(at=timezone.now())

    said = text(page(client, GROWTH))

    assert "Tercatat dari data nasional 2 0" in said
    assert "Mengundurkan diri 0 1" in said
    assert "Kepastian hari ini: belum direkonsiliasi" in said
    assert page(client, GROWTH).context["members"].rows[0][1] == (2,)


def test_a_chapter_without_a_past_is_told_what_will_be_here(client, officer):
    assert "Belum ada yang dihitung" in text(page(client, GROWTH))


def test_the_first_page_shows_the_line_and_regencies_without_members(client, officer):
    joined()
    flows.count_anew(at=timezone.now())

    response = page(client, OVERVIEW)

    assert b'aria-label="Jumlah anggota pada akhir bulan"' in response.content
    assert "16 kabupaten/kota tanpa anggota" in text(response)
    assert "Kota Palembang" not in response.context["without"]
    assert "Kabupaten Ogan Ilir" in response.context["without"]


def test_growth_costs_the_same_however_many_there_are(client, officer):
    def cost():
        flows.count_anew(at=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            page(client, GROWTH)
        return len(asked)

    joined()
    page(client, GROWTH)
    first = cost()
    for _ in range(5):
        joined()
        left(make_member())

    assert cost() == first


@pytest.mark.parametrize(
    ("measure", "aceh"),
    [("", "2"), ("anggota", "2"), ("kepastian", "0 %"), ("pertumbuhan", "1"), ("menunggu", "1"), ("x", "2")],
)
def test_the_map_shows_every_province_by_the_measure_that_was_asked_for(client, measure, aceh):
    client.force_login(make_secretary_of_dpp())
    joined(home_regency=BANDA_ACEH)
    make_member(home_regency=BANDA_ACEH)
    make_applicant(home_regency=BANDA_ACEH)
    flows.count_anew(at=timezone.now())

    response = page(client, OVERVIEW, DPP, ukuran=measure)

    tiles = {tile.code: tile for tile in response.context["map"]["tiles"]}
    assert len(tiles) == 38
    assert tiles["11"].shown == aceh
    assert tiles["11"].url == reverse(OVERVIEW, args=["11"])


def test_a_chapter_has_no_map_of_the_nation(client, officer):
    assert page(client, OVERVIEW).context["map"] is None
