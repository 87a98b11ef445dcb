"""Sign-in is the default; what needs none stands in one list."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ipspi.urls import PUBLIC

OUTSIDE = {"admin"}  # asks for itself: tests/ipspi/test_administration.py
ARGUMENTS = {
    "confirm": ["7b0c1a52-7a0e-4a05-8a39-0d1c6f0a9c11"],
    "resend_confirmation": ["7b0c1a52-7a0e-4a05-8a39-0d1c6f0a9c11"],
    "prove_address": ["7b0c1a52-7a0e-4a05-8a39-0d1c6f0a9c11"],
    "agree_to_address": ["7b0c1a52-7a0e-4a05-8a39-0d1c6f0a9c11", "kunci"],
    "account_reset_password_from_key": ["1", "set-password"],
    "checking:card": ["ABCDEFGH"],
    "invitation:page": ["ABCDEFGH"],
    "organisation:chapter": ["sumatera-selatan"],
    "invitation:refuse": ["ABCDEFGH"],
    "refusing:stop": ["ABCDEFGH"],
}


def _names(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, object]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback
        elif pattern.namespace not in OUTSIDE:
            yield from _names(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)


ALL = sorted(_names(get_resolver()), key=lambda pair: pair[0])


def test_every_public_name_is_a_page() -> None:
    assert PUBLIC - {name for name, _view in ALL} == set()


@pytest.mark.parametrize(("name", "view"), ALL, ids=[name for name, _view in ALL])
def test_only_pages_in_the_list_need_no_sign_in(name: str, view: object) -> None:
    # an API view answers 401 or 403 by itself: the next test asks it
    needs_sign_in = getattr(view, "login_required", True) or hasattr(view, "cls")

    assert name in PUBLIC or needs_sign_in, f"{name} needs no sign-in and is not in ipspi.urls.PUBLIC"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_public_page_does_not_ask_for_a_sign_in(name: str, client: Client) -> None:
    response = client.get(reverse(name, args=ARGUMENTS.get(name)))

    assert not response.headers.get("Location", "").startswith(reverse("account_login") + "?next="), name


@pytest.mark.django_db
def test_the_api_tells_nobody_who_is_not_signed_in(client: Client) -> None:
    assert client.get(reverse("api-me")).status_code == 403
