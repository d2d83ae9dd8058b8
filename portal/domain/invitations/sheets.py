"""Slips on one sheet of paper: asked for by the admin, drawn by the worker, opened with the admin's own key.

Codes are kept nowhere else. What a sheet is made from is sealed to the admin and gone when the sheet is made; the sheet
itself is sealed to them as well, and gone after three days.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4, uuid5

import segno
from sqlalchemy import delete, select

from portal.core import dates, pdf
from portal.core.actor import Actor, Role
from portal.core.clock import now, zone
from portal.core.db import add_new, db
from portal.core.errors import Invalid, Locked
from portal.core.jobs import Job
from portal.core.language import _, speaking
from portal.domain import accounts, limits, outbox, settings, vault
from portal.domain.access import find, hold, readable
from portal.domain.accounts.zones import zone_of
from portal.domain.audit import Event, record
from portal.domain.outbox import GivenUp, Problem, Stage, State, Task, stage_of
from portal.models.invitations import SlipSheet
from portal.models.people import Person
from portal.models.vault import Item

ASKED, SHEET = "slips", "slip-sheet"  # kinds of items; no standing consent has either
MOST = 100  # slips on one sheet
KEPT = timedelta(days=3)
TEMPLATE = "slips.html"


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on one slip. `link` is empty where it travels by mail."""

    name: str = field(repr=False)
    link: str = field(repr=False)
    code: str = field(repr=False)
    until: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet on its page or in the list."""

    id: UUID
    asked_at: datetime
    kept_until: datetime
    stage: Stage
    slips: int
    pages: int | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the worker has in hand; it lives as long as one try."""

    slips: tuple[Printed, ...] = field(repr=False)
    made_at: datetime
    out_id: UUID
    out_key: bytes = field(repr=False)
    language: str


# ------------------------------------------------------------------ asked for


def ask(admin: Actor, slips: Sequence[Printed], sheet_id: UUID, about_id: UUID | None = None) -> UUID:
    """Have these slips drawn, for this admin alone. Asked twice, it is one.

    Args:
        admin: with keys.
        slips: at most a hundred.
        sheet_id: made when the form was shown.
        about_id: the list they come from.

    Raises:
        Invalid: on `slips`: none, or too many.
        TooSoon: many sheets in a short time.
    """
    if not slips or len(slips) > MOST:
        raise Invalid("slips", _("Choose between one and %(most)s of them.", most=MOST))
    if db.session.scalar(readable(SlipSheet, admin).where(SlipSheet.id == sheet_id)):
        return sheet_id
    limits.use(admin, limits.Act.SLIPS)
    return draw_these(admin, slips, sheet_id, about_id)


def draw_these(admin: Actor, slips: Sequence[Printed], sheet_id: UUID, about_id: UUID | None = None) -> UUID:
    """The same for whoever has counted it already, before anything was made for it."""
    asked_item_id = uuid4()
    row = SlipSheet(
        id=sheet_id,
        practice_id=admin.practice_id,
        person_id=admin.person_id,
        about_id=about_id,
        job_id=uuid4(),
        asked_item_id=asked_item_id,
        slips=len(slips),
        kept_until=now() + KEPT,
    )
    if not add_new(row):
        return sheet_id  # sent twice at the same moment; were it somebody else's, its page would not be found
    keys = admin.unlocked()
    said = json.dumps([asdict(slip) for slip in slips], ensure_ascii=False).encode()
    vault.write(keys, ASKED, said, uuid5(sheet_id, ASKED), item_id=asked_item_id)
    row.item_id, key = vault.promise(keys, SHEET, sheet_id)
    bundle = vault.pack(keys, row.job_id, [asked_item_id], (row.item_id, key))
    outbox.later(admin, Job.DRAW_SLIPS, sheet_id, job_id=row.job_id, bundle=bundle)
    record(admin, Event.SLIPS_PRINTED, sheet_id, slips=len(slips))
    return sheet_id


def sheet(admin: Actor, sheet_id: UUID) -> Sheet:
    """How this one stands. Raises NotFound: no such sheet of theirs."""
    return _sheets([find(SlipSheet, admin, sheet_id)])[0]


def sheets(admin: Actor, about_id: UUID | None = None) -> list[Sheet]:
    """Sheets this admin has asked for in the last days, newest first: of one list, or of none."""
    rows = readable(SlipSheet, admin).where(SlipSheet.about_id.is_not_distinct_from(about_id))
    return _sheets(db.session.scalars(rows.order_by(SlipSheet.asked_at.desc(), SlipSheet.id).limit(MOST)).all())


