"""Children that start one after another, live together, and end together, in reverse."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from ipspi.embedded.account import Account
from ipspi.embedded.errors import CannotStart

CHILD = Path(__file__).with_name("child.py")
LAST_LINES = 20
LOG_LIMIT = 5_000_000  # bytes; a longer log of earlier runs starts over


class Stopped(BaseException):
    """A signal asked us to end. No Exception: nothing on the way may take it for an error."""


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_by: signal.Signals
    patience: float  # seconds between the polite signal and SIGKILL


def command(
    *arguments: str | Path, dies_by: signal.Signals = signal.SIGTERM, account: Account | None = None
) -> list[str]:
    """Return the command line of a child that gets the signal `dies_by` when its parent dies, however it dies."""
    name = account.pw_name if account else ""
    shim = [sys.executable, "-I", "-S", str(CHILD), str(int(dies_by)), name, str(os.getpid())]
    return [*shim, *map(str, arguments)]


class Supervisor:
    """Holds children; as a context manager it ends them in reverse, whatever happened."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.children: list[Child] = []

    def __enter__(self) -> Self:
        for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
            signal.signal(number, _stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
            signal.signal(number, signal.SIG_IGN)  # the second Ctrl-C does not leave children behind
        self.stop()

    def start(
        self,
        name: str,
        *arguments: str | Path,
        stop_by: signal.Signals = signal.SIGTERM,
        dies_by: signal.Signals | None = None,
        patience: float = 15,
        account: Account | None = None,
        env: Mapping[str, str] | None = None,
        cwd: Path | str = "/",
        pass_fds: Sequence[int] = (),
    ) -> Child:
        """Start a child in a session of its own, with its output in `<name>.log`."""
        log = self.logs / f"{name}.log"
        too_long = log.exists() and log.stat().st_size > LOG_LIMIT
        with log.open("wb" if too_long else "ab") as output:
            process = subprocess.Popen(
                command(*arguments, dies_by=dies_by or stop_by, account=account),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env=env,
                cwd=cwd,
                pass_fds=pass_fds,
            )
        child = Child(name, process, log, stop_by, patience)
        self.children.append(child)
        return child

    def wait_until(self, ready: Callable[[], bool], child: Child, *, seconds: float = 60) -> None:
        """Wait for a child to be `ready`. Raises CannotStart if any child dies first, or it takes too long."""
        deadline = time.monotonic() + seconds
        while not ready():
            self.look()
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"{child.name} does not answer after {seconds:.0f} s.\n{last_lines(child.log)}"
                )
            time.sleep(0.02)

    def look(self) -> None:
        """Raise CannotStart, with the last lines of its log, if a child has died."""
        for child in self.children:
            if child.process.poll() is not None:
                raise CannotStart(f"{child.name} ended ({_how(child.process)}).\n{last_lines(child.log)}")

    def stop(self) -> None:
        """End all children, the last one first: politely, then with SIGKILL to the whole session."""
        while self.children:
            child = self.children.pop()
            _end(child)


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped(signal.Signals(number).name)


def _end(child: Child) -> None:
    if child.process.poll() is None:
        child.process.send_signal(child.stop_by)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(child.patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, signal.SIGKILL)  # what it left behind in its session
    child.process.wait()


def _how(process: subprocess.Popen[bytes]) -> str:
    code = process.returncode
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"


def last_lines(log: Path) -> str:
    """Return the end of a log, under its path."""
    lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:] if log.exists() else []
    return "\n".join([f"The end of {log}:", *(f"  {line}" for line in lines)])
