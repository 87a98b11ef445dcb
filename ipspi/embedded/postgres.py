"""Our own PostgreSQL: a cluster in the state folder, on a unix socket that lets only the present user in."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from ipspi.embedded import account, binaries
from ipspi.embedded.errors import CannotStart
from ipspi.embedded.state import StateFolder
from ipspi.embedded.supervisor import Supervisor, command

SUPERUSER = "postgres"  # makes the role and the database below, and is not used for anything else
ROLE = DATABASE = "ipspi"
FIRST_WITH_BUILTIN_LOCALE = 17
# A test's data may be lost with the machine: half the time goes without waiting for the disk.
HURRIED = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
]


def start(supervisor: Supervisor, state: StateFolder, *, for_tests: bool) -> None:
    """Start PostgreSQL, after making its cluster if need be, and wait until the application can sign in."""
    programs = binaries.postgres(data=state.postgres)
    data = state.postgres / str(programs.major)
    other = account.stand_in()
    _end_leftovers(data, state.postgres_socket_folder)
    if not data.exists():
        _make_cluster(programs, data, other)
    _let_in_only_us(data)
    settings = ["listen_addresses=", f"unix_socket_directories={state.postgres_socket_folder}", "jit=off"]
    settings += HURRIED if for_tests else []
    options = [part for setting in settings for part in ("-c", setting)]
    child = supervisor.start(
        "postgres", programs.program("postgres"), "-D", data, *options, stop_by=signal.SIGINT, account=other
    )
    supervisor.wait_until(lambda: _ask(programs, state, "SELECT 1").returncode == 0, child)
    _make_role_and_database(programs, state, for_tests=for_tests)


def _make_cluster(programs: binaries.Postgres, data: Path, other: account.Account | None) -> None:
    """Make the cluster beside its place and move it there when it is whole."""
    draft = data.with_name(f"{data.name}-unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    locale = ["--locale=C.UTF-8"]
    if programs.major >= FIRST_WITH_BUILTIN_LOCALE:
        locale.append("--locale-provider=builtin")
    wanted: list[str | Path] = [
        "-D",
        draft,
        "-U",
        SUPERUSER,
        "-A",
        "peer",
        "-E",
        "UTF8",
        "--no-sync",
        *locale,
    ]
    made = subprocess.run(
        command(programs.program("initdb"), *wanted, account=other),
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
    )
    if made.returncode != 0:
        raise CannotStart(f"PostgreSQL's data folder could not be made.\n{made.stdout}{made.stderr}")
    draft.rename(data)


def _let_in_only_us(data: Path) -> None:
    """Let the present user sign in as the superuser and as the application, and nobody else as anybody."""
    us = account.own_name()
    _rewrite(data / "pg_hba.conf", "local all all peer map=ipspi\n")
    _rewrite(data / "pg_ident.conf", "".join(f'ipspi "{us}" {role}\n' for role in [SUPERUSER, ROLE]))


def _rewrite(path: Path, content: str) -> None:
    path.write_text(content)  # an existing file: it keeps its owner


def _ask(
    programs: binaries.Postgres, state: StateFolder, *statements: str
) -> subprocess.CompletedProcess[str]:
    """Run SQL as the superuser. The server's own psql is at hand before anything is imported."""
    where = ["-h", str(state.postgres_socket_folder), "-p", "5432", "-U", SUPERUSER, "-d", SUPERUSER]
    options = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]
    commands = [part for statement in statements for part in ("-c", statement)]
    return subprocess.run(
        [programs.program("psql"), *where, *options, *commands],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
    )


def _make_role_and_database(programs: binaries.Postgres, state: StateFolder, *, for_tests: bool) -> None:
    """Make the application's role, no superuser, and its database. Only the role of tests may make databases."""
    may = "CREATEDB" if for_tests else "NOCREATEDB"
    names = _ask(programs, state, "SELECT datname FROM pg_database").stdout.split()
    if DATABASE not in names:
        role = f"""
            DO $$ BEGIN CREATE ROLE {ROLE} LOGIN NOSUPERUSER {may}; EXCEPTION WHEN duplicate_object THEN NULL; END $$
        """
        made = _ask(programs, state, role, f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
        if made.returncode != 0:
            raise CannotStart(f"The database could not be made.\n{made.stderr}")


def _end_leftovers(data: Path, sockets: Path) -> None:
    """
    Clear away what a killed run left: a server that outlived its parent, and a process number that means nothing now.

    PostgreSQL trusts the number in postmaster.pid and in the lock beside its socket if any process of its user has it:
    in containers another may have it by now, or the killed one still, when nobody asks how it ended.
    """
    file = data / "postmaster.pid"
    try:
        number = int(file.read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return
    for how in [signal.SIGINT, signal.SIGQUIT, signal.SIGKILL]:
        if not _serves(number, data):
            break
        os.kill(number, how)
        _wait_for_end(number, data)
    file.unlink(missing_ok=True)
    for lock in sockets.glob("*.lock"):
        lock.unlink(missing_ok=True)


def _serves(number: int, data: Path) -> bool:
    """Tell whether process `number` is the server of `data`: a server stands in its data folder."""
    try:
        return Path(f"/proc/{number}/cwd").resolve() == data.resolve()
    except OSError:
        return False


def _wait_for_end(number: int, data: Path, *, seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while _serves(number, data) and time.monotonic() < deadline:
        time.sleep(0.02)
