"""Moves that tests of several floors begin with."""

from copy import copy
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid
from portal.domain import (
    caseload,
    consent,
    handovers,
    mood,
    vault,
)
from portal.domain.access import readable
from portal.domain.handovers import Choice, Terms
from portal.models.caseload import Assignment
from portal.models.handovers import Handover
from portal.models.mood import Checkin
from portal.models.vault import Grant, Item
from tests.acts import share, write
from tests.cast import add_person, found_practice, look_after
from tests.summary_stories import here

MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
NEXT = MONDAY.date() + timedelta(days=7)


class There:
    """Olga's practice: Ana is Mara's, and has opened one note and her check-ins to her; Idris and Noor have room."""

    def __init__(self):
        practice = found_practice("willow")
        self.olga = add_person(practice, "Olga", Role.ADMIN)
        self.mara, self.idris, self.noor = (
            add_person(practice, name, Role.THERAPIST) for name in ("Mara", "Idris", "Noor")
        )
        self.ana = add_person(practice, "Ana", Role.CLIENT)
        self.pair = look_after(self.ana, self.mara)
        self.note, self.private = (write(self.ana, words) for words in ("We talked at last.", "Mine alone."))
        share(self.ana, self.note, self.mara)
        here(self.ana, consent.give_stream, self.ana, self.mara.person_id, "levels", 90)
        self.level = here(self.ana, mood.check_in, self.ana, 4)


@pytest.fixture
def there(house, once):
    with time_machine.travel(MONDAY, tick=False) as clock:
        found = copy(once(There))
        found.clock = clock
        yield found


def ask(there, to=None, *, last_day=NEXT, reason="leaving", once_id=None, letter=""):
    terms = Terms(reason, last_day, letter)
    to = to or there.idris
    here(there.olga, handovers.ask, there.olga, there.pair, to.person_id, terms, once_id or uuid4())
    return here(there.olga, handovers.waiting, there.olga)[-1].id if last_day else None


def answer(there, choice, **chosen):
    asked = here(there.ana, handovers.question, there.ana)
    here(there.ana, handovers.answer, there.ana, asked.change.id, Choice(choice), **chosen)


def levels(therapist):
    """How many check-ins this therapist has, by both locks."""

    def look():
        things = list(db.session.scalars(readable(Checkin, therapist).with_only_columns(Checkin.id)))
        items = list(db.session.scalars(select(Item.id).where(Item.thing_id.in_(things))))
        return len(vault.read(therapist.keys, items))

    return here(therapist, look)


def team(client):
    return [one.name for one in here(client, caseload.my_therapists, client)]


def live_to(therapist):
    theirs = vault.principal_of(therapist.person_id).id
    return (Grant.reader_id == theirs) & (Grant.owner_id != theirs) & Grant.ended_at.is_(None)


def refused(act, field):
    with pytest.raises(Invalid) as problem:
        act()
    assert problem.value.field == field
    return str(problem.value)


def move(cast, days=None, letter=""):
    """Olga moves Ana from Mara to Idris: at once, or after so many days; the move's id."""
    terms = handovers.Terms("leaving", days and now().date() + timedelta(days=days), letter)
    with unit_of_work(cast.olga.practice_id):
        pair = select(Assignment.id).where(Assignment.therapist_id == cast.mara.person_id)
        assignment_id = db.session.scalars(pair.where(Assignment.ended_at.is_(None))).one()
    with unit_of_work(cast.olga.practice_id):
        handovers.ask(cast.olga, assignment_id, cast.idris.person_id, terms, uuid4())
    with unit_of_work(cast.olga.practice_id):
        return db.session.scalars(select(Handover.id).order_by(Handover.asked_at.desc())).first()
