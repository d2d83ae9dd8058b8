"""Making a summary final: from then on nothing changes it, and a check shows it if anybody did."""

import hashlib
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, Invalid
from portal.core.language import _, lazy
from portal.domain import vault
from portal.domain.access import hold
from portal.domain.audit import Event, record
from portal.domain.summaries.opening import count_as_opened
from portal.domain.summaries.progress import Stage, cards
from portal.domain.summaries.sweeping import take_away
from portal.models.summaries import Final, Summary
from portal.models.vault import Item

WITHDRAWN = lazy("Something in it is no longer shared, so it can\u2019t become final. Make a new one without it.")
NOT_READY = lazy("It can become final once it is ready.")


def finish(actor: Actor, summary_id: UUID) -> None:
    """Make a draft final, as it lies here now. Pressed twice, it is done once.

    Whoever makes it final has read it, so its writers are told that it was opened.

    Raises:
        NotFound: no such summary of theirs, or the client is no longer on their caseload.
        Invalid: on `final`: something in it is no longer shared, or it is not ready.
        Locked: it does not open with their key.
    """
    summary = hold(Summary, actor, summary_id)
    card = cards(actor, [summary])[0]
    if card.is_final:
        return
    if card.stage in (Stage.CHANGED, Stage.WITHDRAWN):
        raise Invalid("final", WITHDRAWN)
    if card.stage is not Stage.READY or summary.file_item_id is None:
        raise Invalid("final", NOT_READY)
    vault.read_one(actor.unlocked(), summary.file_item_id)
    count_as_opened(actor, summary)
    digest = _digest(summary.file_item_id)
    row = Final(
        practice_id=actor.practice_id, summary_id=summary_id, item_id=summary.file_item_id, digest=bytes.fromhex(digest)
    )
    db.session.add(row)
    db.session.flush()
    record(actor, Event.SUMMARY_FINISHED, summary_id, summary.client_id, sealed=digest)


def remove(actor: Actor, summary_id: UUID) -> None:
    """Remove a draft with all its words. Twice is once.

    Raises:
        NotFound: as `finish`.
        Conflict: it is final, or being made just now.
    """
    summary = hold(Summary, actor, summary_id)
    card = cards(actor, [summary])[0]
    if card.is_final:
        raise Conflict(_("It is final, so it stays. What has changed since can be added as an addendum."))
    if card.is_under_way:
        raise Conflict(_("It is being made just now. It can be removed once it is ready."))
    if summary.removed_at is None:
        take_away(summary)
        record(actor, Event.SUMMARY_REMOVED, summary_id, summary.client_id)


def altered() -> list[UUID]:
    """The finals whose sealed file is not the one that was made final: there must be none."""
    query = select(Final.summary_id, Final.digest, Item.body, Summary.file_item_id, Final.item_id)
    query = query.join(Summary, Summary.id == Final.summary_id).join(Item, Item.id == Final.item_id)
    rows = db.session.execute(query.execution_options(yield_per=50))
    return [
        row.summary_id
        for row in rows
        if row.file_item_id != row.item_id or hashlib.sha256(row.body or b"").digest() != row.digest
    ]


def _digest(item_id: UUID) -> str:
    body = db.session.scalar(select(Item.body).where(Item.id == item_id))
    return hashlib.sha256(body or b"").hexdigest()
