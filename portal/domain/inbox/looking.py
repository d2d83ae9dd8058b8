"""When a look is an opening: after three seconds, or as soon as something is done with what is shown.

A page that can tell says `look` and then, within seconds, `opened` or `left`. Whoever cannot tell opens at once. What
nobody settled is counted by the scheduler: words that stood before somebody are in the client's log, come what may.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import consent
from portal.domain.access import writable
from portal.domain.consent import Shared
from portal.domain.inbox.rows import row_of, was_opened
from portal.models.inbox import Triage
from portal.models.vault import Item, Principal

LOOK = timedelta(seconds=3)  # less is skimming
UNSETTLED = timedelta(seconds=30)  # longer than a page takes to tell


def look(actor: Actor, thing_id: UUID) -> Shared:
    """A client's thing, in the version last shared with this reader. Whether it was opened is still to be told.

    Raises:
        NotFound: not shared, no longer, not on the caseload, or no such thing: nobody can tell which.
        Locked: the row is there but the key does not open it.
    """
    shared = consent.read_shared(actor, thing_id, counts=False)
    row = row_of(actor, shared.item_id)
    if row.shown_at and row.shown_at <= now() - LOOK:  # in another window, which has told nothing
        opened(actor, thing_id)
    row.shown_at = now()
    db.session.flush()
    return shared


def opened(actor: Actor, thing_id: UUID) -> None:
    """It stood before them for three seconds, or they did something with it. Told twice, it is one opening.

    Another window may have said meanwhile that it was left. That takes nothing back: it is counted if it never was.
    """
    shown = _shown(actor, Item.thing_id == thing_id)
    for row, item, client_id in shown:
        _count(actor, row, item, client_id)
    if not shown:
        with suppress(NotFound):  # withdrawn, and whoever looked told so in time
            version = consent.version_of(actor, thing_id)
            if not was_opened(actor, version):
                consent.count_opening(actor, thing_id, version.client_id, version.item_id, version.version)


def left(actor: Actor, thing_id: UUID) -> None:
    """They went on at once. Our clock decides whether that was skimming."""
    for row, item, client_id in _shown(actor, Item.thing_id == thing_id):
        if row.shown_at <= now() - LOOK:
            _count(actor, row, item, client_id)
        row.shown_at = None
    db.session.flush()


def sweep() -> int:
    """Count what was shown and never settled: a closed window, a script that did not run.

    Returns:
        how many openings that were.
    """
    query = select(Triage).where(Triage.shown_at <= now() - UNSETTLED).order_by(Triage.shown_at)
    rows = db.session.scalars(query.with_for_update(skip_locked=True)).all()
    for row in rows:
        reader = Actor(row.reader_id, row.practice_id, Role.THERAPIST)
        for found, item, client_id in _shown(reader, Item.id == row.item_id):
            _count(reader, found, item, client_id)
    return len(rows)


def _shown(actor: Actor, which: Any) -> list[Any]:
    """The reader's rows of what stands before them, each with the version and whose it is.

    Whether it is still shared is not asked: it was, when it was shown, and they had the words.
    """
    mine = writable(Triage, actor).where(Triage.shown_at.is_not(None), which)
    mine = mine.join(Item, Item.id == Triage.item_id).join(Principal, Principal.id == Item.owner_id)
    return list(db.session.execute(mine.add_columns(Item, Principal.person_id).with_for_update(of=Triage)).all())


def _count(actor: Actor, row: Triage, item: Item, client_id: UUID) -> None:
    row.shown_at = None
    consent.count_opening(actor, item.thing_id, client_id, item.id, item.version)
