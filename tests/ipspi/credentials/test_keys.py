"""Keys that sign: one at a time, the others for ever known, the private half nowhere in plain."""

import base64
import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from ipspi.credentials import keys, tokens
from ipspi.credentials.models import SigningKey
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_the_first_key_is_made_when_it_is_needed():
    first = keys.signing()

    assert [first.pk, keys.signing().pk] == [1, 1]


def test_a_new_key_takes_over_and_what_the_old_one_signed_stays_valid():
    old = tokens.sign(b"lama", purpose="p")

    keys.rotate(at=NOW)

    assert tokens.verified(old, purpose="p").payload == b"lama"
    assert tokens.verified(tokens.sign(b"baru", purpose="p"), purpose="p").key == 2


def test_the_private_half_of_a_key_that_signs_no_more_is_gone():
    keys.signing()
    keys.rotate(at=NOW)

    assert [key.private is None for key in SigningKey.objects.order_by("number")] == [True, False]


def test_nothing_counts_that_a_distrusted_key_signed():
    old = tokens.sign(b"lama", purpose="p")

    call_command("rotate_signing_key", distrust=True, stdout=io.StringIO())

    with pytest.raises(tokens.UnknownKey):
        tokens.verified(old, purpose="p")
    assert [key["kid"] for key in keys.published()["keys"]] == ["2"]


def test_the_private_half_is_encrypted_in_the_table():
    key = keys.signing()
    with connection.cursor() as cursor:
        cursor.execute("SELECT private FROM credentials_signingkey")
        stored = bytes(cursor.fetchone()[0])

    assert len(key.private) == 32
    assert key.private not in stored


def test_the_public_keys_are_published_and_no_private_one(client):
    key = keys.signing()
    keys.rotate(at=NOW)

    response = client.get("/.well-known/jwks.json")

    published = response.json()["keys"]
    assert [each["kid"] for each in published] == ["2", "1"]
    assert {frozenset(each) for each in published} == {frozenset(["kty", "crv", "x", "kid", "use", "alg"])}
    assert base64.urlsafe_b64decode(published[1]["x"] + "=") == bytes(key.public)
    assert response.headers["Content-Type"] == "application/jwk-set+json"


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("signing_key_number_fits_a_byte", {"number": 256, "private": None}),
        ("signing_key_only_one_signs", {"number": 2, "private": b"2" * 32}),
        ("signing_key_distrusted_signs_nothing", {"number": 2, "private": b"2" * 32, "distrusted_at": NOW}),
    ],
)
def test_keys_that_cannot_be(constraint, facts):
    if constraint == "signing_key_only_one_signs":
        keys.signing()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SigningKey.objects.create(**{"public": b"1" * 32, "made_at": NOW, **facts})


def test_after_255_keys_there_is_no_number_left():
    SigningKey.objects.create(number=255, public=b"1" * 32, made_at=NOW)

    with pytest.raises(keys.NoNumberLeft):
        keys.rotate(at=NOW + dt.timedelta(days=1))


@pytest.mark.django_db(transaction=True)
def test_many_who_need_the_first_key_at_once_make_one():
    def sign(number: int) -> int:
        try:
            return keys.signing().pk
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as threads:
        assert set(threads.map(sign, range(12))) == {1}
