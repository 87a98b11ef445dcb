"""Alive, and ready to work."""

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from tests.fixtures.processes import Broker

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_alive_whatever_else_is_down(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_it_is_ready_when_everything_answers(client: Client, broker: Broker) -> None:
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200, {"database": True, "broker": True, "cache": True, "migrations": True, "keys": True},
    )  # fmt: skip


def test_it_is_not_ready_without_a_broker_and_says_so(client: Client, broker: Broker) -> None:
    broker.stop()

    response = client.get("/readyz")

    assert (response.status_code, response.json()["broker"], response.json()["database"]) == (
        503,
        False,
        True,
    )


def test_it_is_not_ready_before_its_migrations(client: Client, broker: Broker) -> None:
    MigrationRecorder.Migration.objects.filter(app="jobs").delete()

    response = client.get("/readyz")

    assert (response.status_code, response.json()["migrations"]) == (503, False)
