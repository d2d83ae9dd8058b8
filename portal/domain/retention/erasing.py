"""The record of somebody who has gone: kept until its date, then erased by itself; before it only by two people."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import accounts, settings, vault
from portal.domain.access import writable
from portal.domain.audit import Event, record
from portal.domain.retention.deleting import EARLY
from portal.models.caseload import Assignment
from portal.models.people import Membership, Person
from portal.models.process_notes import ProcessNote
from portal.models.progress_notes import ProgressAddendum, ProgressNote
from portal.models.retention import Retention
from portal.models.signals import Signal
from portal.models.summaries import Addendum, Final, Given, Quotation, Summary
from portal.models.vault import Item

CLOSED_BY_THEMSELVES = "closed"
NOT_TWO = lazy(
    "Another admin says yes to this: somebody who had been one for two days before it was asked, and who did not come"
    " here or to the role through the same person as whoever asked within 30 days. You can say no."
)
SOMEONE = "Someone who was here"
AT_ONCE = 200  # people whose going is noted in one unit of work; the others are by the next
RECORDS = (ProgressNote, Summary, ProcessNote)  # what there can be of a client who has gone


def years_after(day: date, years: int) -> date:
    """The day so many years later; of a leap day, the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


def stays_until(row: Retention, years: int) -> date:
    """The day that was said when the record was noted, or a later one by what holds now; never an earlier one.

    Args:
        row: of somebody whose last day of care is noted.
        years: how long a record stays by what holds now.
    """
    by_now = years_after(row.last_on or row.at.date(), years)
    return max(row.until or by_now, by_now)


def ask_early(admin: Actor, client_id: UUID, reason: str) -> None:
    """Wish the record gone before its date. Nothing goes before another admin has said yes.

    Raises:
        Forbidden: not an admin.
        NotFound: no record of that person is kept.
        Invalid: on `reason`: none of ours.
    """
    row = _kept(admin, client_id)
    if reason not in EARLY:
        raise Invalid("reason", _("Choose a reason."))
    if row.early_by_id is None:
        row.early_reason, row.early_by_id, row.early_at = reason, admin.person_id, now()
        record(admin, Event.ERASURE_ASKED, client_id, client_id, reason=reason)


def confirm_early(admin: Actor, client_id: UUID) -> None:
    """The second person says yes: the record is erased now.

    Raises:
        Forbidden: not an admin.
        NotFound: no record of that person is kept, or nobody wished it gone.
        Conflict: the one who asked for it, or somebody who does not count as a second person (`accounts.are_two`).
    """
    row = _kept(admin, client_id)
    if row.early_by_id is None:
        raise NotFound(client_id)
    if row.early_by_id == admin.person_id:
        raise Conflict(_("You asked for this yourself. Another admin of the practice says yes or no."))
    if not accounts.are_two(row.early_by_id, admin, row.early_at or now()):
        raise Conflict(NOT_TWO)
    _erase([row])
    record(admin, Event.RECORD_ERASED, client_id, client_id, reason=row.early_reason)


def stop_early(admin: Actor, client_id: UUID) -> None:
    """The record stays until its date after all. Twice is once."""
    row = _kept(admin, client_id)
    if row.early_by_id is not None:
        row.early_reason = row.early_by_id = row.early_at = None
        record(admin, Event.ERASURE_STOPPED, client_id, client_id)


def sweep() -> None:
    """Note whose account is gone by now and until when their record stays; erase those whose date has come."""
    _note_who_has_gone()
    years = settings.here().record_years
    rows = select(Retention).where(Retention.gone_at.is_(None), Retention.until <= now().date())
    due = [row for row in db.session.scalars(rows.with_for_update()) if stays_until(row, years) <= now().date()]
    if due:
        _erase(due)
        for row in due:
            record(None, Event.RECORD_ERASED, row.client_id, row.client_id)


