"""Access requests: asked for by an admin, gathered by the worker, opened with the admin's own key, gone in days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from portal.core.actor import Actor, Role
from portal.core.clock import now, zone
from portal.core.db import add_new, db
from portal.core.errors import Forbidden, Locked, NotFound
from portal.core.jobs import Job
from portal.domain import accounts, limits, outbox, preferences, vault
from portal.domain.access import find, hold, readable
from portal.domain.accounts.zones import zone_of
from portal.domain.audit import Event, record
from portal.domain.disclosures.about import Gathered, facts
from portal.domain.disclosures.packing import Pack
from portal.domain.disclosures.trail import Made
from portal.domain.outbox import GivenUp, Problem, Stage, State, Task, stage_of
from portal.models.disclosures import Disclosure
from portal.models.people import Person
from portal.models.vault import Item

KIND = "disclosure"  # of items; no standing consent has it
KEPT = timedelta(days=3)
SHELF = 10  # on a page


@dataclass(frozen=True, slots=True)
class Card:
    """One archive on its page or in the list. `lines`: of the log, in it; `size`: in kB."""

    id: UUID
    about_id: UUID
    asked_at: datetime
    kept_until: datetime
    stage: Stage
    lines: int | None
    size: int | None


def ask(admin: Actor, person_id: UUID, disclosure_id: UUID) -> UUID:
    """Have what the practice holds about a person gathered, for this admin alone. Asked twice, it is one.

    Args:
        admin: with keys, having proved themselves a moment ago.
        person_id: whom it is about.
        disclosure_id: made when the form was shown.

    Raises:
        Forbidden: not an admin.
        NotFound: nobody of that id here.
        TooSoon: many were asked for.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    find(Person, admin, person_id)
    if db.session.scalar(readable(Disclosure, admin).where(Disclosure.id == disclosure_id)):
        return disclosure_id
    limits.use(admin, limits.Act.ARCHIVE)
    item_id, key = vault.promise(admin.unlocked(), KIND, disclosure_id)
    row = Disclosure(
        id=disclosure_id,
        practice_id=admin.practice_id,
        person_id=admin.person_id,
        about_id=person_id,
        job_id=uuid4(),
        item_id=item_id,
        kept_until=now() + KEPT,
    )
    if not add_new(row):
        return disclosure_id  # sent twice at the same moment; were it somebody else's, its page would not be found
    bundle = vault.pack(admin.unlocked(), row.job_id, [], (item_id, key))
    outbox.later(admin, Job.MAKE_DISCLOSURE, disclosure_id, job_id=row.job_id, bundle=bundle)
    return disclosure_id


def card(admin: Actor, disclosure_id: UUID) -> Card:
    """How this one stands. Raises NotFound: no such archive of theirs."""
    return _cards([find(Disclosure, admin, disclosure_id)])[0]


def shelf(admin: Actor, person_id: UUID) -> list[Card]:
    """What this admin has had gathered about a person in the last days, newest first."""
    rows = readable(Disclosure, admin).where(Disclosure.about_id == person_id)
    return _cards(db.session.scalars(rows.order_by(Disclosure.asked_at.desc(), Disclosure.id).limit(SHELF)).all())


def fetch(admin: Actor, disclosure_id: UUID) -> Made | None:
    """The archive; None while it is being made, and when it is gone. Raises NotFound: no such archive of theirs."""
    row = find(Disclosure, admin, disclosure_id)
    if row.made_at is None or row.kept_until <= now():
        return None
    day = row.made_at.astimezone(zone(zone_of(admin))).date().isoformat()
    record(admin, Event.DISCLOSURE_FETCHED, row.about_id, row.about_id)
    return Made(vault.read_one(admin.unlocked(), row.item_id), f"request-{day}.zip", "application/zip")


def remove(admin: Actor, disclosure_id: UUID) -> UUID:
    """It goes now: it was handed over. Returns whom it was about. Raises NotFound: no such archive of theirs."""
    row = hold(Disclosure, admin, disclosure_id)
    person_id = row.about_id
    _take([row])
    return person_id


def sweep() -> None:
    """Archives whose days are over go."""
    over = select(Disclosure).where(Disclosure.kept_until <= now()).with_for_update()
    _take(db.session.scalars(over).all())


# ------------------------------------------------------------------ in the worker


def gather(task: Task) -> Gathered:
    """All but the log, if whoever asked is still an admin here and the person is, too.

    Raises:
        GivenUp: they are not, or the key is past its time.
        Overtaken: the job is no longer this worker's.
    """
    row, admin = _row(task)
    outbox.go_on(task, State.DRAWING)
    try:
        bundle = vault.unpack(task.id, task.bundle)
    except Locked:
        raise GivenUp(Problem.PRESS_AGAIN) from None
    try:
        found = facts(admin, row.about_id)
    except NotFound:
        raise GivenUp(Problem.NOT_YOURS) from None
    language = preferences.language_of(row.about_id)
    return Gathered(admin, row.about_id, language, found, bundle.out_id, bundle.out_key)


def keep(task: Task, gathered: Gathered, pack: Pack) -> None:
    """Seal it to the admin; the person's own log says who has it. Raises Overtaken, GivenUp."""
    row, admin = _row(task)
    data = pack.close()
    vault.fulfil(gathered.out_id, gathered.out_key, data)
    row.made_at, row.lines, row.size = now(), pack.lines, -(-len(data) // 1024)
    outbox.finish(task)
    record(admin, Event.DISCLOSURE_MADE, row.about_id, row.about_id)


# ------------------------------------------------------------------ rows


def _row(task: Task) -> tuple[Disclosure, Actor]:
    row = db.session.scalar(select(Disclosure).where(Disclosure.id == task.subject_id).with_for_update())
    here = select(Person.id).where(Person.id == task.asked_by, Person.closed_at.is_(None))
    if row is None or db.session.scalar(here) is None or Role.ADMIN not in accounts.roles_of(task.asked_by):
        raise GivenUp(Problem.NOT_YOURS)
    return row, Actor(task.asked_by, task.practice_id, Role.ADMIN)


def _take(rows: Iterable[Disclosure]) -> None:
    items = delete(Item).where(Item.id.in_([row.item_id for row in rows]))
    db.session.execute(items, execution_options={"synchronize_session": False})
    for row in rows:
        db.session.delete(row)


def _cards(rows: Iterable[Disclosure]) -> list[Card]:
    jobs = outbox.progress(row.job_id for row in rows)
    return [
        Card(
            row.id,
            row.about_id,
            row.asked_at,
            row.kept_until,
            stage_of(row.made_at, row.kept_until, jobs.get(row.job_id)),
            row.lines,
            row.size,
        )
        for row in rows
    ]
