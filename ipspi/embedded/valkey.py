"""Our own Valkey: Celery's broker on a unix socket. It keeps nothing: what must not be lost is a row in PostgreSQL."""

import signal
import socket
from pathlib import Path

from ipspi.embedded import binaries
from ipspi.embedded.supervisor import Supervisor


def start(supervisor: Supervisor, at: Path) -> None:
    """Start Valkey on the unix socket `at`, in a folder that is ours alone, and wait until it answers."""
    options = {
        "port": "0",
        "unixsocket": str(at),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "dir": str(at.parent),
        "databases": "64",  # one for each process of a test run
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    child = supervisor.start("valkey", binaries.valkey(), *arguments, stop_by=signal.SIGTERM, patience=5)
    supervisor.wait_until(lambda: answers(at), child)


def answers(at: Path) -> bool:
    """Tell whether Valkey answers a ping."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(at))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
