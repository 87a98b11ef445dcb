import os
import subprocess

import psycopg
import pytest

from ipspi.embedded import binaries
from ipspi.embedded.lock import Lease
from ipspi.embedded.state import StateFolder


def test_the_application_is_no_superuser_and_makes_no_databases(running: StateFolder) -> None:
    with psycopg.connect(running.database_url) as connection:
        role = connection.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()

    assert role == ("ipspi", False, False, False)


def test_it_may_add_the_extensions_it_needs(running: StateFolder) -> None:
    with psycopg.connect(running.database_url) as connection:
        for name in ["pg_trgm", "unaccent", "btree_gist", "citext"]:
            connection.execute(f"CREATE EXTENSION {name}")


def test_it_does_not_listen_on_the_network(running: StateFolder) -> None:
    with psycopg.connect(running.database_url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_an_unknown_role_is_not_let_in(running: StateFolder) -> None:
    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        psycopg.connect(running.database_url, user="somebody")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_another_local_user_is_not_let_in(running: StateFolder) -> None:
    """Neither by the folder, nor, were it open, by PostgreSQL."""
    become = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    psql = [binaries.postgres(data=running.postgres).program("psql"), running.database_url, "-c", "SELECT 1"]

    def try_it() -> str:
        return subprocess.run([*become, *psql], check=False, capture_output=True, text=True).stderr

    assert "Permission denied" in try_it()

    running.postgres_socket_folder.chmod(0o755)
    (running.postgres_socket_folder / ".s.PGSQL.5432").chmod(0o777)
    assert "Peer authentication failed" in try_it()


def test_a_meaningless_process_number_does_not_stop_it(state: StateFolder) -> None:
    """A container that starts again gives the number of the killed server to somebody else."""
    Lease(state).release()
    [data] = state.postgres.iterdir()
    stale = data / "postmaster.pid"
    stale.write_text(f"{os.getppid()}\n{data}\n1700000000\n5432\n{state.postgres_socket_folder}\n\n\n")
    lock = state.postgres_socket_folder / ".s.PGSQL.5432.lock"
    lock.write_text(f"{os.getppid()}\n{data}\n1700000000\n5432\n{state.postgres_socket_folder}\n")

    Lease(state).release()
