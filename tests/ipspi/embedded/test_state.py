import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ipspi.embedded import account
from ipspi.embedded.errors import CannotStart
from ipspi.embedded.state import FOR_ROOT, LONGEST_SOCKET, StateFolder, locate

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has a stand-in for PostgreSQL")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


# ------------------------------------------------------------------ where it is


def test_the_environment_chooses_the_folder(tmp_path: Path) -> None:
    chosen = locate(Path("/any"), {"IPSPI_STATE": f"{tmp_path}/x/../mine"})

    assert chosen.root == tmp_path / "mine"


def test_each_checkout_has_its_own_folder() -> None:
    one, other = locate(Path("/home/a/registri ipspi"), {}), locate(Path("/home/b/registri ipspi"), {})

    assert one != other
    assert one.root.name.startswith("registri-ipspi-")


def test_the_folder_is_not_in_the_checkout() -> None:
    checkout = Path(__file__).parents[3]

    assert not locate(checkout, {}).root.is_relative_to(checkout)


def test_every_process_computes_the_same_sockets() -> None:
    code = "from ipspi.embedded.state import *; print(StateFolder(Path('/tmp/a folder, long')).sockets)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == str(StateFolder(Path("/tmp/a folder, long")).sockets)


@pytest.mark.parametrize(
    "folder", ["/tmp/short", "/tmp/" + "long/" * 30, "/tmp/with space", "/tmp/with,comma", "/tmp/é"]
)
def test_a_socket_path_is_short_and_plain(folder: str) -> None:
    state = StateFolder(Path(folder))

    for path in [state.postgres_socket_folder / ".s.PGSQL.5432.lock", state.valkey_socket]:
        assert len(os.fsencode(path)) <= LONGEST_SOCKET
        assert not set(str(path)) & set(" ,é")


def test_different_folders_have_different_sockets() -> None:
    one, other = StateFolder(Path("/tmp/with space")), StateFolder(Path("/tmp/with  space"))

    assert one.sockets != other.sockets


# ------------------------------------------------------------------ who may enter


def test_everything_is_closed_to_others(state: StateFolder) -> None:
    state.prepare()

    for folder in [
        state.logs,
        state.mail,
        state.postgres,
        state.postgres_socket_folder,
        state.valkey_socket.parent,
    ]:
        assert mode(folder) == 0o700
    assert mode(state.root) in {0o700, 0o711}
    assert mode(state.sockets) in {0o700, 0o711}
    assert mode(state.keys_file) == 0o600


@as_root
def test_only_postgresql_belongs_to_the_stand_in(state: StateFolder) -> None:
    state.prepare()
    other = account.stand_in()

    assert other is not None
    assert [path.name for path in sorted(state.root.rglob("*")) if path.owner() == other.pw_name] == [
        "postgres"
    ] * 2


@as_root
def test_somebody_elses_folder_is_refused(state: StateFolder) -> None:
    state.root.mkdir()
    os.chown(state.root, 12345, 12345)

    with pytest.raises(CannotStart, match="belongs to somebody else"):
        state.prepare()


@as_root
def test_somebody_elses_socket_folder_is_refused(state: StateFolder) -> None:
    state.prepare()
    os.chown(state.postgres_socket_folder, 12345, 12345)

    with pytest.raises(CannotStart, match="belongs to somebody else"):
        state.prepare()


def test_a_folder_with_other_things_is_refused(state: StateFolder) -> None:
    state.root.mkdir()
    (state.root / "thesis.odt").touch()

    with pytest.raises(CannotStart, match="holds other things"):
        state.prepare()


def test_a_folder_that_cannot_be_made_is_told() -> None:
    with pytest.raises(
        CannotStart, match=r"/proc/nowhere cannot be made \(.+\); choose another with IPSPI_STATE"
    ):
        StateFolder(Path("/proc/nowhere")).prepare()


@as_root
def test_a_closed_folder_lends_its_database_a_place(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    state = StateFolder(tmp_path / "state")
    state.prepare()

    assert state.postgres.parent == FOR_ROOT
    assert not state.sockets.is_relative_to(tmp_path)

    state.clear()
    assert not state.postgres.parent.joinpath(state.postgres.name).is_dir()
    shutil.rmtree(state.sockets)


# ------------------------------------------------------------------ keys


def test_keys_are_made_once(state: StateFolder) -> None:
    assert state.keys() == state.keys()
    assert set(state.keys()) == {"SECRET_KEY", "ENCRYPTION_KEYS", "LOOKUP_KEY"}


def test_two_folders_have_different_keys(state: StateFolder) -> None:
    first, second = state.keys(), state.for_tests().keys()

    assert all(first[name] != second[name] for name in first)


def test_clearing_leaves_only_what_is_not_data(state: StateFolder) -> None:
    state.prepare()
    state.for_tests().prepare()
    state.clear()

    assert sorted(path.name for path in state.root.iterdir()) == ["ipspi-state", "tests"]
