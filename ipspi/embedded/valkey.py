"""Our own Valkey: Celery's broker on a unix socket. It keeps nothing: what must not be lost is a row in PostgreSQL."""

import signal
import socket

from ipspi.embedded import binaries
from ipspi.embedded.state import StateFolder
from ipspi.embedded.supervisor import Supervisor


def start(supervisor: Supervisor, state: StateFolder) -> None:
    """Start Valkey and wait until it answers."""
    options = {
        "port": "0",
        "unixsocket": str(state.valkey_socket),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "dir": str(state.valkey_socket.parent),
        "databases": "64",  # one for each process of a test run
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    child = supervisor.start("valkey", binaries.valkey(), *arguments, stop_by=signal.SIGTERM, patience=5)
    supervisor.wait_until(lambda: answers(state), child)


def answers(state: StateFolder) -> bool:
    """Tell whether Valkey answers a ping."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(state.valkey_socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
