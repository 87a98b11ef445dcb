from pathlib import Path

import pytest
import time_machine

from ipspi.embedded import demo_accounts
from ipspi.embedded.demo_accounts import DemoAccount
from tests.cast import NOW, SECRET, code_now

ACCOUNTS = [
    DemoAccount("sekretaris@dpp.example", "demo", "Sekretaris DPP"),
    DemoAccount("sekretaris@sumsel.example", "demo", "Sekretaris", "DPD Sumatera Selatan", SECRET),
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


@time_machine.travel(NOW)
def test_an_officer_has_the_code_of_this_half_minute_and_a_member_none() -> None:
    assert [account.code for account in ACCOUNTS] == ["", code_now()]


def test_an_invented_secret_is_the_same_every_time() -> None:
    assert demo_accounts.secret_of("a@contoh.example") == demo_accounts.secret_of("a@contoh.example")
    assert demo_accounts.secret_of("a@contoh.example") != demo_accounts.secret_of("b@contoh.example")
