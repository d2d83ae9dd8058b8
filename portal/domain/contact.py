"""Safe contact: whether somebody may be mailed, how plainly, where and when. Only they themselves can loosen it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.core import mail as post
from portal.core.actor import Actor
from portal.core.clock import now, zone
from portal.core.crypto import Keys
from portal.core.db import add_new, db
from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.domain import vault
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.models.contact import Contact
from portal.models.people import Person

KIND = "contact"
VERSION = 4  # bytes
HOURS, WEEKDAYS = range(25), range(7)  # Monday is 0
ELSEWHERE = lazy("These choices were changed in another window meanwhile. Look at both, and keep what you like.")


class Mode(StrEnum):
    """How somebody may be written to."""

    NONE = "none"
    PLAIN = "plain"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Reach:
    """Where and when: an address, from which hour until before which, on which weekdays (Monday is 0)."""

    address: str = field(repr=False)
    first: int = 0
    until: int = 24
    weekdays: tuple[int, ...] = tuple(WEEKDAYS)

    def next_from(self, moment: datetime, zone_name: str) -> datetime:
        """The first moment from this one on that lies in the allowed hours of the person's own days.

        A day whose hours a change of the clocks leaves out is passed over.
        """
        here = zone(zone_name)
        day = moment.astimezone(here).date()
        for ahead in range(15):  # two weeks and a day: some weekday is allowed, and clocks change once in that time
            on_day = day + timedelta(days=ahead)
            begins = datetime.combine(on_day, time(self.first % 24), here).astimezone(UTC)
            ends_on = on_day + timedelta(days=self.until // 24)
            ends = datetime.combine(ends_on, time(self.until % 24), here).astimezone(UTC)
            if on_day.weekday() in self.weekdays and max(begins, moment) < ends:
                return max(begins, moment)
        raise Invalid("weekdays", _("Choose at least one day."))

    def to_bytes(self) -> bytes:
        return json.dumps([self.address, self.first, self.until, self.weekdays]).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        address, first, until, weekdays = json.loads(data)
        return cls(address, first, until, tuple(weekdays))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person has chosen. `reach` is None without mail, and when only the worker has the address."""

    mode: Mode
    reach: Reach | None
    version: int


# ------------------------------------------------------------------ one's own


def mine(actor: Actor) -> Choice:
    """The acting person's own choice; nobody who has not chosen gets mail."""
    row = db.session.scalar(readable(Contact, actor).where(Contact.person_id == actor.person_id))
    if row is None:
        return Choice(Mode.NONE, None, 0)
    kept = vault.latest_readable(actor.unlocked(), [row.id]).get(row.id)
    return Choice(Mode(row.mode), kept and Reach.from_bytes(kept.data), row.version)


def keep(  # noqa: PLR0913, PLR0917 - what the form asks for
    actor: Actor, mode: Mode, address: str, first: int, until: int, weekdays: Iterable[int], version: int
) -> None:
    """Choose anew. Without mail, the address is forgotten, and what waits to be sent never is.

    Args:
        actor: whoever chooses, for themselves, with keys.
        mode: how plainly, or not at all.
        address: where to; it need not be what they sign in with.
        first: the first hour of their day in which mail may come, 0 to 23.
        until: the hour before which it may come, 1 to 24.
        weekdays: on which days.
        version: of the choice that was on the page.

    Raises:
        Invalid: on `address`, `until` or `weekdays`; on `mode`, when another window was quicker.
    """
    row = db.session.scalar(writable(Contact, actor).where(Contact.person_id == actor.person_id).with_for_update())
    if (row.version if row else 0) != version:
        raise Invalid("mode", ELSEWHERE)
    reach = None if mode is Mode.NONE else _checked(address, first, until, weekdays)
    if row is None:
        row = _new(actor.practice_id, actor.person_id)
    _put(actor.unlocked(), row, mode, reach)
    record(actor, Event.CONTACT_CHANGED, row.id, actor.person_id)


# ------------------------------------------------------------------ on the way in


def first(keys: Keys, practice_id: UUID, person_id: UUID, mode: Mode, address: str) -> None:
    """What whoever invites was told, for somebody who has chosen nothing yet.

    Raises:
        Invalid: on `address`.
    """
    if mode is not Mode.NONE:
        _put(keys, _new(practice_id, person_id), mode, _checked(address))


def first_of(practice_id: UUID, told: Iterable[tuple[UUID, Mode, str]]) -> None:
    """The same for many at once, with addresses that were checked: sealed to the worker, and to nobody else yet.

    Args:
        practice_id: the practice at work.
        told: person, setting and address of each.
    """
    rows = []
    for person_id, mode, address in told:
        if mode is not Mode.NONE:
            row = Contact(id=uuid4(), practice_id=practice_id, person_id=person_id, mode=mode, version=1)
            row.reach_sealed, row.changed_at = vault.seal_to_worker(Reach(address).to_bytes(), *_place(row)), now()
            rows.append(row)
    db.session.add_all(rows)
    db.session.flush()


