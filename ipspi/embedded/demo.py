"""Everything up, with one command: servers, demo data, mail, web, worker and clock; and everything down again."""

import http.client
import os
import signal
import socket
import sys
import time
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

from ipspi.embedded import demo_accounts, loopback
from ipspi.embedded.errors import CannotStart
from ipspi.embedded.lock import CHECKOUT, Lease, Lock, is_held
from ipspi.embedded.state import StateFolder
from ipspi.embedded.supervisor import Child, Stopped, Supervisor, last_lines

FIRST_PORT = 8000
GLANCE = 0.2  # seconds between two looks at the children


# ------------------------------------------------------------------ before Django


def prepare(arguments: Sequence[str], state: StateFolder) -> None:
    """Do what must be done before settings are read: start over if asked to, and choose the address."""
    if "--fresh" in arguments:
        start_over(state)
    port = _asked_port(arguments) or loopback.first_free_port(FIRST_PORT)
    os.environ.update(IPSPI_PORT=str(port), SITE_URL=f"http://{loopback.NAME}:{port}")


def start_over(state: StateFolder) -> None:
    """Delete the demo's data. Raises CannotStart while anybody uses its servers."""
    if not state.root.exists():
        return
    state.make()
    if is_held(state.root / "users.lock"):
        raise CannotStart(f"Something is using the servers of {state.root}: stop it first.")
    state.clear()


def _asked_port(arguments: Sequence[str]) -> int | None:
    """Return the number after --port; the command itself refuses what is no number."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        name, _, value = argument.partition("=")
        if name == "--port":
            value = value or following
            return int(value) if value.isdecimal() else None
    return None


# ------------------------------------------------------------------ up and down


class Demo:
    """One run of the demo. `load` makes the tables and the demo data, when the servers answer."""

    def __init__(self, state: StateFolder, *, port: int, say: Callable[[str], None]) -> None:
        self.state, self.port = state, port
        self._say = say
        self._began = time.monotonic()
        self._children = Supervisor(state.logs)
        self._python = (sys.executable, "-m")

    def run(self, *, load: Callable[[], None], open_browser: bool) -> None:
        """Bring everything up and keep it so until a signal. Raises CannotStart if a part does not start, or dies."""
        self.state.prepare()
        only_one = Lock(self.state.root / "demo.lock")
        if not only_one.try_to_take():
            raise CannotStart(f"The demo is running already, on {self.state.root}.")
        try:
            with self._children:
                self._run(load, open_browser=open_browser)
        except Stopped:
            self._say("Everything has stopped; the data stays for the next time.")
        finally:
            only_one.release()

    def _run(self, load: Callable[[], None], *, open_browser: bool) -> None:
        listening = loopback.listen_by_name(self.port)  # first of all: a port that is taken is told at once
        lease = Lease(self.state)
        try:
            self._tell("PostgreSQL and Valkey answer")
            load()
            self._tell("tables and demo data are there")
            self._start(listening)
            self._greet(open_browser=open_browser)
            self._watch(lease)
        finally:
            self._children.stop()
            lease.release()

    def _start(self, listening: list[socket.socket]) -> None:
        self._start_mail()
        web = self._start_web(listening)
        worker, worker_log = self._start_worker()
        self._start_beat()
        self._children.wait_until(self._web_answers, web)
        self._tell("the web server answers")
        self._children.wait_until(lambda: " ready." in worker_log(), worker)
        self._tell("the worker is ready")

    def _start_mail(self) -> None:
        listening = loopback.listen()
        number = listening.fileno()
        self._child(
            "mail", *self._python, "ipspi.embedded.smtp", self.state.mail, str(number), pass_fds=[number]
        )
        os.environ.update(EMAIL_HOST=loopback.HERE, EMAIL_PORT=str(loopback.port_of(listening)))

    def _start_web(self, listening: list[socket.socket]) -> Child:
        numbers = [each.fileno() for each in listening]
        binds = [f"--bind=fd://{number}" for number in numbers]
        options = ["--preload", "--workers=2", "--threads=4", "--graceful-timeout=5", *binds]
        return self._child("web", *self._python, "gunicorn", *options, "ipspi.wsgi", pass_fds=numbers)

    def _start_worker(self) -> tuple[Child, Callable[[], str]]:
        """Start the worker; also return how to read what it has logged since."""
        log = self.state.logs / "worker.log"
        seen = log.stat().st_size if log.exists() else 0
        options = ["--concurrency=2", "--queues=work,mail", "--loglevel=INFO"]
        celery = [*self._python, "celery", "-A", "ipspi", "worker", *options]
        # its polite end waits for the job in hand; when nobody is left to wait, it ends at once
        child = self._child("worker", *celery, dies_by=signal.SIGQUIT)
        return child, lambda: log.read_bytes()[seen if log.stat().st_size >= seen else 0 :].decode(
            errors="replace"
        )

    def _start_beat(self) -> None:
        schedule = self.state.root / "celerybeat-schedule"
        options = ["--loglevel=INFO", f"--schedule={schedule}", "--pidfile="]
        self._child("beat", *self._python, "celery", "-A", "ipspi", "beat", *options)

    def _child(
        self,
        name: str,
        *arguments: str | Path,
        dies_by: signal.Signals | None = None,
        pass_fds: Sequence[int] = (),
    ) -> Child:
        return self._children.start(name, *arguments, dies_by=dies_by, cwd=CHECKOUT, pass_fds=pass_fds)

    def _web_answers(self) -> bool:
        connection = http.client.HTTPConnection(loopback.HERE, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def _watch(self, lease: Lease) -> None:
        while lease.servers_run():
            self._children.look()
            time.sleep(GLANCE)
        raise CannotStart(f"PostgreSQL or Valkey ended.\n{last_lines(self.state.logs / 'keeper.log')}")

    # -------------------------------------------------------------- words in the terminal

    def _tell(self, what: str) -> None:
        self._say(f"[{time.monotonic() - self._began:5.1f} s] {what}")

    def _greet(self, *, open_browser: bool) -> None:
        address = f"http://{loopback.NAME}:{self.port}/"
        accounts = demo_accounts.read()
        width = max((len(account.email) for account in accounts), default=0)
        lines = [
            f"  {account.email:{width}}  {account.password}  {account.role} {account.chapter}".rstrip()
            for account in accounts
        ]
        where = (
            f"Open {address}demo/ (accounts with the officers' codes of this minute, mailbox) or {address}"
        )
        self._say("\n".join(["", where, *lines]))
        self._say(f"Data and logs: {self.state.root}\nCtrl-C stops everything.\n")
        if open_browser and _has_screen():
            webbrowser.open(f"{address}demo/")


def _has_screen() -> bool:
    """Tell whether somebody sits before this machine; elsewhere a text browser would take the terminal."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
