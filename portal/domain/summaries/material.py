"""What of a client's a summary can use: which versions are open to the therapist at this moment, section by section."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import zone
from portal.core.db import db
from portal.domain import agenda, consent, goals, measures, mood
from portal.domain.access import readable, usable
from portal.domain.accounts.zones import zone_of
from portal.domain.consent import Version
from portal.models.goals import Goal, GoalRating
from portal.models.vault import Grant, Item, ItemKey, Principal

MOST_GOALS = 40
MOST_RATINGS = 200
MOST_CHECKINS = 500  # the newest of the period
MOST_MEASURES = 60
MOST_AGENDAS = 20  # and as many looks back on a session

Period = tuple[date, date]  # first and last day
me, owner = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it


@dataclass(frozen=True, slots=True)
class Used:
    """A version that is open now. `about` is the thing it is a part of: a rating's goal, the check-in of words."""

    version: Version
    about: UUID | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How much of each section is open, for the page that offers them. `more`: check-ins beyond what one file takes."""

    of_section: dict[str, int]
    more: bool


def of_sections(actor: Actor, client_id: UUID, period: Period, sections: Collection[str]) -> list[Used]:
    """What goes into these sections without being ticked one by one: goals, check-ins, questionnaires, agendas."""
    found: list[Used] = []
    if "goals" in sections:
        of_goals = consent.newest_open(actor, client_id, (goals.KIND,))[-MOST_GOALS:]
        found += [Used(one) for one in of_goals]
        found += _ratings(actor, [one.thing_id for one in of_goals], period)[-MOST_RATINGS:]
    if "checkins" in sections:
        levels = consent.newest_open(actor, client_id, (mood.KIND,), period)[-MOST_CHECKINS:]
        found += [Used(one) for one in levels]
        found += _words(actor, levels)
    if "measures" in sections:
        until = (date.min, period[1])  # earlier ones are what those of the period are compared with
        found += [Used(one) for one in consent.newest_open(actor, client_id, (measures.KIND,), until)[-MOST_MEASURES:]]
    if "agenda" in sections:
        for_sessions = consent.newest_open(actor, client_id, (agenda.KIND, agenda.AFTER_KIND))
        found += [Used(one) for one in _shared_in(actor, for_sessions, period)[-MOST_AGENDAS:]]
    return found


def count(actor: Actor, client_id: UUID, period: Period) -> Counted:
    """What the page says beside each section. Nothing is opened, and nothing is counted that is not shared."""
    kinds = (goals.KIND, mood.KIND, measures.KIND, agenda.KIND, agenda.AFTER_KIND)
    found = consent.newest_open(actor, client_id, kinds)
    of_days = [one.kind for one in found if one.on_day and period[0] <= one.on_day <= period[1]]
    many = of_days.count(mood.KIND)
    of_section = {
        "goals": sum(one.kind == goals.KIND for one in found),
        "checkins": many,
        "measures": of_days.count(measures.KIND),
        "agenda": len(_shared_in(actor, found, period)),
    }
    return Counted(of_section, many > MOST_CHECKINS)


def open_now(actor: Actor, item_ids: Iterable[UUID]) -> dict[UUID, Used]:
    """Those of these versions that the therapist may have at this moment, with the consent of each; the worker asks.

    A part is open only where the thing it belongs to is open as well.
    """
    wanted = list(item_ids)
    found = {item_id: Used(one) for item_id, one in consent.open_versions(actor, wanted).items()}
    things = {used.version.thing_id: used.version for used in found.values()}
    of_goals = [thing_id for thing_id, one in things.items() if one.kind == goals.KIND]
    of_checkins = {mood.words_of(one.thing_id): one for one in things.values() if one.kind == mood.KIND}
    for used in (*_ratings(actor, of_goals, None), *_words(actor, list(of_checkins.values()))):
        if used.version.item_id in set(wanted):
            found[used.version.item_id] = used
    return found


# ------------------------------------------------------------------ rows


def _shared_in(actor: Actor, found: Iterable[Version], period: Period) -> list[Version]:
    """Of these what was shared for a session, or after one, in these days where the therapist is."""
    here = zone(zone_of(actor))
    of_sessions = [one for one in found if one.kind in (agenda.KIND, agenda.AFTER_KIND)]
    return [one for one in of_sessions if period[0] <= one.shared_at.astimezone(here).date() <= period[1]]


def _ratings(actor: Actor, goal_ids: Collection[UUID], period: Period | None) -> list[Used]:
    """Looks at these goals, in the order of their days."""
    if not goal_ids:
        return []
    of_mine = readable(Goal, actor).where(Goal.id.in_(goal_ids)).with_only_columns(Goal.id)
    looks = select(GoalRating).where(GoalRating.goal_id.in_(of_mine))
    if period:
        looks = looks.where(GoalRating.on_day.between(*period))
    by_id = {row.id: row for row in db.session.scalars(looks)}
    open_ones = _parts(actor, goals.RATING_KIND, {one: row.on_day for one, row in by_id.items()})
    found = [Used(one, by_id[one.thing_id].goal_id) for one in open_ones]
    return sorted(found, key=lambda used: (by_id[used.version.thing_id].at, used.version.item_id))


def _words(actor: Actor, levels: list[Version]) -> list[Used]:
    of = {mood.words_of(one.thing_id): one for one in levels}
    days = {thing_id: one.on_day for thing_id, one in of.items()}
    return [Used(one, of[one.thing_id].thing_id) for one in _parts(actor, mood.KIND_WORDS, days)]


def _parts(actor: Actor, kind: str, days: dict[UUID, date | None]) -> list[Version]:
    """Versions of parts that lie under a standing consent to the actor; the row of the whole was asked for before."""
    query = (
        select(Item.id, Item.thing_id, Item.version, Grant.id.label("grant_id"), ItemKey.given_at, Grant.expires_at)
        .add_columns(owner.person_id)
        .join(ItemKey, ItemKey.item_id == Item.id)
        .join(Grant, Grant.id == ItemKey.grant_id)
        .join(me, me.id == Grant.reader_id)
        .join(owner, owner.id == Grant.owner_id)
        .where(Item.kind == kind, Item.thing_id.in_(list(days)), me.person_id == actor.person_id, usable())
        .order_by(ItemKey.given_at, Item.version, Grant.id)
    )
    rows: dict[UUID, Any] = {row.thing_id: row for row in db.session.execute(query)} if days else {}
    return [
        Version(
            item_id=row.id,
            thing_id=row.thing_id,
            kind=kind,
            client_id=row.person_id,
            on_day=days[row.thing_id],
            version=row.version,
            grant_id=row.grant_id,
            shared_at=row.given_at,
            until=row.expires_at,
        )
        for row in rows.values()
    ]
