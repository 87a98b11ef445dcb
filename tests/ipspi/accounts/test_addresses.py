import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress

from ipspi.accounts import addresses
from ipspi.accounts.addresses import CannotChangeAddress, NoLongerOpen
from ipspi.accounts.confirming import LASTS, MOST_ATTEMPTS, CodeRefused
from ipspi.accounts.models import AddressChange, User
from ipspi.outbox.models import Mail
from tests.cast import NOW, make_member, make_user

pytestmark = pytest.mark.django_db
OLD, NEW = "lama@contoh.example", "baru@contoh.example"


@pytest.fixture
def user() -> User:
    return make_user(OLD)


def asked(user: User, *, email: str = NEW, by: User | None = None) -> tuple[AddressChange, str, str]:
    """Ask for an address; return the change, the code at the new address, and the key at the old one."""
    change = addresses.ask(user=user, email=email, at=NOW, by=by)
    code = re.match("[0-9]{6}|", Mail.objects.filter(to=email.lower()).latest("pk").subject)[0]
    letter = Mail.objects.filter(to=OLD, kind="account.address_consent").latest("pk")
    return change, code, re.search(rf"{change.pk}/([^/\s]+)/", letter.text)[1]


def of(user: User) -> list[tuple[str, bool, bool]]:
    user.refresh_from_db()
    rows = EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")
    return [user.email, *rows]


def test_the_account_has_its_old_address_until_both_have_answered(user):
    change, code, key = asked(user)
    addresses.prove_new(change=change, code=code, at=NOW)
    assert of(user) == [OLD, (OLD, True, True)]

    addresses.agree(change=change, key=key, at=NOW)

    assert of(user) == [NEW, (NEW, True, True)]
    assert not AddressChange.objects.exists()


def test_the_order_is_free(user):
    change, code, key = asked(user)
    addresses.agree(change=change, key=key, at=NOW)
    assert of(user) == [OLD, (OLD, True, True)]

    addresses.prove_new(change=change, code=code, at=NOW)

    assert of(user) == [NEW, (NEW, True, True)]
    assert Mail.objects.get(kind="account.address_changed").to == OLD


def test_the_membership_follows(user):
    member = make_member(user=user, email=OLD)
    change, code, key = asked(user)
    addresses.agree(change=change, key=key, at=NOW)
    addresses.prove_new(change=change, code=code, at=NOW)

    member.refresh_from_db()
    assert member.email == NEW


def test_the_old_address_refuses_even_after_the_new_one_was_proved(user):
    change, code, key = asked(user)
    addresses.prove_new(change=change, code=code, at=NOW)

    addresses.refuse(change=change, key=key, at=NOW)

    assert of(user) == [OLD, (OLD, True, True)]
    with pytest.raises(NoLongerOpen):
        addresses.agree(change=AddressChange.objects.filter(pk=change.pk).first(), key=key, at=NOW)


def test_neither_the_code_nor_the_key_is_stored(user):
    change, code, key = asked(user)

    assert code not in change.code_hash
    assert key not in change.key_hash


def test_a_wrong_key_is_refused(user):
    change, _code, _key = asked(user)

    with pytest.raises(NoLongerOpen):
        addresses.agree(change=change, key="kunci-orang-lain", at=NOW)


def test_all_refusals_of_a_code_have_the_same_words(user):
    change, code, _key = asked(user)
    tries = [(None, code, NOW), (change, "x", NOW), (change, code, NOW + LASTS)]
    words = set()
    for which, typed, at in tries:
        with pytest.raises(CodeRefused) as refused:
            addresses.prove_new(change=which, code=typed, at=at)
        words.add(refused.value.message)

    assert len(words) == 1


def test_a_code_is_guessed_at_five_times(user):
    change, code, _key = asked(user)
    for _guess in range(MOST_ATTEMPTS):
        with pytest.raises(CodeRefused):
            addresses.prove_new(change=change, code="x", at=NOW)

    with pytest.raises(CodeRefused):
        addresses.prove_new(change=change, code=code, at=NOW)


def test_after_a_day_neither_counts(user):
    change, code, key = asked(user)
    for verb, proof in ((addresses.prove_new, {"code": code}), (addresses.agree, {"key": key})):
        with pytest.raises((CodeRefused, NoLongerOpen)):
            verb(change=change, at=NOW + LASTS, **proof)

    assert of(user) == [OLD, (OLD, True, True)]


def test_a_second_wish_replaces_the_first(user):
    first, code, _key = asked(user)
    asked(user, email="lain@contoh.example")

    with pytest.raises(CodeRefused):
        addresses.prove_new(change=first, code=code, at=NOW + dt.timedelta(minutes=1))
    assert AddressChange.objects.get().email == "lain@contoh.example"


def test_somebody_elses_address_looks_like_any_other_and_is_not_given(user):
    make_user("orang@contoh.example")

    change, no_code, key = asked(user, email="Orang@contoh.example")
    addresses.agree(change=change, key=key, at=NOW)

    assert no_code == ""
    assert Mail.objects.get(to="orang@contoh.example").kind == "account.address_taken"
    with pytest.raises(CodeRefused):
        addresses.prove_new(change=change, code="000000", at=NOW)
    assert of(user) == [OLD, (OLD, True, True)]


def test_an_address_that_somebody_took_meanwhile_is_not_given(user):
    change, code, key = asked(user)
    addresses.agree(change=change, key=key, at=NOW)
    make_user(NEW)

    with pytest.raises(CodeRefused):
        addresses.prove_new(change=change, code=code, at=NOW)


def test_the_present_address_is_no_new_one(user):
    with pytest.raises(CannotChangeAddress):
        addresses.ask(user=user, email=OLD.upper(), at=NOW)
