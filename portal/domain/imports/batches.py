"""A file on its way in: read once and sealed in parts, looked at, brought in part by part, taken back as one."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID, uuid5

from sqlalchemy import or_, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.language import _
from portal.core.parts import parts
from portal.domain import journal, mood, vault
from portal.domain.access import find, hold, readable
from portal.domain.accounts.zones import today_of, zone_of
from portal.domain.audit import Event, record
from portal.domain.imports import fitting
from portal.domain.imports.reading import read
from portal.domain.imports.records import Record, Skipped, Source, nothing_in, too_many
from portal.models.imports import Batch

KIND = "import"  # of items; no standing consent has it
PART = 1_000  # records that come in at once
MOST = 50_000  # records of one file
SHOWN = 200  # skipped ones that are listed
WAITS = timedelta(days=1)  # how long what was sent waits for somebody to go on
LISTED = timedelta(days=30)  # how long it can be taken back
SHELF = 20  # files on a page


class Stage(StrEnum):
    """Where a file stands."""

    LOOKED_AT = "looked at"
    UNDER_WAY = "under way"
    IN = "in"
    STOPPED = "stopped"  # nobody went on within a day
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class Plan:
    """What will come in, as it was counted when the file was read; and what was chosen for its moods."""

    form: str
    first: date | None
    last: date | None
    years: dict[str, int]
    moods: dict[str, int] = field(repr=False)  # how many entries have each
    levels: dict[str, int] = field(repr=False)  # 1 to 5 by the name of a mood, and 0 for no level
    skipped: list[Skipped] = field(repr=False)
    left_behind: int
    pinned: int = 0  # entries that were starred there

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        found: dict[str, Any] = json.loads(data)
        for end in ("first", "last"):
            found[end] = date.fromisoformat(found[end]) if found[end] else None
        found["skipped"] = [Skipped(**each) for each in found["skipped"]]
        return cls(**found)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), default=str, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Card:
    """A file on its page or in the list. `plan` is None once it has been let go."""

    id: UUID
    made_at: datetime
    stage: Stage
    done: int
    total: int
    plan: Plan | None = field(repr=False)


def take(actor: Actor, data: bytes, name: str, batch_id: UUID) -> UUID:
    """Read a file and keep what can come in, sealed, until somebody has looked at it. Nothing comes in yet.

    Args:
        actor: the client, with keys.
        data: the file.
        name: of the file; only a day in the name of a single note is read from it, and it is not kept.
        batch_id: made when the form was shown; sent twice, it is one.

    Returns:
        The batch's id.

    Raises:
        Unreadable: on `file`: nothing of it can come in; the sentence says why.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    if db.session.scalar(readable(Batch, actor).where(Batch.id == batch_id)):
        return batch_id
    plan, records = _read(actor, data, name)
    row = Batch(id=batch_id, practice_id=actor.practice_id, client_id=actor.person_id, total=len(records), done=0)
    if not add_new(row):
        return batch_id  # sent twice at the same moment; were it somebody else's, its page would not be found
    texts = [(KIND, batch_id, plan.to_bytes())]
    texts += [
        (KIND, part_id, fitting.to_bytes(part))
        for part_id, part in zip(_part_ids(row), parts(records, PART), strict=True)
    ]
    vault.write_many(actor.unlocked(), texts)
    return batch_id


def card(actor: Actor, batch_id: UUID) -> Card:
    """How this one stands.

    Raises:
        NotFound: no such file of theirs.
    """
    row = find(Batch, actor, batch_id)
    return _cards(actor, [row])[0]


def index(actor: Actor) -> list[Card]:
    """What the client has brought along in the last thirty days, newest first."""
    rows = readable(Batch, actor).order_by(Batch.made_at.desc(), Batch.id).limit(SHELF)
    return _cards(actor, db.session.scalars(rows).all())


def choose(actor: Actor, batch_id: UUID, levels: Mapping[str, int]) -> None:
    """Say which of our levels each mood is, before anything comes in; afterwards it is too late and changes nothing.

    Raises:
        NotFound: no such file of theirs.
        Invalid: on `levels`: a mood without a choice.
    """
    row = hold(Batch, actor, batch_id)
    if row.began_at or row.emptied_at:
        return
    plan = _plan(actor, row)
    chosen = {name: levels.get(name) for name in plan.moods}
    if any(level not in range(6) for level in chosen.values()):
        raise Invalid("levels", _("Choose one for each of them."))
    said = asdict(plan) | {"levels": chosen}
    vault.drop(actor.unlocked(), row.id)
    words = json.dumps(said, default=str, ensure_ascii=False).encode()
    vault.write_many(actor.unlocked(), [(KIND, row.id, words)])
    row.began_at = now()


