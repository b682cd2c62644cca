"""A mail server on the loopback that keeps what it is handed: enough of SMTP for `smtplib` to talk to."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any


class Mailbox:
    """What the server took, in order, and how it is to misbehave.

    `refused`: addresses it does not know (550). `busy`: it puts everybody off (451). `hangs_up`: so many mails it takes
    and then breaks the connection without a word.
    """

    def __init__(self) -> None:
        self.url = ""
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.busy = False
        self.hangs_up = 0

    def to(self, address: str) -> list[EmailMessage]:
        """The mails one address got."""
        return [mail for mail in self.mails if mail["To"] == address]


class _Talk(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        box: Mailbox = self.server.box
        self._say("220 loopback")
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            match verb.upper():
                case "EHLO" | "HELO":
                    self._say("250-loopback", "250 8BITMIME")
                case "RCPT":
                    known = rest.partition(":")[2].strip("<> ") not in box.refused
                    self._say("451 later" if box.busy else "250 ok" if known else "550 nobody of that name")
                case "DATA":
                    self._say("354 go on")
                    lines: list[bytes] = []
                    while (got := self.rfile.readline()) not in {b".\r\n", b""}:
                        lines.append(got.removeprefix(b".") if got.startswith(b"..") else got)
                    box.mails.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
                    if box.hangs_up:
                        box.hangs_up -= 1
                        return
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    box: Mailbox


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Serve on a free port until the block is left."""
    box = Mailbox()
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.box = box
        box.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield box
        server.shutdown()
        thread.join()
