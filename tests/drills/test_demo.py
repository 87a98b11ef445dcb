"""The demo on machines as people have them: stopped, killed, as nobody in particular, behind closed doors, offline."""

import os
import shutil
import signal
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from ipspi.embedded.lock import CHECKOUT
from ipspi.embedded.state import StateFolder
from tests.fixtures.processes import wait_until

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(not Path("/proc").exists(), reason="looks at Linux's processes"),
]
PATIENCE = 240  # seconds; on two busy cores with the demo data to load
NEEDS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def processes(state: StateFolder) -> list[Path]:
    """Return all living processes that name a state folder, in their command line or their environment."""
    return [
        folder
        for folder in Path("/proc").glob("[0-9]*")
        if int(folder.name) != os.getpid() and _names(folder, state)
    ]


def _names(process: Path, state: StateFolder) -> bool:
    return any(str(state.root).encode() in _read(process / part) for part in ["cmdline", "environ"])


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # ended meanwhile, or not ours to look into
        return b""


class Demo:
    """A demo run in a process of its own."""

    def __init__(self, state: StateFolder, *become: str, cwd: Path = CHECKOUT, options: str = "") -> None:
        self.state = state
        self.output = state.root.parent / "demo.out"
        env = {name: os.environ[name] for name in ["PATH", "LANG", "HOME"] if name in os.environ}
        for name in [
            "PIP_FIND_LINKS",
            "PIP_INDEX_URL",
            "UV_DEFAULT_INDEX",
            "SSL_CERT_FILE",
        ]:  # where packages come from
            env |= {name: os.environ[name]} if name in os.environ else {}
        command = [*become, "make", "--no-print-directory", "demo", f"ARGS=--no-browser {options}"]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=cwd,
                env=env | {"IPSPI_STATE": str(state.root)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def wait_until_up(self) -> str:
        """Return the address."""
        wait_until(lambda: "Ctrl-C" in self.said or self.process.poll() is not None, seconds=PATIENCE)
        assert self.process.poll() is None, self.said
        return next(word for word in self.said.split() if word.startswith("http")).removesuffix("demo/")

    def kill(self) -> None:
        """SIGKILL to the demo itself, which can then stop nothing."""
        os.kill(self.number, signal.SIGKILL)
        self.process.wait(60)

    @property
    def number(self) -> int:
        """The process that Ctrl-C reaches beside make: the demo itself."""
        children = subprocess.run(
            ["ps", "-s", str(self.process.pid), "-o", "pid=,args="],
            capture_output=True,
            text=True,
            check=True,
        )
        line = next(
            line for line in children.stdout.splitlines() if "manage.py demo" in line and "make" not in line
        )
        return int(line.split()[0])

    def interrupt(self) -> None:
        """Press Ctrl-C: the terminal tells the whole group."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(60)

    def nothing_runs(self) -> bool:
        return processes(self.state) == []


@contextmanager
def folder(name: str = "state") -> Iterator[StateFolder]:
    place = Path(tempfile.mkdtemp(prefix="ipspi-drill-", dir="/tmp"))
    place.chmod(0o755)
    try:
        yield StateFolder(place / name)
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def state() -> Iterator[StateFolder]:
    with folder() as made:
        yield made


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:  # our own address
        return str(answer.read().decode())


def test_twice_in_a_row_with_its_data(state: StateFolder) -> None:
    first = Demo(state)
    address = first.wait_until_up()
    assert "Coba registri ini" in page(f"{address}demo/")
    with psycopg.connect(state.database_url) as connection:
        connection.execute("CREATE TABLE kept ()")
    first.interrupt()
    assert first.nothing_runs()
    assert "Everything has stopped" in first.said

    second = Demo(state)
    second.wait_until_up()
    with psycopg.connect(state.database_url) as connection:
        connection.execute("SELECT FROM kept")
    second.interrupt()
    assert second.nothing_runs()


def test_fresh_starts_over(state: StateFolder) -> None:
    first = Demo(state)
    first.wait_until_up()
    keys = state.keys()
    first.interrupt()

    again = Demo(state, options="--fresh")
    again.wait_until_up()
    assert state.keys() != keys
    again.interrupt()


def test_a_killed_demo_leaves_nothing_and_starts_again(state: StateFolder) -> None:
    first = Demo(state)
    first.wait_until_up()
    first.kill()
    wait_until(first.nothing_runs, seconds=30)

    second = Demo(state)
    second.wait_until_up()
    second.interrupt()
    assert second.nothing_runs()


def test_everything_killed_at_once_starts_again(state: StateFolder) -> None:
    """As after a power cut: a stale postmaster.pid, stale sockets, no one to clean up."""
    first = Demo(state)
    first.wait_until_up()
    numbers = [int(process.name) for process in processes(state)]
    for number in numbers:
        os.kill(number, signal.SIGSTOP)
    for number in numbers:
        os.kill(number, signal.SIGKILL)
    first.process.wait(60)
    wait_until(first.nothing_runs, seconds=30)

    second = Demo(state)
    second.wait_until_up()
    second.interrupt()
    assert second.nothing_runs()


@pytest.mark.parametrize("name", ["celery -A ipspi beat", "gunicorn", "bin/postgres -D"])
def test_a_dead_part_ends_the_whole_and_says_why(state: StateFolder, name: str) -> None:
    demo = Demo(state)
    demo.wait_until_up()
    mine = [
        process
        for process in processes(state)
        if name in _read(process / "cmdline").decode().replace("\0", " ")
    ]
    os.kill(min(int(process.name) for process in mine), signal.SIGKILL)

    assert demo.process.wait(60) != 0
    assert "The end of " in demo.said
    wait_until(demo.nothing_runs, seconds=10)


# ------------------------------------------------------------------ as an ordinary user, from nothing


@pytest.fixture
def stranger() -> Iterator[tuple[Path, tuple[str, ...]]]:
    """An ordinary user's closed home, and the words that make a command theirs."""
    name = "ipspidrill"
    home = Path(tempfile.mkdtemp(prefix="ipspi-home-", dir="/tmp"))
    subprocess.run(["useradd", "--home-dir", str(home), "--shell", "/bin/sh", name], check=True)
    shutil.chown(home, name)
    home.chmod(0o700)
    yield home, ("setpriv", f"--reuid={name}", f"--regid={name}", "--init-groups", "env", f"HOME={home}")
    subprocess.run(["userdel", name], check=True)
    shutil.rmtree(home)


@NEEDS_ROOT
def test_an_ordinary_user_in_a_folder_with_spaces_behind_a_closed_door(
    stranger: tuple[Path, tuple[str, ...]],
) -> None:
    """From a bare checkout; then once more without any network."""
    home, become = stranger
    checkout = home / "registri anggota (IPSPI)"
    _copy_to(checkout)
    subprocess.run(["chown", "-R", "ipspidrill:", str(checkout)], check=True)
    state = StateFolder(home / "state of mine")
    online = Demo(state, *become, cwd=checkout)
    online.wait_until_up()
    assert all(owner == "ipspidrill" for owner in _owners(state))
    online.interrupt()
    assert online.nothing_runs()

    alone = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    offline = Demo(state, *alone, *become, cwd=checkout)
    offline.wait_until_up()
    offline.interrupt()
    assert offline.nothing_runs()


@NEEDS_ROOT
def test_root_behind_a_closed_door(state: StateFolder) -> None:
    """PostgreSQL's stand-in reaches neither the checkout nor the state folder: both are helped."""
    door = state.root.parent
    door.chmod(0o700)
    checkout = door / "registri anggota (IPSPI)"
    _copy_to(checkout)
    demo = Demo(state, cwd=checkout)
    demo.wait_until_up()
    demo.interrupt()

    assert demo.nothing_runs()
    assert not state.postgres.is_relative_to(door)
    state.clear()


def _copy_to(checkout: Path) -> None:
    """Copy what a clone of the present state would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        source, target = CHECKOUT / name, checkout / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def _owners(state: StateFolder) -> set[str]:
    return {path.owner() for path in state.root.rglob("*")}
