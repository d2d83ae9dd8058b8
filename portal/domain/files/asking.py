"""Asking for a file: the keys of what goes into it are handed to the worker, and of nothing else."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4, uuid5

from portal.core.actor import Actor, Role
from portal.core.db import add_new, db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.jobs import Job
from portal.core.language import _
from portal.domain import limits, outbox, vault
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.domain.files.progress import UNDER_WAY, Stage, cards, without_words
from portal.models.files import File

ASKED, FILE = "file-asked", "file"  # kinds of items; no standing consent has either
MOST_AT_ONCE = 3  # files being made for one client


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
        Invalid: on `ask`: too many at once.
        TooSoon: too many in a day.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    if db.session.scalar(readable(File, actor).where(File.id == file_id)):
        return file_id
    _not_too_many(actor, file_id)
    row = File(
        id=file_id,
        practice_id=actor.practice_id,
        client_id=actor.person_id,
        kind=kind,
        job_id=uuid4(),
        asked_item_id=uuid4(),
    )
    if not add_new(row):
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
    """What to ask for when a file could not be made or is gone; None when there is no need.

    The new id follows from the old one, so that pressing twice asks once. Once the new one is asked for, `give_way`.

    Raises:
        NotFound: no such file of theirs.
    """
    row = _held(actor, file_id)
    if row is None:
        raise NotFound(file_id)
    if cards(actor, [row])[0].stage not in (Stage.FAILED, Stage.AGAIN, Stage.REMOVED):
        return None
    wanted = json.loads(vault.read_one(actor.unlocked(), row.asked_item_id))
    return Again(Kind(row.kind), wanted, _next(file_id))


def give_way(actor: Actor, file_id: UUID) -> None:
    """Let a file go that could not be made, now that another was asked for in its place; without that one it stays."""
    row = _held(actor, file_id)
    next_one = db.session.scalar(readable(File, actor).where(File.id == _next(file_id)))
    if row and next_one and cards(actor, [row])[0].stage in (Stage.FAILED, Stage.AGAIN):
        without_words([row])
        db.session.delete(row)
        db.session.flush()


def _next(file_id: UUID) -> UUID:
    """The id of the file that is asked for in the place of this one."""
    return uuid5(file_id, "again")


def _held(actor: Actor, file_id: UUID) -> File | None:
    return db.session.scalar(writable(File, actor).where(File.id == file_id).with_for_update())


def _not_too_many(actor: Actor, file_id: UUID) -> None:
    """Whether one more can be asked for; one in the place of a file that could not be made is not counted."""
    waiting = cards(actor, db.session.scalars(readable(File, actor).where(File.made_at.is_(None))).all())
    if sum(card.stage in UNDER_WAY for card in waiting) >= MOST_AT_ONCE:
        problem = _("%(most)s files are being made already. Ask again when one of them is ready.", most=MOST_AT_ONCE)
        raise Invalid("ask", problem)
    if file_id not in {_next(card.id) for card in waiting}:
        limits.use(actor, limits.Act.FILE)
