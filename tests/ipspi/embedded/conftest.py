import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ipspi.embedded.lock import Lease
from ipspi.embedded.state import StateFolder


@contextmanager
def new_state() -> Iterator[StateFolder]:
    """A state folder where the account that runs PostgreSQL can reach it, and not under pytest's closed folders."""
    folder = Path(tempfile.mkdtemp(prefix="ipspi-state-", dir="/tmp"))
    folder.chmod(0o755)
    yield StateFolder(folder / "state")
    shutil.rmtree(folder)


@pytest.fixture
def state() -> Iterator[StateFolder]:
    """A new state folder."""
    with new_state() as state:
        yield state


@pytest.fixture(scope="module")
def running() -> Iterator[StateFolder]:
    """A state folder whose servers run."""
    with new_state() as state:
        lease = Lease(state)
        yield state
        lease.release()
