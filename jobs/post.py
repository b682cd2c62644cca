"""The post goes out: mails written down are handed to the server, tried again when it fails, given up in the end."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobs.smtp import Server, letter
from models.engine import OutgoingMail

AT_ONCE: Final = 50
"""Mails sent over one connection."""
WAITS: Final = tuple(dt.timedelta(minutes=m) for m in (2, 5, 15, 60, 180, 360, 720, 1440))
"""How long after each failed try the next one comes; after the last it is given up."""
TOO_OLD: Final = dt.timedelta(days=3)
"""A server that stays silent for so long gets no old news when it is back."""
PERMANENT: Final = 500
log = logging.getLogger(__name__)


def send(session: Session, server: Server, now: dt.datetime) -> int:
    """Send what waits; return how many mails the server took. Commits after each, so that none is sent a second time.

    A mail is put off before it is handed over: a worker that dies with it in hand leaves it for the next try, and two
    workers never take the same one. A server that doesn't answer costs no try of the mails behind the first.
    """
    waiting = (OutgoingMail.sent_at.is_(None), OutgoingMail.given_up_at.is_(None), OutgoingMail.next_try_at <= now)
    ids = session.scalars(select(OutgoingMail.id).where(*waiting).order_by(OutgoingMail.id).limit(AT_ONCE)).all()
    session.commit()
    sent = 0
    try:
        if ids:
            with server.open() as line:
                for mail_id in ids:
                    sent += _send_one(session, server, line, mail_id, now)
    except (smtplib.SMTPException, OSError) as error:
        log.warning("the mail server does not take mail: %s", error)
        _put_off(session, ids, error, now)
    return sent


def _send_one(session: Session, server: Server, line: smtplib.SMTP, mail_id: int, now: dt.datetime) -> bool:
    mail = _take(session, mail_id, now)
    if mail is None:
        return False
    try:
        message = letter(server, to=mail.address, subject=mail.subject, body=mail.body, key=mail.key, at=mail.at)
        line.send_message(message)
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, ValueError) as error:
        _failed(mail, error, now)
        session.commit()
        return False
    mail.sent_at, mail.fault = now, None
    session.commit()
    return True


def _take(session: Session, mail_id: int, now: dt.datetime) -> OutgoingMail | None:
    """Take a mail to be sent: nobody else touches it until its next try; None when somebody was faster."""
    mail = session.get_one(OutgoingMail, mail_id, populate_existing=True)
    wait = WAITS[min(mail.tries, len(WAITS) - 1)]
    here = (OutgoingMail.id == mail_id, OutgoingMail.next_try_at == mail.next_try_at, OutgoingMail.next_try_at <= now)
    taken: Any = session.execute(
        update(OutgoingMail)
        .where(*here, OutgoingMail.sent_at.is_(None), OutgoingMail.given_up_at.is_(None))
        .values(next_try_at=now + wait, tries=OutgoingMail.tries + 1)
    )
    session.commit()
    return session.get_one(OutgoingMail, mail_id, populate_existing=True) if taken.rowcount else None


def _failed(mail: OutgoingMail, error: Exception, now: dt.datetime) -> None:
    code = getattr(error, "smtp_code", 0)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max(refused[0] for refused in error.recipients.values())
    mail.fault = str(error)[:300]
    if code >= PERMANENT or isinstance(error, ValueError) or mail.tries >= len(WAITS):
        mail.given_up_at = now
        log.warning("mail %s given up: %s", mail.key, error)


def _put_off(session: Session, ids: Any, error: Exception, now: dt.datetime) -> None:
    """The server failed as a whole: everything waits, and what was tried long enough is given up."""
    session.rollback()
    waiting = (OutgoingMail.id.in_(ids), OutgoingMail.sent_at.is_(None))
    session.execute(update(OutgoingMail).where(*waiting, OutgoingMail.at < now - TOO_OLD).values(given_up_at=now))
    session.execute(
        update(OutgoingMail)
        .where(*waiting, OutgoingMail.given_up_at.is_(None), OutgoingMail.next_try_at <= now)
        .values(next_try_at=now + WAITS[0], fault=str(error)[:300])
    )
    session.commit()
