"""The mailbox of the demo and the tests: a maildir that an SMTP server of our own fills."""

import datetime as dt
import email
import email.policy
import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True)
class Mail:
    """A mail as it arrived. `html` is empty where it has no such part; it is not safe to show as it is."""

    key: str
    to: str
    sender: str
    subject: str
    message_id: str
    arrived_at: dt.datetime
    text: str
    html: str


class Mailbox:
    """The mails that arrived, the oldest first. Reading changes nothing."""

    def __init__(self, folder: Path) -> None:
        for part in (
            "tmp",
            "new",
            "cur",
        ):  # Maildir makes them only together with the folder, which may be there
            (folder / part).mkdir(parents=True, exist_ok=True)
        self._maildir = mailbox.Maildir(folder)

    def add(self, content: bytes) -> None:
        self._maildir.add(content)

    def mails(self) -> list[Mail]:
        return sorted(self._all(), key=lambda mail: (mail.arrived_at, mail.key))

    def mail(self, key: str) -> Mail | None:
        return next((mail for mail in self._all() if mail.key == key), None)

    def clear(self) -> None:
        self._maildir.clear()

    def _all(self) -> Iterator[Mail]:
        for key in self._maildir.keys():  # noqa: SIM118 - a Maildir iterates over messages
            try:
                file = self._maildir.get_file(key)
            except KeyError:  # deleted in between
                continue
            with file:
                yield _read(key, file.read())


def _read(key: str, content: bytes) -> Mail:
    message = email.message_from_bytes(content, _class=EmailMessage, policy=email.policy.default)
    return Mail(
        key=key,
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        message_id=str(message["Message-ID"] or ""),
        arrived_at=dt.datetime.fromtimestamp(float(_arrival(key)), dt.UTC),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _arrival(key: str) -> str:
    """A maildir key starts with the second of arrival; Python's goes on with M and the microsecond."""
    second, _, rest = key.partition(".")
    microsecond = rest.partition("M")[2].partition("P")[0]
    return f"{second}.{microsecond:0>6}"


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
