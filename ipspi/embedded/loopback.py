"""Listening on this machine only."""

import socket

from ipspi.embedded.errors import CannotStart

HERE = "127.0.0.1"
PORTS_TO_TRY = 50


def listen(port: int = 0) -> socket.socket:
    """Return a listening socket, on any free port for 0. Whoever connects before its server accepts just waits."""
    try:
        return socket.create_server((HERE, port))
    except OSError as error:
        raise CannotStart(
            f"Port {port} cannot be used ({error.strerror}): choose another with --port."
        ) from None


def port_of(listening: socket.socket) -> int:
    port: int = listening.getsockname()[1]
    return port


def first_free_port(first: int) -> int:
    """Return the first port from `first` on that nobody listens on."""
    for port in range(first, first + PORTS_TO_TRY):
        try:
            listen(port).close()
        except CannotStart:
            continue
        return port
    raise CannotStart(f"No free port from {first} to {first + PORTS_TO_TRY - 1}: choose one with --port.")