def at_joining(actor: Actor, mode: Mode, address: str) -> None:
    """The person's own word, as they join; without an address, the one that was given for them stays.

    What whoever invited was told was for the invitation alone: without mail, the address is forgotten.

    Raises:
        Invalid: on `address`.
    """
    row = db.session.scalar(writable(Contact, actor).where(Contact.person_id == actor.person_id).with_for_update())
    if row is None and mode is Mode.NONE:
        return
    if row and row.reach_sealed and mode is not Mode.NONE and not address.strip():
        row.mode, row.changed_at = mode, now()  # the version stays: the address lies sealed under it
        return
    reach = None if mode is Mode.NONE else _checked(address)
    _put(actor.unlocked(), row or _new(actor.practice_id, actor.person_id), mode, reach)


# ------------------------------------------------------------------ what others may know


def setting(admin: Actor, person_id: UUID) -> Mode:
    """The name of somebody's setting, for the practice; never where or when."""
    query = readable(Contact, admin).with_only_columns(Contact.mode).where(Contact.person_id == person_id)
    return Mode(db.session.scalar(query) or Mode.NONE)


def mode_of(person_id: UUID) -> Mode:
    """The same for verbs that would have somebody mailed."""
    return Mode(db.session.scalar(select(Contact.mode).where(Contact.person_id == person_id)) or Mode.NONE)


def own_mode_of(person_id: UUID) -> Mode:
    """What somebody who has joined has chosen. What was told to whoever invited them is for the invitation alone."""
    query = select(Contact.mode).join(Person, Person.id == Contact.person_id)
    query = query.where(Contact.person_id == person_id, Person.joined_at.is_not(None))
    return Mode(db.session.scalar(query) or Mode.NONE)


@dataclass(frozen=True, slots=True)
class Opened:
    """A choice in the worker's hands. `stopped_at`: what was asked for before then is not to be sent."""

    mode: Mode
    reach: Reach
    stopped_at: datetime | None


def open_for(person_id: UUID) -> Opened | None:
    """Where and when somebody may be mailed, in the worker; None when they may not.

    Raises:
        Locked: not the worker, or the row was altered.
    """
    row = db.session.scalar(select(Contact).where(Contact.person_id == person_id).with_for_update(read=True))
    if row is None or row.mode == Mode.NONE or row.reach_sealed is None:
        return None
    return Opened(
        Mode(row.mode), Reach.from_bytes(vault.open_by_worker(row.reach_sealed, *_place(row))), row.stopped_at
    )


def sealed_now(person_id: UUID) -> bytes | None:
    """Where somebody may be mailed, as the worker alone opens it, also once it was replaced; None when they may not."""
    row = db.session.scalar(select(Contact).where(Contact.person_id == person_id))
    if row is None or row.mode == Mode.NONE or row.reach_sealed is None:
        return None
    version: bytes = row.version.to_bytes(VERSION)
    return version + row.reach_sealed


def open_before(person_id: UUID, sealed: bytes) -> Reach:
    """What `sealed_now` gave, in the worker. Raises Locked."""
    version = int.from_bytes(sealed[:VERSION])
    return Reach.from_bytes(vault.open_by_worker(sealed[VERSION:], KIND, person_id, version))


# ------------------------------------------------------------------ rows


def _new(practice_id: UUID, person_id: UUID) -> Contact:
    row = Contact(practice_id=practice_id, person_id=person_id, mode=Mode.NONE, version=0)
    if not add_new(row):
        raise Invalid("mode", ELSEWHERE)
    return row


def _put(keys: Keys, row: Contact, mode: Mode, reach: Reach | None) -> None:
    """One copy for the worker, which mails without the person; one under the person's own key, for the page."""
    moment = now()
    row.mode, row.version, row.changed_at = mode, row.version + 1, moment
    row.reach_sealed = vault.seal_to_worker(reach.to_bytes(), *_place(row)) if reach else None
    vault.drop(keys, row.id)
    if reach:
        vault.write(keys, KIND, reach.to_bytes(), row.id, row.version)
    else:
        row.stopped_at = moment
    db.session.flush()


def _place(row: Contact) -> tuple[object, ...]:
    return (KIND, row.person_id, row.version)


def _checked(address: str, first: int = 0, until: int = 24, weekdays: Iterable[int] = WEEKDAYS) -> Reach:
    found = post.an_address(address)
    if found is None:
        raise Invalid("address", _("Enter an e-mail address, such as name@example.org."))
    if first not in HOURS or until not in HOURS or first >= until:
        raise Invalid("until", _("Choose an end that is later than the beginning."))
    days = tuple(sorted(set(weekdays)))
    if not days or not set(days) <= set(WEEKDAYS):
        raise Invalid("weekdays", _("Choose at least one day."))
    return Reach(found, first, until, days)
