"""What somebody has as a second factor: rows that tell nothing; beside each, sealed, its name and its secret."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from portal.core import site
from portal.core.actor import STAFF, Actor
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.language import _, lazy
from portal.domain import mail, settings, vault
from portal.domain.audit import Event, record
from portal.models.factors import Challenge, SpareCode
from portal.models.factors import Factor as Row
from portal.models.people import Person
from portal.models.practices import Practice

KIND = "factor"  # of items
APP, PASSKEY = "app", "passkey"
LONGEST_NAME = 60  # characters
MOST = 20  # of one person
CALLED = {APP: lazy("Authenticator app"), PASSKEY: lazy("Passkey")}  # where somebody gave it no name
LAST_ONE = lazy("Add another one first. The practice asks for one from you.")


@dataclass(frozen=True, slots=True)
class Factor:
    """One of somebody's own."""

    id: UUID
    kind: str
    name: str
    made_at: datetime
    used_at: datetime | None
    is_of_here: bool  # a passkey of another name does not answer under this one

    @property
    def is_passkey(self) -> bool:
        return self.kind == PASSKEY


@dataclass(frozen=True, slots=True)
class Opened:
    """One of somebody's own, with what it is checked by."""

    id: UUID
    counter: int
    secret: dict[str, Any]


def answers(own_host: Any = None) -> ColumnElement[bool]:
    """As SQL: whether a factor can answer under the name its practice is found under now.

    A passkey for which no name was noted was made before names were: for the installation's own.

    Args:
        own_host: the installation's own name, where it is not to be asked for now.
    """
    theirs = select(Practice.host).where(Practice.id == Row.practice_id).scalar_subquery()
    own = site.own_host() if own_host is None else own_host
    return or_(Row.kind != PASSKEY, func.coalesce(Row.rp_id, own) == func.coalesce(theirs, own))


def has(person_id: UUID) -> bool:
    """Whether somebody has one: then no password alone lets them in, also where it cannot answer any more."""
    return db.session.scalar(select(Row.id).where(Row.person_id == person_id).limit(1)) is not None


def is_offered(actor: Actor) -> bool:
    """Whether a second step is offered to this client on their first page: until they have one, or put it aside."""
    return db.session.scalar(select(Person.offer_ended_at).where(Person.id == actor.person_id)) is None


def end_offer(actor: Actor) -> None:
    """Not to be offered again, ever; the page where it is set up stays. Twice changes nothing."""
    mine = update(Person).where(Person.id == actor.person_id, Person.offer_ended_at.is_(None))
    db.session.execute(mine.values(offer_ended_at=now()))


def kinds_of(person_id: UUID) -> frozenset[str]:
    """Of which kinds somebody has one that can answer here."""
    return frozenset(db.session.scalars(select(Row.kind).where(Row.person_id == person_id, answers()).distinct()))


def mine(actor: Actor) -> list[Factor]:
    """The acting person's own, oldest first."""
    query = select(Row, answers()).where(Row.person_id == actor.person_id).order_by(Row.made_at, Row.id)
    found = [(row, is_of_here) for row, is_of_here in db.session.execute(query)]
    texts = vault.latest_readable(actor.unlocked(), [row.id for row, _ in found])
    names = {thing_id: json.loads(text.data).get("name", "") for thing_id, text in texts.items()}
    return [
        Factor(row.id, row.kind, names.get(row.id) or CALLED[row.kind], row.made_at, row.used_at, is_of_here)
        for row, is_of_here in found
    ]


def opened(actor: Actor, kind: str) -> list[Opened]:
    """Those of one kind that can answer here with their secrets, through the person's own key."""
    rows = db.session.scalars(select(Row).where(Row.person_id == actor.person_id, Row.kind == kind, answers())).all()
    texts = vault.latest_readable(actor.unlocked(), [row.id for row in rows])
    return [Opened(row.id, row.counter, json.loads(texts[row.id].data)) for row in rows if row.id in texts]


def keep(actor: Actor, factor_id: UUID, kind: str, secret: dict[str, Any], counter: int) -> None:
    """One more of somebody's own. The same form sent twice is one.

    Raises:
        Invalid: on `name`: too long, or too many.
        NotFound: the id is somebody else's.
    """
    _one_at_a_time(actor)
    if is_kept(actor, factor_id):
        return
    if len(secret["name"]) > LONGEST_NAME:
        raise Invalid(
            "name",
            _(
                "This can be %(longest)s characters long; it has %(length)s.",
                longest=LONGEST_NAME,
                length=len(secret["name"]),
            ),
        )
    if len(db.session.scalars(select(Row.id).where(Row.person_id == actor.person_id)).all()) >= MOST:
        raise Invalid("name", _("There are %(most)s already. Remove one first.", most=MOST))
    row = Row(id=factor_id, practice_id=actor.practice_id, person_id=actor.person_id, kind=kind, counter=counter)
    row.rp_id = secret.get("rp_id")
    if not add_new(row):
        raise NotFound(factor_id)
    vault.write(actor.unlocked(), KIND, json.dumps(secret).encode(), factor_id)
    end_offer(actor)
    record(actor, Event.FACTOR_ADDED, factor_id, actor.person_id, kind=kind)
    mail.alarm(actor)


