"""
The SMTP server of the demo and the tests: `python -m ipspi.embedded.smtp FOLDER SOCKET`.

It takes every mail on the listening socket that it inherited, into the maildir FOLDER, and sends nothing on.
"""

import asyncio
import socket
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from ipspi.embedded.mails import Mailbox


class IntoMailbox:
    """What aiosmtpd calls for each mail."""

    def __init__(self, box: Mailbox) -> None:
        self._box = box

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        self._box.add(envelope.original_content or b"")
        return "250 OK"


async def serve(folder: Path, number: int) -> None:
    handler = IntoMailbox(Mailbox(folder))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="localhost", enable_SMTPUTF8=True), sock=socket.socket(fileno=number)
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
