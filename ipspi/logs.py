"""Log lines that hold nobody's numbers, no card's code and no key of a link that was mailed."""

import logging
import re
import traceback
from types import TracebackType

# a NIK has 16 digits and a NIP 18; both are often written in groups
LONG_NUMBER = re.compile(r"(?<![0-9])(?:[0-9][ .-]?){15,17}[0-9](?![0-9])")

# the address of a checked card names its holder: what follows /v/ is dropped
CHECKED = re.compile(r"(?i)(/v/|%2fv%2f|\bkartu=)[^\s&\"'<>]+")


# who has the address that was mailed may make a new password, agree to a new address, ask for a copy of data, answer an
# invitation, or end mail
MAILED = re.compile(r"(?i)(/sandi/lupa/|/akun/email/|/saya/data/salinan/|/undangan/|/berhenti/)[^\s&\"'<>]+")


def without_secrets(text: str) -> str:
    """Return the words of a log line without identity numbers, codes of cards and keys of links."""
    return MAILED.sub(r"\1…", CHECKED.sub(r"\1…", LONG_NUMBER.sub("[nomor]", text)))


class Line(logging.Formatter):
    """
    One line per event.

    Numbers as long as a NIK or NIP, the codes of checked cards and the keys of links are blotted out, and an exception
    is told by its type and place: its words may quote what somebody typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))

    def formatException(  # noqa: N802  # logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        if ei[1] is None:
            return ""
        frames = "".join(traceback.format_tb(ei[2]))
        return f"{frames}{type(ei[1]).__module__}.{type(ei[1]).__qualname__}"
