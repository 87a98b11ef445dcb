"""Log lines hold nobody's numbers."""

import datetime as dt
import logging
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import reverse
from gunicorn.config import Config

from ipspi.access_log import Log
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


TOKEN = "AEAQAAAAA4DE2QTJOJSXG2LMNRSSA"


@pytest.mark.parametrize(
    "address",
    [
        f"/v/{TOKEN}",
        f"https://registri.contoh.example/v/{TOKEN}?x=1",
        f"/V/{TOKEN.lower()}/",
        f"/v/?kartu=https%3A%2F%2Fregistri.contoh.example%2Fv%2F{TOKEN}",
        f"kartu={TOKEN}",
    ],
)
def test_what_follows_v_is_dropped(address: str) -> None:
    line = _line(f'Not Found: "{address}" 404')

    assert TOKEN not in line.upper()
    assert line.endswith('…" 404')


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("account_reset_password_from_key", ["3a", f"c8xkq1-{TOKEN}"]),
        ("agree_to_address", ["8d5f1c58-64c0-4f0b-9f4c-2d3c1d6c7a10", TOKEN]),
        ("privacy:download", [TOKEN]),
        ("invitation:page", [TOKEN]),
        ("invitation:refuse", [TOKEN]),
    ],
)
def test_keys_of_links_that_were_mailed_are_dropped(name: str, arguments: list[str]) -> None:
    address = reverse(name, args=arguments)

    assert TOKEN in address
    assert TOKEN not in _line(f'GET "{address}" 200')


def test_the_servers_log_of_requests_drops_it_too() -> None:
    """Whatever a line is made of: the path, the whole request, the query, the referrer or any header."""
    environ = {
        "REMOTE_ADDR": "203.0.113.9", "REQUEST_METHOD": "GET", "RAW_URI": f"/v/{TOKEN}", "PATH_INFO": f"/v/{TOKEN}",
        "SERVER_PROTOCOL": "HTTP/1.1", "QUERY_STRING": f"kartu={TOKEN}", "HTTP_REFERER": f"https://x/v/{TOKEN}",
    }  # fmt: skip
    response = SimpleNamespace(status="200 OK", sent=12, headers=[])
    request = SimpleNamespace(headers=[("REFERER", f"https://x/v/{TOKEN}")])

    atoms = Log(Config()).atoms(response, request, environ, dt.timedelta(seconds=1))

    assert [name for name, said in atoms.items() if TOKEN in str(said)] == []
    assert atoms["U"] == "/v/…"


def test_the_image_uses_that_log() -> None:
    assert '"--logger-class=ipspi.access_log.Log"' in (settings.BASE_DIR / "Dockerfile").read_text()


def test_the_proxy_drops_it_where_it_tells_of_a_failing_request() -> None:
    dropped = "request>uri regexp (/v/|/sandi/lupa/|/akun/email/|/saya/data/salinan/|/undangan/).* $$1"

    assert dropped in (settings.BASE_DIR / "docker-compose.yml").read_text()
