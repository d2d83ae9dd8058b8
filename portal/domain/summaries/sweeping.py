"""What time and changed sharing do to summaries: closed unopened, flagged as withdrawn, removed as drafts."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select, update

from portal.core.clock import now
from portal.core.db import db
from portal.domain.audit import Event, record
from portal.domain.summaries.progress import KEPT, fallen, no_longer_shared
from portal.models.summaries import Final, Quotation, Summary
from portal.models.vault import Item

LISTED = KEPT  # how long a line still says that a draft was here

is_final = exists().where(Final.summary_id == Summary.id)


def sweep() -> None:
    """Every minute. Reading asks for all of this itself, so nothing depends on when this runs."""
    close_what_changed()
    note_withdrawals()
    remove_drafts()


def close_what_changed() -> int:
    """Destroy files that nobody opened before something in them was withdrawn; the pages say closed all the while.

    Nobody holds words of theirs any more, so each of their quotations counts as left out.

    Returns:
        How many were destroyed.
    """
    unopened = select(Summary.id).where(
        Summary.made_at.is_not(None), Summary.fetched_at.is_(None), Summary.file_item_id.is_not(None), ~is_final
    )
    changed = no_longer_shared(db.session.scalars(unopened).all())
    rows = select(Summary).where(Summary.id.in_(changed), Summary.fetched_at.is_(None)).with_for_update()
    closed = db.session.scalars(rows.execution_options(populate_existing=True)).all()
    for row in closed:
        record(None, Event.SUMMARY_CLOSED, row.id, row.client_id)
        _let_go_of_words(row)
    return len(closed)


def note_withdrawals() -> int:
    """Write down when something quoted by an opened or final summary was withdrawn; forget it when it is shared again.

    Returns:
        How many summaries were flagged now that had nothing withdrawn before.
    """
    kept = select(Summary.id).where(Summary.fetched_at.is_not(None), Summary.file_item_id.is_not(None))
    flagged = select(Quotation.summary_id, Quotation.item_id).where(Quotation.withdrawn_at.is_not(None))
    gone = fallen(db.session.scalars(kept).all())
    before = {(row.summary_id, row.item_id) for row in db.session.execute(flagged)}
    _flag(before - gone, None)
    _flag(gone - before, now())
    fresh = {summary_id for summary_id, _ in gone} - {summary_id for summary_id, _ in before}
    finals = select(Summary.id, Summary.client_id).where(Summary.id.in_(fresh), is_final)
    for summary_id, client_id in db.session.execute(finals).all():
        record(None, Event.SUMMARY_FLAGGED, summary_id, client_id)
    return len(fresh)


def remove_drafts() -> None:
    """Remove drafts whose time is over, and later the line about them."""
    moment = now()
    over = select(Summary).where(Summary.made_at <= moment - KEPT, Summary.removed_at.is_(None), ~is_final)
    for row in db.session.scalars(over.with_for_update()).all():
        take_away(row)
    gone = select(Summary).where(Summary.removed_at <= moment - LISTED, ~is_final).with_for_update()
    for row in db.session.scalars(gone).all():
        db.session.delete(row)


def take_away(summary: Summary) -> None:
    """Remove a draft; a line still says that it was there."""
    summary.removed_at = now()
    _let_go_of_words(summary)


def _let_go_of_words(summary: Summary) -> None:
    words = [one for one in (summary.file_item_id, summary.note_item_id if summary.removed_at else None) if one]
    db.session.execute(delete(Item).where(Item.id.in_(words)), execution_options={"synchronize_session": False})
    summary.file_item_id = None
    if summary.removed_at:
        summary.note_item_id = None
    held = update(Quotation).where(Quotation.summary_id == summary.id, Quotation.left_out_at.is_(None))
    db.session.execute(held.values(left_out_at=now()), execution_options={"synchronize_session": False})


def _flag(quoted: Collection[tuple[UUID, UUID]], at: datetime | None) -> None:
    for summary_id in sorted({summary_id for summary_id, _ in quoted}):
        items = [item_id for of, item_id in quoted if of == summary_id]
        rows = update(Quotation).where(Quotation.summary_id == summary_id, Quotation.item_id.in_(items))
        db.session.execute(rows.values(withdrawn_at=at), execution_options={"synchronize_session": False})
