"""What a check tells: the truth of today to who has the card or knows number and name, and nothing to others."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.utils import timezone

from ipspi.audit.models import Act
from ipspi.credentials import keys, tokens
from members import cards, checking
from members.checking import Outcome
from members.models import Card, Member
from tests.cast import NOW, TODAY, found, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    found("16")
    return make_member(
        name="Muhammad Nur'aini Hidayat", titles_before="Drs.", number="16.2026.000007", user=make_user()
    )


@pytest.fixture
def card(member):
    return cards.current(member=member, at=NOW)


def test_a_card_tells_name_number_kind_chapter_and_status_and_nothing_more(member, card):
    verdict = checking.by_token(card.token, on=TODAY)

    assert verdict.outcome == Outcome.ACTIVE
    assert verdict.person == checking.Person(
        "Drs. Muhammad Nur'aini Hidayat", "16.2026.000007", "Anggota Biasa", "DPD Sumatera Selatan"
    )


@pytest.mark.parametrize(
    "status", ["ACTIVE", "ON_LEAVE", "SUSPENDED", "RESIGNED", "DECEASED", "EXPELLED", "MERGED"]
)
def test_the_status_of_today_is_told_in_words_with_what_it_means(card, status):
    into = make_member() if status == "MERGED" else None
    Member.objects.filter(pk=card.member_id).update(status=status, merged_into=into)

    verdict = checking.by_token(card.token, on=TODAY)

    assert verdict.outcome == status
    assert verdict.outcome.label
    assert verdict.outcome.meaning.endswith(".")


def test_every_outcome_has_a_meaning():
    assert set(checking.MEANINGS) == set(Outcome)


def test_a_replaced_and_a_revoked_card_tell_of_the_card_and_of_the_member(member, card):
    new = cards.replace(member=member, by=member.user, at=NOW)
    cards.revoke(member=member, reason="Rahasia pengurus", by=make_user(), at=NOW)

    replaced, revoked = (checking.by_token(each.token, on=TODAY) for each in (card, new))

    assert (replaced.outcome, replaced.membership) == (Outcome.REPLACED, Outcome.ACTIVE)
    assert (revoked.outcome, revoked.membership) == (Outcome.REVOKED, Outcome.ACTIVE)


def test_a_card_after_its_years(member, settings):
    settings.MEMBER_CARD_YEARS = 1
    card = cards.current(member=member, at=NOW)

    assert checking.by_token(card.token, on=TODAY + dt.timedelta(days=364)).outcome == Outcome.ACTIVE
    assert checking.by_token(card.token, on=TODAY + dt.timedelta(days=365)).outcome == Outcome.EXPIRED


def test_what_is_no_card_of_ours(card):
    forged = card.token[:-8] + "AAAAAAAA"
    strange = tokens.encode(bytes([1, 99]) + tokens.decode(card.token)[2:])
    signed_for_something_else = tokens.sign(b"x" * 60, purpose="lain")

    outcomes = [
        checking.by_token(each, on=TODAY).outcome
        for each in (forged, strange, signed_for_something_else, "?")
    ]

    assert outcomes == [Outcome.FORGED, Outcome.UNKNOWN_KEY, Outcome.FORGED, Outcome.NO_CARD]


def test_a_signed_card_that_is_not_in_the_register(card):
    Card.objects.all().delete()

    assert checking.by_token(card.token, on=TODAY).outcome == Outcome.UNKNOWN_CARD


def test_old_cards_stay_valid_when_the_key_is_rotated(card):
    keys.rotate(at=NOW)

    assert checking.by_token(card.token, on=TODAY).outcome == Outcome.ACTIVE


# ---------------------------------------------------------------- by number and name


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("MUHAMMAD NURAINI HIDAYAT", "Muhammad Nur'aini Hidayat"),
        ("Drs. H. Moh. Nur Aini Hidayat, M.Si", "Muhammad Nur'aini Hidayat"),
        ("M. Nuraini Hidayat", "Muhammad Nur'aini Hidayat"),
        ("Hidayat, Muhammad Nur’aini", "Muhammad Nur'aini Hidayat"),
        ("Soeharto", "Suharto"),
        ("Budi", "Budi"),
        ("李明", "李明"),
        ("José", "Jose"),
    ],
)
def test_names_that_fit(typed, there):
    assert checking.fits(typed, member_name=there)


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("Muhammad", "Muhammad Nur'aini Hidayat"),
        ("Muhammad Hidayat", "Muhammad Nur'aini Hidayat"),
        ("Siti Rahmawati", "Muhammad Nur'aini Hidayat"),
        ("S. Rahmawati", "Siti Rahmawati"),
        ("", "Siti"),
        ("Dr.", "Siti"),
        ("'", "李明"),
        ("%", "Siti"),
    ],
)
def test_names_that_do_not_fit(typed, there):
    assert not checking.fits(typed, member_name=there)


@pytest.mark.parametrize(
    "number",
    [
        *("16.2026.000007", " 16.2026.000007 ", "16.2026. 000007", "１６.2026.000007"),
        *("16 2026 000007", "16-2026-000007", "162026000007", "16/2026/000007", "No. 16.2026.000007"[4:]),
    ],
)
def test_a_number_and_a_name_that_belong_together(member, number):
    assert checking.by_number_and_name(number=number, name="moh nuraini hidayat").outcome == Outcome.ACTIVE


def test_two_numbers_with_the_same_letters_and_digits_are_told_apart_by_the_name(member):
    make_member(name="Budi Pekerti", number="16.20260.00007")

    for name, number in (("Budi Pekerti", "16.20260.00007"), ("Moh Nuraini Hidayat", "16.2026.000007")):
        assert checking.by_number_and_name(number="162026000007", name=name).person.number == number


def test_numbers_are_found_by_an_index():
    asked = checking.with_number("16-2026-000007").order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert "member_plain_number" in asked.explain()


@pytest.mark.parametrize("number", ["", "...", "李"])
def test_what_has_no_letter_and_no_digit_is_nobodys_number(number):
    make_member(name="Budi", number="—")

    assert checking.by_number_and_name(number=number, name="Budi").outcome == Outcome.NO_MATCH


@pytest.mark.parametrize("number", ["16.2026.000007", "16.2026.999999", "16.2026.000007\x00"])
def test_an_unknown_number_and_another_name_get_the_same_answer(member, number, django_assert_num_queries):
    with django_assert_num_queries(3):  # members; chapters and the DPP's name
        verdict = checking.by_number_and_name(number=number, name="Siti Rahmawati")

    assert verdict == checking.Verdict(Outcome.NO_MATCH)


@pytest.mark.parametrize("status", ["APPLIED", "REJECTED", "WITHDRAWN"])
def test_who_never_became_a_member_is_nobody(status):
    facts = {"applied_at": NOW, "user": make_user()} | (
        {"rejection_reason": "x", "decided_at": NOW} if status == "REJECTED" else {}
    )
    number = None if status == "APPLIED" else "16.2026.000008"
    make_member(status=status, name="Budi", number=number, **facts)

    assert checking.by_number_and_name(number="16.2026.000008", name="Budi").outcome == Outcome.NO_MATCH


# ---------------------------------------------------------------- many


def test_many_lines_get_an_answer_each_in_their_order(member):
    asker = make_user()
    lines = [
        "16.2026.000007\tMuhammad Nuraini Hidayat\tabaikan",
        "16.2026.000007;Nuraini, S.Sos.",
        "16.2026.999999, Budi",
        '"16.2026.000007", "Drs. Muhammad Nuraini Hidayat, M.Si"',
        "hanya satu kolom",
    ]

    answers = checking.many(lines, by=asker)

    assert [answer.verdict.outcome for answer in answers] == [
        "ACTIVE", "NO_MATCH", "NO_MATCH", "ACTIVE", "UNREADABLE",
    ]  # fmt: skip
    act = Act.objects.get(did="check_many")
    assert (act.actor_id, act.on_id, act.details) == (asker.pk, str(asker.pk), {"lines": 5, "found": 2})


def test_many_lines_cost_as_many_queries_as_one(member, django_assert_num_queries):
    asker = make_user()
    for count in (1, 200):
        with django_assert_num_queries(6):  # two of them begin and end the transaction's savepoint
            checking.many(["16.2026.000007;Muhammad Nuraini Hidayat"] * count, by=asker)


def test_of_one_number_three_lines_are_judged_whether_it_is_known_or_not(member):
    """Names are guessed by asking for one number again and again, however it is typed."""
    spellings = ["16.2026.000007", "162026000007", "16-2026-000007", "16 2026 000007"]
    guesses = [f"{number};Siti {n}" for n, number in enumerate(spellings[:3])]

    known = checking.many([*guesses, f"{spellings[3]};Muhammad Nuraini Hidayat"], by=make_user())
    unknown = checking.many(["99.1;Budi"] * 4, by=make_user())

    for answers in (known, unknown):
        assert [each.verdict.outcome for each in answers] == ["NO_MATCH"] * 3 + ["TOO_OFTEN"]


def test_no_more_than_200_lines_are_read(member):
    assert len(checking.many(["a;b"] * 500, by=make_user())) == 200


# ---------------------------------------------------------------- the signed list


def test_the_list_holds_serials_by_outcome_and_no_names(member, card):
    other = make_member(name="Budi Pekerti")
    lost = cards.current(member=other, at=NOW)
    cards.revoke(member=other, reason="Hilang", by=make_user(), at=NOW)
    Member.objects.filter(pk=member.pk).update(status="ON_LEAVE")

    signed = tokens.verified(checking.signed_list(at=NOW), purpose=checking.LIST_PURPOSE).payload

    said = json.loads(signed)
    assert said["serials"] == {"ON_LEAVE": [card.pk], "REVOKED": [lost.pk]}
    assert (said["last"], said["shown"]) == (lost.pk, "16 November 2026 10.00 WIB")
    assert said["chapters"]["16"] == "DPD Sumatera Selatan"
    assert said["kinds"]["biasa"] == "Anggota Biasa"
    for secret in (b"Budi", b"Hidayat", b"16.2026"):
        assert secret not in signed


def test_a_list_is_no_card_and_a_card_no_list(card):
    assert checking.by_token(checking.signed_list(at=timezone.now()), on=TODAY).outcome == Outcome.FORGED
    with pytest.raises(tokens.Forged):
        tokens.verified(card.token, purpose=checking.LIST_PURPOSE)
