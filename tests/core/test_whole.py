"""Whatever is refused leaves nothing: rows, lines of the trail, and what was to follow the commit."""

from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Role
from portal.core.db import after_commit, before_commit, db, let_go, unit_of_work
from portal.core.errors import Invalid, TooSoon
from portal.core.held import held
from portal.core.whole import whole
from portal.domain.audit import Event, record
from portal.models.audit import AuditRow
from portal.models.people import Person
from tests.cast import add_person, found_practice


@pytest.fixture
def mara(house):
    return add_person(found_practice("willow"), "Mara", Role.THERAPIST)


def called(mara):
    with unit_of_work(mara.practice_id):
        return db.session.scalar(select(Person.name).where(Person.id == mara.person_id))


def lines(mara):
    """The events about her as they stand in the chain."""
    with unit_of_work(mara.practice_id):
        query = select(AuditRow.event).where(AuditRow.about_id == mara.person_id).order_by(AuditRow.seq)
        return [Event(event) for event in db.session.scalars(query)]


def rename(mara, name):
    person = db.session.scalars(select(Person).where(Person.id == mara.person_id)).one()
    person.name = name
    db.session.flush()
    return person


@pytest.mark.parametrize("refusal", [Invalid("name", "No."), TooSoon(3)])
def test_what_was_done_before_a_refused_part_stays_and_nothing_of_the_part_itself(mara, refusal):
    done = []
    with unit_of_work(mara.practice_id):
        person = rename(mara, "Before")
        record(mara, Event.SIGNED_IN, about_id=mara.person_id)
        before_commit(lambda: done.append("made ready"))
        after_commit(lambda: done.append("sent"))
        with pytest.raises(type(refusal)), whole():
            rename(mara, "Inside")
            held("rooms")["known"] = "of the part"
            record(mara, Event.SIGNED_OUT, about_id=mara.person_id)
            before_commit(lambda: done.append("made ready inside"))
            after_commit(lambda: done.append("sent inside"))
            raise refusal
        assert (person.name, held("rooms")) == ("Before", {})
    assert (called(mara), lines(mara), done) == ("Before", [Event.SIGNED_IN], ["made ready", "sent"])


def test_a_part_that_is_not_refused_is_part_of_its_unit(mara):
    with pytest.raises(RuntimeError), unit_of_work(mara.practice_id):
        with whole():
            rename(mara, "Inside")
        raise RuntimeError
    assert called(mara) == "Mara"
    with unit_of_work(mara.practice_id), whole():
        rename(mara, "Inside")
        record(mara, Event.SIGNED_OUT, about_id=mara.person_id)
    assert (called(mara), lines(mara)) == ("Inside", [Event.SIGNED_OUT])


def test_of_parts_in_a_part_the_inner_one_is_refused_alone(mara):
    with unit_of_work(mara.practice_id), whole():
        rename(mara, "Outside")
        with pytest.raises(Invalid), whole():
            rename(mara, "Inside")
            raise Invalid("name", "No.")
    assert called(mara) == "Outside"


def test_what_a_part_has_made_to_last_lasts_and_the_rest_of_it_goes(mara):
    """A try that is counted in a unit of its own stands, whatever is refused afterwards; a hash holds no lock."""
    with unit_of_work(mara.practice_id):
        record(mara, Event.SIGNED_IN, about_id=mara.person_id)
        with pytest.raises(Invalid), whole():
            let_go()
            with unit_of_work(mara.practice_id):
                rename(mara, "Counted")
                record(mara, Event.SIGN_IN_FAILED, about_id=mara.person_id)
            rename(mara, "Left over")
            record(mara, Event.SIGNED_OUT, about_id=mara.person_id)
            raise Invalid("name", "No.")
    assert (called(mara), lines(mara)) == ("Counted", [Event.SIGNED_IN, Event.SIGN_IN_FAILED])


def test_nothing_is_let_go_of_after_something_was_written_and_a_refused_write_is_none(mara):
    with unit_of_work(mara.practice_id):
        with pytest.raises(Invalid), whole():
            rename(mara, "Inside")
            raise Invalid("name", "No.")
        let_go()
        with pytest.raises(RuntimeError), whole():
            rename(mara, "Inside")
            let_go()
        db.session.rollback()


def test_a_row_the_database_refuses_takes_the_part_with_it_and_no_more(mara):
    with unit_of_work(mara.practice_id):
        rename(mara, "Before")
        with pytest.raises(Invalid), whole():
            db.session.add(
                Person(id=mara.person_id, practice_id=mara.practice_id, name="Twin", sign_in_name=str(uuid4()))
            )
            try:
                db.session.flush()
            except IntegrityError:
                raise Invalid("name", "Taken.") from None
    assert called(mara) == "Before"
