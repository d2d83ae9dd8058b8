"""Mail on its way out: one plain text to one address, over one connection. What it says is decided elsewhere."""

import smtplib
import ssl
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from flask import Flask, current_app

from config import MailServer
from portal.core.clock import now

PATIENCE = 15.0  # seconds that one answer of the server may take
LONGEST = 254  # characters of an address (RFC 5321)
LONGEST_LOCAL = 64
LONGEST_SENDER = 60
GONE_FOR_GOOD = 500  # from here on a server's answer is final (RFC 5321)
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-")
_DOMAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")


class Away(Exception):
    """The server cannot be reached, or asks us to come again."""


class Refused(Exception):
    """The server will not take this, today or tomorrow."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail. `number` names it for good: whoever gets it twice can tell that it is the same."""

    to: str = field(repr=False)
    sender_name: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    number: str


def init_app(app: Flask, server: MailServer | None) -> None:
    """Remember where mail goes; nothing is connected until there is some."""
    app.extensions["portal.mail"] = server


def is_set() -> bool:
    """Whether there is a server at all; without one, what there is to say is printed."""
    return server() is not None


def server() -> MailServer | None:
    """The server there is, with all that is secret about it: not for a page."""
    found: MailServer | None = current_app.extensions["portal.mail"]
    return found


def an_address(typed: str) -> str | None:
    """The address as servers know it, or None when it is none: one sign @, letters without accents before it.

    The name of the host may be of any script; it becomes its ASCII form (IDNA), in which look-alikes differ.
    """
    local, at, host = typed.strip().rpartition("@")
    with suppress(UnicodeError):
        host = unicodedata.normalize("NFKC", host).encode("idna").decode("ascii").lower()
        names = host.split(".")
        is_host = len(names) > 1 and set(host) <= _DOMAIN and all(name.strip("-") == name != "" for name in names)
        is_local = 0 < len(local) <= LONGEST_LOCAL and set(local) <= _LOCAL and all(local.split("."))
        if at and is_host and is_local and not local.startswith("-") and len(local) + len(host) < LONGEST:
            return f"{local}@{host}"
    return None


def send(letter: Letter) -> None:
    """Hand a mail to the server. It may arrive twice if we die before we have noted that it was taken.

    Raises:
        Away: no server, no answer, no trust in its certificate, or "not now".
        Refused: the server will never take it.
    """
    there = server()
    if there is None:
        raise Away("no server is set")
    if an_address(letter.to) != letter.to:
        raise Refused("not an address")
    message = _message(there, letter)
    try:
        line = _connected(there)
    except (smtplib.SMTPException, OSError, ValueError) as problem:
        raise Away(type(problem).__name__) from None  # our settings or their trouble, never this person's address
    try:
        line.send_message(message, there.sender, [letter.to])
    except smtplib.SMTPRecipientsRefused as answer:
        raise _as_said(max(code for code, _ in answer.recipients.values())) from None
    except smtplib.SMTPDataError as answer:
        raise _as_said(answer.smtp_code) from None
    except (smtplib.SMTPException, OSError, ValueError) as problem:
        raise Away(type(problem).__name__) from None
    else:
        with suppress(smtplib.SMTPException, OSError):  # it has been taken: a bad goodbye must not send it twice
            line.quit()
    finally:
        line.close()


def _as_said(code: int) -> Away | Refused:
    """Without the server's words, for they may hold an address."""
    return Refused(str(code)) if code >= GONE_FOR_GOOD else Away(str(code))


def _connected(server: MailServer) -> smtplib.SMTP:
    """A connection that is as secret as the settings ask, or none; and signed in, if there is a user."""
    trust = ssl.create_default_context()
    here = "localhost"  # our own name is nobody's business
    if server.security == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, here, timeout=PATIENCE, context=trust)
    else:
        line = smtplib.SMTP(server.host, server.port, here, timeout=PATIENCE)
    try:
        if server.security == "starttls":
            line.starttls(context=trust)
        if server.user:
            line.login(server.user, server.password or "")
    except BaseException:
        line.close()
        raise
    return line


def _message(server: MailServer, letter: Letter) -> EmailMessage:
    """The mail as it travels. A line break in a header is refused by the library, and never gets as far."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(one_line(letter.sender_name), addr_spec=server.sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{letter.number}@{server.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # so that nobody's absence answers it (RFC 3834)
    message.set_content(letter.body)
    return message


def one_line(words: str, most: int = LONGEST_SENDER) -> str:
    """What a header may hold of these words: signs that show, single spaces, so many at most."""
    plain = "".join(sign if unicodedata.category(sign)[0] not in "CZ" else " " for sign in words)
    return " ".join(plain.split())[:most].rstrip()
