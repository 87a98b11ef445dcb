"""Settings that must make sense before the registry starts."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from members import numbering


@register
def member_number_pattern(**_: Any) -> list[CheckMessage]:
    """A pattern must give every sequence another number, or the count would never end."""
    try:
        first, second = (numbering.number_of(province="16", year=2026, sequence=n) for n in (1, 2))
    except (KeyError, IndexError, ValueError):
        return [
            Error("MEMBER_NUMBER_PATTERN knows {province}, {year} and {sequence} only.", id="members.E001")
        ]
    if first == second:
        return [Error("MEMBER_NUMBER_PATTERN must hold {sequence}.", id="members.E002")]
    return []
