"""The log of acts: append-only in the database itself, and chained."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from ipspi.accounts.models import User
from ipspi.audit import recording
from ipspi.audit.models import Act, ChainLink

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def user() -> User:
    return User.objects.create_user("ana@contoh.example")


def _acts(user: User, count: int) -> None:
    for number in range(count):
        recording.record(by=user, did="admit", to=user, chapter="16", number=number)


def _without_triggers(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_act DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE audit_chainlink DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE audit_act ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE audit_chainlink ENABLE TRIGGER USER")


def test_an_act_says_who_did_what_to_which_row(user: User) -> None:
    _acts(user, 1)

    act = Act.objects.get()
    assert (act.actor_id, act.did, act.on_table, act.on_id, act.chapter) == (
        user.pk, "admit", "accounts_user", str(user.pk), "16",
    )  # fmt: skip
    assert act.details == {"number": 0}


def test_the_registry_itself_has_no_id(user: User) -> None:
    recording.record(by=None, did="reconcile", to=user)

    assert Act.objects.get().actor_id is None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_act SET did = 'reject'",
        "DELETE FROM audit_act",
        "TRUNCATE audit_act, audit_chainlink",
        "UPDATE audit_chainlink SET hash = ''",
        "DELETE FROM audit_chainlink",
        "TRUNCATE audit_chainlink",
    ],
)
def test_the_database_refuses_every_change(user: User, sql: str) -> None:
    _acts(user, 1)

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_every_committed_act_is_chained_and_a_rolled_back_one_leaves_nothing(user: User) -> None:
    _acts(user, 3)
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the act must be recorded inside
        _acts(user, 1)
        raise ZeroDivisionError

    assert list(ChainLink.objects.order_by("id").values_list("act_id", flat=True)) == list(
        Act.objects.order_by("id").values_list("id", flat=True)
    )
    call_command("check_log")


def test_a_changed_act_breaks_the_chain_there(user: User) -> None:
    _acts(user, 4)
    second = Act.objects.order_by("id")[1].pk
    _without_triggers(f"UPDATE audit_act SET chapter = '11' WHERE id = {second}")

    assert recording.first_broken_link() == second
    with pytest.raises(CommandError, match=f"act {second}"):
        call_command("check_log")


def test_a_removed_link_breaks_the_chain_after_it(user: User) -> None:
    _acts(user, 4)
    ids = list(Act.objects.order_by("id").values_list("id", flat=True))
    _without_triggers(f"DELETE FROM audit_chainlink WHERE act_id = {ids[1]}")

    assert recording.first_broken_link() == ids[2]
