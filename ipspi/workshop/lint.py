"""All checks that are no tests: `python -m ipspi.workshop.lint`. Two run at a time; what fails says why."""

import os
import secrets
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from ipspi.workshop import pins

PYTHON = sys.executable
AS_IN_PRODUCTION = {
    "DEBUG": "0",
    "IPSPI_DEMO": "0",
    "SITE_URL": "https://registri.example",
    "ALLOWED_HOSTS": "registri.example",
    "DATABASE_URL": "postgresql://ipspi@localhost/ipspi",
    "REDIS_URL": "redis://localhost",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ENCRYPTION_KEYS": "1:" + b64encode(secrets.token_bytes(32)).decode(),
    "LOOKUP_KEY": b64encode(secrets.token_bytes(32)).decode(),
}


@dataclass(frozen=True)
class Result:
    name: str
    passed: bool
    said: str
    seconds: float


def _run(*arguments: str) -> tuple[bool, str]:
    done = subprocess.run(
        [PYTHON, *arguments],
        check=False,
        cwd=pins.ROOT,
        env={**os.environ, **AS_IN_PRODUCTION},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode == 0, done.stdout


def _pins() -> tuple[bool, str]:
    stale = pins.stale()
    return not stale, f"Not made from the present pyproject.toml: {', '.join(stale)}. Run “make lock”."


CHECKS: dict[str, Callable[[], tuple[bool, str]]] = {
    "types (mypy)": partial(_run, "-m", "mypy"),
    "style (ruff check)": partial(_run, "-m", "ruff", "check", "--quiet", "--output-format=concise"),
    "layout (ruff format)": partial(_run, "-m", "ruff", "format", "--check", "--quiet"),
    "templates (djlint)": partial(_run, "-m", "djlint", "templates", "--lint", "--quiet"),
    "imports (import-linter)": partial(_run, "-m", "importlinter.cli", "lint"),
    # it would like to ask the database whether its history is consistent; there is none here
    "migrations": partial(
        _run, "-W", "ignore::RuntimeWarning", "manage.py", "makemigrations", "--check", "--dry-run"
    ),
    "settings (check --deploy)": partial(_run, "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
    "pins": _pins,
}


def main() -> int:
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(_timed, CHECKS.items()))
    for result in results:
        sys.stdout.write(
            f"{'passed' if result.passed else 'FAILED'}  {result.name}  {result.seconds:.1f} s\n"
        )
        if not result.passed:
            sys.stdout.write(f"{result.said}\n")
    return 0 if all(result.passed for result in results) else 1


def _timed(item: tuple[str, Callable[[], tuple[bool, str]]]) -> Result:
    name, check = item
    began = time.monotonic()
    passed, said = check()
    return Result(name, passed, said, time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
