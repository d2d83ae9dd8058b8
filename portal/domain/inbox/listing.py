"""The list: what is to be read, later or read, by client in the order of their next sessions; and how much there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.domain import appointments, caseload, consent, marks
from portal.domain.appointments import Appointment
from portal.domain.consent import Header
from portal.domain.inbox.piles import Pile, in_pile, items_read, of_client, things

PAGE = 20  # things in the list
PACE = 1000  # characters a minute: some 180 words
GLANCE = 250  # characters' worth of time for what is no running text: a goal, a questionnaire
FAR = datetime.max.replace(tzinfo=UTC)  # without a session one comes after those who have one


@dataclass(frozen=True, slots=True)
class Group:
    """What one client shares, in the list: `headers` of this page, `count` in all, `newest` of them given at."""

    client_id: UUID
    client: str
    session: Appointment | None
    headers: Sequence[Header]
    count: int
    newest: datetime

    @property
    def minutes(self) -> int:
        """To read what stands here, about."""
        return minutes(self.headers)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of one pile. `order`: every thing of the pile, as far as that is known; `number` of the page, from 1.

    `sessions`: the next one of each client who has one. `before`: where the pile of what was read goes on; the others
    are known whole, and go on with the next `number`.
    """

    pile: Pile
    sessions: Mapping[UUID, Appointment]
    groups: Sequence[Group]
    order: Sequence[UUID]
    number: int
    before: UUID | None

    @property
    def minutes(self) -> int | None:
        """To read all of the pile, about; None when not all of it stands here."""
        headers = [header for group in self.groups for header in group.headers]
        return minutes(headers) if len(headers) == len(self.order) else None

    @property
    def goes_on(self) -> bool:
        """There is more of the pile after this page."""
        return self.before is not None or (self.pile is not Pile.READ and self.number * PAGE < len(self.order))

    def place(self, thing_id: UUID) -> int | None:
        """Which one of the pile it is, from 1."""
        return self.order.index(thing_id) + 1 if thing_id in self.order else None

    def beside(self, thing_id: UUID, step: int) -> UUID | None:
        """The one after it or before it; where it is not in the pile, the first one comes after it."""
        at = self.place(thing_id)
        wanted = at - 1 + step if at else (0 if step > 0 else -1)
        return self.order[wanted] if 0 <= wanted < len(self.order) else None


def listed(
    actor: Actor, pile: Pile, *, number: int = 1, around: UUID | None = None, before: UUID | None = None
) -> Listed:
    """A page of a pile. Says nothing of what is not shared.

    Args:
        actor: a therapist, with keys.
        pile: which.
        number: of the page; too large a one is the last.
        around: the page with this thing on it instead, if it is in the pile.
        before: go on in what was read from this thing.
    """
    sessions = appointments.next_of(actor)
    if pile is Pile.READ:
        return _read(actor, sessions, before)
    names = {one.id: one.name for one in caseload.my_clients(actor)}
    rows = db.session.execute(things(actor, in_pile(actor, pile))).all()
    ordered = sorted(rows, key=lambda row: (-row.given_at.timestamp(), row.thing_id))
    ordered.sort(key=lambda row: _by_session(row.client_id, sessions, names))
    order = [row.thing_id for row in ordered]
    if around in order:
        number = order.index(around) // PAGE + 1
    number = max(1, min(number, -(-len(order) // PAGE)))
    wanted = order[(number - 1) * PAGE : number * PAGE]
    shelf = consent.shelf(actor, things=wanted, most=PAGE).headers if wanted else []
    return Listed(pile, sessions, _groups(shelf, wanted, ordered, sessions), order, number, None)


def count(actor: Actor) -> int:
    """How much there is to read, for the navigation."""
    if actor.role is not Role.THERAPIST:
        return 0
    found = things(actor, in_pile(actor, Pile.TO_READ)).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def by_client(actor: Actor) -> dict[UUID, int]:
    """The same for each client of whom there is anything to read."""
    found = things(actor, in_pile(actor, Pile.TO_READ)).subquery()
    rows = db.session.execute(select(found.c.client_id, func.count()).group_by(found.c.client_id))
    return {row[0]: row[1] for row in rows}


def since(actor: Actor, client_id: UUID, moment: datetime, most: int = PAGE) -> list[Header]:
    """What a client has shared with this therapist since a moment, opened or not, newest first.

    Args:
        actor: the therapist, with keys.
        client_id: whose.
        moment: aware; of the last session, for instance.
        most: how many.
    """
    return consent.shelf(actor, client_id, since=moment, most=most).headers


def counts(actor: Actor, client_id: UUID, moment: datetime) -> dict[str, int]:
    """The same as numbers, by the word for the kind, in the order of kinds; what there is none of is left out."""
    found = things(actor, of_client(client_id)).subquery()
    of_kind = select(found.c.kind, func.count()).where(found.c.given_at >= moment).group_by(found.c.kind)
    numbers = {row[0]: row[1] for row in db.session.execute(of_kind)}
    return {kind.word: numbers[name] for name, kind in consent.KINDS.items() if name in numbers}


def minutes(headers: Sequence[Header]) -> int:
    """To read these, about."""
    lengths = (header.length if header.kind in marks.TEXTS else GLANCE for header in headers)
    return max(1, round(sum(lengths) / PACE)) if headers else 0


def _by_session(client_id: UUID, sessions: Mapping[UUID, Appointment], names: dict[UUID, str]) -> tuple[Any, ...]:
    session = sessions.get(client_id)
    return session.starts_at.astimezone(UTC) if session else FAR, names.get(client_id, "").casefold(), client_id


def _groups(
    shelf: Sequence[Header], wanted: Sequence[UUID], rows: Sequence[Any], sessions: Mapping[UUID, Appointment]
) -> list[Group]:
    by_id = {header.id: header for header in shelf}
    of_client: dict[UUID, list[Header]] = {}
    for header in (by_id[thing_id] for thing_id in wanted if thing_id in by_id):
        of_client.setdefault(header.client_id, []).append(header)
    given = {client_id: [row.given_at for row in rows if row.client_id == client_id] for client_id in of_client}
    return [
        Group(client_id, some[0].client, sessions.get(client_id), some, len(given[client_id]), max(given[client_id]))
        for client_id, some in of_client.items()
    ]


def _read(actor: Actor, sessions: Mapping[UUID, Appointment], before: UUID | None) -> Listed:
    """What was read is long: a page at a time, newest shared first."""
    shelf = consent.shelf(actor, items=items_read(actor), before=before)
    of_client: dict[UUID, list[Header]] = {}
    for header in shelf.headers:
        of_client.setdefault(header.client_id, []).append(header)
    groups = [
        Group(client_id, some[0].client, sessions.get(client_id), some, len(some), some[0].shared_at)
        for client_id, some in of_client.items()
    ]
    order = [header.id for group in groups for header in group.headers]
    return Listed(Pile.READ, sessions, groups, order, 1, shelf.older)
