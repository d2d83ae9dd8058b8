"""Making a file, in the worker: asking the database again, and sealing what came of it. Nobody's key is here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Locked
from portal.domain import audit, mail, outbox, vault
from portal.domain.access import writable
from portal.domain.audit import Event
from portal.domain.files.asking import Kind
from portal.domain.outbox import GivenUp, Problem, State, Task
from portal.models.files import File
from portal.models.people import Membership, Person

KEPT = timedelta(days=7)
PATIENCE = timedelta(minutes=1)  # whoever waits on the page sees it come; a mail is for whoever has gone by then


@dataclass(frozen=True, slots=True)
class Handed:
    """What a maker is given: the client without keys, what was asked for, and the texts by item.

    It lives as long as one try. `left_out` counts what may no longer be read.
    """

    actor: Actor
    kind: Kind
    what: dict[str, Any] = field(repr=False)
    texts: Mapping[UUID, bytes] = field(repr=False)
    left_out: int
    out_id: UUID
    out_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a finished file, and its pages where it has any."""

    data: bytes = field(repr=False)
    pages: int | None = None


def gather(task: Task) -> Handed:
    """Open what may be read at this moment.

    Raises:
        GivenUp: the keys are past their time, or whoever asked is gone.
        Overtaken: the job is no longer this worker's.
    """
    actor = _asker(task)
    row = db.session.scalar(writable(File, actor).where(File.id == task.subject_id))
    if row is None or row.removed_at:
        raise GivenUp(Problem.NOT_YOURS)
    try:
        bundle = vault.unpack(task.id, task.bundle)
    except Locked:
        raise GivenUp(Problem.PRESS_AGAIN) from None
    texts, left_out = vault.open_bundle(bundle)
    asked = texts.pop(row.asked_item_id, b"{}")
    outbox.go_on(task, State.DRAWING)
    return Handed(actor, Kind(row.kind), json.loads(asked), texts, len(left_out), bundle.out_id, bundle.out_key)


def keep(task: Task, handed: Handed, made: Made) -> None:
    """Seal the file to the client alone, and end the job.

    Raises:
        Overtaken: the job is no longer this worker's.
        GivenUp: the file was removed meanwhile.
    """
    query = writable(File, handed.actor).where(File.id == task.subject_id).with_for_update()
    row = db.session.scalar(query.execution_options(populate_existing=True))
    if row is None or row.item_id is None:
        raise GivenUp(Problem.NOT_YOURS)
    vault.fulfil(handed.out_id, handed.out_key, made.data)
    row.made_at, row.pages, row.size = now(), made.pages, -(-len(made.data) // 1024)
    row.kept_until = row.made_at + KEPT
    outbox.finish(task)
    if row.made_at - row.asked_at > PATIENCE:
        mail.notify(handed.actor, row.client_id, mail.Kind.FILE_READY)
    audit.record(handed.actor, Event.FILE_MADE, row.id, row.client_id, left_out=handed.left_out)


def _asker(task: Task) -> Actor:
    """Whoever asked, if they are still here and still a client; without keys."""
    still = select(Membership.person_id).where(Membership.role == Role.CLIENT, Membership.ended_at.is_(None))
    query = select(Person.id).where(Person.id == task.asked_by, Person.closed_at.is_(None), Person.id.in_(still))
    person_id = db.session.scalars(query).one_or_none()
    if person_id is None or task.asked_as is not Role.CLIENT:
        raise GivenUp(Problem.NOT_YOURS)
    return Actor(person_id, task.practice_id, Role.CLIENT)
