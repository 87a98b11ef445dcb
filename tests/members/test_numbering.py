import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from members import checks, numbering
from members.models import Member, NumberBook
from tests.cast import TODAY, make_applicant, make_member, make_user

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
    numbering.keep({"16.2026.000001": old.pk, "P/12": make_member(number=None, joined_on=None).pk})

    number = numbering.allocate(to=make_applicant(), on=TODAY)

    assert number == "16.2026.000002"
    in_book = NumberBook.objects.exclude(sequence=None).order_by("sequence").values_list("sequence", "number")
    assert list(in_book) == [(1, "16.2026.000001"), (2, "16.2026.000002")]
    assert NumberBook.objects.get(number="16.2026.000001").member == old


def test_a_number_is_kept_once_and_for_one_member():
    member = make_member(number=None, joined_on=None)
    numbering.keep({"P/12": member.pk})
    numbering.keep({"P/12": member.pk})

    with pytest.raises(numbering.NumberTaken):
        numbering.keep({"P/12": make_member(number=None, joined_on=None).pk})

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


# ---------------------------------------------------------------- void numbers


def admitted(**facts):
    member = make_member(number=None, joined_on=TODAY)
    Member.objects.filter(pk=member.pk).update(number=numbering.allocate(to=member, on=TODAY), **facts)
    member.refresh_from_db()
    return member


def test_a_void_number_stays_in_the_book_with_its_reason_and_is_never_given_again():
    member = admitted()

    numbering.void(number=member.number, reason=" salah orang ", anew_on=TODAY)

    entry = NumberBook.objects.get(number="16.2026.000001")
    assert (entry.member, entry.void_reason, entry.sequence) == (None, "salah orang", 1)
    member.refresh_from_db()
    assert member.number == "16.2026.000002"
    assert numbering.allocate(to=make_applicant(), on=TODAY) == "16.2026.000003"
    assert (numbering.gaps(), numbering.strays()) == ([], [])


def test_a_member_without_an_account_may_be_left_without_a_number():
    member = admitted()

    numbering.void(number=member.number, reason="tercatat dua kali", anew_on=None)

    member.refresh_from_db()
    assert member.number is None


def test_a_void_imported_number_is_passed_over_when_the_count_comes_to_it():
    old = make_member(number=None, joined_on=None)
    numbering.keep({"16.2026.000001": old.pk})
    Member.objects.filter(pk=old.pk).update(number="16.2026.000001")
    numbering.void(number="16.2026.000001", reason="salah ketik", anew_on=None)

    assert numbering.allocate(to=make_applicant(), on=TODAY) == "16.2026.000002"
    assert numbering.gaps() == []


@pytest.mark.parametrize(
    "mistake", ["no reason", "void already", "nobody's", "would leave an account without one"]
)
def test_a_number_that_cannot_be_made_void(mistake):
    member = admitted(user=make_user())
    number, reason, anew_on = member.number, "alasan", TODAY
    if mistake == "no reason":
        reason = " "
    elif mistake == "void already":
        numbering.void(number=number, reason=reason, anew_on=anew_on)
    elif mistake == "nobody's":
        number = "16.2026.999999"
    else:
        anew_on = None

    with pytest.raises(numbering.CannotVoid):
        numbering.void(number=number, reason=reason, anew_on=anew_on)


def test_the_book_says_what_is_missing_from_it(capsys):
    member = admitted()
    NumberBook.objects.filter(number=member.number).update(sequence=3)
    make_member(number=None, joined_on=None)
    Member.objects.filter(number=None).update(number="LIAR/1")

    assert (numbering.gaps(), numbering.strays()) == ([1, 2], ["LIAR/1"])
    with pytest.raises(CommandError):
        call_command("check_number_book")


def test_a_sound_book_is_said_to_be_sound(capsys):
    admitted()
    call_command("check_number_book")

    assert capsys.readouterr().out == "The number book is sound.\n"


@pytest.mark.django_db(transaction=True)
def test_numbers_made_void_while_others_are_given_leave_no_gap():
    members = [admitted() for _ in range(6)]
    applicants = [make_applicant() for _ in range(6)]

    def do(row: Member) -> None:
        try:
            if row in members:
                numbering.void(number=row.number, reason="keliru", anew_on=TODAY)
            else:
                numbering.allocate(to=row, on=TODAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as threads:
        list(threads.map(do, [row for pair in zip(members, applicants, strict=True) for row in pair]))

    assert numbering.gaps() == []
    assert NumberBook.objects.filter(member=None).count() == 6
    assert NumberBook.objects.count() == 18
    assert len(set(Member.objects.filter(pk__in=[row.pk for row in members]).values_list("number"))) == 6


@pytest.mark.django_db(transaction=True)
def test_one_number_is_made_void_once():
    member = admitted()
    number = member.number

    def void(_time: int) -> bool:
        try:
            numbering.void(number=number, reason="keliru", anew_on=TODAY)
        except numbering.CannotVoid:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=4) as threads:
        assert sum(threads.map(void, range(4))) == 1
    assert NumberBook.objects.count() == 2
