"""How complete the data of members is: the score, and what is worth filling in first."""

import re
from html import unescape

import pytest
from django.urls import reverse

from chapters import quality
from chapters.models import DPP, Chapter, Office
from chapters.narrowing import PROBLEMS
from members.models import Member
from tests.cast import BANDA_ACEH, make_member, make_nip, make_officer, make_secretary_of_dpp

pytestmark = pytest.mark.django_db
WHOLE = {"email": "siti@contoh.example", "sector": "NGO", "category": "PEKSOS", "warnings": []}


def whole(**facts):
    category = Member._meta.get_field("category").choices[0][0]
    return make_member(**{**WHOLE, "category": category, **facts})


def of(code="16"):
    return quality.of_chapter(Chapter.objects.get(pk=code))


def test_where_nothing_lacks_the_score_is_a_hundred():
    whole()

    assert of() == quality.Quality(score=100, members=1, whole=1, fixes=[])


def test_what_one_lacks_is_never_rounded_away():
    for _ in range(30):
        whole()
    whole(phone="")

    found = of()

    assert (found.score, found.whole) == (99, 30)


def test_the_fixes_worth_most_come_first_and_lead_to_those_who_lack_it():
    for _ in range(3):
        whole(phone="", email="")
    whole(phone="", category="")

    found = of()

    assert [(fix.label, fix.members) for fix in found.fixes] == [
        (PROBLEMS["phone"].label, 4),
        (PROBLEMS["email"].label, 3),
        (PROBLEMS["category"].label, 1),
    ]
    assert found.fixes[0].url.endswith("?status=MEMBERS&problem=phone")
    # nine facts are asked of everybody but a NIP, which non-ASN have none of
    assert found.fixes[0].gain == pytest.approx(100 * 4 / (4 * 9))
    assert found.score == 100 - round(100 * 8 / 36)


def test_a_nip_is_asked_of_civil_servants_only():
    whole(employment="PNS", sector="", nip=make_nip())
    whole(employment="PNS", sector="", nip="")

    assert [(fix.label, fix.members) for fix in of().fixes] == [(PROBLEMS["nip"].label, 1)]


def test_without_members_nothing_is_scored():
    assert of() is None


def test_the_nation_is_scored_as_a_whole_and_by_province(client):
    whole()
    whole(home_regency=BANDA_ACEH, phone="", email="", category="")
    client.force_login(make_secretary_of_dpp())

    assert of(DPP).members == 2
    assert quality.scores(Member.objects.all()) == {"11": 100 - round(100 * 3 / 9), "16": 100}
    page = client.get(reverse("chapters:overview", args=[DPP]), {"ukuran": "mutu"})
    assert {tile.code: tile.shown for tile in page.context["map"]["tiles"]}["11"] == "67"


def test_the_first_page_says_the_score_and_the_fixes(client):
    client.force_login(make_officer(chapter="16", office=Office.SECRETARY))
    whole(phone="")

    page = client.get(reverse("chapters:overview", args=["16"])).content.decode()
    said = unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))

    assert "dari 100" in said
    assert "Telepon belum ada" in said
    assert "problem=phone" in page
