"""Giving a final to the client it is about: the very same bytes, opened with the client's own key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.core.language import _
from portal.domain import mail, receipts, vault
from portal.domain.access import hold, readable, writable
from portal.domain.audit import Event, record
from portal.domain.summaries.draft import unbind
from portal.domain.summaries.opening import File, made_on
from portal.domain.summaries.progress import Card, Stage, cards
from portal.models.people import Person
from portal.models.summaries import Addendum, Final, Given, Summary
from portal.models.vault import Grant, Item, ItemKey, Principal

CLIENT = "client"  # the audience of a summary that may be given
PURPOSE = "for you to keep"
WORDING = "summary-1"


@dataclass(frozen=True, slots=True)
class Received:
    """A summary that was given to the acting client. `addenda`: numbers of those that were given with it."""

    id: UUID
    by: str
    given_at: datetime
    pages: int | None
    size: int | None
    addenda: tuple[int, ...]


def can_be_given(actor: Actor, card: Card) -> bool:
    """Whether its page offers that: a final with all its words shared, made for the client."""
    if not card.is_final or card.stage is not Stage.READY or not card.pages:
        return False
    item_id = db.session.scalar(select(Final.item_id).where(Final.summary_id == card.id))
    return item_id is not None and unbind(vault.read_one(actor.unlocked(), item_id))[0].audience == CLIENT


def give(actor: Actor, summary_id: UUID) -> None:
    """Give a final, with the addenda it has by now, to its client. Given again, what is new goes along.

    Whether the client has opened it or put it away is not told, and shows in nothing.

    Raises:
        NotFound: no such summary of theirs, or the client is no longer on their caseload.
        Invalid: on `give`: no final, not made for the client, or it quotes what is no longer shared.
    """
    summary = hold(Summary, actor, summary_id)
    _check(actor, summary)
    client = vault.principal_of(summary.client_id)
    keys = actor.unlocked()
    grant = vault.give(keys, client.id, vault.CHOSEN, PURPOSE, receipts.in_language(WORDING))
    rows = select(Addendum.page_item_id).join(Item, Item.id == Addendum.page_item_id)
    pages = db.session.scalars(rows.where(Addendum.summary_id == summary_id, Item.body.is_not(None))).all()
    fresh = vault.share(keys, [one for one in (summary.file_item_id, *pages) if one], grant)
    row = db.session.scalar(select(Given).where(Given.summary_id == summary_id))
    if row is None:
        row = Given(practice_id=actor.practice_id, summary_id=summary_id, client_id=summary.client_id)
        db.session.add(row)
    row.put_away_at = None
    db.session.flush()
    if fresh:
        record(actor, Event.SUMMARY_GIVEN, summary_id, summary.client_id)
        mail.notify(actor, summary.client_id, mail.Kind.SOMETHING_NEW)


def given_to_me(actor: Actor) -> list[Received]:
    """What was given to the acting client and was not put away, newest first."""
    query = _mine(readable(Given, actor)).order_by(Given.given_at.desc(), Given.summary_id)
    rows = db.session.execute(query).all()
    numbers = _numbers(actor, [row.summary_id for row in rows])
    return [
        Received(row.summary_id, row.name, row.given_at, row.pages, row.size, numbers.get(row.summary_id, ()))
        for row in rows
    ]


def received(actor: Actor, summary_id: UUID) -> Received:
    """One of them.

    Raises:
        NotFound: nothing of the kind was given to them, or it was put away.
    """
    found = next((one for one in given_to_me(actor) if one.id == summary_id), None)
    if found is None:
        raise NotFound(summary_id)
    return found


def fetch_given(actor: Actor, summary_id: UUID, number: int = 0) -> File:
    """The file, or the page of an addendum that was given with it, opened with the client's key.

    Raises:
        NotFound: nothing of the kind was given to them, or it was put away.
        Locked: the row is there but the key does not open it.
    """
    row = db.session.execute(_mine(readable(Given, actor)).where(Given.summary_id == summary_id)).one_or_none()
    if row is None:
        raise NotFound(summary_id)
    draft, pdf = unbind(vault.read_one(actor.unlocked(), row.file_item_id))
    if number:
        page = select(Addendum.page_item_id).where(Addendum.summary_id == summary_id, Addendum.number == number)
        item_id = db.session.scalar(page)
        if item_id is None:
            raise NotFound(summary_id)
        pdf = vault.read_one(actor.unlocked(), item_id)
    return File(pdf, made_on(draft), number)


def files_among(actor: Actor, texts: Mapping[UUID, bytes]) -> list[tuple[Received, list[File]]]:
    """What was given to this client, with its files, as far as they are among these opened items: for an export.

    Args:
        actor: the client; no keys are needed.
        texts: by item.
    """
    found = []
    for one in given_to_me(actor):
        item_id = db.session.scalars(select(Final.item_id).where(Final.summary_id == one.id)).one()
        if item_id not in texts:
            continue
        draft, pdf = unbind(texts[item_id])
        pages = select(Addendum).where(Addendum.summary_id == one.id).order_by(Addendum.number)
        there = [row for row in db.session.scalars(pages) if row.page_item_id in texts]
        numbered = [(row.number, texts[row.page_item_id]) for row in there]
        found.append((one, [File(data, made_on(draft), number) for number, data in [(0, pdf), *numbered]]))
    return found


def put_away(actor: Actor, summary_id: UUID) -> None:
    """Put a given summary away: the client's key to it goes. Its author is not told and can give it again.

    Raises:
        NotFound: nothing of the kind was given to them.
    """
    row = db.session.scalar(writable(Given, actor).where(Given.summary_id == summary_id).with_for_update())
    if row is None:
        raise NotFound(summary_id)
    if row.put_away_at is None:
        row.put_away_at = now()
        for item_id, grant_id, owner_id in db.session.execute(_keys(actor, [summary_id])).all():
            vault.unshare(owner_id, [item_id], grant_id)
        record(actor, Event.SUMMARY_PUT_AWAY, summary_id, actor.person_id)


def _check(actor: Actor, summary: Summary) -> None:
    card = cards(actor, [summary])[0]
    if not card.is_final:
        raise Invalid("give", _("Only a final summary can be given."))
    if card.stage is not Stage.READY:
        raise Invalid(
            "give", _("Something in it is no longer shared, so it is not given any more. It stays in the record.")
        )
    if not can_be_given(actor, card):
        raise Invalid("give", _("This one was not made to be given. A new one can be made for that."))


def _mine(given: Any) -> Any:
    query = given.join(Summary, Summary.id == Given.summary_id).join(Person, Person.id == Summary.therapist_id)
    columns = (Given.summary_id, Given.given_at, Person.name, Summary.pages, Summary.size, Summary.file_item_id)
    return query.where(Given.put_away_at.is_(None)).with_only_columns(*columns)


def _keys(actor: Actor, summary_ids: Iterable[UUID]) -> Any:
    """Every key of the acting client to a file or page of these."""
    files = select(Summary.file_item_id).where(Summary.id.in_(list(summary_ids)))
    pages = select(Addendum.page_item_id).where(Addendum.summary_id.in_(list(summary_ids)))
    query = select(ItemKey.item_id, Grant.id, Grant.owner_id).join(Grant, Grant.id == ItemKey.grant_id)
    query = query.join(Principal, Principal.id == Grant.reader_id).where(Principal.person_id == actor.person_id)
    return query.where(ItemKey.item_id.in_(files.union(pages)))


def _numbers(actor: Actor, summary_ids: list[UUID]) -> dict[UUID, tuple[int, ...]]:
    """By summary: the addenda that lie with it."""
    keys = _keys(actor, summary_ids).with_only_columns(ItemKey.item_id)
    query = select(Addendum.summary_id, Addendum.number).where(Addendum.page_item_id.in_(keys))
    found: dict[UUID, tuple[int, ...]] = {}
    for summary_id, number in db.session.execute(query.order_by(Addendum.number)):
        found[summary_id] = (*found.get(summary_id, ()), number)
    return found
