"""A balance that could be: single moves, each with a reason in numbers. It only suggests, and always the same.

The rule, in this order. Only therapists for whom places are said, who have one free and are not away today, are chosen:
the one with the most free places, then by name.

1. Whoever waits for a therapist, the longest first.
2. From each therapist with more clients than places (the fullest first, then by name): the clients who came last, until
   as many are left as there are places. Nobody is moved merely for evenness: a therapist who is just full stays so.

Nothing else is looked at: not who knows whom, nor what anybody wrote, nor who has the same name or came the same day.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain.caseload.board import Row, clients_with, therapists
from portal.domain.caseload.waiting import waiting

MOST = 20  # suggestions on a page


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One move that could be made. Without `assignment_id` it is a first therapist: nobody needs to be asked.

    `free`: places there before it; `days`: when that one works; `over`: how many too many the one before has.
    """

    client_id: UUID
    client: str
    assignment_id: UUID | None
    before: str
    over: int
    therapist_id: UUID
    after: str
    free: int
    days: str


def suggest(admin: Actor) -> list[Suggestion]:
    """What could be moved, by the rule above; nothing is changed."""
    rows = therapists(admin)
    free = {row.therapist_id: row.free for row in rows if not row.is_away and row.free > 0}
    return list(islice(_suggested(admin, rows, free), MOST))


def _suggested(admin: Actor, rows: list[Row], free: dict[UUID, int]) -> Iterator[Suggestion]:
    for one in waiting(admin):
        if to := _roomiest(rows, free, set()):
            yield Suggestion(one.id, one.name, None, "", 0, to.therapist_id, to.name, free[to.therapist_id], to.days)
            free[to.therapist_id] -= 1
    pairs = _newest_first(admin)
    team: dict[UUID, set[UUID]] = {}
    for pair in pairs:
        team.setdefault(pair.client_id, set()).add(pair.therapist_id)
    for row, over in _too_many(rows, pairs):
        staying = [pair for pair in pairs if pair.therapist_id == row.therapist_id and not pair.moving]
        for pair in staying[:over]:
            if to := _roomiest(rows, free, team[pair.client_id]):
                about = (pair.client_id, pair.name, pair.id, row.name, over)
                yield Suggestion(*about, to.therapist_id, to.name, free[to.therapist_id], to.days)
                free[to.therapist_id] -= 1


def _too_many(rows: list[Row], pairs: list[Any]) -> list[tuple[Row, int]]:
    """Who has more clients than places, not counting those whose move is under way, the fullest first."""
    leaving = Counter(pair.therapist_id for pair in pairs if pair.moving)
    found = [(row, row.used - leaving[row.therapist_id] - row.places) for row in rows if row.places is not None]
    return sorted(
        ((row, over) for row, over in found if over > 0), key=lambda pair: (-pair[1], pair[0].name.casefold())
    )


def _roomiest(rows: list[Row], free: dict[UUID, int], but: set[UUID]) -> Row | None:
    """Who has the most free places; of several the first by name, as the rows stand."""
    those = [row for row in rows if free.get(row.therapist_id, 0) > 0 and row.therapist_id not in but]
    return max(those, key=lambda row: free[row.therapist_id], default=None)


def _newest_first(admin: Actor) -> list[Any]:
    pairs = clients_with(admin)
    return list(db.session.execute(select(pairs).order_by(pairs.c.since.desc(), pairs.c.id)))
