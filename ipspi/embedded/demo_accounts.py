"""The accounts to try the demo with: written by load_demo, shown at /demo/ and in the terminal."""

import base64
import hashlib
import hmac
import json
import os
import struct
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ipspi.embedded.state import StateFolder

PERIOD = 30  # seconds that a code stands


@dataclass(frozen=True)
class DemoAccount:
    """
    Somebody invented.

    `role` and `chapter` are words for the screen; `chapter` is empty for whom it does not fit. `secret` is that of the
    code app, in base32, of who needs one.
    """

    email: str
    password: str
    role: str
    chapter: str = ""
    secret: str = ""

    @property
    def code(self) -> str:
        """What the code app shows at this moment."""
        return _code(self.secret, int(time.time()) // PERIOD) if self.secret else ""


def secret_of(email: str) -> str:
    """Return the secret of an invented person's code app: the same every time."""
    return base64.b32encode(hashlib.sha1(email.encode()).digest()).decode()  # noqa: S324 - of nobody


def _code(secret: str, counter: int) -> str:
    """Return a code as RFC 4226 has it; allauth's own function needs Django, which the demo's launcher is without."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    (value,) = struct.unpack_from(">I", digest, digest[-1] & 0x0F)
    return f"{(value & 0x7FFFFFFF) % 1_000_000:06d}"


def write(accounts: Iterable[DemoAccount]) -> None:
    """Replace the list. Without a state folder (servers that were named by URL) nothing is written."""
    file = _file()
    if file:
        file.write_text(json.dumps([asdict(account) for account in accounts], indent=2, ensure_ascii=False))


def read() -> list[DemoAccount]:
    """Return the list, empty before the first load_demo."""
    file = _file()
    if file is None or not file.exists():
        return []
    return [DemoAccount(**row) for row in json.loads(file.read_text())]


def _file() -> Path | None:
    root = os.environ.get("IPSPI_STATE")
    return StateFolder(Path(root)).demo_accounts if root else None
