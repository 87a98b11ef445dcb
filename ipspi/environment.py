"""Settings come from the environment alone, through readers that refuse nonsense."""

import os

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """Return the variable `name`; without a default it must be set. Raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"{name} must be set; see .env.example.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes or no. Raises ImproperlyConfigured on any other word."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value in TRUE


def number(name: str, *, default: int, at_least: int = 0) -> int:
    """Return a whole number of at least `at_least`. Raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or int(value) < at_least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {at_least}, not {value!r}.")
    return int(value)


def words(name: str, *, default: list[str]) -> list[str]:
    """Return a list written with commas."""
    value = os.environ.get(name, "").strip()
    return [part.strip() for part in value.split(",") if part.strip()] if value else default


def keys(name: str, *, single: str = "") -> dict[int, str]:
    """
    Return keys by version, written "1:…,2:…"; the variable `single` may hold version 1 alone instead.

    Raises ImproperlyConfigured if a version is no number, or there twice.
    """
    written = os.environ.get(name, "").strip()
    if not written and single:
        return {1: text(single)}
    pairs = [pair.strip().partition(":") for pair in text(name).split(",")]
    found = {int(version): key for version, _, key in pairs if version.isascii() and version.isdigit()}
    if len(found) != len(pairs) or not all(0 < version < 256 for version in found):
        raise ImproperlyConfigured(f"{name} must be keys with their versions, 1:…,2:…")
    return found


def database(name: str) -> dict[str, str]:
    """
    Return the parts of a PostgreSQL address that Django wants.

    Shape: postgresql://user:password@host:port/name; a unix socket's folder is written as ?host=/folder.
    Raises ImproperlyConfigured if it is no such address.
    """
    try:
        parts = conninfo_to_dict(text(name))
    except ProgrammingError:
        raise ImproperlyConfigured(f"{name} must be a postgresql:// address.") from None
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {django: str(parts[libpq]) for libpq, django in names.items() if libpq in parts}
