from pathlib import Path

import pytest

from ipspi.embedded import demo_accounts
from ipspi.embedded.demo_accounts import DemoAccount

ACCOUNTS = [
    DemoAccount("sekretaris@dpp.example", "demo", "Sekretaris DPP"),
    DemoAccount("sekretaris@sumsel.example", "demo", "Sekretaris", "DPD Sumatera Selatan"),
]


def test_what_is_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPSPI_STATE", str(tmp_path))
    demo_accounts.write(ACCOUNTS)

    assert demo_accounts.read() == ACCOUNTS


def test_before_the_first_time_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPSPI_STATE", str(tmp_path))

    assert demo_accounts.read() == []


def test_without_a_state_folder_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IPSPI_STATE")
    demo_accounts.write(ACCOUNTS)

    assert demo_accounts.read() == []
