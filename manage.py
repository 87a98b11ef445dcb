#!/usr/bin/env python3
"""Django's command line, with servers of its own where none are named: see ipspi/embedded/."""

import os
import sys

from django.core.management import execute_from_command_line

from ipspi.embedded.command_line import surroundings
from ipspi.embedded.errors import CannotStart


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipspi.settings")
    try:
        with surroundings(sys.argv) as arguments:
            execute_from_command_line(arguments)
    except CannotStart as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
