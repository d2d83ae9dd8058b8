"""When a made-up therapist meets whom: every week at one time, some weeks back and some ahead."""

from datetime import time, timedelta
from uuid import uuid4

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import appointments
from portal.domain.appointments import Kind, Repeat, Slot

WEEKS_BACK, WEEKS_AHEAD = 4, 4
MEETINGS = (  # of each therapist's clients in turn: in how many days the next one is, when, and how
    (2, time(14, 10), Kind.ROOM),
    (0, time(16), Kind.VIDEO),
    (0, time(17, 10), Kind.ROOM),
    (5, time(9), Kind.ROOM),
)


def meet(therapist: Actor, clients: list[Actor]) -> None:
    """Arrange a series with each of them, as it was done some weeks ago."""
    today = now().date()
    with living_at(now() - timedelta(weeks=WEEKS_BACK + 1)):
        for client, (days, at, kind) in zip(clients, MEETINGS, strict=True):
            first = Slot(today + timedelta(days=days, weeks=-WEEKS_BACK), at, 50, kind)
            times = Repeat(times=WEEKS_BACK + WEEKS_AHEAD)
            appointments.add(therapist, client.person_id, first, uuid4(), times)
