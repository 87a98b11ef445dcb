"""Import chapters' own lists from a spreadsheet."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from chapters.reconciliation import importing, lists
from ipspi.spreadsheets import importers
from ipspi.spreadsheets.commanding import ImportCommand


class Command(ImportCommand):
    help = (
        "Make FILE the new state of a chapter's list, or of the lists of all chapters that its column `chapter` names. "
        f"Columns: {', '.join(column.name for column in importing.COLUMNS)}; only `name` must be there."
    )
    kind = importing.KIND

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--chapter",
            metavar="CODE",
            default=importing.NATION,
            help="whose list; default: as the file says",
        )
        parser.add_argument(
            "--list", metavar="NAME", default=lists.DEFAULT, help="which of the lists (%(default)s)"
        )

    def key_of(self, options: dict[str, Any]) -> str:
        key = importing.key_of(options["chapter"], options["list"])
        importer = importers.find(self.kind)
        if importer is None or importer.destination(user=None, key=key) is None:
            raise CommandError(
                f"There is no list {options['list']!r} of {options['chapter']!r}.", returncode=2
            )
        return key
