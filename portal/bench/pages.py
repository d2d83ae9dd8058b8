"""Pages through the web server as it is shipped, and beside them the limits of this machine."""

import time
from collections.abc import Callable
from functools import partial
from uuid import uuid4

from portal.bench.house import House
from portal.bench.people import PASSWORD, Cast
from portal.bench.rounds import Case, Clock
from portal.bench.words import texts

SPIN = 200_000  # additions
L0, L1, L2, LW = "L0 ping", "L1 bare page of 20", "L2 stock page of 20", "LW bare write"
TODAY, JOURNAL = "today, five years of days", "journal, newest 20"
INBOX, SHARED, BRIEF = "inbox, 60 clients", "read a shared note", "brief before a session"


def limits(house: House, clock: Clock) -> list[Case]:
    """What Flask and the database can do here, with nothing of ours."""
    visitor = house.browser_of_limits()
    visitor.get("/enter")
    text = next(texts(1))
    asked = (
        (L0, partial(visitor.get, "/ping")),
        (L1, partial(visitor.get, "/bare")),
        (L2, partial(visitor.get, "/stock")),
        (LW, partial(visitor.post, "/write", text)),
    )
    return [Case(name, act, clock, ready=visitor.rest, is_limit=True) for name, act in asked]


def of_the_writer(house: House, cast: Cast, clock: Clock) -> list[Case]:
    """The client's own notes."""
    visitor = house.browser()
    visitor.submit("/in", {**visitor.hidden("/in"), "sign_in_name": cast.address("Samuel"), "password": PASSWORD})
    blank = visitor.hidden("/notes/new")
    bodies = texts(1_000_000)

    def create() -> None:
        visitor.submit("/notes/new", {**blank, "entry_id": str(uuid4()), "title": "", "body": next(bodies)})

    asked = (
        (TODAY, partial(visitor.get, "/home"), (L1, L2)),
        (JOURNAL, partial(visitor.get, "/notes"), (L1, L2)),
        ("journal, older 20", partial(visitor.get, f"/notes?before={cast.note_id}"), (L1, L2)),
        ("read a note", partial(visitor.get, f"/notes/{cast.note_id}"), (L1, L2)),
        ("write a note", create, (LW,)),
    )
    return [Case(name, act, clock, ready=visitor.rest, limits=beside) for name, act, beside in asked]


def today_of_the_writer(house: House, cast: Cast) -> Callable[[], object]:
    """The page that everybody arrives on, signed in already."""
    visitor = house.browser()
    visitor.submit("/in", {**visitor.hidden("/in"), "sign_in_name": cast.address("Samuel"), "password": PASSWORD})

    def open_it() -> None:
        visitor.rest()  # between two of them the server may have hung up
        visitor.get("/home")

    return open_it


def of_the_therapist(house: House, cast: Cast, clock: Clock) -> list[Case]:
    """What clients have shared."""
    visitor = house.browser()
    visitor.submit("/in", {**visitor.hidden("/in"), "sign_in_name": cast.address("Mara"), "password": PASSWORD})
    asked = (
        (INBOX, partial(visitor.get, "/desk/inbox"), (L1, L2, JOURNAL)),
        (SHARED, partial(visitor.get, f"/desk/inbox/{cast.shared_id}"), (L1, L2)),
        (BRIEF, partial(visitor.get, f"/desk/next/{cast.writer.person_id}"), (L1, L2)),
        ("what needs a look, 60 clients", partial(visitor.get, "/desk/clients?by=attention"), (L1, L2)),
    )
    return [Case(name, act, clock, ready=visitor.rest, limits=beside) for name, act, beside in asked]


def spin() -> Case:
    """Python alone: how fast this machine is at this moment."""
    return Case("spin", lambda: sum(range(SPIN)), time.process_time, is_limit=True)
