"""A large practice as its office sees it: a hundred therapists and five thousand clients, a name and a row each."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from portal.bench.house import House
from portal.bench.people import PASSWORD, Cast
from portal.bench.rounds import Case, Clock
from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.models.appointments import Appointment
from portal.models.caseload import Assignment, Places
from portal.models.people import Membership, Person
from portal.models.rhythm import Rhythm

BOARD, NARROWED = "board, 100 therapists, 5,000 clients", "the board without a session booked"
EACH = 50  # clients of each therapist
WAITS = 100  # one of so many waits for a therapist
BOOKED = 3  # of so many one has no session


def crowd(practice_id: UUID, therapists: int, clients: int) -> None:
    """Rows alone, as the board reads them: nobody of these ever signs in."""
    staff, others = [uuid4() for _ in range(therapists)], [uuid4() for _ in range(clients)]
    rows: dict[Any, list[dict[str, Any]]] = {model: [] for model in (Person, Membership, Places, Rhythm)}
    rows |= {Assignment: [], Appointment: []}
    soon = now() + timedelta(days=2)
    for number, person_id in enumerate([*staff, *others]):
        name = f"{'Therapist' if number < therapists else 'Client'} {number}"
        role = Role.THERAPIST if number < therapists else Role.CLIENT
        rows[Person].append({"id": person_id, "name": name, "sign_in_name": person_id.hex, "joined_at": now()})
        rows[Membership].append({"person_id": person_id, "role": role})
    for number, person_id in enumerate(staff):
        rows[Places].append({"therapist_id": person_id, "count": EACH + number % 5 - 2})
        rows[Rhythm].append({"id": uuid4(), "therapist_id": person_id, "works": "0123"})
    for number, client_id in enumerate(others):
        pair = {"client_id": client_id, "therapist_id": staff[number % therapists]}
        if number % WAITS:
            rows[Assignment].append({"id": uuid4(), **pair})
        if number % BOOKED:
            meeting = {"starts_at": soon, "minutes": 50, "kind": "room", "made_by": uuid4()}
            rows[Appointment].append({"id": uuid4(), **pair, **meeting})
    with unit_of_work(practice_id):
        for model, those in rows.items():
            db.session.execute(insert(model), [{"practice_id": practice_id, **row} for row in those])


def cases(house: House, cast: Cast, clock: Clock) -> list[Case]:
    """The board, whole and narrowed."""
    visitor = house.browser()
    visitor.submit("/in", {**visitor.hidden("/in"), "sign_in_name": cast.address("Olga"), "password": PASSWORD})
    asked = ((BOARD, "/office/caseloads"), (NARROWED, "/office/caseloads?show=unbooked"))
    return [Case(name, partial(visitor.get, path), clock, ready=visitor.rest) for name, path in asked]