def _note_who_has_gone() -> None:
    """Those whose account was taken away, some at a time: with the last day of care; without a record gone at once.

    A list of thousands may be taken back in one go, and nobody is to wait at a locked database meanwhile.
    """
    clients = select(Membership.person_id).where(Membership.role == Role.CLIENT)
    known = select(Retention.client_id).where(or_(Retention.last_on.is_not(None), Retention.gone_at.is_not(None)))
    gone = select(Person.id, Person.practice_id, Person.closed_at).where(Person.closed_at.is_not(None))
    gone = gone.where(Person.id.in_(clients), Person.id.not_in(known)).order_by(Person.closed_at).limit(AT_ONCE)
    people = db.session.execute(gone).all()
    ids = [one.id for one in people]
    rows = {row.client_id: row for row in db.session.scalars(select(Retention).where(Retention.client_id.in_(ids)))}
    days, years = _last_days(ids), settings.here().record_years
    for person_id, practice_id, closed_at in people:
        if person_id not in rows:
            row = Retention(practice_id=practice_id, client_id=person_id, reason=CLOSED_BY_THEMSELVES, at=closed_at)
            db.session.add(row)
            rows[person_id] = row
        row = rows[person_id]
        row.last_on = days.get(person_id) or (closed_at or now()).date()
        row.until = years_after(row.last_on, years)
    kept = {each for one in RECORDS for each in db.session.scalars(select(one.client_id).where(one.client_id.in_(ids)))}
    if without := [row for row in rows.values() if row.client_id not in kept]:
        _erase(without)


def _last_days(client_ids: Collection[UUID]) -> dict[UUID, date]:
    """Each one's last day of care: of the record, or else when the last therapist stopped looking after them."""

    def last(model: Any, column: Any) -> dict[UUID, Any]:
        found = select(model.client_id, func.max(column)).where(model.client_id.in_(client_ids), column.is_not(None))
        return dict(db.session.execute(found.group_by(model.client_id)).all())

    ended = {client_id: at.date() for client_id, at in last(Assignment, Assignment.ended_at).items()}
    noted, made = last(ProgressNote, ProgressNote.on_day), last(Summary, Summary.period_to)
    recorded = {each: max(day for day in (noted.get(each), made.get(each)) if day) for each in noted | made}
    return ended | recorded


def _erase(rows: Collection[Retention]) -> None:
    """Every line and every sealed word of the record, the therapists' own notes on them, and the name."""
    ids = [row.client_id for row in rows]
    for row in rows:
        row.gone_at = now()
    db.session.flush()
    summaries = select(Summary.id).where(Summary.client_id.in_(ids))
    things = [*_ids(ProgressNote, ids), *_ids(ProgressAddendum, ids), *_ids(ProcessNote, ids), *_things(summaries)]
    _run(delete(Given).where(Given.summary_id.in_(summaries)))
    if db.engine.dialect.name == "postgresql":
        # The application may take nothing from the record; this function may, of clients noted as gone.
        for client_id in ids:
            db.session.execute(select(func.erase_record(rows_practice(rows), client_id)))
    else:
        _run(delete(Addendum).where(Addendum.summary_id.in_(summaries)))
        _run(delete(Final).where(Final.summary_id.in_(summaries)))
        _run(delete(ProgressAddendum).where(ProgressAddendum.client_id.in_(ids)))
        _run(delete(ProgressNote).where(ProgressNote.client_id.in_(ids)))
    _run(delete(Quotation).where(Quotation.summary_id.in_(summaries)))
    for model in (Summary, ProcessNote, Signal, Assignment):
        _run(delete(model).where(model.client_id.in_(ids)))
    vault.forget(things)
    _run(update(Person).where(Person.id.in_(ids)).values(name=SOMEONE, pronouns=""))


def rows_practice(rows: Collection[Retention]) -> UUID:
    """The practice they are all of."""
    return next(iter(rows)).practice_id


def _ids(model: Any, client_ids: Collection[UUID]) -> list[UUID]:
    return list(db.session.scalars(select(model.id).where(model.client_id.in_(client_ids))))


def _things(summaries: Any) -> set[UUID]:
    """The things whose items hold the pages, notes and addenda of these summaries."""
    items = [
        item_id
        for column in (Summary.file_item_id, Summary.note_item_id)
        for item_id in db.session.scalars(select(column).where(Summary.id.in_(summaries), column.is_not(None)))
    ]
    for column in (Addendum.item_id, Addendum.page_item_id):
        items += db.session.scalars(select(column).where(Addendum.summary_id.in_(summaries)))
    return set(db.session.scalars(select(Item.thing_id).where(Item.id.in_(items))))


def _kept(admin: Actor, client_id: UUID) -> Retention:
    if admin.role is not Role.ADMIN:
        raise Forbidden
    rows = writable(Retention, admin).where(Retention.client_id == client_id)
    rows = rows.where(Retention.last_on.is_not(None), Retention.gone_at.is_(None))
    row = db.session.scalar(rows.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotFound(client_id)
    return row


def _run(statement: Any) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
