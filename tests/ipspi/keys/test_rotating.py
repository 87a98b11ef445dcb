"""Keys change while people write, and whoever is cut off goes on where they were."""

import os
import subprocess
import sys
import threading
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from chapters.models import Chapter, ListRow
from chapters.reconciliation import lists
from chapters.reconciliation.lines import Line
from ipspi import environment
from ipspi.audit.models import Act
from ipspi.encryption import lookup
from ipspi.keys import rotating
from ipspi.keys.models import LookupKey
from members.models import Draft, Member
from tests.cast import NOW, make_member, make_nik, make_user

OTHER = "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI="
WITH_ROWS = [Line(2, name="Siti", nik="16.7101.670385.0001"), Line(3, name="Siti"), Line(4, name="Siti")]


@pytest.fixture
def two_keys(settings: Settings) -> Settings:
    settings.LOOKUP_KEYS = {**settings.LOOKUP_KEYS, 2: OTHER}
    return settings


def rotate(to: int = 2, say: Any = lambda words: None) -> rotating.Rotated:
    return rotating.rotate_lookup_key(to=to, at=NOW, say=say)


def by_key(version: int, nik: str) -> Member | None:
    return Member.objects.filter(nik_lookup=lookup(nik, purpose="nik", version=version)).first()


@pytest.mark.django_db
class TestLookups:
    def test_every_number_is_found_by_the_new_key_and_by_no_other(self, two_keys: Settings) -> None:
        nik = make_nik()
        member = make_member(nik=nik)
        claimed = make_member(nik=make_nik(), nik_lookup=None)

        assert rotate() == rotating.Rotated(filled=1, repaired=0)

        assert (by_key(2, nik), by_key(1, nik)) == (member, None)
        assert lookup(nik, purpose="nik") == lookup(nik, purpose="nik", version=2)
        claimed.refresh_from_db()
        assert claimed.nik_lookup is None
        assert not Member.objects.exclude(nik_lookup_next=None).exists()
        assert Act.objects.latest("id").details == {"was": 1, "version": 2}

    def test_lines_of_lists_are_known_again_by_the_new_key(self, two_keys: Settings) -> None:
        chapter = Chapter.objects.get(pk="16")
        lists.apply(chapter=chapter, to=WITH_ROWS, file_name="daftar.csv", by=None, at=NOW)

        rotate()

        assert lists.change(chapter=chapter, to=WITH_ROWS).unchanged == 3
        found = ListRow.objects.exclude(nik_lookup=None).get()
        assert bytes(found.nik_lookup) == lookup("1671016703850001", purpose="nik", version=2)
        two_keys.LOOKUP_KEYS = {2: OTHER}  # the old key is no longer needed for anything
        assert lists.change(chapter=chapter, to=WITH_ROWS).is_empty

    def test_a_number_written_during_a_rotation_has_the_new_look_up_too(self, two_keys: Settings) -> None:
        nik, corrected = make_nik(), make_nik()
        member = make_member(nik=nik)
        written = False

        def write(words: str) -> None:
            nonlocal written
            if not written and words.startswith("members."):
                written = True
                Member.objects.filter(pk=member.pk).update(
                    nik=corrected, nik_lookup=lookup(corrected, purpose="nik")
                )
                make_member(nik=nik)

        assert rotate(say=write).repaired == 0

        assert by_key(2, corrected) == member
        assert by_key(2, nik) is not None

    def test_a_look_up_of_the_old_key_that_comes_late_is_repaired_by_running_again(
        self, two_keys: Settings
    ) -> None:
        nik = make_nik()
        member = make_member(nik=nik)
        rotate()
        Member.objects.update(nik_lookup=lookup(nik, purpose="nik", version=1))

        assert rotate() == rotating.Rotated(filled=0, repaired=1)
        assert by_key(2, nik) == member

    def test_values_of_a_rotation_that_was_given_up_are_not_taken_for_another_key(
        self, two_keys: Settings
    ) -> None:
        nik = make_nik()
        member = make_member(nik=nik)
        LookupKey.objects.update(next_version=3)
        Member.objects.update(nik_lookup_next=b"3" * 32)

        rotate()

        assert by_key(2, nik) == member

    def test_a_key_that_the_environment_lacks_is_refused(self, settings: Settings) -> None:
        with pytest.raises(CommandError, match="no version 7"):
            call_command("rotate_lookup_key", "--to", "7")

    def test_while_there_is_one_key_nobody_asks_the_database(
        self, django_assert_num_queries: Any, settings: Settings
    ) -> None:
        with django_assert_num_queries(0):
            lookup("1671", purpose="nik")

    def test_member_one_living_membership_per_next_lookup(self) -> None:
        make_member(nik_lookup_next=b"1" * 32)

        with (
            pytest.raises(IntegrityError, match="member_one_living_membership_per_next_lookup"),
            transaction.atomic(),
        ):
            make_member(nik_lookup_next=b"1" * 32)
        make_member(status=Member.Status.RESIGNED, nik_lookup_next=b"1" * 32)

    def test_lookup_key_is_one_row(self) -> None:
        with pytest.raises(IntegrityError, match="lookup_key_is_one_row"):
            LookupKey.objects.create(id=2)

    def test_lookup_key_rotates_to_another(self) -> None:
        with pytest.raises(IntegrityError, match="lookup_key_rotates_to_another"):
            LookupKey.objects.update(next_version=1)


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_the_switch_waits_for_who_is_writing_by_the_old_key(self, two_keys: Settings) -> None:
        nik, begun, switched = make_nik(), threading.Event(), threading.Event()

        def write() -> None:
            with transaction.atomic():
                found = lookup(nik, purpose="nik")
                begun.set()
                assert not switched.wait(1.0)  # it is we who are waited for
                make_member(nik=nik, nik_lookup=found)
            connection.close()

        writer = threading.Thread(target=write)
        writer.start()
        begun.wait(10)
        rotate()
        switched.set()
        writer.join()

        assert by_key(2, nik) is not None

    def test_a_rotation_whose_process_was_killed_is_finished_by_the_next(self, two_keys: Settings) -> None:
        niks = [make_nik() for _ in range(3)]
        for nik in niks:
            make_member(nik=nik)
        present = connection.settings_dict
        address = f"postgresql://{present['USER']}@/{present['NAME']}?host={present['HOST']}"
        keys = ",".join(f"{version}:{key}" for version, key in two_keys.LOOKUP_KEYS.items())
        dying = (
            "import os, django; django.setup()\n"
            "from ipspi.keys import rotating; from django.utils import timezone\n"
            "rotating.BATCH = 1\n"
            "rotating.rotate_lookup_key(to=2, at=timezone.now(), say=lambda words: os.kill(os.getpid(), 9))\n"
        )
        environment = {**os.environ, "DATABASE_URL": address, "LOOKUP_KEYS": keys}
        died = subprocess.run(
            [sys.executable, "-c", dying],
            env={**environment, "DJANGO_SETTINGS_MODULE": "ipspi.settings"},
            check=False,
        )
        assert died.returncode == -9
        assert Member.objects.exclude(nik_lookup_next=None).count() == 1
        assert by_key(1, niks[0]) is not None

        assert rotate().filled == 2

        assert None not in [by_key(2, nik) for nik in niks]


