import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from ipspi.accounts import confirming
from ipspi.accounts.confirming import CodeRefused
from ipspi.accounts.models import Confirmation
from ipspi.outbox.models import Mail
from tests.cast import NOW, make_user

pytestmark = pytest.mark.django_db


def sent_code(*, at: dt.datetime = NOW) -> tuple[Confirmation, str]:
    user = make_user(confirmed=False)
    confirmation = confirming.send_code(address=EmailAddress.objects.get(user=user), at=at)
    return confirmation, re.match("[0-9]{6}", Mail.objects.get(to=user.email).subject)[0]


def test_the_right_code_confirms_and_is_forgotten():
    confirmation, code = sent_code()

    address = confirming.confirm(confirmation=confirmation, code=code, at=NOW)

    assert (address.verified, address.primary) == (True, True)
    assert confirming.is_confirmed(user=address.user, email=address.email.upper())
    assert not Confirmation.objects.exists()


def test_the_code_itself_is_not_stored():
    confirmation, code = sent_code()

    assert code not in confirmation.code_hash


def test_all_refusals_have_the_same_words():
    confirmation, code = sent_code()
    tries = [(None, code, NOW), (confirmation, "x", NOW), (confirmation, code, NOW + confirming.LASTS)]
    words = set()
    for which, typed, at in tries:
        with pytest.raises(CodeRefused) as refused:
            confirming.confirm(confirmation=which, code=typed, at=at)
        words.add(refused.value.message)

    assert len(words) == 1


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_no_way_round_the_limit():
    confirmation, code = sent_code()

    def guess(number: int) -> None:
        try:
            with pytest.raises(CodeRefused):
                confirming.confirm(confirmation=confirmation, code=f"x{number}", at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=5) as threads:
        list(threads.map(guess, range(10)))

    confirmation.refresh_from_db()
    assert confirmation.attempts == confirming.MOST_ATTEMPTS
    with pytest.raises(CodeRefused):
        confirming.confirm(confirmation=confirmation, code=code, at=NOW)