def is_kept(actor: Actor, factor_id: UUID) -> bool:
    """Whether this is one of their own already: the form that makes it was sent twice."""
    mine = (Row.id == factor_id, Row.person_id == actor.person_id)
    return db.session.scalar(select(Row.id).where(*mine)) is not None


def has_other(person_id: UUID, factor_id: UUID) -> bool:
    """Whether somebody has one besides this."""
    return db.session.scalar(select(Row.id).where(Row.person_id == person_id, Row.id != factor_id).limit(1)) is not None


def _one_at_a_time(actor: Actor) -> None:
    """Whoever adds or removes one of this person's waits for whoever else does: what is left is counted then."""
    db.session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))


def take(factor_id: UUID, counter: int, *, above: bool = True, rp_id: str | None = None) -> bool:
    """Note that it was used. Of two who come with the same counter, one is too late.

    Args:
        factor_id: which.
        counter: of this use.
        above: whether it must be higher than the last one; a passkey that does not count always says 0.
        rp_id: of a passkey: the name it answered under just now.
    """
    query = update(Row).where(Row.id == factor_id)
    query = query.where(Row.counter < counter) if above else query
    noted = {"rp_id": rp_id} if rp_id else {}
    return bool(db.session.execute(query.values(counter=counter, used_at=now(), **noted)).rowcount)  # type: ignore[attr-defined]


def remove(actor: Actor, factor_id: UUID, *, is_needed: bool) -> None:
    """Take one of one's own away, with its secret.

    Args:
        actor: whose.
        factor_id: which; one that is gone already stays so.
        is_needed: whether this person must keep one that satisfies the practice.

    Raises:
        NotFound: somebody else's.
        Conflict: it is the last that satisfies the practice.
    """
    _one_at_a_time(actor)
    row = db.session.scalar(select(Row).where(Row.id == factor_id).with_for_update())
    if row is None or row.person_id != actor.person_id:
        raise NotFound(factor_id)
    others = select(Row.kind).where(Row.person_id == actor.person_id, Row.id != factor_id, answers())
    left = set(db.session.scalars(others))
    if is_needed and not (left if not only_passkeys(actor) else left & {PASSKEY}):
        raise Conflict(LAST_ONE)
    db.session.execute(delete(Row).where(Row.id == factor_id))
    vault.drop(actor.unlocked(), factor_id)
    if not has(actor.person_id):
        db.session.execute(delete(SpareCode).where(SpareCode.person_id == actor.person_id))
    record(actor, Event.FACTOR_REMOVED, factor_id, actor.person_id, kind=row.kind)
    mail.alarm(actor)


def forget(person_id: UUID) -> None:
    """Take all of somebody's away: a decision of its own, by whoever helps them back in. No key is needed."""
    ids = list(db.session.scalars(select(Row.id).where(Row.person_id == person_id)))
    for model in (Row, SpareCode, Challenge):
        db.session.execute(delete(model).where(model.person_id == person_id))
    vault.forget(ids)
    record(None, Event.FACTORS_FORGOTTEN, person_id, person_id, factors=len(ids))


def stranded(host: str | None) -> tuple[int, int]:
    """What a change of host does to the practice at work.

    Args:
        host: that it is to have; None: none of its own.

    Returns:
        how many passkeys that answer now would answer no more, and how many people would then have nothing else, not
        even a code on paper.
    """
    own = site.own_host()
    after = or_(Row.kind != PASSKEY, func.coalesce(Row.rp_id, own) == (host or own))
    lost = select(Row.person_id).where(answers(), ~after)
    keeps = select(Row.person_id).where(after).union(select(SpareCode.person_id))
    people = set(db.session.scalars(lost)) - set(db.session.scalars(keeps))
    return len(db.session.scalars(lost).all()), len(people)


def strangers() -> int:
    """How many passkeys of the practice at work do not answer under the name it has now."""
    return db.session.scalar(select(func.count()).select_from(Row).where(~answers())) or 0


def only_passkeys(actor: Actor) -> bool:
    """Whether this practice wants a passkey from this person."""
    return actor.role in STAFF and settings.here().staff_factor == settings.Rules.PASSKEY
