"""Giving: what goes from a therapist to a client is sealed to the two of them, all of it or nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.core.actor import Actor, Role
from portal.core.db import add_new, db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import caseload, vault
from portal.domain.access import readable, writable
from portal.models.measures import MeasureAsked
from portal.models.people import Person
from portal.models.prompts import Asked
from portal.models.vault import Item

SCOPE = "chosen"
Row = Asked | MeasureAsked
GONE = lazy("Somebody ticked here is not on your caseload any more. Nothing was sent. The list shows who is.")


@dataclass(frozen=True, slots=True)
class Form:
    """What kind of thing it is: the item's kind, what the consent is for, and the version of its words."""

    kind: str
    purpose: str
    wording: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One thing to give: its row, not yet kept, and what is sealed."""

    row: Row
    form: Form
    data: bytes


def hold_mine(actor: Actor, client_ids: Collection[UUID], otherwise: str = GONE) -> None:
    """Hold all of these clients until the transaction ends: each of them is on the caseload, or nothing is done.

    Raises:
        Forbidden: not a therapist.
        Invalid: one of them is not theirs to give anything to; nobody is named. `field` is "client".
    """
    if actor.role is not Role.THERAPIST:
        raise Forbidden
    wanted = sorted(set(client_ids))  # in one order, so that two who give at the same moment do not wait for each other
    for client_id in wanted:
        caseload.hold(client_id)
    mine = readable(Person, actor).where(Person.id.in_(wanted), Person.closed_at.is_(None))
    if not wanted or db.session.scalar(select(func.count()).select_from(mine.subquery())) != len(wanted):
        raise Invalid("client", otherwise)


def room_for(  # noqa: PLR0913, PLR0917 - what is counted, and how it is called
    actor: Actor, model: type[Any], client_ids: Collection[UUID], more: int, most: int, what: str
) -> None:
    """Whether each of these clients may have so many more open from this therapist.

    Raises:
        Invalid: one may not; `field` is "client".
    """
    open_now = readable(model, actor).where(model.ended_at.is_(None), model.client_id.in_(client_ids))
    counts = open_now.group_by(model.client_id).with_only_columns(func.count(model.id))
    fullest = max(db.session.scalars(counts), default=0)
    if fullest + more > most:
        where = _("here") if len(client_ids) == 1 else _("with one of them")
        full = _(
            "There are %(fullest)s %(what)s open %(where)s already, and room for %(most)s. End one first.",
            fullest=fullest,
            what=what,
            where=where,
            most=most,
        )
        raise Invalid("client", full)


def known(actor: Actor, papers: Sequence[Paper]) -> bool | None:
    """Whether these very papers lie there already: the form came a second time. None: nothing lies under their ids.

    Raises:
        NotFound: one of the ids is somebody else's.
    """
    ids = [paper.row.id for paper in papers]
    rows = db.session.execute(select(Item.thing_id, Item.id).where(Item.thing_id.in_(ids))).all()
    items = {row.thing_id: row.id for row in rows}
    if not items:
        return None
    for model in {type(paper.row) for paper in papers}:
        kept: Any = model
        of_this = {paper.row.id for paper in papers if isinstance(paper.row, model)} & items.keys()
        mine = writable(kept, actor).where(kept.id.in_(of_this), kept.client_id == papers[0].row.client_id)
        if set(db.session.scalars(mine.with_only_columns(kept.id))) != of_this:
            raise NotFound(ids[0])
    texts = vault.read(actor.unlocked(), items.values())
    return all(paper.row.id in items and texts.get(items[paper.row.id]) == paper.data for paper in papers)


def keep(actor: Actor, client_id: UUID, papers: Sequence[Paper]) -> bool:
    """Keep these rows and seal what they say to the two. False, and nothing is kept, when one of the ids is taken."""
    if not add_new(*(paper.row for paper in papers)):
        return False
    keys = actor.unlocked()
    item_ids = vault.write_many(keys, [(paper.form.kind, paper.row.id, paper.data) for paper in papers])
    reader_id = vault.principal_of(client_id).id
    for form in dict.fromkeys(paper.form for paper in papers):
        of_this = [item_id for item_id, paper in zip(item_ids, papers, strict=True) if paper.form == form]
        vault.share(keys, of_this, vault.give(keys, reader_id, SCOPE, form.purpose, form.wording))
    return True
