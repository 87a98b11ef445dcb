"""
The state folder: everything that embedded servers keep, in one place outside the repository.

    keys.json            made once, readable by the owner only
    postgres/<major>/    the data folder, named by PostgreSQL's major version
    sockets/             unix sockets; elsewhere where the path would be too long for one
    logs/ mail/ …        what the servers and the demo write
    tests/, tests-2/ …   the same again for test runs

Pure: settings and tests read paths from here before Django is there.
"""

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ipspi.embedded import account
from ipspi.embedded.errors import CannotStart

LONGEST_SOCKET = 107  # bytes, the kernel's limit
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")  # PostgreSQL splits socket folders at commas; nobody quotes these
MARK = "ipspi-state"  # an empty file: what is beside it is ours to change and to delete
FOR_ROOT = Path("/var/lib/ipspi")  # /root is closed to the account that runs PostgreSQL
RUN_OF_ROOT = Path("/run/ipspi")


@dataclass(frozen=True)
class StateFolder:
    root: Path

    @property
    def keys_file(self) -> Path:
        return self.root / "keys.json"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def mail(self) -> Path:
        """The maildir that the demo's SMTP server fills."""
        return self.root / "mail"

    @property
    def static(self) -> Path:
        """Collected static files; here only so that they do not land in the checkout."""
        return self.root / "static"

    @property
    def demo_accounts(self) -> Path:
        """Written by load_demo: [{"email", "password", "role", "chapter"}]."""
        return self.root / "demo-accounts.json"

    @property
    def postgres(self) -> Path:
        return (self.root / "postgres").resolve()

    @property
    def sockets(self) -> Path:
        """The folder of the sockets: the same in every process, short enough, closed to others (see `prepare`)."""
        here = self.root / "sockets"
        longest = len(os.fsencode(here / "postgres/.s.PGSQL.5432.lock"))
        if longest <= LONGEST_SOCKET and PLAIN.fullmatch(str(here)) and self._is_open_to_postgres():
            return here
        ours = Path(f"/tmp/ipspi-{os.geteuid()}")  # noqa: S108 - ownership is verified
        return (RUN_OF_ROOT if os.geteuid() == 0 else ours) / hashlib.sha256(
            os.fsencode(self.root)
        ).hexdigest()[:16]

    @property
    def postgres_socket_folder(self) -> Path:
        return self.sockets / "postgres"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey" / "valkey.sock"

    @property
    def database_url(self) -> str:
        return f"postgresql://ipspi@/ipspi?host={quote(str(self.postgres_socket_folder), safe='')}"

    def redis_url(self, number: int = 0) -> str:
        return f"redis+socket://{quote(str(self.valkey_socket))}?virtual_host={number}"

    def for_tests(self, number: int = 1) -> "StateFolder":
        """Return the folder of the test run with that number; runs at the same time have different ones."""
        return StateFolder(self.root / ("tests" if number == 1 else f"tests-{number}"))

    def make(self) -> None:
        """Make the folder itself. Raises CannotStart if it is somebody else's, or holds something else."""
        if self.root.is_dir() and any(self.root.iterdir()) and not (self.root / MARK).exists():
            raise CannotStart(
                f"{self.root} holds other things; choose an empty folder with IPSPI_STATE or --state."
            )
        if self.root.parent in [FOR_ROOT, _fallback()]:
            _own_folder(self.root.parent, _passage())
        _own_folder(self.root, _passage())
        (self.root / MARK).touch()

    def prepare(self) -> None:
        """Make the folders, each closed to others, and the keys. Raises CannotStart if somebody else owns one."""
        other = account.stand_in()
        self.make()
        for folder in [self.logs, self.mail, self.static]:
            _own_folder(folder, 0o700)
        self._prepare_postgres(other)
        if self.sockets.parent != self.root:
            _own_folder(self.sockets.parent, _passage())
        _own_folder(self.sockets, _passage())
        _own_folder(self.valkey_socket.parent, 0o700)
        _folder_of(other, self.postgres_socket_folder)
        self.keys()

    def _prepare_postgres(self, other: account.Account | None) -> None:
        room = self.root / "postgres"
        if not room.exists() and not self._is_open_to_postgres():
            _own_folder(FOR_ROOT, 0o755)
            room.unlink(missing_ok=True)
            room.symlink_to(tempfile.mkdtemp(prefix="postgres-", dir=FOR_ROOT))
        _folder_of(other, room.resolve())

    def _is_open_to_postgres(self) -> bool:
        return account.can_pass(account.stand_in(), self.root.parent)

    def keys(self) -> dict[str, str]:
        """Return the keys of this folder, made at the first call: SECRET_KEY, ENCRYPTION_KEYS, LOOKUP_KEY."""
        if not self.keys_file.exists():
            self.make()
            made = {
                "SECRET_KEY": secrets.token_urlsafe(50),
                "ENCRYPTION_KEYS": "1:" + b64encode(secrets.token_bytes(32)).decode(),
                "LOOKUP_KEY": b64encode(secrets.token_bytes(32)).decode(),
            }
            _write_once(self.keys_file, json.dumps(made, indent=2))
        return dict(json.loads(self.keys_file.read_text()))

    def environment(self) -> dict[str, str]:
        """Return the variables that settings read: addresses of the servers and keys."""
        return {
            "IPSPI_STATE": str(self.root),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url(),
            "STATIC_ROOT": str(self.static),
            **self.keys(),
        }

    def clear(self) -> None:
        """Delete what was made here, keys and data; test folders stay. Nobody may be using the servers."""
        shutil.rmtree(self.postgres, ignore_errors=True)
        for name in [
            "postgres",
            "sockets",
            "logs",
            "mail",
            "static",
            "keys.json",
            "demo-accounts.json",
            "migrated",
        ]:
            path = self.root / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def locate(checkout: Path, environ: Mapping[str, str] = os.environ) -> StateFolder:
    """Return the state folder: IPSPI_STATE, or the default one of this checkout."""
    chosen = environ.get("IPSPI_STATE", "")
    if chosen:
        return StateFolder(Path(chosen).expanduser().resolve())
    checkout = checkout.resolve()
    plain_name = re.sub(r"[^A-Za-z0-9]+", "-", checkout.name).strip("-")[:20] or "checkout"
    digest = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:10]
    return StateFolder(_base() / f"{plain_name}-{digest}")


