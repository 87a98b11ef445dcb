"""Find identity numbers by another key."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ipspi.errors import RuleError
from ipspi.keys import rotating


class Command(BaseCommand):
    help = (
        "Fill the look-ups of the newest key of LOOKUP_KEYS beside the present ones, and switch to them. See "
        "docs/operations.md; may be run again at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=int, help="a version of LOOKUP_KEYS; the newest if not said")

    def handle(self, *, to: int | None, **options: Any) -> None:
        version = to if to is not None else max(settings.LOOKUP_KEYS)
        try:
            done = rotating.rotate_lookup_key(to=version, at=timezone.now(), say=self._say)
        except RuleError as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"version {version}: {done.filled} filled, {done.repaired} repaired")

    def _say(self, words: str) -> None:
        self.stderr.write(words)
