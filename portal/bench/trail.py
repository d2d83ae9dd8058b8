"""The activity log of a practice that has kept one for ten years: a million lines, and the newest fifty of them."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update

from portal.bench.house import House
from portal.bench.people import PASSWORD, Cast
from portal.bench.rounds import Case, Clock
from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain.audit import BY_KIND, KINDS
from portal.models.audit import AuditHead, AuditRow
from portal.models.people import Membership

NEWEST, OLDER, OF_ONE = "log, newest 50 lines", "log, 50 lines from the middle", "log, 50 lines of one person"
OF_A_KIND, OF_DAYS = "log, 50 lines of one kind", "log, 50 lines of one person, one kind and one year"
NO_SEAL = b"-" * 32  # the page does not look at it: the chain is looked through once a day
YEARS = timedelta(days=3650)
CHUNK = 50_000  # lines in one unit of work
WITHOUT = 50  # one of so many lines is about nobody


def keep(practice_id: UUID, lines: int) -> None:
    """Lines that an office may see, one after the other; they end where the chain stands, so that it can go on."""
    with unit_of_work(practice_id):
        head = db.session.scalars(select(AuditHead)).one()
        seq, place = head.seq, head.place
        moved = {"seq": AuditHead.seq + lines, "place": AuditHead.place + lines}
        db.session.execute(update(AuditHead).where(AuditHead.practice_id == practice_id).values(**moved))
        staff, clients = _ids(Role.THERAPIST, Role.ADMIN), _ids(Role.CLIENT)
    rows = _lines(practice_id, lines, staff, clients)
    for first in range(1, lines + 1, CHUNK):
        numbers = range(first, min(first + CHUNK, lines + 1))
        with unit_of_work(practice_id):
            made = [{**next(rows), "seq": seq + number, "place": place + number} for number in numbers]
            db.session.execute(insert(AuditRow), made)


def _ids(*roles: Role) -> list[UUID]:
    return list(db.session.scalars(select(Membership.person_id).where(Membership.role.in_(roles))))


def _lines(practice_id: UUID, lines: int, staff: list[UUID], clients: list[UUID]) -> Iterator[dict[str, Any]]:
    dice, began, step = Random(1), now() - YEARS, YEARS / lines  # noqa: S311 - nothing secret
    events = [(str(kind), str(event)) for kind in KINDS for event in BY_KIND[kind]]
    for number in range(lines):
        kind, event = dice.choice(events)
        yield {
            "practice_id": practice_id,
            "at": began + step * number,
            "actor_id": dice.choice(staff),
            "event": event,
            "subject_id": uuid4(),
            "about_id": dice.choice(clients) if number % WITHOUT else None,
            "detail": {},
            "kind": kind,
            "mac": NO_SEAL,
        }


def cases(house: House, cast: Cast, clock: Clock) -> list[Case]:
    """The page of an admin: as it opens, further back, and narrowed."""
    visitor = house.browser()
    visitor.submit("/in", {**visitor.hidden("/in"), "sign_in_name": cast.address("Olga"), "password": PASSWORD})
    someone = f"person={cast.therapist.person_id}"
    year = now().year - 1
    asked = (
        (NEWEST, ""),
        (OLDER, f"?before={cast.size.trail // 2}"),
        (OF_A_KIND, "?kind=exports"),
        (OF_ONE, f"?{someone}"),
        (OF_DAYS, f"?{someone}&kind=exports&first={year}-01-01&last={year}-12-31"),
    )
    return [Case(name, partial(visitor.get, f"/office/log{words}"), clock, ready=visitor.rest) for name, words in asked]
