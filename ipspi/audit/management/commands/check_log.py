"""Check that the log of acts is sound."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ipspi.audit import recording


class Command(BaseCommand):
    help = "Check that every act fits the chain of hashes, so that none was changed or taken out."

    def handle(self, **options: Any) -> None:
        if broken := recording.first_broken_link():
            raise CommandError(f"The log of acts is broken at act {broken}.")
        self.stdout.write("The log of acts is sound.")
