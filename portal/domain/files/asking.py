"""Asking for a file: the keys of what goes into it are handed to the worker, and of nothing else."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.jobs import Job
from portal.domain import outbox, vault
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.domain.files.progress import UNDER_WAY, Stage, cards, without_words
from portal.models.files import File

ASKED, FILE = "file-asked", "file"  # kinds of items; no standing consent has either
MOST_AT_ONCE = 3  # files being made for one client
MOST_A_DAY = 20


class Kind(StrEnum):
    """What can be made. Each has a maker in `portal.jobs.files` and a form in `opening`."""

    EXPORT = "export"
    JOURNAL = "journal"
    RECEIPTS = "receipts"


@dataclass(frozen=True, slots=True)
class Again:
    """What to ask for once more, and the id of the new file."""

    kind: Kind
    what: dict[str, Any] = field(repr=False)
    file_id: UUID


def ask(actor: Actor, kind: Kind, what: dict[str, Any], item_ids: Iterable[UUID], file_id: UUID) -> UUID:
    """Have a file made for the client alone.

    Args:
        actor: the client, with keys.
        kind: which maker makes it.
        what: details for the maker, as JSON can hold them; sealed to the client, for the page and for asking again.
        item_ids: versions of texts that go into it; what may no longer be read when it is made is left out.
        file_id: made when the form was shown; asking twice is asking once.

    Returns:
        The file's id.

    Raises:
        Invalid: on `ask`: too many at once, or too many today.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    if db.session.scalar(readable(File, actor).where(File.id == file_id)):
        return file_id
    _not_too_many(actor)
    row = File(
        id=file_id,
        practice_id=actor.practice_id,
        client_id=actor.person_id,
        kind=kind,
        job_id=uuid4(),
        asked_item_id=uuid4(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return file_id  # sent twice at the same moment; were it somebody else's, its page would not be found
    keys = actor.unlocked()
    said = json.dumps(what, ensure_ascii=False).encode()
    vault.write(keys, ASKED, said, uuid5(file_id, ASKED), item_id=row.asked_item_id)
    row.item_id, file_key = vault.promise(keys, FILE, file_id)
    bundle = vault.pack(keys, row.job_id, [row.asked_item_id, *item_ids], (row.item_id, file_key))
    outbox.later(actor, Job.MAKE_FILE, file_id, job_id=row.job_id, bundle=bundle)
    record(actor, Event.FILE_ASKED, file_id, actor.person_id, kind=str(kind))
    return file_id


def again(actor: Actor, file_id: UUID) -> Again | None:
    """What to ask for when a file could not be made or is gone; None when there is no need. One never made goes.

    The new id follows from the old one, so that pressing twice asks once.

    Raises:
        NotFound: no such file of theirs.
    """
    row = db.session.scalar(writable(File, actor).where(File.id == file_id).with_for_update())
    if row is None:
        raise NotFound(file_id)
    stage = cards(actor, [row])[0].stage
    if stage not in (Stage.FAILED, Stage.AGAIN, Stage.REMOVED):
        return None
    found = Again(
        Kind(row.kind), json.loads(vault.read_one(actor.unlocked(), row.asked_item_id)), uuid5(file_id, "again")
    )
    if stage is not Stage.REMOVED:
        without_words([row])
        db.session.delete(row)
        db.session.flush()
    return found


def _not_too_many(actor: Actor) -> None:
    mine = readable(File, actor)
    waiting = cards(actor, db.session.scalars(mine.where(File.made_at.is_(None))).all())
    if sum(card.stage in UNDER_WAY for card in waiting) >= MOST_AT_ONCE:
        raise Invalid("ask", f"{MOST_AT_ONCE} files are being made already. Ask again when one of them is ready.")
    today = mine.where(File.asked_at > now() - timedelta(days=1)).with_only_columns(File.id).subquery()
    if (db.session.scalar(select(func.count()).select_from(today)) or 0) >= MOST_A_DAY:
        raise Invalid("ask", f"{MOST_A_DAY} files were asked for in one day. Tomorrow there can be more.")
