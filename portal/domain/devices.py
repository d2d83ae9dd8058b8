"""Devices: whether a browser is one that somebody signed in on before, and word of it when it is not.

What makes a browser known is a random cookie, never its looks. Leave takes the cookie with it: then it is new again.
One cookie serves all who sign in there, so that a shared tablet is no news each time. It is the same whoever they are
and however many, and the table has a keyed hash of it with each person: neither tells that others use this browser.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from portal.core.clock import now
from portal.core.crypto import same, stamp
from portal.core.db import db
from portal.core.keyring import ring
from portal.core.language import _, lazy
from portal.domain import mail
from portal.domain.audit import Event, record
from portal.domain.sessions import Visitor
from portal.models.devices import Device
from portal.models.sessions import SignedIn

DRAWN = 32  # random bytes of the cookie; the rest shows that we drew them
FORGOTTEN = timedelta(days=400)  # as long as a browser keeps a cookie at all
# Coarse enough to tell nobody apart: five kinds of browser on five systems. The first that fits counts.
BROWSERS = {
    "Edg": "Edge",
    "Firefox|FxiOS": "Firefox",
    "OPR|Opera": "Opera",
    "Chrom|CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone|iPad": "an iPhone or iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "a Mac",
    "Linux|CrOS|X11": "Linux",
}
NAMELESS = "A browser"
SAID = {"an iPhone or iPad": lazy("an iPhone or iPad"), "a Mac": lazy("a Mac")}  # the others are names


@dataclass(frozen=True, slots=True)
class News:
    """A sign-in on a device that was new, and that its owner has not looked at yet."""

    id: UUID
    at: datetime


def kind_of(user_agent: str) -> str:
    """'Firefox on Windows', or what can be said of it; nothing else of what a browser says of itself is used."""
    browser, system = (
        next((name for part, name in known.items() if re.search(part, user_agent)), "") for known in (BROWSERS, SYSTEMS)
    )
    return " on ".join(filter(None, (browser or (NAMELESS if system else ""), system)))


def in_words(kind: str) -> str:
    """The same in the language of whoever reads it; it is kept as `kind_of` says it."""
    browser, _on, system = kind.partition(" on ")
    if not system:
        return kind
    if browser == NAMELESS:
        return _("A browser on %(system)s", system=SAID.get(system, system))
    return _("%(browser)s on %(system)s", browser=browser, system=SAID.get(system, system))


def arrive(visitor: Visitor, cookie: bytes | None, user_agent: str) -> bytes:
    """Somebody has just signed in here: know the browser again, or say that it is new.

    The first one ever is nobody's surprise. Staff are also told by mail, if they get any.

    Returns:
        the browser's cookie from now on.
    """
    query = select(Device).where(Device.person_id == visitor.person_id)
    known = {row.cookie_hash: row for row in db.session.scalars(query)}
    cookie = cookie if cookie and _is_ours(cookie) else _fresh_cookie()
    row = known.get(_name(visitor, cookie))
    if row is None:
        row = Device(
            practice_id=visitor.practice_id,
            person_id=visitor.person_id,
            cookie_hash=_name(visitor, cookie),
            looked_at=None if known else now(),
        )
        db.session.add(row)
        db.session.flush()
        if known:
            _say_so(visitor, row.id)
    row.seen_at = now()
    here = update(SignedIn).where(SignedIn.id == visitor.session_id)
    db.session.execute(here.values(device_id=row.id, browser=kind_of(user_agent)))
    return cookie


def _fresh_cookie() -> bytes:
    drawn = secrets.token_bytes(DRAWN)
    return drawn + stamp(ring().pepper, "device", drawn.hex())


def _is_ours(cookie: bytes) -> bool:
    """Only what was given out here makes anything known."""
    drawn, ours = cookie[:DRAWN], cookie[DRAWN:]
    return len(drawn) == DRAWN and same(ours, stamp(ring().pepper, "device", drawn.hex()))


def _name(visitor: Visitor, cookie: bytes) -> bytes:
    return stamp(ring().pepper, "device", visitor.practice_id, visitor.person_id, cookie.hex())


def _say_so(visitor: Visitor, device_id: UUID) -> None:
    actor = visitor.acting_as(min(visitor.roles))
    record(actor, Event.NEW_DEVICE, device_id, visitor.person_id)
    if visitor.is_staff:
        mail.notify(actor, visitor.person_id, mail.Kind.NEW_DEVICE)


def news(visitor: Visitor) -> list[News]:
    """New devices that this person has not looked at; what is new here is told elsewhere, and never on itself."""
    query = select(Device.id, Device.made_at).where(
        Device.person_id == visitor.person_id, Device.looked_at.is_(None), Device.id.is_distinct_from(visitor.device_id)
    )
    return [News(*row) for row in db.session.execute(query.order_by(Device.made_at))]


def was_me(visitor: Visitor) -> None:
    """It was them, on every device but this one."""
    theirs = (Device.person_id == visitor.person_id, Device.id.is_distinct_from(visitor.device_id))
    db.session.execute(update(Device).where(*theirs, Device.looked_at.is_(None)).values(looked_at=now()))


def sweep() -> None:
    """Forget browsers that nobody has come back with."""
    db.session.execute(delete(Device).where(Device.seen_at < now() - FORGOTTEN))
