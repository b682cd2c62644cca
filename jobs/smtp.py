"""Handing mails to the mail server that ``MAIL_URL`` names."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Final, Self
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT: Final = 30.0
"""Seconds the server has for an answer."""
SENDER: Final = "台账通"


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: ``smtps://`` is encrypted from the start, ``smtp://`` as soon as the server offers it.

    ``sender``: the address mails come from (``?from=``), else the account, else one of the server's own name.
    """

    host: str
    port: int
    encrypted: bool
    user: str
    password: str
    sender: str

    @classmethod
    def read(cls, url: str) -> Self:
        """Read ``smtp://user:password@host:port?from=address``."""
        parts = urlsplit(url)
        encrypted = parts.scheme == "smtps"
        user = unquote(parts.username or "")
        host = parts.hostname or "localhost"
        given = parse_qs(parts.query).get("from", [""])[0]
        sender = given or (user if "@" in user else f"taizhang@{host if '.' in host else 'localhost.localdomain'}")
        return cls(
            host, parts.port or (465 if encrypted else 25), encrypted, user, unquote(parts.password or ""), sender
        )

    @contextmanager
    def open(self) -> Iterator[smtplib.SMTP]:
        """Connect, encrypt and sign in; OSError (``smtplib.SMTPException`` is one) when the server will not."""
        context = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
            if self.encrypted
            else smtplib.SMTP(self.host, self.port, timeout=TIMEOUT) as line
        ):
            line.ehlo_or_helo_if_needed()
            if not self.encrypted and line.has_extn("starttls"):
                line.starttls(context=context)
            if self.user:
                line.login(self.user, self.password)
            yield line


def letter(server: Server, *, to: str, subject: str, body: str, key: str, at: dt.datetime) -> EmailMessage:
    """Return a mail. Sent again after a broken connection it carries the same Message-ID, by which servers know it.

    Raises:
        ValueError: the address cannot stand in a mail.
    """
    message = EmailMessage()
    domain = server.sender.rpartition("@")[2]
    message["From"] = Address(SENDER, addr_spec=server.sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = " ".join(subject.split())
    message["Date"] = at
    message["Message-ID"] = f"<{key.replace(':', '.')}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message
