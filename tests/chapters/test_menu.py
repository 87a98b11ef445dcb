"""What the header offers to officers."""

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from chapters import menu
from chapters.models import DPP, Chapter, Office
from members.models import ChangeRequest
from tests.cast import (
    NOW,
    found,
    make_applicant,
    make_officer,
    make_seat,
    make_secretary_of_dpp,
    make_user,
)

pytestmark = pytest.mark.django_db


def offered(user, path="/"):
    request = RequestFactory().get(path)
    request.user, request.resolver_match = user, resolve(path)
    return [(item.group, item.label) for item in menu.items(request)]


OF_SUMSEL = [
    ("DPD Sumatera Selatan", label)
    for label in (
        *("Ringkasan", "Pendaftaran", "Anggota", "Perbaikan dan usulan", "Mutasi"),
        *("Kemungkinan ganda", "Data pribadi", "Daftar daerah", "Cakupan lembaga", "Rekonsiliasi"),
        *("Kepengurusan", "Program dan mitra", "Pertanggungjawaban"),
    )
]


def test_an_officer_of_one_chapter_is_offered_its_pages_everywhere():
    officer = make_officer(chapter="16")

    assert offered(officer) == OF_SUMSEL


def test_an_officer_of_two_chapters_is_offered_the_pages_of_the_one_they_are_in():
    officer = make_officer(chapter="16")
    make_seat(chapter=found("11"), office=Office.SECRETARY, user=officer)

    assert offered(officer) == [("", "Daerah")]
    assert offered(officer, reverse("chapters:roster", args=["16"])) == [("", "Daerah"), *OF_SUMSEL]


def test_the_dpp_is_offered_the_nation_and_the_chapter_it_is_in():
    secretary = make_secretary_of_dpp()
    labels = (
        *("Daerah", "Ringkasan nasional", "Pendaftaran", "Anggota se-Indonesia", "Perbaikan dan usulan"),
        *("Mutasi", "Kemungkinan ganda", "Data pribadi", "Kepengurusan", "Program dan mitra"),
        "Pertanggungjawaban",
    )
    nation = [("DPP", label) for label in labels]

    assert offered(secretary) == nation
    assert offered(secretary, reverse("chapters:overview", args=["16"])) == nation + OF_SUMSEL
    assert offered(secretary, reverse("chapters:overview", args=[DPP])) == nation


def test_the_queue_is_offered_with_the_number_of_those_who_wait_for_officers():
    officer = make_officer(chapter="16")
    Chapter.objects.filter(pk="17").update(looked_after_by="16")
    for home in ("16.71", "16.10", "17.71", "11.71"):
        make_applicant(home_regency=home)
    asked = make_applicant()
    ChangeRequest.objects.create(member=asked, asked_at=NOW)

    offers = offered(officer, reverse("chapters:roster", args=["16"]))
    assert ("DPD Sumatera Selatan", "Pendaftaran (3)") in offers


def test_nobody_else_is_offered_anything():
    officer = make_officer(chapter="16")

    assert offered(make_user()) == []
    assert offered(officer, reverse("chapters:overview", args=["11"])) == OF_SUMSEL


def test_personal_data_is_offered_to_who_decides_on_it():
    treasurer = make_officer(chapter="16", office=Office.TREASURER)

    assert "Data pribadi" not in [label for _group, label in offered(treasurer)]
