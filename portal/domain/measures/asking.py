"""A therapist gives a client a questionnaire, once or again and again. Whether it is answered stays the client's."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.language import _
from portal.domain import prompts, vault
from portal.domain.access import find, hold, readable
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.measures.packs import Pack
from portal.domain.measures.reading import SIZE, Record, here, since
from portal.domain.prompts import Terms, book, sending
from portal.domain.prompts.book import ASIDE, Book
from portal.domain.prompts.rhythm import ONCE, Rhythm
from portal.domain.prompts.sending import Form, Paper
from portal.models.measures import MeasureAsked
from portal.models.people import Person
from portal.models.vault import Item

FORM = Form("measure-asked", "a questionnaire for you", "ask-measure-1")
MOST_OPEN = 10  # questionnaires one therapist has open with one client


@dataclass(frozen=True, slots=True)
class Given:
    """A questionnaire a therapist has open with a client. It tells nothing of what the client does with it."""

    id: UUID
    client_id: UUID
    client: str
    short: str
    rhythm: str
    given_at: datetime
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The same as the client finds it. `is_open`: it waits for an answer now; `due_on`: the day it is for, if any.

    `is_aside`: the client has set it aside. `step`: its place in a programme, and how many there are.
    """

    id: UUID
    place: UUID
    short: str
    about: str
    questions: int
    therapist: str
    rhythm: str
    due_on: date | None
    is_open: bool
    is_aside: bool = False
    step: tuple[int, int] | None = None


def ask(  # noqa: PLR0913, PLR0917 - what a questionnaire is given with
    actor: Actor,
    client_id: UUID,
    pack: Pack,
    rhythm: Rhythm = ONCE,
    asked_id: UUID | None = None,
    due_on: date | None = None,
) -> UUID:
    """Give a client a questionnaire. They and this therapist can see which, nobody else.

    Args:
        actor: a therapist, with keys.
        client_id: somebody they look after now.
        pack: which.
        rhythm: how often it comes.
        asked_id: made when the form was shown: sent twice, it is given once; another choice is given besides.
        due_on: the day the first answer is for.

    Raises:
        Invalid: `field` is "client" or "due_on".
        NotFound: this id is somebody else's.
    """
    terms = Terms(rhythm, due_on).checked(today_of(actor))
    sending.hold_mine(actor, [client_id], _("Choose one of your clients."))
    paper = paper_of(actor, client_id, pack, terms, asked_id or uuid4())
    if (is_known := sending.known(actor, [paper])) is not None:
        if is_known:
            return paper.row.id
        return ask(actor, client_id, pack, rhythm, uuid5(paper.row.id, "again"), due_on)
    sending.room_for(actor, MeasureAsked, [client_id], 1, MOST_OPEN, _("questionnaires"))
    if not sending.keep(actor, client_id, [paper]):
        raise NotFound(paper.row.id)
    record(actor, Event.MEASURE_ASKED, paper.row.id, client_id)
    return paper.row.id


def paper_of(actor: Actor, client_id: UUID, pack: Pack, terms: Terms, asked_id: UUID) -> Paper:
    """A questionnaire to give, not yet kept. All are made up to one size, so that none is known by its length."""
    row = MeasureAsked(
        id=asked_id, practice_id=actor.practice_id, client_id=client_id, therapist_id=actor.person_id, at=now()
    )
    said = {"instrument": pack.id, "version": pack.version, "short": pack.short, **terms.to_said()}
    return Paper(row, FORM, json.dumps(said).encode().ljust(SIZE))


def end(actor: Actor, asked_id: UUID) -> None:
    """Give it no longer. Doing it twice changes nothing.

    Raises:
        NotFound: not given by this therapist to somebody they look after.
    """
    row = hold(MeasureAsked, actor, asked_id)
    if row.ended_at is None:
        row.ended_at = now()
        db.session.flush()
        record(actor, Event.MEASURE_ASK_ENDED, row.id, row.client_id)


