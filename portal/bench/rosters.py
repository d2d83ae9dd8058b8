"""A list of people on its way in: pasted, looked through, and every one of them invited by the worker."""

import time
from uuid import UUID, uuid4

from portal.bench.browser import CannotMeasure
from portal.bench.people import SMALL, Cast
from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import unit_of_work
from portal.domain import accounts, rosters
from portal.domain.rosters import Stage

ROWS = {True: 50, False: rosters.MOST_ROWS}  # by "is a trial"
PATIENCE = 300  # seconds
LOOK = 0.25


def invite(cast: Cast) -> float:
    """Seconds from the paste until everybody on the list is invited; asked for once.

    Raises:
        CannotMeasure: the worker did not do it.
    """
    admin = _admin(cast)
    rows = ROWS[cast.size == SMALL]
    named = "".join(f"Person {at},person-{at}@example.org,{'plain' if at % 3 else 'no'}\n" for at in range(rows))
    data, roster_id, began = f"Name,E-mail,May be mailed\n{named}".encode(), uuid4(), time.monotonic()
    with unit_of_work(cast.practice_id):
        rosters.take(admin, data, roster_id)
    with unit_of_work(cast.practice_id):
        rosters.choose(admin, roster_id, 1, "utf-8", ",", True, ["name", "email", "mail"])
    with unit_of_work(cast.practice_id):
        rosters.prepare(admin, roster_id, 2)
    while _stage(admin, roster_id) is not Stage.READY:
        if time.monotonic() - began > PATIENCE:
            raise CannotMeasure("The worker did not prepare the list.")
        time.sleep(LOOK)
    return time.monotonic() - began


def _stage(admin: Actor, roster_id: UUID) -> Stage:
    with unit_of_work(admin.practice_id, writes=False):
        return rosters.card(admin, roster_id).stage


def _admin(cast: Cast) -> Actor:
    with unit_of_work(cast.practice_id):
        person, keys = accounts.add_person(cast.practice_id, "Nell", Cast.address("Nell"), Role.ADMIN, "UTC")
        person.joined_at = now()
    return Actor(person.id, cast.practice_id, Role.ADMIN, keys)
