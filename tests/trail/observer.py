"""Listens to what requests write down while a test runs, and holds it against the rows of `tests/trail`."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import has_request_context, request
from sqlalchemy import event

from portal.core.db import db
from portal.domain.audit import Event
from tests.trail import MAKE_UP, NOTHING, SEEN_IN, WRITES

ANYWHERE = {Event.ACCESS_DENIED}  # whoever asks for what is not theirs: written down whatever the route is
_heard: set[tuple[str, Event]] = set()


def _listen(session):
    """What a unit of work is about to add to the trail, if it is a request's."""
    if has_request_context() and request.endpoint and not session.in_nested_transaction():
        _heard.update((request.endpoint, Event(row["event"])) for row in session.info.get("audit") or ())


event.listen(db.session, "before_commit", _listen, insert=True)  # first: the one that writes takes the lines away


@contextmanager
def heard(test: str, about: str, *, all_of_it: bool) -> Iterator[None]:
    """While this test runs, its requests write down what the rows say.

    Args:
        test: its file and name.
        about: what it is about, of those it is repeated for.
        all_of_it: nothing may be written down that no row says, too; else only what this test is to show counts.
    """
    _heard.clear()
    yield
    for name in (test, f"{test}[{about}]"):
        assert amiss(name, _heard, all_of_it=all_of_it) == []


def amiss(name, found, *, all_of_it=True):
    """What is wrong with these (endpoint, event) of a test, in words."""
    unseen = [
        f"{route} did not write down {what}" for route, what in SEEN_IN.get(name, ()) if (route, what) not in found
    ]
    if not all_of_it:
        return unseen
    found = {(route, what) for route, what in found if route not in MAKE_UP and what not in ANYWHERE}
    unsaid = sorted((route, what) for route, what in found if what not in WRITES.get(route, {}))
    rows = [(route, what, "nothing" if route in NOTHING else "something else") for route, what in unsaid]
    return unseen + [f"{route} writes down {what}; tests/trail says {said}" for route, what, said in rows]
