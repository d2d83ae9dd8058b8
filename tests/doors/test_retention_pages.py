"""The pages of retention: two steps with a reason, what is kept until when, and a second admin for what goes early."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.domain import accounts, progress_notes, retention
from portal.models.people import Person
from tests.cast import add_person
from tests.summary_stories import here

PLACE = "/office/practice/kept"


@pytest.fixture
def olga(cast):
    note_id = here(cast.mara, progress_notes.write, cast.mara, cast.ana.person_id, "Recorded.")
    here(cast.mara, progress_notes.sign, cast.mara, cast.ana.person_id, note_id, 1)
    return cast.olga


def test_an_account_is_deleted_in_two_steps_stopped_and_kept_on_record_until_its_date(cast, olga, as_):
    office, ana = as_(olga), cast.ana.person_id
    page = office.get(f"/office/people/{ana}").follow("Delete this account")
    assert "Nobody can bring that back" in page.words
    assert "Choose a reason." in page.form("Go on").press().words
    second = page.form("Go on").fill(reason="asked").press()
    assert "They asked for it" in second.words
    done = second.form("Delete this account").press()
    assert "It is being deleted" in done.words
    assert "Ana" in done.words
    assert "being deleted already" in second.form("Delete this account").press().words
    assert "The account stays" in done.form("Stop this").press().words
    office.get(f"{PLACE}/{ana}").form("Go on").fill(reason="ended").press().form("Delete this account").press()
    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        here(olga, accounts.sweep_closings)
        here(olga, retention.sweep)
        first, second = as_(olga), as_(add_person(olga.practice_id, "Second", Role.ADMIN))
        page = first.get(PLACE)
        assert "as the law on records asks" in page.words
        asked = page.form("Ask a second admin").fill(reason="court").press()
        assert "Olga wishes it erased before that" in asked.words
        assert "Yes, erase it now" not in asked.words
        assert "The record stays until its date" in asked.form("No, keep it").press().words
        first.get(PLACE).form("Ask a second admin").fill(reason="court").press()
        assert "The record is erased." in second.get(PLACE).form("Yes, erase it now").press().words
        assert here(olga, lambda: db.session.get(Person, ana).name) == "Someone who was here"


def test_a_stranger_and_a_therapist_have_no_such_page(cast, olga, as_):
    office = as_(olga)
    for person_id in (cast.mara.person_id, cast.foreign_client.person_id, uuid4()):
        assert office.client.get(office._at(f"{PLACE}/{person_id}")).status_code == 404
