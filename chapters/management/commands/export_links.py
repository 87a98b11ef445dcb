"""Write all links and candidates to review to a CSV."""

import json
import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chapters.reconciliation import export


class Command(BaseCommand):
    help = "Write row_id,member_id,probability,band of every link and every candidate to review to FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *, file: Path, **options: Any) -> None:
        began = time.monotonic()
        draft = file.with_name(f".{file.name}.{os.getpid()}")  # whoever reads FILE never finds half of it
        try:
            with draft.open("w", newline="", encoding="utf-8") as opened:
                links = export.write(opened)
            draft.replace(file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=1) from error
        seconds = round(time.monotonic() - began, 3)
        self.stdout.write(
            json.dumps({"links": links, "seconds": seconds})
            if options["json"]
            else f"{links} links in {file}"
        )
