"""What `manage.py` does before Django: decide on the servers and keys of a command, and bring them up."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from ipspi.embedded import demo
from ipspi.embedded.errors import CannotStart
from ipspi.embedded.lock import Lease, Lock
from ipspi.embedded.state import StateFolder, locate

CHECKOUT = Path(__file__).resolve().parent.parent.parent
MANAGE = CHECKOUT / "manage.py"
# They read no data. `demo` brings the servers up itself, in its own order.
WITHOUT_SERVERS = {
    "",
    "help",
    "version",
    "check",
    "compilemessages",
    "makemessages",
    "collectstatic",
    "findstatic",
}
WITHOUT_SERVERS |= {"diffsettings", "demo", "spectacular", "startapp"}
WHOLE_ADDRESSES = {"DATABASE_URL", "REDIS_URL"}


def is_development() -> bool:
    """
    Tell whether this process may have servers and keys of our own: with DEBUG, or as the demo.

    Where nothing is said and no database is named, the `embedded` extra decides: production never installs it.
    """
    said = os.environ.get("DEBUG", "").strip()
    if said:
        return said.lower() not in {"0", "false", "no", "off"} or is_demo()
    return is_demo() or ("DATABASE_URL" not in os.environ and find_spec("aiosmtpd") is not None)


def is_demo() -> bool:
    return os.environ.get("IPSPI_DEMO", "").strip().lower() in {"1", "true", "yes", "on"}


@contextmanager
def surroundings(arguments: Sequence[str]) -> Iterator[list[str]]:
    """Set the environment for a command, with servers if it needs them; give the arguments that are left for Django."""
    arguments = _take_state_option(list(arguments))
    name = arguments[1] if len(arguments) > 1 else ""
    if name == "demo":
        os.environ["IPSPI_DEMO"] = "1"
    if not is_development():
        yield arguments
        return
    state = locate(CHECKOUT)
    if name == "demo" and needs_a_run(arguments):
        demo.prepare(arguments, state)
    own_servers = not os.environ.keys() >= WHOLE_ADDRESSES
    fill_in(state, debug="0" if is_demo() else "1")
    if not own_servers or not needs_servers(arguments):
        yield arguments
        return
    lease = Lease(state)
    try:
        migrate_new(state, unless=name)
        yield arguments
    finally:
        lease.release()


def fill_in(state: StateFolder, *, debug: str) -> None:
    """Set what the environment leaves open. Raises CannotStart if the state folder cannot be used."""
    for name, value in {"DEBUG": debug, **state.environment()}.items():
        os.environ.setdefault(name, value)


def needs_servers(arguments: Sequence[str]) -> bool:
    name = arguments[1] if len(arguments) > 1 else ""
    if name.startswith("-") or not needs_a_run(arguments):
        return False
    if name == "makemigrations" and {"--check", "--dry-run"} & set(arguments):
        return False
    return name not in WITHOUT_SERVERS


def needs_a_run(arguments: Sequence[str]) -> bool:
    """Tell whether the command does more than tell about itself."""
    return not {"--help", "-h", "--version"} & set(arguments[2:])


def migrate_new(state: StateFolder, *, unless: str) -> None:
    """Give a new state folder its tables, once, before the first command that reads them."""
    done = state.root / "migrated"
    with Lock(state.root / "migrating.lock"):
        if done.exists():
            return
        if unless != "migrate":
            print(f"New state folder {state.root}: making the tables.", file=sys.stderr)
            migrate = [sys.executable, str(MANAGE), "migrate", "--verbosity=0"]
            if subprocess.run(migrate, check=False, cwd=CHECKOUT, stdout=sys.stderr).returncode != 0:
                raise CannotStart("The tables could not be made; see above.")
        done.touch()


def _take_state_option(arguments: list[str]) -> list[str]:
    """Move `--state DIR`, which every command understands, into the environment."""
    left = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--state":
            os.environ["IPSPI_STATE"] = next(waiting, "")
        elif argument.startswith("--state="):
            os.environ["IPSPI_STATE"] = argument.removeprefix("--state=")
        else:
            left.append(argument)
    return left
