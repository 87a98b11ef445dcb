"""Cards: one at a time, always true, ended for a cause."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from ipspi.audit.models import Act
from ipspi.credentials import keys, tokens
from members import cards, checking, claims
from members.models import Card, Member, MembershipType
from tests.cast import NOW, make_member, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=3)


@pytest.fixture
def member():
    return make_member(name="Nur'aini", titles_after="S.Sos.", number="16.2026.000007", user=make_user())


def change(member, **facts):
    Member.objects.filter(pk=member.pk).update(**facts)
    return Member.objects.get(pk=member.pk)


def test_a_card_is_issued_when_it_is_first_looked_at_and_stays(member):
    card = cards.current(member=member, at=NOW)

    assert cards.current(member=member, at=LATER) == card
    said = claims.unpacked(tokens.verified(card.token, purpose=cards.PURPOSE).payload)
    assert (said.serial, said.number, said.name) == (card.pk, "16.2026.000007", "Nur'aini, S.Sos.")
    assert (said.kind, said.province, said.issued_on) == ("biasa", "16", NOW.date())
    assert said.expires_on is None


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "Nuraini Putri"},
        {"titles_after": "M.Si"},
        {"number": "16.2026.000099"},
        {"home_province": "11"},
        {"type": "rekan"},
    ],
)
def test_a_card_that_is_no_longer_true_is_replaced(member, facts):
    old = cards.current(member=member, at=NOW)

    new = cards.renew(member=change(member, **facts), at=LATER)

    old.refresh_from_db()
    assert new.pk > old.pk
    assert (old.end, old.ended_at, old.reason) == ("REPLACED", LATER, "")


def test_other_changes_leave_the_card_as_it_is(member):
    card = cards.current(member=member, at=NOW)

    assert cards.renew(member=change(member, workplace="Dinas Sosial", phone="+62811"), at=LATER) == card


def test_nobody_is_given_a_card_who_never_asked_for_one(member):
    assert cards.renew(member=member, at=NOW) is None
    assert not Card.objects.exists()


@pytest.mark.parametrize(
    ("status", "has"),
    [("ACTIVE", True), ("ON_LEAVE", True), ("SUSPENDED", True), ("RESIGNED", False), ("DECEASED", False),
     ("EXPELLED", False), ("MERGED", False)],
)  # fmt: skip
def test_who_is_no_member_now_has_no_card(member, status, has):
    into = make_member() if status == "MERGED" else None
    changed = change(member, status=status, merged_into=into)

    assert (cards.current(member=changed, at=NOW) is not None) is has


def test_a_member_replaces_a_lost_card(member):
    old = cards.current(member=member, at=NOW)

    new = cards.replace(member=member, by=member.user, at=LATER)

    old.refresh_from_db()
    assert (old.end, new.end) == ("REPLACED", "")
    assert list(Act.objects.filter(did="issue_card").values_list("on_id", "actor_id").order_by("id")) == [
        (str(old.pk), None),
        (str(new.pk), member.user.pk),
    ]


def test_nobody_replaces_somebody_elses_card(member):
    cards.current(member=member, at=NOW)

    with pytest.raises(PermissionDenied):
        cards.replace(member=member, by=make_user(), at=NOW)


def test_a_revoked_card_is_not_issued_again_by_looking_or_wishing(member):
    officer = make_user()
    cards.current(member=member, at=NOW)
    cards.revoke(member=member, reason="Dipakai orang lain", by=officer, at=NOW)

    assert cards.current(member=member, at=LATER) is None
    with pytest.raises(cards.NoCard):
        cards.replace(member=member, by=member.user, at=LATER)
    again = cards.give_again(member=member, by=officer, at=LATER)
    assert cards.current(member=member, at=LATER) == again


def test_a_card_is_revoked_for_a_reason_only(member):
    cards.current(member=member, at=NOW)

    with pytest.raises(cards.ReasonMissing):
        cards.revoke(member=member, reason=" ", by=make_user(), at=NOW)


def test_there_must_be_a_card_to_revoke(member):
    with pytest.raises(cards.NoCard):
        cards.revoke(member=member, reason="Hilang", by=make_user(), at=NOW)


def test_who_has_a_card_is_given_none_again(member):
    cards.current(member=member, at=NOW)

    with pytest.raises(cards.NoCard):
        cards.give_again(member=member, by=make_user(), at=NOW)


def test_a_new_key_leaves_old_cards_valid(member):
    card = cards.current(member=member, at=NOW)
    keys.rotate(at=NOW)

    assert cards.current(member=member, at=LATER) == card
    assert tokens.verified(card.token, purpose=cards.PURPOSE).key == 1


def test_cards_of_a_distrusted_key_are_issued_again(member):
    card = cards.current(member=member, at=NOW)
    keys.rotate(at=NOW, distrust=True)

    new = cards.current(member=member, at=LATER)

    assert (new.key_id, new.pk > card.pk) == (2, True)


def test_a_card_may_end_after_some_years(member, settings):
    settings.MEMBER_CARD_YEARS = 5
    card = cards.current(member=member, at=dt.datetime(2024, 2, 29, 3, tzinfo=dt.UTC))

    assert cards.said_by(card).expires_on == dt.date(2029, 3, 1)
    assert cards.current(member=member, at=dt.datetime(2029, 2, 28, 3, tzinfo=dt.UTC)) == card
    assert cards.current(member=member, at=dt.datetime(2029, 3, 1, 3, tzinfo=dt.UTC)) != card


def test_the_longest_names_fit_a_code_that_a_cheap_phone_reads(settings):
    settings.MEMBER_NUMBER_PATTERN = "{sequence}"
    kind = MembershipType.objects.create(
        code="k" * 20, name="K", votes=True, holds_office=True, owes_dues=True
    )
    member = make_member(
        name="Ä" * 200, titles_before="P" * 60, titles_after="S" * 100, number="9" * 40, type=kind
    )

    assert len(cards.current(member=member, at=NOW).token) <= 330


def test_who_is_erased_leaves_no_name_in_the_cards(member):
    printed = cards.current(member=member, at=NOW).token
    cards.replace(member=member, by=member.user, at=NOW)

    assert cards.forget(member=member, at=LATER) == 2

    assert list(Card.objects.order_by("pk").values_list("token", "end")) == [
        ("", "REPLACED"),
        ("", "REVOKED"),
    ]
    assert cards.current(member=member, at=LATER) is None
    assert checking.by_token(printed, on=LATER.date()).outcome == "REPLACED"


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("card_one_at_a_time", {}),
        ("card_ends_for_a_cause", {"ended_at": NOW}),
        ("card_ends_for_a_cause", {"end": "REPLACED"}),
        ("card_is_revoked_for_a_reason", {"ended_at": NOW, "end": "REVOKED"}),
    ],
)
def test_cards_that_cannot_be(member, constraint, facts):
    card = cards.current(member=member, at=NOW)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Card.objects.create(member=member, key=card.key, token="T", issued_at=NOW, **facts)


@pytest.mark.django_db(transaction=True)
def test_many_first_looks_at_once_issue_one_card():
    member = make_member()

    def look(_time: int) -> int:
        try:
            return cards.current(member=member, at=NOW).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as threads:
        assert len(set(threads.map(look, range(12)))) == 1
    assert Card.objects.count() == 1
