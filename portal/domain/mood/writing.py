"""Checking in, changing a check-in, taking it away. Nobody but the person can read it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from portal.core import clock
from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.language import _
from portal.domain import vault
from portal.domain.access import hold
from portal.domain.accounts.zones import day_for, zone_of
from portal.domain.audit import Event, record
from portal.domain.mood.own import remember
from portal.domain.mood.rows import Line, readings
from portal.domain.mood.words import KIND, KIND_WORDS, LEVELS, Reading, Words, sealed_level, words_of
from portal.models.mood import Checkin

NO_WORDS = Words()
EARLIEST = 1900  # the first year a check-in can be of
SLACK = timedelta(minutes=2)  # clocks differ


class BothChanged(Conflict):
    """The check-in was changed elsewhere meanwhile. `kept` is what stands there now."""

    def __init__(self, kept: Reading) -> None:
        super().__init__(_("This check-in was changed in another window."))
        self.kept = kept


def check_in(  # noqa: PLR0913, PLR0917 - what one says, and when
    actor: Actor,
    level: int | None,
    words: Words = NO_WORDS,
    checkin_id: UUID | None = None,
    moment: datetime | None = None,
    zone: str | None = None,
) -> UUID:
    """Keep a check-in.

    Args:
        actor: a client, with keys.
        level: 1 (very low) to 5 (very good).
        words: what is said beside it.
        checkin_id: made when the form was shown: sent twice, it is one check-in. Something else under the same id
            changes it, unless it has been changed before.
        moment: the one it is about; now unless given, and never later. Without a zone of its own it is what the clock
            shows where it was.
        zone: the IANA name of where that was; the writer's own unless given.

    Raises:
        Invalid: no such level, or a moment that cannot be.
        BothChanged: this id is a check-in of theirs that has been changed since.
        NotFound: this id is somebody else's.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    level = _level(level)
    zone = zone or zone_of(actor)
    at = _moment(moment, zone)
    row = Checkin(
        id=checkin_id or uuid4(),
        practice_id=actor.practice_id,
        client_id=actor.person_id,
        on_day=day_for(actor.person_id, at, zone),
        zone=zone,
        at=at,
        version=1,
    )
    if not add_new(row):
        change(actor, row.id, 1, level, words, moment and at)
        return row.id
    _keep(actor, row, level, words)
    record(actor, Event.CHECKED_IN, row.id, actor.person_id)
    return row.id


def here(actor: Actor) -> datetime:
    """What the clock shows where the writer is."""
    return now().astimezone(clock.zone(zone_of(actor)))


def read(actor: Actor, checkin_id: UUID) -> Line:
    """A check-in of one's own.

    Raises:
        NotFound: no such check-in, or not theirs.
    """
    return _opened(actor, hold(Checkin, actor, checkin_id))


def change(  # noqa: PLR0913, PLR0917 - what one says, and when
    actor: Actor,
    checkin_id: UUID,
    base_version: int,
    level: int | None,
    words: Words = NO_WORDS,
    moment: datetime | None = None,
) -> int:
    """Say it differently. What stood there before is erased, for its readers as well.

    Args:
        actor: the writer, with keys.
        checkin_id: theirs.
        base_version: the version that stood on the page.
        level: 1 to 5.
        words: all of them; those left out are gone.
        moment: another one; the same when not given. Without a zone of its own it is what the clock shows where the
            check-in was made.

    Returns:
        the newest version's number; when this stands there already, nothing is changed.

    Raises:
        NotFound: no such check-in, or not theirs.
        Invalid: no such level, or a moment that cannot be.
        BothChanged: it was changed since that version.
    """
    level = _level(level)
    row = hold(Checkin, actor, checkin_id)
    kept = _opened(actor, row)
    at = _moment(moment or row.at, row.zone)
    if (kept.reading.level, kept.reading.words or NO_WORDS, row.at) == (level, words, at):
        return row.version
    if base_version != row.version:
        raise BothChanged(kept.reading)
    row.version += 1
    if row.at != at:
        row.at, row.on_day = at, day_for(actor.person_id, at, row.zone)
    db.session.flush()
    _keep(actor, row, level, words, like=_like(kept))
    for thing_id in _things(row.id):
        vault.drop(actor.unlocked(), thing_id, below=row.version)
    record(actor, Event.CHECKIN_CHANGED, row.id, actor.person_id, version=row.version)
    return row.version


def remove(actor: Actor, checkin_id: UUID) -> None:
    """Take a check-in away for good, at once, from everybody.

    Raises:
        NotFound: no such check-in, or not theirs.
    """
    row = hold(Checkin, actor, checkin_id)
    vault.forget(_things(row.id))
    db.session.delete(row)
    db.session.flush()
    record(actor, Event.CHECKIN_REMOVED, checkin_id, actor.person_id)


# ------------------------------------------------------------------ rows


def _opened(actor: Actor, row: Checkin) -> Line:
    reading = readings(actor, [row]).get(row.id)
    if reading is None:
        raise NotFound(row.id)
    return Line(reading, row.at.astimezone(clock.zone(row.zone)))


def _keep(actor: Actor, row: Checkin, level: int, words: Words, like: tuple[UUID, UUID] | None = None) -> None:
    level_like, words_like = like or (None, None)
    if words:
        vault.write(actor.unlocked(), KIND_WORDS, words.to_bytes(), words_of(row.id), row.version, like=words_like)
    vault.write(actor.unlocked(), KIND, sealed_level(level), row.id, row.version, like=level_like)
    remember(actor, words)


def _like(kept: Line) -> tuple[UUID, UUID]:
    """What a changed level and changed words take the place of; the first words go where the level is open."""
    checkin_id = kept.reading.id
    return checkin_id, words_of(checkin_id) if kept.reading.words else checkin_id


def _things(checkin_id: UUID) -> tuple[UUID, UUID]:
    return checkin_id, words_of(checkin_id)


def _level(level: int | None) -> int:
    if level not in LEVELS:
        raise Invalid("level", _("Choose one of the five."))
    return level


def _moment(moment: datetime | None, zone: str) -> datetime:
    """The moment in UTC; one without a zone is what the clock shows in this one."""
    if moment is None:
        return now()
    if not EARLIEST <= moment.year <= now().year + 1:
        raise Invalid(
            "day", _("A check-in can be of any year from %(earliest)s on. Look at the year again.", earliest=EARLIEST)
        )
    aware = moment if moment.tzinfo else moment.replace(tzinfo=clock.zone(zone))
    if aware > now() + SLACK:
        raise Invalid("day", _("This time has not come yet."))
    return aware.astimezone(UTC)
