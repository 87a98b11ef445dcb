"""Listening on this machine only."""

import errno
import socket

from ipspi.embedded.errors import CannotStart

HERE, HERE_IN_IPV6 = "127.0.0.1", "::1"
NAME = "localhost"  # for browsers: a passkey belongs to a name, and is refused under a number
PORTS_TO_TRY = 50


def listen(port: int = 0) -> socket.socket:
    """Return a listening socket, on any free port for 0. Whoever connects before its server accepts just waits."""
    try:
        return socket.create_server((HERE, port))
    except OSError as error:
        raise _taken(port, error) from None


def listen_by_name(port: int) -> list[socket.socket]:
    """Return the listening sockets of all that NAME means to a browser: IPv4, and IPv6 where this machine has it."""
    first = listen(port)
    try:
        return [first, socket.create_server((HERE_IN_IPV6, port), family=socket.AF_INET6)]
    except OSError as error:
        if error.errno != errno.EADDRINUSE:  # no IPv6 here, so nobody else can have the name's port either
            return [first]
        first.close()
        raise _taken(port, error) from None


def _taken(port: int, error: OSError) -> CannotStart:
    return CannotStart(f"Port {port} cannot be used ({error.strerror}): choose another with --port.")


def port_of(listening: socket.socket) -> int:
    port: int = listening.getsockname()[1]
    return port


def first_free_port(first: int) -> int:
    """Return the first port from `first` on that nobody listens on."""
    for port in range(first, first + PORTS_TO_TRY):
        try:
            listening = listen_by_name(port)
        except CannotStart:
            continue
        for each in listening:
            each.close()
        return port
    raise CannotStart(f"No free port from {first} to {first + PORTS_TO_TRY - 1}: choose one with --port.")
