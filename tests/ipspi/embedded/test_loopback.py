"""Listening on this machine only, under the name that browsers know it by."""

import os
import socket

import pytest

from ipspi.embedded import demo, loopback
from ipspi.embedded.errors import CannotStart
from ipspi.embedded.state import StateFolder


def has_ipv6() -> bool:
    try:
        socket.create_server((loopback.HERE_IN_IPV6, 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


NEEDS_IPV6 = pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")


def test_the_name_is_listened_for_on_this_machine_only() -> None:
    port = loopback.first_free_port(20_000)
    listening = loopback.listen_by_name(port)

    expected = [loopback.HERE, loopback.HERE_IN_IPV6] if has_ipv6() else [loopback.HERE]
    assert [each.getsockname()[:2] for each in listening] == [(address, port) for address in expected]
    socket.create_connection((loopback.NAME, port), timeout=5).close()
    socket.create_connection((loopback.HERE, port), timeout=5).close()
    for each in listening:
        each.close()


@NEEDS_IPV6
def test_a_port_that_somebody_else_has_under_the_name_is_taken() -> None:
    with socket.create_server((loopback.HERE_IN_IPV6, 0), family=socket.AF_INET6) as other:
        port = loopback.port_of(other)
        with pytest.raises(CannotStart, match=f"Port {port} cannot be used"):
            loopback.listen_by_name(port)
        loopback.listen(port).close()  # what was begun was given back

        assert loopback.first_free_port(port) > port


def test_the_demo_names_itself_as_passkeys_need_it(
    monkeypatch: pytest.MonkeyPatch, state: StateFolder
) -> None:
    monkeypatch.setenv("SITE_URL", "")
    monkeypatch.setenv("IPSPI_PORT", "")

    demo.prepare(["--port", "8123"], state)

    assert (os.environ["SITE_URL"], os.environ["IPSPI_PORT"]) == ("http://localhost:8123", "8123")
