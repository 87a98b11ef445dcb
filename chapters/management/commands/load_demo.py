"""Write the demo story into the current database, and reconcile it."""

import io
import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from chapters.demo import loading
from chapters.models import Run
from ipspi.embedded import demo_accounts


class Command(BaseCommand):
    help = "Write the demo story, the same every time; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, **options: Any) -> None:
        began, loaded = time.monotonic(), not loading.is_loaded()
        if loaded:
            loading.load(at=timezone.now())
        if not Run.objects.exists():
            call_command("reconcile", stdout=io.StringIO())
        demo_accounts.write(loading.accounts())
        seconds = round(time.monotonic() - began, 1)
        if options["json"]:
            self.stdout.write(json.dumps({"loaded": loaded, "seconds": seconds}))
        else:
            self.stdout.write(
                f"Demo data loaded in {seconds} s." if loaded else "The demo data is there already."
            )
