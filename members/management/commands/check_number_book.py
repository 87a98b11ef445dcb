"""Check that the number book is sound."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members import numbering


class Command(BaseCommand):
    help = "Check that no number is missing from the book, and that every member's number is in it."

    def handle(self, **options: Any) -> None:
        gaps, strays = numbering.gaps(), numbering.strays()
        if gaps:
            self.stderr.write(f"Missing sequences: {', '.join(map(str, gaps))}")
        if strays:
            self.stderr.write(f"Not in the book as their member's: {', '.join(strays)}")
        if gaps or strays:
            raise CommandError("The number book is not sound.")
        self.stdout.write("The number book is sound.")
