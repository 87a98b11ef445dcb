import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest

from ipspi.embedded.errors import CannotStart
from ipspi.embedded.lock import CHECKOUT, Lease, is_held
from ipspi.embedded.state import StateFolder
from tests.fixtures.processes import wait_until

HOLDER = """
import sys
from pathlib import Path
from ipspi.embedded.lock import Lease
from ipspi.embedded.state import StateFolder
lease = Lease(StateFolder(Path(sys.argv[1])))
print("using", flush=True)
sys.stdin.read()
lease.release()
"""


@contextmanager
def another_process(state: StateFolder) -> Iterator[subprocess.Popen[str]]:
    """A process that uses the servers until its standard input closes."""
    command = [sys.executable, "-c", HOLDER, str(state.root)]
    with subprocess.Popen(
        command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=CHECKOUT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "using\n"
        yield process


def answers(state: StateFolder) -> bool:
    try:
        psycopg.connect(state.database_url).close()
    except psycopg.OperationalError:
        return False
    return True


def test_servers_run_as_long_as_somebody_uses_them(state: StateFolder) -> None:
    first, second = Lease(state), Lease(state)

    first.release()
    assert answers(state)

    second.release()
    assert not answers(state)


def test_whoever_started_them_may_leave_first(state: StateFolder) -> None:
    with another_process(state) as starter:
        lease = Lease(state)
        starter.communicate()
    assert answers(state)

    lease.release()
    assert not answers(state)


def test_two_starters_at_once_start_one_pair_of_servers(state: StateFolder) -> None:
    with ThreadPoolExecutor(2) as pool:
        leases = list(pool.map(Lease, [state, state]))

    with psycopg.connect(state.database_url) as one, psycopg.connect(state.database_url) as other:
        started = [c.execute("SELECT pg_postmaster_start_time()").fetchone() for c in (one, other)]
    assert started[0] == started[1]

    for lease in leases:
        lease.release()


def test_a_killed_user_keeps_nothing_running(state: StateFolder) -> None:
    with another_process(state) as user:
        user.kill()

    wait_until(lambda: not is_held(state.root / "keeper.lock"))
    assert not answers(state)


def test_data_stay_between_runs(state: StateFolder) -> None:
    lease = Lease(state)
    with psycopg.connect(state.database_url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
    lease.release()

    lease = Lease(state)
    with psycopg.connect(state.database_url) as connection:
        assert connection.execute("SELECT * FROM kept").fetchall() == []
    lease.release()


def test_a_server_that_does_not_start_says_why(state: StateFolder) -> None:
    Lease(state).release()
    [data] = state.postgres.iterdir()
    (data / "global" / "pg_control").unlink()

    with pytest.raises(CannotStart, match="could not find the database system"):
        Lease(state)
