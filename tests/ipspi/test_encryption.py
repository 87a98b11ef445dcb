"""Encryption at rest and keyed look-up."""

import pytest
from django.db import connection
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from ipspi import encryption
from ipspi.accounts.models import User
from members.models import Draft

OLD = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
NEW = "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI="


@given(st.binary(max_size=200))
def test_what_was_encrypted_decrypts(value: bytes) -> None:
    assert encryption.decrypt(encryption.encrypt(value, context="a.b"), context="a.b") == value


def test_the_same_value_is_never_stored_alike() -> None:
    assert encryption.encrypt(b"1671", context="a.b") != encryption.encrypt(b"1671", context="a.b")


def test_a_value_moved_to_another_column_does_not_decrypt() -> None:
    stored = encryption.encrypt(b"1671", context="members_member.nik")

    with pytest.raises(encryption.DecryptionError):
        encryption.decrypt(stored, context="chapters_listrow.nik")


@pytest.mark.parametrize("place", [0, 1, 13, -1])
def test_a_changed_byte_does_not_decrypt(place: int) -> None:
    stored = bytearray(encryption.encrypt(b"1671", context="a.b"))
    stored[place] ^= 1

    with pytest.raises(encryption.DecryptionError):
        encryption.decrypt(bytes(stored), context="a.b")


def test_an_older_key_still_decrypts_and_the_newest_encrypts() -> None:
    with override_settings(ENCRYPTION_KEYS={1: OLD}):
        stored = encryption.encrypt(b"1671", context="a.b")

    with override_settings(ENCRYPTION_KEYS={1: OLD, 2: NEW}):
        assert encryption.decrypt(stored, context="a.b") == b"1671"
        assert encryption.encrypt(b"1671", context="a.b")[0] == 2

    with override_settings(ENCRYPTION_KEYS={2: NEW}), pytest.raises(encryption.DecryptionError):
        encryption.decrypt(stored, context="a.b")


def test_a_lookup_is_equal_for_equal_values_of_one_purpose_and_one_key() -> None:
    with override_settings(LOOKUP_KEYS={1: OLD}):
        first = encryption.lookup("1671", purpose="nik")
        assert encryption.lookup("1671", purpose="nik") == first
        assert encryption.lookup("1671", purpose="nip") != first
        assert encryption.lookup("1672", purpose="nik") != first
    with override_settings(LOOKUP_KEYS={1: NEW}):
        assert encryption.lookup("1671", purpose="nik") != first


def test_a_short_key_is_refused() -> None:
    with override_settings(LOOKUP_KEYS={1: "QUFB"}), pytest.raises(ValueError, match="32 bytes"):
        encryption.lookup("1671", purpose="nik")


@pytest.mark.django_db
def test_a_field_is_unreadable_in_the_database_and_readable_through_the_model(
    django_user_model: type[User],
) -> None:
    user = django_user_model.objects.create_user("ana@contoh.example")
    Draft.objects.create(user=user, answers="rahasia 1671", saved_at="2026-11-23T00:00Z")

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM members_draft")
        stored = bytes(cursor.fetchone()[0])

    assert b"rahasia" not in stored
    assert Draft.objects.get().answers == "rahasia 1671"


@pytest.mark.django_db
def test_an_empty_text_is_stored_as_null(django_user_model: type[User]) -> None:
    user = django_user_model.objects.create_user("ana@contoh.example")
    Draft.objects.create(user=user, answers="", saved_at="2026-11-23T00:00Z")

    assert Draft.objects.get().answers is None
