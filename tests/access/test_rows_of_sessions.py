"""Whose sessions somebody may see, and whose they may arrange."""

from datetime import time, timedelta
from uuid import uuid4

from sqlalchemy import select

from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import appointments
from portal.domain.access import readable, writable
from portal.models.appointments import Appointment, CalendarFeed
from portal.models.caseload import Assignment
from tests.access.test_rows import READERS
from tests.cast import look_after


def test_a_session_is_seen_by_the_two_who_meet_and_arranged_by_the_therapist(cast):
    slot = appointments.Slot(now().date() + timedelta(days=2), time(14, 10), 50, appointments.Kind.ROOM)
    look_after(cast.ana, cast.idris)
    with unit_of_work(cast.ana.practice_id):
        appointments.add(cast.mara, cast.ana.person_id, slot, uuid4())
        db.session.scalars(
            select(Assignment).where(Assignment.therapist_id == cast.vera.person_id)
        ).one().ended_at = None
        appointments.add(cast.vera, cast.ana.person_id, slot, uuid4())
        db.session.scalars(
            select(Assignment).where(Assignment.therapist_id == cast.vera.person_id)
        ).one().ended_at = now()
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            counts = tuple(len(db.session.scalars(rows(Appointment, actor)).all()) for rows in (readable, writable))
        assert counts == {"ana": (1, 0), "mara": (1, 1)}.get(who, (0, 0)), who


def test_the_address_of_a_calendar_is_its_therapists_alone(cast):
    with unit_of_work(cast.mara.practice_id):
        appointments.feed.make(cast.mara)
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for rows in (readable, writable):
                assert len(db.session.scalars(rows(CalendarFeed, actor)).all()) == (who == "mara"), who
