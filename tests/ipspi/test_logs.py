"""Log lines hold nobody's numbers."""

import logging

import pytest
from django.conf import settings

from ipspi.logs import Line


def _line(message: str, *, error: BaseException | None = None) -> str:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return Line("%(message)s").format(
        logging.LogRecord("ipspi", logging.ERROR, "", 0, message, None, exc_info)
    )


@pytest.mark.parametrize(
    "number",
    [
        "1671014506900001",
        "16 71 01 45 06 90 00 01",
        "199001012015031002",
        "19900101 201503 1 002",
        "1671.0145.0690.0001",
    ],
)
def test_a_number_as_long_as_a_nik_or_nip_is_blotted_out(number: str) -> None:
    assert _line(f"row 3: {number}!") == "row 3: [nomor]!"


@pytest.mark.parametrize(
    "number", ["2026-11-23 02:00:00,123", "081234567890", "job 7", "123456789012345678901234567890"]
)
def test_other_numbers_stay(number: str) -> None:
    assert _line(number) == number


def test_an_exception_is_told_by_its_type_and_place_not_by_its_words() -> None:
    try:
        raise ValueError("Siti Contoh, Jalan Melati 3")  # noqa: TRY301 - the place that the log must tell
    except ValueError as error:
        line = _line("failed", error=error)

    assert "builtins.ValueError" in line
    assert "test_logs.py" in line
    assert "Siti" not in line.splitlines()[-1]


def test_every_logger_writes_such_lines() -> None:
    assert settings.LOGGING["formatters"]["line"]["()"] == f"{Line.__module__}.{Line.__name__}"
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]
    assert settings.CELERY_WORKER_HIJACK_ROOT_LOGGER is False