def _base() -> Path:
    if os.geteuid() == 0:
        return FOR_ROOT
    home = Path.home()
    if os.access(home, os.W_OK | os.X_OK):
        return home / ".local" / "state" / "ipspi"
    return _fallback()


def _passage() -> int:
    """Return the mode of folders that the account that runs PostgreSQL must walk through; it reads nothing in them."""
    return 0o711 if account.stand_in() else 0o700


def _fallback() -> Path:
    return Path(f"/var/tmp/ipspi-{os.geteuid()}")  # noqa: S108 - ownership is verified


def _own_folder(folder: Path, mode: int) -> None:
    """Make `folder` ours with exactly that mode. Somebody else may have made it before us: then refuse."""
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            f"{folder} cannot be made ({error.strerror}); choose another with IPSPI_STATE."
        ) from None
    _refuse_strangers(folder, {os.geteuid()})
    folder.chmod(mode)


def _folder_of(other: account.Account | None, folder: Path) -> None:
    """Make `folder` for the account that runs PostgreSQL, closed to everybody else."""
    folder.mkdir(mode=0o700, exist_ok=True)
    _refuse_strangers(folder, {os.geteuid()} | ({other.pw_uid} if other else set()))
    if other:
        os.chown(folder, other.pw_uid, other.pw_gid)
    folder.chmod(0o700)


def _refuse_strangers(folder: Path, owners: set[int]) -> None:
    if folder.is_symlink() or folder.lstat().st_uid not in owners:
        raise CannotStart(f"{folder} belongs to somebody else; choose another folder with IPSPI_STATE.")


def _write_once(path: Path, content: str) -> None:
    """Write a new file for the owner only; whoever comes second keeps what the first wrote."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # 0600 from the start
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    Path(draft).unlink()
