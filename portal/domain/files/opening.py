"""Opening a finished file, and removing it: by the client at any time, by the scheduler after seven days."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select

from portal.core.actor import Actor
from portal.core.clock import now, zone
from portal.core.db import db
from portal.domain import vault
from portal.domain.access import hold
from portal.domain.accounts.zones import zone_of
from portal.domain.audit import Event, record
from portal.domain.files.asking import Kind
from portal.domain.files.making import KEPT
from portal.domain.files.progress import Stage, cards, without_words
from portal.models.files import File

LISTED = timedelta(days=30)  # how long a page still says that a file was here
FORMS = {  # by kind: how the name ends, and what it is
    Kind.EXPORT: ("zip", "application/zip"),
    Kind.JOURNAL: ("pdf", "application/pdf"),
    Kind.RECEIPTS: ("pdf", "application/pdf"),
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it goes to the browser. Its name holds a day and nothing else: it will lie in a folder of downloads."""

    data: bytes = field(repr=False)
    name: str
    mimetype: str


def fetch(actor: Actor, file_id: UUID) -> Fetched | None:
    """The file, opened with the client's own key; None while it is being made or when it is gone.

    Raises:
        NotFound: no such file of theirs.
    """
    row = hold(File, actor, file_id)
    if cards(actor, [row])[0].stage is not Stage.READY or row.item_id is None or row.made_at is None:
        return None
    end, mimetype = FORMS[Kind(row.kind)]
    data = vault.read_one(actor.unlocked(), row.item_id)
    record(actor, Event.FILE_FETCHED, row.id, row.client_id)
    day = row.made_at.astimezone(zone(zone_of(actor))).date()
    return Fetched(data, f"file-{day.isoformat()}.{end}", mimetype)


def remove(actor: Actor, file_id: UUID) -> None:
    """Take the file away now; one that is being made is not made. Doing it twice is doing it once.

    Raises:
        NotFound: no such file of theirs.
    """
    row = hold(File, actor, file_id)
    if row.removed_at is None:
        _remove([row])
        record(actor, Event.FILE_REMOVED, row.id, row.client_id)


def sweep() -> None:
    """Remove what has lain here for seven days, and later the line about it; what was never made goes altogether."""
    moment = now()
    over = select(File).where(File.kept_until <= moment, File.removed_at.is_(None)).with_for_update()
    _remove(db.session.scalars(over).all())
    never = (File.made_at.is_(None)) & (File.asked_at < moment - KEPT)
    gone = select(File).where(or_(File.removed_at < moment - LISTED, never)).with_for_update()
    rows = db.session.scalars(gone).all()
    without_words(rows)
    for row in rows:
        db.session.delete(row)


def _remove(rows: Iterable[File]) -> None:
    without_words(rows, keep_what_was_asked=True)
    for row in rows:
        row.removed_at = now()
