"""Standing consents: everything of a kind from now on, to one therapist, until a day. The end needs no reminder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.core.language import _, kept_as, lazy
from portal.domain import caseload, goals, journal, measures, mood, receipts, vault
from portal.domain.access import live, readable
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.consent.circle import Reader, reader
from portal.domain.consent.ends import until_end_of
from portal.domain.consent.sharing import known_reader
from portal.domain.receipts import Act, What
from portal.models.goals import Goal, GoalRating
from portal.models.measures import Measure
from portal.models.mood import Checkin
from portal.models.people import Person
from portal.models.vault import Grant, Item, ItemKey, Principal

PURPOSE = kept_as("to see how things go between our sessions")
WORDING = "stream-3"  # the words of the page "From now on"; changed words are a new version
EARLIER = timedelta(days=30)  # what can be opened with it, by a tick of its own
DAYS = (30, 90, 180)  # for how long, ready to choose
MOST_DAYS = 180  # from today, for a day that is chosen freely
STREAMS = {  # what is given, and the scopes: kinds of items that are then given as they are written, or ANSWERS
    "answers": (lazy("Your answers to their questions"), (journal.ANSWERS,)),
    "levels": (lazy("Your check-ins, the level alone"), (mood.KIND,)),
    "words": (lazy("Your check-ins, with their words"), (mood.KIND, mood.KIND_WORDS)),
    "measures": (lazy("Your questionnaires"), (measures.KIND,)),
    "goals": (lazy("Your goals, and how far they are"), (goals.KIND, goals.RATING_KIND)),
}


@dataclass(frozen=True, slots=True)
class Stream:
    """One standing consent: what, to whom, from when, until when."""

    what: str
    words: str
    reader_id: UUID
    name: str
    since: datetime
    until: datetime | None


def streams(actor: Actor) -> list[Stream]:
    """Every standing consent of this client's, by the reader's name."""
    return told(db.session.execute(_going_on(actor).order_by(Person.name, Person.id, Grant.given_at)).all())


def standing_under(actor: Actor, principal_id: UUID) -> Sequence[Any]:
    """The rows of those that were given by one of the client's principals, such as one that was put aside."""
    return db.session.execute(_standing(actor).where(me.id == principal_id).order_by(Grant.given_at)).all()


def told(rows: Iterable[Any]) -> list[Stream]:
    """What these rows of consents stand for."""
    of_reader: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        of_reader.setdefault(row.person_id, {})[row.scope] = row
    return [
        Stream(what, words, reader_id, first.name, first.given_at, first.expires_at)
        for reader_id, scopes in of_reader.items()
        for what, (words, kinds) in STREAMS.items()
        if (first := scopes.get(kinds[0])) and _is(what, scopes)
    ]


def covered(actor: Actor) -> dict[str, list[str]]:
    """To whom each new item of a kind opens as it is written, by the kind: names. An answer opens only to who asked."""
    found: dict[str, list[str]] = {}
    for row in db.session.execute(_going_on(actor).order_by(Person.name, Person.id)):
        found.setdefault(row.scope, []).append(row.name)
    return found


def covered_with(actor: Actor, kind: str, thing_id: UUID) -> list[str]:
    """To whom a new item of this kind opens that belongs to a thing: those who have its newest version that way."""
    having = vault.readers_by_rule(actor.unlocked(), thing_id)
    query = _going_on(actor).where(Grant.scope == kind, Grant.reader_id.in_(having)).order_by(Person.name, Person.id)
    return [row.name for row in db.session.execute(query)]


def give_stream(actor: Actor, reader_id: UUID, what: str, last: int | date, *, earlier: bool = False) -> None:
    """Open everything of a kind to one therapist as it is written, from now on, until the end of a day.

    It takes the place of what stood for the same thing; what was given under that stays given.

    Args:
        actor: the client, with keys.
        reader_id: a therapist who looks after them.
        what: a key of STREAMS.
        last: the last day: so many from today, or one of the calendar; at most 180 away.
        earlier: also what was written in the last 30 days.

    Raises:
        NotFound: no such therapist of theirs.
        Invalid: no such thing to give, or a day that cannot be the last.
    """
    caseload.hold(actor.person_id)
    known = reader(actor, reader_id)
    if known.is_trusted:
        raise NotFound(reader_id)
    if what not in STREAMS:
        raise Invalid("what", _("Choose one of these."))
    until = until_end_of(actor, last, MOST_DAYS)
    items = given_under(actor, reader_id, what)
    count = len(items)
    if earlier:
        for scope in STREAMS[what][1]:
            items += vault.open_among(actor.unlocked(), _lately(actor, scope, reader_id, items))
    stand(actor, known, what, until, items, earlier=len(items) > count)


