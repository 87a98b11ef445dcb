"""
The process that owns the embedded servers of a state folder: `python -m ipspi.embedded.keeper FOLDER [--for-tests]`.

It says “ready” when they answer, and ends them when nobody uses them any more. Its own death ends them too.
"""

import os
import sys
import time
from pathlib import Path

from ipspi.embedded import postgres, valkey
from ipspi.embedded.errors import CannotStart
from ipspi.embedded.lock import READY, Lock
from ipspi.embedded.state import StateFolder
from ipspi.embedded.supervisor import Stopped, Supervisor

GLANCE = 0.1  # seconds between two looks whether somebody still uses the servers


def main(folder: str, *options: str) -> int:
    if os.fork():  # whoever started us may end before us, or live on after us: we are not its child
        return 0
    state = StateFolder(Path(folder))
    alive = Lock(state.root / "keeper.lock")
    if not alive.try_to_take():
        print("The servers are kept by another process.")
        return 1
    users = Lock(state.root / "users.lock")
    try:
        with Supervisor(state.logs) as supervisor:
            postgres.start(supervisor, state, for_tests="--for-tests" in options)
            valkey.start(supervisor, state.valkey_socket)
            _say_ready()
            while not users.try_to_take():
                supervisor.look()
                time.sleep(GLANCE)
    except CannotStart as error:
        print(error, flush=True)
        (state.logs / "keeper.log").write_text(f"{error}\n")
        return 1
    except Stopped:
        pass
    return 0


def _say_ready() -> None:
    """Tell whoever started us, and let go of its pipe."""
    print(READY, flush=True)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