def go_on(actor: Actor, batch_id: UUID, done: int) -> Card:
    """Bring in the next part, at most a thousand entries; all of it is private. After the last one nothing waits here.

    Args:
        actor: the client, with keys.
        batch_id: a file whose moods have been chosen.
        done: how many were in when the button was shown: pressed twice, one part comes in.

    Raises:
        NotFound: no such file of theirs.
        Conflict: its moods have not been chosen yet.
    """
    row = hold(Batch, actor, batch_id)
    if row.emptied_at is None and done == row.done:
        if row.began_at is None:
            raise Conflict(_("Look through what will come in first."))
        _bring_in(actor, row, _plan(actor, row))
        if row.done >= row.total:
            _empty(row)
            record(actor, Event.BROUGHT_IN, row.id, actor.person_id, entries=row.total)
    db.session.flush()
    return _cards(actor, [row])[0]


def take_back(actor: Actor, batch_id: UUID) -> int:
    """Let everything go for good that came in with this file, changed since or not; returns how much there was.

    One that nothing came in of is forgotten altogether.

    Raises:
        NotFound: no such file of theirs.
    """
    row = hold(Batch, actor, batch_id)
    if row.taken_back_at:
        return 0
    _empty(row)
    made = [fitting.ids(row.id, number) for number in range(row.done)]
    count = journal.take_back(actor, [note_id for note_id, _ in made])
    count += mood.take_back(actor, [checkin_id for _, checkin_id in made])
    if row.began_at is None:
        vault.forget([row.id])
        db.session.delete(row)
    else:
        row.taken_back_at = now()
        record(actor, Event.TAKEN_BACK, row.id, actor.person_id, entries=count)
    return count


def sweep() -> None:
    """What nobody went on with for a day is let go, and after thirty days the line about it."""
    moment = now()
    waiting = select(Batch).where(Batch.emptied_at.is_(None), Batch.made_at < moment - WAITS).with_for_update()
    for row in db.session.scalars(waiting).all():
        _empty(row)
    never = (Batch.began_at.is_(None)) & (Batch.emptied_at.is_not(None))
    over = select(Batch).where(or_(Batch.made_at < moment - LISTED, never)).with_for_update()
    rows = db.session.scalars(over).all()
    vault.forget([row.id for row in rows])
    for row in rows:
        db.session.delete(row)


# ------------------------------------------------------------------ reading a file


def _read(actor: Actor, data: bytes, name: str) -> tuple[Plan, list[Record]]:
    reading = read(Source(data, name, zone_of(actor)))
    records: list[Record] = []
    skipped: list[Skipped] = []
    left_behind = 0
    for each in fitting.fitting(reading.found, today_of(actor)):
        if isinstance(each, Record):
            records.append(each)
            if len(records) > MOST:
                raise too_many(MOST)
            continue
        left_behind += 1
        if len(skipped) < SHOWN:
            skipped.append(each)
    if not records:
        raise nothing_in(skipped)
    days = [each.on_day for each in records]
    moods = dict(Counter(each.mood for each in records if each.mood))
    known = {said.casefold(): level for said, level in reading.levels.items()}
    levels = {said: known[said.casefold()] for said in moods if said.casefold() in known}
    years = {str(year): count for year, count in sorted(Counter(day.year for day in days).items())}
    pinned = sum(each.is_pinned for each in records)
    return Plan(reading.form, min(days), max(days), years, moods, levels, skipped, left_behind, pinned), records


# ------------------------------------------------------------------ rows


def _bring_in(actor: Actor, row: Batch, plan: Plan) -> None:
    part_id = _part_ids(row)[row.done // PART]
    found = vault.latest_readable(actor.unlocked(), [part_id])[part_id]
    became = [
        fitting.pieces(row.id, number, each, plan.levels)
        for number, each in enumerate(fitting.from_bytes(found.data), start=row.done)
    ]
    mood.bring_in(actor, [checkin for each in became for checkin in each.checkins])
    journal.bring_in(actor, [note for each in became for note in each.notes])
    row.done += len(became)


def _part_ids(row: Batch) -> list[UUID]:
    return [uuid5(row.id, f"part {at}") for at in range(0, row.total, PART)]


def _empty(row: Batch) -> None:
    """Let go of what waits; no key is needed."""
    if row.emptied_at is None:
        vault.forget(_part_ids(row))
        row.emptied_at = now()


def _plan(actor: Actor, row: Batch) -> Plan:
    return Plan.from_bytes(vault.latest_readable(actor.unlocked(), [row.id])[row.id].data)


def _cards(actor: Actor, rows: Iterable[Batch]) -> list[Card]:
    every = list(rows)
    texts = vault.latest_readable(actor.unlocked(), [row.id for row in every])
    plans = {thing_id: Plan.from_bytes(text.data) for thing_id, text in texts.items()}
    return [Card(row.id, row.made_at, _stage(row), row.done, row.total, plans.get(row.id)) for row in every]


def _stage(row: Batch) -> Stage:
    if row.taken_back_at:
        return Stage.TAKEN_BACK
    if row.done >= row.total:
        return Stage.IN
    if row.emptied_at or row.made_at < now() - WAITS:
        return Stage.STOPPED
    return Stage.UNDER_WAY if row.began_at else Stage.LOOKED_AT