def stand(  # noqa: PLR0913 - these are the terms of a consent
    actor: Actor, known: Reader, what: str, until: datetime | None, items: list[UUID], *, earlier: bool = False
) -> None:
    """Let a standing consent begin, with these items under it, in place of what stood for the same thing."""
    _end(actor, known.id, _other_scopes(what), me.retired_at.is_(None))
    kinds = {row.id: row.kind for row in db.session.execute(select(Item.id, Item.kind).where(Item.id.in_(items)))}
    principal, grants = vault.principal_of(known.id), []
    for scope in STREAMS[what][1]:
        grant = vault.give(actor.unlocked(), principal.id, scope, PURPOSE, receipts.in_language(WORDING), until)
        of_it = [item_id for item_id in dict.fromkeys(items) if kinds.get(item_id) == KIND_UNDER.get(scope, scope)]
        vault.share(actor.unlocked(), of_it, grant)
        grants.append(grant)
        record(actor, Event.STREAM_GIVEN, grant.id, actor.person_id, reader=known.id, grant=grant.id)
    receipts.write(actor, Act.STANDING_GIVEN, known.id, What(what, str(STREAMS[what][0]), earlier=earlier), grants)


def end_stream(actor: Actor, reader_id: UUID, what: str) -> None:
    """From now on nothing of it, earlier or later, is open to this therapist by it. No key; twice changes nothing.

    Raises:
        NotFound: nobody this client ever shared with, or no such thing.
    """
    caseload.hold(actor.person_id)
    known_reader(actor, reader_id)
    if what not in STREAMS:
        raise NotFound(reader_id)
    ended = _end(actor, reader_id, STREAMS[what][1])
    number = receipts.write(actor, Act.STANDING_ENDED, reader_id, What(what, str(STREAMS[what][0]))) if ended else None
    for grant_id in ended:
        record(actor, Event.STREAM_ENDED, grant_id, actor.person_id, reader=reader_id, grant=grant_id, receipt=number)


# ------------------------------------------------------------------ rows

me, other = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it
MODELS: dict[str, Any] = {  # the rows that know which day a thing of this kind is of
    mood.KIND: Checkin,
    mood.KIND_WORDS: Checkin,
    measures.KIND: Measure,
    goals.KIND: Goal,
    goals.RATING_KIND: GoalRating,
}
KIND_UNDER = {journal.ANSWERS: journal.KIND}  # where the scope is not itself the kind
SCOPES = frozenset(kind for _, kinds in STREAMS.values() for kind in kinds)


def _is(what: str, scopes: dict[str, Any]) -> bool:
    """Levels alone and levels with words begin alike."""
    return (mood.KIND_WORDS in scopes) == (what == "words") if what in ("levels", "words") else True


def _other_scopes(what: str) -> tuple[str, ...]:
    """What must end before this is given: for the level alone, the words too."""
    return STREAMS["words"][1] if what == "levels" else STREAMS[what][1]


def _standing(actor: Actor) -> Any:
    """Those given before a fresh start too: what lies under them stays open."""
    return (
        select(Grant.id, Grant.scope, Grant.given_at, Grant.expires_at, Person.name, other.person_id)
        .join(me, me.id == Grant.owner_id)
        .join(other, other.id == Grant.reader_id)
        .join(Person, Person.id == other.person_id)
        .where(me.person_id == actor.person_id, other.person_id != actor.person_id, Grant.scope.in_(SCOPES), live())
    )


def _going_on(actor: Actor) -> Any:
    """Those under which something new falls: what was given before a fresh start is given anew, or not."""
    return _standing(actor).where(me.retired_at.is_(None))


def _end(actor: Actor, reader_id: UUID, kinds: Iterable[str], *which: ColumnElement[bool]) -> list[UUID]:
    rows = _standing(actor).where(other.person_id == reader_id, Grant.scope.in_(kinds), *which)
    return [ended for row in db.session.execute(rows).all() for ended in vault.end(row.id)]


def given_under(actor: Actor, reader_id: UUID, what: str) -> list[UUID]:
    """The items that lie under a standing consent now."""
    rows = _standing(actor).where(other.person_id == reader_id, Grant.scope.in_(STREAMS[what][1]))
    keys = rows.join(ItemKey, ItemKey.grant_id == Grant.id).with_only_columns(ItemKey.item_id)
    return list(db.session.scalars(keys.order_by(ItemKey.given_at, ItemKey.item_id)))


def _lately(actor: Actor, kind: str, reader_id: UUID, beside: list[UUID]) -> list[UUID]:
    """What is of the last days, as it stands; by the day it is about, for old things can have come in yesterday.

    Of ratings only those whose goal opens too, which is among the items beside them: a number of nothing says nothing.
    """
    first = today_of(actor) - EARLIER
    if kind == journal.ANSWERS:
        return journal.answers_since(actor, reader_id, first)
    model = MODELS[kind]
    is_late = model.on_day >= first if hasattr(model, "on_day") else model.made_at >= now() - EARLIER
    if kind == goals.RATING_KIND:
        is_late &= GoalRating.goal_id.in_(select(Item.thing_id).where(Item.id.in_(beside)))
    things = list(db.session.scalars(readable(model, actor).where(is_late).with_only_columns(model.id)))
    if kind == mood.KIND_WORDS:
        things = [mood.words_of(checkin_id) for checkin_id in things]
    newest = select(Item.thing_id, Item.id).where(Item.thing_id.in_(things)).order_by(Item.thing_id, Item.version)
    return [item_id for _, item_id in {row.thing_id: row for row in db.session.execute(newest)}.values()]
