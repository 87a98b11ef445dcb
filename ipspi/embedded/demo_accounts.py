"""The accounts to try the demo with: written by load_demo, shown at /demo/ and in the terminal."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ipspi.embedded.state import StateFolder


@dataclass(frozen=True)
class DemoAccount:
    """Somebody invented. `role` and `chapter` are words for the screen; `chapter` is empty for whom it does not fit."""

    email: str
    password: str
    role: str
    chapter: str = ""


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
