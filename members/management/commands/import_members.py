"""Import members that the association already has."""

from typing import Any

from ipspi.spreadsheets.commanding import ImportCommand
from members.importing import KIND


class Command(ImportCommand):
    help = (
        "Add and update members from FILE: all or nothing. See docs/rules.md#national-import for the columns."
    )
    kind = KIND

    def key_of(self, options: dict[str, Any]) -> str:
        return "national"