@pytest.mark.django_db
class TestEncryption:
    def test_every_value_is_encrypted_by_the_newest_key(self, settings: Settings) -> None:
        member, user = make_member(nik=make_nik()), make_user()
        Draft.objects.create(user=user, answers='{"identity": {"name": "Siti"}}', saved_at=NOW)
        nik = member.nik
        settings.ENCRYPTION_KEYS = {**settings.ENCRYPTION_KEYS, 2: OTHER}

        call_command("rotate_encryption_key")

        settings.ENCRYPTION_KEYS = {2: OTHER}  # without the old key
        assert Member.objects.get().nik == nik
        assert "Siti" in Draft.objects.get().answers
        assert Act.objects.latest("id").details == {"values": 2}
        assert rotating.rotate_encryption_key(say=print) == (0, [])

    def test_a_value_that_no_key_reads_is_named_by_its_row_and_stops_no_other(
        self, settings: Settings
    ) -> None:
        lost, kept = make_member(), make_member()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE members_member SET nik = set_byte(nik, 20, 0) || '\\x00' WHERE id = %s", [lost.pk]
            )
        settings.ENCRYPTION_KEYS = {**settings.ENCRYPTION_KEYS, 2: OTHER}

        with pytest.raises(CommandError, match=rf"members_member\.nik:{lost.pk}"):
            call_command("rotate_encryption_key")

        settings.ENCRYPTION_KEYS = {2: OTHER}
        assert Member.objects.get(pk=kept.pk).nik == kept.nik

    def test_many_batches_are_gone_through(self, settings: Settings, monkeypatch: Any) -> None:
        monkeypatch.setattr(rotating, "BATCH", 2)
        for _ in range(5):
            make_member()
        settings.ENCRYPTION_KEYS = {**settings.ENCRYPTION_KEYS, 2: OTHER}

        assert rotating.rotate_encryption_key(say=print) == (5, [])


def test_keys_are_written_with_their_versions(monkeypatch: Any) -> None:
    monkeypatch.setenv("SOME_KEYS", "1:a, 2:b")
    assert environment.keys("SOME_KEYS") == {1: "a", 2: "b"}
    monkeypatch.delenv("SOME_KEYS")
    monkeypatch.setenv("SOME_KEY", "a")
    assert environment.keys("SOME_KEYS", single="SOME_KEY") == {1: "a"}
    for nonsense in ["a", "1:a,1:b", "0:a", "256:a", "x:a"]:
        monkeypatch.setenv("SOME_KEYS", nonsense)
        with pytest.raises(ImproperlyConfigured):
            environment.keys("SOME_KEYS")
