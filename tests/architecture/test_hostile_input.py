"""
No page breaks on what nobody would type: the answer to hostile input is a refusal in words, never an error of ours.

The pages come from the URL resolver, as those of test_isolation do. The test client raises what a view does not catch.
"""

from collections.abc import Iterator
from itertools import cycle
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import Settings

from tests.architecture.test_isolation import DESK, OF_CHAPTERS, OURS, PLAIN, World, addresses, make_world
from tests.cast import make_secretary_of_dpp

pytestmark = pytest.mark.django_db

HOSTILE = [
    text.encode("utf-8", "surrogatepass")
    for text in (
        "a\x00b",
        "\ud800",  # half a character
        "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦",
        "²",
        "9" * 400,
        "-1",
        "0001-01-01",
        "9999-12-31",
        "<script>alert(1)</script>",
        "' OR 1=1; --",
        "(((a+)+)+$[\\",
        "\u202e\u200b\ufeff",
        "x" * 20_000,
    )
]
IN_ADDRESSES = [quote_from_bytes(value[:500], safe="") for value in HOSTILE]
# what pages read from an address
NAMES = [
    "q", "status", "work", "place", "sector", "category", "dues", "joined_from", "joined_until", "problem", "tampilan",
    "yang", "sesudah", "sebelum", "tampilkan", "halaman", "next", "p", "o", "e", "_popup",
    "status__exact", "nip__startswith", "masa", "bidang", "keadaan", "jenis",
]  # fmt: skip
ROUNDS = 3


@pytest.fixture
def ours(settings: Settings) -> World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return make_world(*OURS)


def pages(world: World) -> Iterator[str]:
    yield from (reverse(name) for name in PLAIN)
    yield from (address for name in OF_CHAPTERS for address in addresses(name, world))


def desk(world: World) -> Iterator[str]:
    for route in DESK:
        table = ".".join(route.split("/")[1:3])
        keys = [str(row.pk) for row in world.rows if row._meta.label_lower == table][:1]
        for key in [*keys, IN_ADDRESSES[0], IN_ADDRESSES[4]] if "object_id" in route else [""]:
            yield "/" + route.replace("<path:object_id>", key).replace("<path:content_type_id>", "1")


def fields(client: Client, address: str) -> list[str]:
    """Return the names that a page's form sends."""
    context = client.get(address).context
    form = context.get("form") if context else None
    return [name for field in getattr(form, "fields", []) for name in (field, f"{field}_code")]


def test_no_page_breaks_on_a_hostile_question(client: Client, ours: World) -> None:
    client.force_login(ours.officer)
    values = cycle(HOSTILE)
    for address in pages(ours):
        for _round in range(ROUNDS):
            asked = dict(zip(NAMES, values, strict=False))
            assert client.get(address, asked).status_code < 500, (address, asked)


@pytest.mark.parametrize("signed_in", [True, False])
def test_no_form_breaks_on_hostile_answers(signed_in: bool, client: Client, ours: World) -> None:
    values = cycle(HOSTILE)
    for address in pages(ours):
        if signed_in:
            client.force_login(ours.officer)
        names = fields(client, address) or ["reason", "next"]
        for _round in range(ROUNDS):
            sent = dict(zip(names, values, strict=False))
            assert client.post(address, sent).status_code < 500, (address, sent)


def test_no_address_breaks_on_hostile_parts(client: Client, ours: World) -> None:
    client.force_login(ours.officer)
    hostile = set()
    for address in pages(ours):
        pieces = address.strip("/").split("/")
        parts = resolve(address.partition("?")[0]).route.strip("/").split("/")
        for place in (place for place, part in enumerate(parts) if "<" in part):  # the others lead nowhere
            for value in (*IN_ADDRESSES[:5], f"16{IN_ADDRESSES[0]}", f"16:{IN_ADDRESSES[0]}"):
                hostile.add("/".join(["", *pieces[:place], value, *pieces[place + 1 :], ""]))
    for address in sorted(hostile):
        assert client.get(address).status_code < 500, address


def test_the_desk_does_not_break_either(client: Client, ours: World) -> None:
    client.force_login(make_secretary_of_dpp())
    values = cycle(HOSTILE)
    for address in desk(ours):
        asked = dict(zip(NAMES, values, strict=False))
        assert client.get(address, asked).status_code < 500, (address, asked)


@pytest.mark.parametrize("starts_at", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("office", ["KETUA", "", "RAJA"])
def test_a_seat_at_the_end_of_time_does_not_break_the_desk(
    starts_at: str, office: str, client: Client
) -> None:
    client.force_login(make_secretary_of_dpp())
    sent = {"chapter": "16", "office": office, "outsider_name": "Orang"}
    when = {"starts_at_0": starts_at, "starts_at_1": "00:00:00"}

    assert client.post(reverse("admin:chapters_seat_add"), {**sent, **when}).status_code < 500
