import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ipspi.embedded import account
from ipspi.embedded.errors import CannotStart
from ipspi.embedded.lock import CHECKOUT
from ipspi.embedded.supervisor import Supervisor
from tests.fixtures.processes import wait_until

SAYS_WHEN_IT_ENDS = """
trap 'echo "$0" >> ended; exit' TERM INT
echo up
while true; do sleep 0.02; done
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Supervisor:
    return Supervisor(tmp_path)


def start(supervisor: Supervisor, name: str, script: str = SAYS_WHEN_IT_ENDS, **options: object) -> None:
    child = supervisor.start(name, "/bin/bash", "-c", script, name, cwd=supervisor.logs, **options)  # type: ignore[arg-type]
    if script is SAYS_WHEN_IT_ENDS:
        supervisor.wait_until(lambda: "up" in child.log.read_text(), child)


def test_children_end_in_reverse(supervisor: Supervisor, tmp_path: Path) -> None:
    for name in ["postgres", "web", "worker"]:
        start(supervisor, name)
    supervisor.stop()

    assert (tmp_path / "ended").read_text().split() == ["worker", "web", "postgres"]


def test_each_child_has_a_session_of_its_own(supervisor: Supervisor) -> None:
    start(supervisor, "web")
    [child] = supervisor.children

    assert os.getsid(child.process.pid) == child.process.pid
    supervisor.stop()


def test_a_stubborn_child_is_killed(supervisor: Supervisor) -> None:
    start(supervisor, "web", "trap '' TERM; echo up; while true; do sleep 0.02; done", patience=0.2)
    [child] = supervisor.children
    supervisor.wait_until(lambda: "up" in child.log.read_text(), child)
    supervisor.stop()

    assert child.process.returncode == -signal.SIGKILL


def test_what_a_child_leaves_behind_ends_too(supervisor: Supervisor, tmp_path: Path) -> None:
    start(supervisor, "web", "sleep 100 & echo $! > grandchild; wait")
    number = int(
        wait_until(lambda: (tmp_path / "grandchild").exists() and (tmp_path / "grandchild").read_text())
    )
    supervisor.stop()

    wait_until(
        lambda: not Path(f"/proc/{number}").exists() or "zombie" in Path(f"/proc/{number}/status").read_text()
    )


def test_a_dead_child_is_told_with_the_end_of_its_log(supervisor: Supervisor) -> None:
    start(supervisor, "beat", "seq 1 100; echo 'no such schedule'; exit 3")
    supervisor.children[0].process.wait()

    with pytest.raises(CannotStart) as told:
        supervisor.look()
    lines = str(told.value).splitlines()
    assert lines[0] == "beat ended (with code 3)."
    assert lines[1] == f"The end of {supervisor.logs}/beat.log:"
    assert lines[2].strip() == "82"
    assert lines[-1].strip() == "no such schedule"


def test_a_child_that_never_answers_is_told(supervisor: Supervisor) -> None:
    start(supervisor, "web")

    with pytest.raises(CannotStart, match=r"web does not answer after 0 s\."):
        supervisor.wait_until(lambda: False, supervisor.children[0], seconds=0.1)
    supervisor.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal at a parent's death is Linux's")
def test_children_die_with_a_killed_parent(tmp_path: Path) -> None:
    code = f"""
import signal, sys
from pathlib import Path
from ipspi.embedded.supervisor import Supervisor
child = Supervisor(Path({str(tmp_path)!r})).start("child", "/bin/sleep", "100", dies_by=signal.SIGKILL)
print(child.process.pid, flush=True)
signal.pause()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    ) as parent:
        assert parent.stdout is not None
        number = int(parent.stdout.readline())
        wait_until(lambda: b"/bin/sleep" in Path(f"/proc/{number}/cmdline").read_bytes())
        parent.kill()

    wait_until(
        lambda: not Path(f"/proc/{number}").exists() or "zombie" in Path(f"/proc/{number}/status").read_text()
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_children_of_root_may_be_somebody_else(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.start("whoami", "/usr/bin/id", "-un", account=account.stand_in())
    child.process.wait()

    assert child.log.read_text().strip() in account.STAND_INS
