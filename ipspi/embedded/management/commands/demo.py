"""Bring everything up with the demo data, until Ctrl-C."""

import os
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connections

from ipspi.embedded.demo import Demo
from ipspi.embedded.errors import CannotStart
from ipspi.embedded.state import StateFolder


class Command(BaseCommand):
    help = "Start servers, web, worker and clock with the demo data; Ctrl-C stops everything. The data stays."
    requires_system_checks: list[str] = []  # `migrate` checks

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, help="the address's port (the first free one from 8000 on)")
        parser.add_argument("--state", help="the folder that keeps everything; IPSPI_STATE says the same")
        parser.add_argument("--fresh", action="store_true", help="delete the data of earlier runs first")
        parser.add_argument("--no-browser", action="store_true", help="do not open a browser")

    def handle(self, *args: Any, **options: Any) -> None:
        # --state, --fresh and --port were seen to before settings were read: see ipspi.embedded.demo.prepare
        state = StateFolder(Path(os.environ["IPSPI_STATE"]))
        demo = Demo(state, port=int(os.environ["IPSPI_PORT"]), say=self._say)
        try:
            demo.run(load=self._load, open_browser=not options["no_browser"])
        except CannotStart as error:
            raise CommandError(str(error)) from error

    def _load(self) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_demo", stdout=self.stdout)
        connections.close_all()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
