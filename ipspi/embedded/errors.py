"""What goes wrong before Django is there: told in one sentence, without a traceback."""


class CannotStart(Exception):
    """A server or a command cannot start. `str()` says why, and what to do, to somebody at a terminal."""
