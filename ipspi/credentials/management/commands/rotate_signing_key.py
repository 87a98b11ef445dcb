"""Let a new key sign from now on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ipspi.credentials import keys


class Command(BaseCommand):
    help = "Let a new key sign from now on. What the present one signed stays valid, unless --distrust."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--distrust",
            action="store_true",
            help="somebody may have the present key: nothing that it signed counts any more",
        )

    def handle(self, *, distrust: bool, **options: Any) -> None:
        key = keys.rotate(at=timezone.now(), distrust=distrust)
        self.stdout.write(f"Key {key.pk} signs from now on.")
