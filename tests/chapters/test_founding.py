"""Founding chapters, naming who looks after provinces, what they cover, and how they are reached."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from chapters import access, founding
from chapters.access import May
from chapters.models import DPP, Chapter, Coverage, Office
from ipspi.audit.models import Act
from ipspi.regions.models import Province
from tests.cast import found, make_member, make_officer, make_seat, make_secretary_of_dpp

pytestmark = pytest.mark.django_db
CONTACT = {
    "address": "Jalan Merdeka 1, Palembang",
    "email": "sumsel@contoh.example",
    "phone": "0711 123456",
    "website": "",
}


@pytest.fixture
def dpp():
    return make_secretary_of_dpp()


def chapter(code):
    return Chapter.objects.get(pk=code)


def decree(code, by):
    return founding.found(
        chapter=chapter(code),
        decree_number="012/SK/DPP/2019",
        decree_on=dt.date(2019, 4, 1),
        founded_on=dt.date(2019, 4, 8),
        by=by,
    )


def test_a_decree_founds_a_chapter_which_then_looks_after_itself(dpp):
    decree("16", dpp)

    founded = chapter("16")
    assert (founded.is_founded, founded.looked_after_by) == (True, None)
    assert (founded.decree_number, founded.founded_on) == ("012/SK/DPP/2019", dt.date(2019, 4, 8))
    act = Act.objects.get(did="found")
    assert (act.actor_id, act.on_id, act.chapter) == (dpp.pk, "16", "16")


def test_a_chapter_is_founded_once(dpp):
    decree("16", dpp)

    with pytest.raises(founding.AlreadyFounded):
        decree("16", dpp)


def test_only_the_dpp_founds_chapters():
    with pytest.raises(PermissionDenied):
        decree("17", make_officer(chapter="16"))

    assert not chapter("17").is_founded


def test_a_chapter_not_yet_founded_is_entrusted_to_a_founded_one(dpp):
    officer = make_officer(chapter="16")

    founding.entrust(chapter=chapter("17"), to=chapter("16"), by=dpp)

    assert access.chapters_where(officer, May.ADMIT) == {"16", "17"}
    assert Act.objects.get(did="entrust").details == {"keeper": "16"}


def test_a_founded_chapter_is_entrusted_to_nobody(dpp):
    found("16")

    with pytest.raises(founding.AlreadyFounded):
        founding.entrust(chapter=chapter("16"), to=chapter(DPP), by=dpp)


def test_nothing_is_entrusted_to_a_chapter_that_does_not_exist_yet(dpp):
    with pytest.raises(founding.CannotLookAfter):
        founding.entrust(chapter=chapter("17"), to=chapter("18"), by=dpp)


def test_only_the_dpp_entrusts(dpp):
    found("16")

    with pytest.raises(PermissionDenied):
        founding.entrust(chapter=chapter("17"), to=chapter("16"), by=make_officer(chapter="11"))


def test_what_is_not_known_of_a_founding_stays_empty_and_is_corrected_later(dpp):
    founding.found(chapter=chapter("16"), by=dpp)

    founding.correct_founding(
        chapter=chapter("16"), founded_on=dt.date(2019, 4, 8), decree_number="", decree_on=None, by=dpp
    )

    assert (chapter("16").founded_on, chapter("16").decree_number) == (dt.date(2019, 4, 8), "")
    assert Act.objects.get(did="correct_founding").details == {"fields": ["founded_on"]}
    with pytest.raises(founding.NotFounded):
        founding.correct_founding(
            chapter=chapter("17"), founded_on=None, decree_number="1", decree_on=None, by=dpp
        )


@pytest.mark.parametrize("office", [Office.CHAIR, Office.VICE_CHAIR, Office.SECRETARY])
def test_chair_and_secretary_keep_their_chapters_contact(office):
    founding.change_contact(chapter=chapter("16"), by=make_officer(chapter="16", office=office), **CONTACT)

    assert chapter("16").address == CONTACT["address"]
    assert Act.objects.get(did="change_contact").details == {"fields": ["address", "email", "phone"]}


@pytest.mark.parametrize(
    ("code", "office"), [("11", Office.CHAIR), ("16", Office.TREASURER), ("16", Office.VICE_SECRETARY)]
)
def test_nobody_else_changes_a_chapters_contact(code, office):
    with pytest.raises(PermissionDenied):
        founding.change_contact(
            chapter=chapter("16"), by=make_officer(chapter=code, office=office), **CONTACT
        )

    assert chapter("16").address == ""


def test_a_province_moves_to_another_chapter_with_its_members(dpp):
    officer, loser = make_officer(chapter="16"), make_officer(chapter="11")
    member = make_member(home_regency="17.71")

    founding.cover(chapter=chapter("16"), province=Province.objects.get(pk="17"), by=dpp)

    assert access.members_where(officer, May.SEE_MEMBERS).filter(pk=member.pk).exists()
    assert access.chapter_of(member).pk == "16"
    assert access.members_where(loser, May.SEE_MEMBERS).count() == 0
    acts = Act.objects.filter(did="cover").order_by("chapter").values_list("chapter", "details")
    assert list(acts) == [(code, {"before": "17", "after": "16"}) for code in ("16", "17")]


def test_a_founded_chapter_keeps_a_province_and_the_dpp_covers_none(dpp):
    found("16")

    for to, province in (("11", "16"), (DPP, "17")):
        with pytest.raises(founding.CannotCover):
            founding.cover(chapter=chapter(to), province=Province.objects.get(pk=province), by=dpp)

    assert Coverage.objects.get(pk="16").chapter_id == "16"


def test_only_the_dpp_says_who_covers_what():
    with pytest.raises(PermissionDenied):
        founding.cover(
            chapter=chapter("16"), province=Province.objects.get(pk="17"), by=make_officer(chapter="16")
        )


def test_a_secretary_of_the_dpp_may_all_of_this():
    assert {May.KEEP_CONTACT, May.KEEP_CHAPTERS} <= access.rights_in(
        make_seat(chapter=DPP, office=Office.SECRETARY).user, chapter("16")
    )
