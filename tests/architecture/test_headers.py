"""Every answer carries the headers that keep it private and harmless, whatever it is."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import make_officer, make_secretary_of_dpp

pytestmark = pytest.mark.django_db


def headers(response):
    policy = response.headers["Content-Security-Policy"]
    return (
        "frame-ancestors 'none'" in policy,
        "unsafe" in policy,
        response.headers["Cache-Control"],
        response.headers["X-Content-Type-Options"],
        response.headers["Referrer-Policy"],
        "camera=()" in response.headers["Permissions-Policy"],
    )


SAFE = (True, False, "private, no-store", "nosniff", "same-origin", True)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/daerah/16/", 200),
        ("/daerah/16/anggota/", 200),
        ("/daerah/16/rekonsiliasi/", 200),
        ("/daerah/11/", 404),
        ("/tidak-ada/", 404),
        ("/daerah", 301),
        ("/admin/", 403),
    ],
)
def test_a_page_an_error_and_a_redirection_are_kept_by_nobody(
    address: str, status: int, client: Client
) -> None:
    client.force_login(make_officer())

    response = client.get(address)

    assert response.status_code == status
    assert headers(response) == SAFE


def test_a_refused_form_is_no_exception() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post(reverse("account_login"), {"login": "orang@contoh.example"})

    assert response.status_code == 403
    assert headers(response) == SAFE


def test_nor_is_a_question_for_another_host(client: Client) -> None:
    response = client.get("/", headers={"Host": "jahat.example"})

    assert response.status_code == 400
    assert headers(response) == SAFE


def test_the_desk_has_its_own_policy_and_is_kept_by_nobody_either(client: Client) -> None:
    client.force_login(make_secretary_of_dpp())

    response = client.get("/admin/")

    assert response.headers["Content-Security-Policy"].count("unsafe-") == 2
    assert "script-src 'self' 'unsafe-eval';" in response.headers["Content-Security-Policy"] + ";"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/v/", "/v/kerja.js", "/v/aplikasi.webmanifest"])
def test_the_check_may_be_installed_and_work_on_its_own_and_nothing_more(
    address: str, client: Client
) -> None:
    response = client.get(address)

    policy = dict(
        part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";")
    )
    assert (policy["worker-src"], policy["manifest-src"], policy["default-src"]) == (
        "'self'",
        "'self'",
        "'none'",
    )
    assert (policy["connect-src"], policy["script-src"]) == ("'self'", "'self'")
    assert headers(response)[:2] == (True, False)


def test_the_worker_governs_the_check_only(client: Client) -> None:
    """Its scope is the folder that it lies in: no header widens it."""
    response = client.get("/v/kerja.js")

    assert response.headers["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in response.headers
