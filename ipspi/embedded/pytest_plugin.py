"""
Servers for a test run, up before Django reads its settings.

tests/conftest.py names this module first among its plugins. One process, the controller where tests run in several,
starts the servers; the others inherit their addresses. Each process has a Valkey database of its own.
"""

import os
from pathlib import Path

import django
import pytest

from ipspi.embedded.command_line import CHECKOUT
from ipspi.embedded.errors import CannotStart
from ipspi.embedded.lock import Lease, Lock
from ipspi.embedded.state import StateFolder, locate

MOST_RUNS = 20  # at the same time, on one state folder


class Run:
    """A test run's servers, and the lock that keeps other runs out of its folder."""

    def __init__(self) -> None:
        self._lock, self.state = _free_folder()
        self._lease = Lease(self.state, for_tests=True)

    def end(self) -> None:
        self._lease.release()
        self._lock.release()


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Bring everything up. This hook, because it runs at once: before any conftest or test imports a model."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        try:
            run = Run()
        except CannotStart as error:
            raise pytest.UsageError(str(error)) from None
        pluginmanager.register(Ending(run))
        _set_environment(run.state)
    number = int(worker.removeprefix("gw")) + 1 if worker else 0
    os.environ["REDIS_URL"] = StateFolder(Path(os.environ["IPSPI_STATE"])).redis_url(number)
    django.setup()


class Ending:
    """Ends the servers with the run."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        self._run.end()


def _set_environment(state: StateFolder) -> None:
    os.environ.update(
        state.environment(),
        DJANGO_SETTINGS_MODULE="ipspi.settings",
        DEBUG="1",  # static files without a manifest; tests themselves run without DEBUG, Django sees to it
        IPSPI_DEMO="0",
    )


def _free_folder() -> tuple[Lock, StateFolder]:
    """Return a folder for this run that no other run is using, with the lock on it."""
    state = locate(CHECKOUT)
    for number in range(1, MOST_RUNS + 1):
        candidate = state.for_tests(number)
        candidate.make()
        lock = Lock(candidate.root / "run.lock")
        if lock.try_to_take():
            return lock, candidate
        lock.release()
    raise CannotStart(f"{MOST_RUNS} test runs are using {state.root} already.")