def fetch(admin: Actor, sheet_id: UUID) -> bytes | None:
    """The PDF; None while it is being made, and when it is gone. Raises NotFound: no such sheet of theirs."""
    row = find(SlipSheet, admin, sheet_id)
    if _sheets([row])[0].stage is not Stage.READY or row.item_id is None:
        return None
    record(admin, Event.SLIPS_FETCHED, row.id)
    return vault.read_one(admin.unlocked(), row.item_id)


def remove(admin: Actor, sheet_id: UUID) -> None:
    """The sheet goes now: it is on paper. Twice changes nothing."""
    row = hold(SlipSheet, admin, sheet_id)
    _without_words([row])
    db.session.delete(row)


def sweep() -> None:
    """Sheets whose days are over go."""
    over = select(SlipSheet).where(SlipSheet.kept_until <= now()).with_for_update()
    rows = db.session.scalars(over).all()
    _without_words(rows)
    for row in rows:
        db.session.delete(row)


# ------------------------------------------------------------------ in the worker


def gather(task: Task) -> Drawing:
    """Open what stands on the slips, if whoever asked is still an admin here.

    Raises:
        GivenUp: they are not, or the keys are past their time.
        Overtaken: the job is no longer this worker's.
    """
    _row(task)
    outbox.go_on(task, State.DRAWING)
    try:
        bundle = vault.unpack(task.id, task.bundle)
    except Locked:
        raise GivenUp(Problem.PRESS_AGAIN) from None
    texts, gone = vault.open_bundle(bundle)
    if gone:
        raise GivenUp(Problem.NOT_YOURS)
    slips = tuple(Printed(**slip) for text in texts.values() for slip in json.loads(text))
    here = zone(zone_of(Actor(task.asked_by, task.practice_id, Role.ADMIN)))
    return Drawing(slips, now().astimezone(here), bundle.out_id, bundle.out_key, settings.here().languages[0])


def last_day(day: date) -> str:
    """Until when a slip is good, as printed: in the practice's own language, for nobody knows the reader's yet."""
    with speaking(settings.here().languages[0]):
        return dates.said(day, "day_year")


def draw(drawing: Drawing) -> pdf.Document:
    """Lay the sheet out; no transaction is open meanwhile. Raises GivenUp."""
    slips = [{**asdict(slip), "squares": squares(slip.link) if slip.link else None} for slip in drawing.slips]
    with speaking(drawing.language):
        return outbox.draw(TEMPLATE, slips=slips, made_at=drawing.made_at)


def keep(task: Task, drawing: Drawing, document: pdf.Document) -> None:
    """Seal the sheet to the admin; what it was made from goes. Raises Overtaken, GivenUp."""
    row = _row(task)
    vault.fulfil(drawing.out_id, drawing.out_key, document.pdf)
    db.session.execute(delete(Item).where(Item.id == row.asked_item_id))
    row.asked_item_id, row.made_at, row.pages = None, now(), document.pages
    outbox.finish(task)


def squares(link: str) -> tuple[int, str]:
    """A QR code of the link, for a template: how many squares wide, and the path of the dark ones."""
    matrix = segno.make_qr(link, error="m").matrix
    path = []
    for down, line in enumerate(matrix):
        at = 0
        while at < len(line):
            wide = 0
            while at + wide < len(line) and line[at + wide]:
                wide += 1
            if wide:
                path.append(f"M{at} {down}h{wide}v1h-{wide}z")
            at += wide or 1
    return len(matrix), "".join(path)


# ------------------------------------------------------------------ rows


def _row(task: Task) -> SlipSheet:
    row = db.session.scalar(select(SlipSheet).where(SlipSheet.id == task.subject_id).with_for_update())
    here = select(Person.id).where(Person.id == task.asked_by, Person.closed_at.is_(None))
    if row is None or db.session.scalar(here) is None or Role.ADMIN not in accounts.roles_of(task.asked_by):
        raise GivenUp(Problem.NOT_YOURS)
    return row


def _without_words(rows: Iterable[SlipSheet]) -> None:
    gone = [item_id for row in rows for item_id in (row.asked_item_id, row.item_id) if item_id]
    away = delete(Item).where(Item.id.in_(gone))
    db.session.execute(away, execution_options={"synchronize_session": False})


def _sheets(rows: Sequence[SlipSheet]) -> list[Sheet]:
    jobs = outbox.progress(row.job_id for row in rows)
    return [
        Sheet(
            row.id,
            row.asked_at,
            row.kept_until,
            stage_of(row.made_at, row.kept_until, jobs.get(row.job_id)),
            row.slips,
            row.pages,
        )
        for row in rows
    ]
