"""
Who uses the servers of a state folder, and who starts them.

    starting.lock   held by a command while it looks whether the servers run, and starts their keeper
    users.lock      shared by all commands that use the servers; the keeper takes it for itself when the last has gone
    keeper.lock     held by the keeper as long as it lives

The kernel gives a lock back when its holder dies, however it dies: no file here can be stale.
"""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from ipspi.embedded.errors import CannotStart
from ipspi.embedded.state import StateFolder

READY = "ready"
CHECKOUT = Path(__file__).resolve().parent.parent.parent


class Lock:
    """An advisory lock on a file."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, *, shared: bool = False) -> None:
        """Wait for the lock."""
        fcntl.flock(self._file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)

    def try_to_take(self) -> bool:
        return self._try(fcntl.LOCK_EX)

    def try_to_share(self) -> bool:
        return self._try(fcntl.LOCK_SH)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self._file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        os.close(self._file)

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def is_held(path: Path) -> bool:
    """Tell whether somebody holds a lock on the file."""
    lock = Lock(path)
    try:
        return not lock.try_to_take()
    finally:
        lock.release()


class Lease:
    """A share in the running servers of a state folder: they run as long as anybody has one."""

    def __init__(self, state: StateFolder, *, for_tests: bool = False) -> None:
        """Use the servers, or start them. Raises CannotStart."""
        self.state = state
        state.prepare()
        with Lock(state.root / "starting.lock"):
            self._users = Lock(state.root / "users.lock")
            self._users.take(shared=True)  # waits for a keeper that is just stopping
            try:
                if not self.servers_run():
                    _start_keeper(state, for_tests=for_tests)
            except BaseException:
                self._users.release()
                raise

    def servers_run(self) -> bool:
        return is_held(self.state.root / "keeper.lock")

    def release(self) -> None:
        """Give the share back; if it was the last, return when the servers have ended."""
        self._users.release()
        while self.servers_run() and not is_shared(self.state.root / "users.lock"):
            time.sleep(0.02)


def is_shared(path: Path) -> bool:
    """Tell whether somebody holds a share of the lock; the keeper, who holds all of it, does not count."""
    probe = Lock(path)
    try:
        return probe.try_to_share() and not probe.try_to_take()
    finally:
        probe.release()


def _start_keeper(state: StateFolder, *, for_tests: bool) -> None:
    """Start the process that owns the servers, and wait until they answer."""
    options = ["--for-tests"] if for_tests else []
    keeper = subprocess.Popen(
        [sys.executable, "-m", "ipspi.embedded.keeper", str(state.root), *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # Ctrl-C at a command is not for the servers that others use
        cwd=CHECKOUT,
    )
    with keeper:
        said = _read_until_ready(keeper)
    if said:
        raise CannotStart(said)


def _read_until_ready(keeper: subprocess.Popen[str]) -> str:
    """Return what the keeper said if it gave up, nothing if the servers answer."""
    said = ""
    for line in keeper.stdout or []:
        if line.strip() == READY:
            return ""
        said += line
    return said.strip() or "The embedded servers did not start."
