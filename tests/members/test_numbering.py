import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from members import checks, numbering
from members.models import Member, NumberBook
from tests.cast import TODAY, make_applicant, make_member

pytestmark = pytest.mark.django_db


def test_numbers_follow_the_pattern_and_count_up_through_the_nation():
    numbers = [
        numbering.allocate(to=make_applicant(home_regency="16.71"), on=TODAY),
        numbering.allocate(to=make_applicant(home_regency="11.71"), on=TODAY),
        numbering.allocate(to=make_applicant(home_regency="16.10"), on=dt.date(2027, 1, 2)),
    ]

    assert numbers == ["16.2026.000001", "11.2026.000002", "16.2027.000003"]


def test_the_pattern_is_a_setting(settings):
    settings.MEMBER_NUMBER_PATTERN = "IPSPI/{sequence}/{year}"

    assert numbering.allocate(to=make_applicant(), on=TODAY) == "IPSPI/1/2026"


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [("{sequence}", []), ("{chapter}{sequence}", ["members.E001"]), ("{year}", ["members.E002"])],
)
def test_a_pattern_that_cannot_work_is_told_before_the_start(settings, pattern, wrong):
    settings.MEMBER_NUMBER_PATTERN = pattern

    assert [error.id for error in checks.member_number_pattern()] == wrong


def test_who_has_no_known_province_gets_a_number_too():
    assert numbering.allocate(to=make_applicant(home_regency=None), on=TODAY) == "00.2026.000001"


def test_an_imported_number_is_passed_over_and_leaves_no_gap():
    old = make_member(number=None, joined_on=None)
    numbering.keep({"16.2026.000001": old, "P/12": make_member(number=None, joined_on=None)})

    number = numbering.allocate(to=make_applicant(), on=TODAY)

    assert number == "16.2026.000002"
    in_book = NumberBook.objects.exclude(sequence=None).order_by("sequence").values_list("sequence", "number")
    assert list(in_book) == [(1, "16.2026.000001"), (2, "16.2026.000002")]
    assert NumberBook.objects.get(number="16.2026.000001").member == old


def test_a_number_is_kept_once_and_for_one_member():
    member = make_member(number=None, joined_on=None)
    numbering.keep({"P/12": member})
    numbering.keep({"P/12": member})

    with pytest.raises(numbering.NumberTaken):
        numbering.keep({"P/12": make_member(number=None, joined_on=None)})

    assert NumberBook.objects.get(number="P/12").member == member


def test_what_is_rolled_back_spends_no_number():
    with transaction.atomic():
        numbering.allocate(to=make_applicant(), on=TODAY)
        transaction.set_rollback(True)

    assert numbering.allocate(to=make_applicant(), on=TODAY) == "16.2026.000001"


@pytest.mark.django_db(transaction=True)
def test_many_admissions_at_once_get_numbers_without_gap_or_repetition():
    applicants = [make_applicant() for _ in range(12)]

    def admit(applicant: Member) -> str:
        try:
            with transaction.atomic():
                number = numbering.allocate(to=applicant, on=TODAY)
                if applicant in applicants[::4]:
                    transaction.set_rollback(True)  # this officer's page fails after all
                return number
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as threads:
        list(threads.map(admit, applicants))

    assert list(NumberBook.objects.order_by("sequence").values_list("sequence", flat=True)) == list(
        range(1, 10)
    )