def given(actor: Actor) -> list[Given]:
    """What this therapist has open now, by the client's name, the newest of each first; without those of programmes."""
    found = [one for one in prompts.given(actor) if one.is_measure and one.programme is None]
    return [
        Given(one.id, one.client_id, one.client, one.text, one.rhythm.told(), one.given_at, one.due_on) for one in found
    ]


def asked(actor: Actor) -> list[Asked]:
    """What therapists have given this client, what waits for an answer first.

    A step of a programme is there when its time has come. A questionnaire not on this installation is left out.
    """
    found = _rows(actor)
    if not found:
        return []
    book_item = book.item_of(actor)
    texts = vault.read(actor.unlocked(), [row.item_id for row in found] + ([book_item] if book_item else []))
    own, today = book.opened(texts.get(book_item) if book_item else None), today_of(actor)
    answered = since(actor, min(row.at for row in found))
    waiting = [
        one
        for row in found
        if row.item_id in texts and (one := _asked(actor, row, json.loads(texts[row.item_id]), own, answered, today))
    ]
    return sorted(waiting, key=lambda one: (not one.is_open, one.due_on or date.max))


def for_today(actor: Actor) -> Asked | None:
    """At most one: the questionnaire that waits for an answer now, the nearest day first."""
    return next((one for one in asked(actor) if one.is_open), None)


def set_aside(actor: Actor, asked_id: UUID) -> None:
    """Not now: it waits no longer, until it is brought back or answered. Nobody is told; a programme goes on.

    Raises:
        NotFound: nothing that was given to this client.
    """
    prompts.finish(actor, [_given_to_me(actor, asked_id)], put=ASIDE)


def bring_back(actor: Actor, asked_id: UUID) -> None:
    """It waits again.

    Raises:
        NotFound: as `set_aside`.
    """
    known = _given_to_me(actor, asked_id)
    book.change_book(actor, lambda own: own.marked(known, put=""))


def settle(actor: Actor, pack: Pack) -> None:
    """It was answered: what of it was set aside is not any more, and a programme goes on from each open step."""
    place = pack.place(actor.person_id)
    settled = [one.id for one in asked(actor) if one.place == place and (one.is_aside or (one.step and one.is_open))]
    prompts.finish(actor, settled, answered_on=today_of(actor), put="")


def _given_to_me(actor: Actor, asked_id: UUID) -> UUID:
    found = find(MeasureAsked, actor, asked_id)
    return found.id


def _rows(actor: Actor) -> list[Any]:
    """Those that are open and do not rest, with their item and the therapist's name."""
    rows = readable(MeasureAsked, actor).join(Item, Item.thing_id == MeasureAsked.id)
    rows = rows.join(Person, Person.id == MeasureAsked.therapist_id)
    rows = rows.where(MeasureAsked.ended_at.is_(None), MeasureAsked.paused_at.is_(None))
    columns = rows.with_only_columns(MeasureAsked.id, MeasureAsked.at, Item.id.label("item_id"), Person.name)
    return list(db.session.execute(columns.order_by(MeasureAsked.at.desc(), MeasureAsked.id)))


def _asked(  # noqa: PLR0913, PLR0917 - what tells how one stands
    actor: Actor, row: Any, told: dict[str, Any], own: Book, answered: list[Record], today: date
) -> Asked | None:
    pack, terms, mark = here().get(told["instrument"], told["version"]), Terms.from_said(told), own.mark(row.id)
    if pack is None or (terms.way and not terms.way.is_open(today, own.done_on)):
        return None
    days = [one.on_day for one in answered if one.instrument == pack.id and one.at >= row.at]
    last = days[-1] if days and not terms.way else None
    is_done = bool(mark.put) or (terms.way is not None and mark.answered_on is not None)
    return Asked(
        id=row.id,
        place=pack.place(actor.person_id),
        short=pack.short,
        about=pack.about,
        questions=len(pack.items),
        therapist=row.name,
        rhythm=terms.rhythm.told(),
        due_on=terms.rhythm.next_day(today, terms.due_on, last),
        is_open=not is_done and terms.rhythm.is_open(today, last),
        is_aside=bool(mark.put),
        step=(terms.way.place, terms.way.of) if terms.way else None,
    )
