"""What people do, each act in a unit of work of its own; and a client with an empty journal and a therapist."""

import threading
from datetime import time, timedelta
from uuid import uuid4

import pytest

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import NotFound
from portal.domain import appointments, consent, journal
from portal.models.confidants import Trust
from tests.cast import add_person, found_practice, look_after


@pytest.fixture
def sam(house, once):
    """A client with an empty journal."""
    return once(_sam)


def _sam():
    return add_person(found_practice("elm"), "Sam Okoro", Role.CLIENT)


@pytest.fixture
def mara(sam):
    """Sam's therapist."""
    return therapist_of(sam, "Mara Lindqvist")


def therapist_of(client, name):
    therapist = add_person(client.practice_id, name, Role.THERAPIST)
    look_after(client, therapist)
    return therapist


def meet(therapist, client, days=2):
    """A session of theirs in so many days, at ten past two; its id."""
    slot = appointments.Slot(now().date() + timedelta(days=days), time(14, 10), 50, appointments.Kind.ROOM)
    with at_work(therapist):
        appointments.add(therapist, client.person_id, slot, uuid4())
        return next(one.id for one in appointments.of_day(therapist, slot.day) if one.client_id == client.person_id)


def at_once(house, act):
    """Do it twice at the same moment, as two browsers would; what went wrong."""
    problems, start = [], threading.Barrier(2)

    def do():
        with house.app_context():
            start.wait(10)
            try:
                act()
            except Exception as problem:  # noqa: BLE001 - whatever it is, the test shows it
                problems.append(problem)
            db.session.remove()

    threads = [threading.Thread(target=do) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    return problems


def at_work(actor):
    """A unit of work in this person's practice."""
    return unit_of_work(actor.practice_id)


def write(actor, body="Some words.", title="", **more):
    with at_work(actor):
        return journal.write(actor, body, title, **more)


def edit(actor, entry_id, base, body, title=""):
    with at_work(actor):
        return journal.edit(actor, entry_id, base, body, title)


def share(actor, entry_id, reader, **more):
    with at_work(actor):
        consent.share(actor, entry_id, reader.person_id, **more)


def stop(actor, entry_id, reader):
    with at_work(actor):
        consent.stop(actor, entry_id, reader.person_id)


def audience(actor, entry_id):
    """Who can read this note of the actor's own, as the badges tell it."""
    with at_work(actor):
        return consent.audience(actor, [entry_id])[entry_id].readers


def read_by(reader, entry_id):
    """What this therapist gets to read of a note: the words, or None. It counts as an opening."""
    try:
        with at_work(reader):
            return consent.read_shared(reader, entry_id).shown.body
    except NotFound:
        return None


def trust(client, name="Jo Park", days=14):
    """Somebody this client trusts, who has joined."""
    friend = add_person(client.practice_id, name, Role.CONFIDANT)
    also_trusts(client, friend, days)
    return friend


def also_trusts(client, friend, days=14):
    with at_work(client):
        db.session.add(
            Trust(practice_id=client.practice_id, client_id=client.person_id, confidant_id=friend.person_id, days=days)
        )
