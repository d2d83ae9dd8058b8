"""Retention where a whole list is taken back: noted some at a time."""

import pytest
from sqlalchemy import func, select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import retention
from portal.domain.retention import erasing
from portal.models.people import Person
from tests.bench.asked import questions
from tests.cast import add_person, found_practice
from tests.summary_stories import here


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN)


def test_thousands_who_go_at_once_are_noted_some_at_a_time_with_the_same_few_questions(olga, monkeypatch):
    """A whole list taken back: nobody waits at a locked database while it is noted, and its names go all the same."""
    monkeypatch.setattr(erasing, "AT_ONCE", 8)
    people = [add_person(olga.practice_id, f"Gone{number}", Role.CLIENT).person_id for number in range(10)]

    def leave(*ids):
        for person_id in ids:
            db.session.get(Person, person_id).closed_at = now()

    def still_named():
        return db.session.scalar(select(func.count()).where(Person.id.in_(people), Person.name.like("Gone%")))

    def asked_of_a_sweep():
        with unit_of_work(olga.practice_id), questions() as asked:
            retention.sweep()
        return len([one for one in asked if "erase_record" not in one.statement])  # on PostgreSQL once for each

    here(olga, leave, *people[:1])
    of_one = asked_of_a_sweep()
    here(olga, leave, *people[1:])
    assert asked_of_a_sweep() == of_one
    assert here(olga, still_named) == 1, "eight of the nine"
    asked_of_a_sweep()
    assert here(olga, still_named) == 0
