import os
import subprocess
import sys

import pytest

from ipspi.embedded.command_line import MANAGE, is_development, needs_servers
from ipspi.embedded.state import StateFolder


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that says nothing about the registry."""
    for name in [
        "DEBUG",
        "IPSPI_DEMO",
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "ENCRYPTION_KEYS",
        "LOOKUP_KEY",
    ]:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(MANAGE), *arguments], check=False, capture_output=True, text=True, env=os.environ
    )


# ------------------------------------------------------------------ when servers of our own are allowed


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ({}, True),  # a checkout with the `embedded` extra
        ({"DEBUG": "1"}, True),
        ({"DEBUG": "0"}, False),
        ({"DEBUG": "0", "IPSPI_DEMO": "1"}, True),
        ({"DATABASE_URL": "postgresql://db/ipspi"}, False),
        ({"DATABASE_URL": "postgresql://db/ipspi", "DEBUG": "1"}, True),
    ],
)
def test_own_servers_are_for_development_and_demo(
    environ: pytest.MonkeyPatch, said: dict[str, str], allowed: bool
) -> None:
    for name, value in said.items():
        environ.setenv(name, value)

    assert is_development() is allowed


def test_without_the_extra_nothing_is_ours(environ: pytest.MonkeyPatch) -> None:
    environ.setattr("ipspi.embedded.command_line.find_spec", lambda name: None)

    assert is_development() is False


@pytest.mark.parametrize(
    "missing", ["DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ENCRYPTION_KEYS", "LOOKUP_KEY"]
)
def test_in_production_what_is_missing_is_refused(
    environ: pytest.MonkeyPatch, state: StateFolder, missing: str
) -> None:
    for name, value in {"DEBUG": "0", **state.environment()}.items():
        if name != missing:
            environ.setenv(name, value)
    refused = manage("check")

    assert refused.returncode == 1
    assert f"{missing} must be set; see .env.example." in refused.stderr
    assert not state.postgres.exists()


# ------------------------------------------------------------------ what brings them up


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("migrate", True),
        ("reconcile --chapter 16", True),
        ("makemigrations", True),
        ("makemigrations --check", False),
        ("check", False),
        ("collectstatic --no-input", False),
        ("compilemessages", False),
        ("help migrate", False),
        ("migrate --help", False),
        ("--version", False),
        ("", False),
    ],
)
def test_only_commands_that_read_data_need_servers(line: str, needed: bool) -> None:
    assert needs_servers(["manage.py", *line.split()]) is needed


def test_the_first_command_makes_the_tables(environ: pytest.MonkeyPatch, state: StateFolder) -> None:
    environ.setenv("IPSPI_STATE", str(state.root))
    count = "from ipspi.regions.models import Regency; print(Regency.objects.count())"
    first, second = manage("shell", "-v0", "-c", count), manage("shell", "-v0", "-c", count)

    assert (first.stdout, second.stdout) == ("514\n", "514\n")
    assert "making the tables" in first.stderr
    assert second.stderr == ""


def test_every_command_understands_the_state_option(environ: pytest.MonkeyPatch, state: StateFolder) -> None:
    done = manage("check", "--state", str(state.root))

    assert done.returncode == 0, done.stderr
    assert state.keys_file.exists()


def test_a_folder_that_cannot_be_used_is_one_sentence(
    environ: pytest.MonkeyPatch, state: StateFolder
) -> None:
    state.root.mkdir()
    (state.root / "thesis.odt").touch()
    refused = manage("migrate", f"--state={state.root}")

    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
