"""What is always true of chapters, terms and seats, by the names of the constraints."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from chapters.models import DPP, Chapter, Office, Seat, Term
from ipspi.regions.models import Province
from tests.cast import make_member, make_seat, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = dt.timedelta(days=1)


def refused(make, constraint):
    with pytest.raises(IntegrityError, match=rf"\b{constraint}\b"), transaction.atomic():
        make()


def make_term(**facts):
    usual = {
        "chapter_id": "16",
        "name": "2023–2028",
        "starts_on": dt.date(2023, 5, 14),
        "ends_on": dt.date(2028, 5, 14),
    }
    return Term.objects.create(**{**usual, **facts})


def test_there_is_a_chapter_for_every_province_and_the_dpp():
    covered = dict(Chapter.objects.exclude(pk=DPP).values_list("coverage__province", "pk"))

    assert covered == {code: code for code in Province.objects.values_list("code", flat=True)}
    assert len(covered) == 38


def test_a_new_chapter_is_not_founded_and_the_dpp_looks_after_it_in_the_provinces_zone():
    chapter = Chapter.objects.get(pk="91")

    assert (chapter.name, chapter.status, chapter.looked_after_by_id, chapter.zone) == (
        "DPD Papua",
        Chapter.Status.NOT_YET_FOUNDED,
        DPP,
        "WIT",
    )


def test_a_chapter_is_founded_or_somebody_looks_after_it():
    chapters = Chapter.objects.filter(pk="16")

    refused(lambda: chapters.update(looked_after_by=None), "chapter_not_founded_is_looked_after")
    refused(lambda: chapters.update(status=Chapter.Status.FOUNDED), "chapter_not_founded_is_looked_after")


def test_a_chapter_does_not_look_after_itself():
    refused(
        lambda: Chapter.objects.filter(pk="16").update(looked_after_by="16"),
        "chapter_does_not_look_after_itself",
    )


def test_a_term_ends_after_it_starts():
    refused(lambda: make_term(ends_on=dt.date(2023, 5, 14)), "term_ends_after_it_starts")


def test_a_chapter_has_a_term_of_a_name_once():
    make_term()

    refused(make_term, "term_name_once_per_chapter")
    assert make_term(chapter_id="11").pk


@pytest.mark.parametrize(
    "holders",
    [
        {},
        {"outsider_name": "A", "user": True},
        {"user": True, "member": True},
        {"outsider_name": "A", "member": True},
    ],
    ids=["nobody", "outsider and account", "account and member", "outsider and member"],
)
def test_a_seat_has_one_holder(holders):
    makers = {"user": make_user, "member": make_member}
    holders = {name: makers[name]() if value is True else value for name, value in holders.items()}

    refused(
        lambda: Seat.objects.create(chapter_id="16", office=Office.SECRETARY, starts_at=NOW, **holders),
        "seat_has_one_holder",
    )


def test_a_seat_does_not_end_before_it_starts():
    refused(
        lambda: make_seat(starts_at=NOW, ends_at=NOW - dt.timedelta(microseconds=1)),
        "seat_does_not_end_before_it_starts",
    )
    assert make_seat(starts_at=NOW, ends_at=NOW).pk


def test_a_chapter_has_one_chair_at_a_time():
    make_seat(starts_at=NOW - 2 * DAY, ends_at=NOW)

    refused(lambda: make_seat(starts_at=NOW - DAY), "seat_one_chair_at_a_time")
    assert make_seat(starts_at=NOW).pk
    assert make_seat(chapter="11", starts_at=NOW - DAY).pk


def test_a_seat_names_its_holder():
    outsider = make_seat(office=Office.ADVISER, outsider_name="Wahidin")
    member = make_seat(office=Office.SECRETARY, member=make_member(name="Siti", titles_after="S.Sos."))
    staff = make_seat(office=Office.REGISTRAR, user=make_user(name="Dewi"))

    assert [seat.holder_name for seat in (outsider, member, staff)] == ["Wahidin", "Siti, S.Sos.", "Dewi"]
