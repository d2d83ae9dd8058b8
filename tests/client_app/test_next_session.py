"""Where a client's pages speak of the next session: the agenda's title, and an end for what is shared."""

from datetime import UTC, datetime, time
from uuid import uuid4

import pytest
import time_machine

from portal.domain import accounts, appointments, consent
from portal.domain.appointments import Kind, Slot
from tests.acts import therapist_of, write
from tests.summary_stories import here

NOON = datetime(2030, 11, 19, 12, tzinfo=UTC)  # a Tuesday


@pytest.fixture
def arranged(sam, mara):
    """Thursday, 02:30 in the night of UTC: for Sam, in New York, that is still Wednesday evening."""
    with time_machine.travel(NOON, tick=False):
        here(sam, accounts.be_called, sam, "Sam", "", "America/New_York")
        slot = Slot(NOON.date().replace(day=21), time(2, 30), 50, Kind.VIDEO)
        here(mara, appointments.add, mara, sam.person_id, slot, uuid4())
        yield slot


def test_the_agenda_is_for_a_day_once_a_session_is_arranged(sam, mara, arranged, as_):
    page = as_(sam).get("/agenda")
    assert "For Wednesday 20 November" in page.words
    assert page.title == "Agenda", "no day stands in the title"
    with time_machine.travel(NOON.replace(day=22), tick=False):
        assert "For your next session" in as_(sam).get("/agenda").words


def test_what_is_shared_until_our_session_ends_at_ones_own_midnight_after_it(sam, mara, arranged, as_):
    entry_id = write(sam, title="After we talked")
    form = as_(sam).get(f"/sharing/{entry_id}/preview/{mara.person_id}").form("Share with Mara")
    page = form.fill(until="session-2030-11-20").press("Share with Mara")
    assert "until the end of Wednesday 20 November" in page.words
    for moment, there in (
        (datetime(2030, 11, 21, 4, 59, tzinfo=UTC), 1),
        (datetime(2030, 11, 21, 5, 1, tzinfo=UTC), 0),
    ):
        with time_machine.travel(moment, tick=False):
            assert len(here(mara, consent.shelf, mara).headers) == there


def test_a_session_later_today_is_an_end_too_and_one_that_was_moved_is_asked_again(sam, mara, arranged, as_):
    entry_id, browser = write(sam, title="After we talked"), as_(sam)
    with time_machine.travel(datetime(2030, 11, 20, 15, tzinfo=UTC), tick=False):
        form = as_(sam).get(f"/sharing/{entry_id}/preview/{mara.person_id}").form("Share with Mara")
        [one] = here(mara, appointments.next_of, mara).values()
        later = Slot(one.starts_at.date(), time(23), 50, Kind.ROOM)
        here(mara, appointments.move, mara, one.id, later, uuid4())
        again = form.fill(until="session-2030-11-20").press("Share with Mara")
        assert "Choose one of these." in again.words
        assert "Until our session on Thursday 21 November" in again.words
        here(mara, appointments.move, mara, _next(mara).id, Slot(one.starts_at.date(), time(1), 50, Kind.ROOM), uuid4())
        form = as_(sam).get(f"/sharing/{entry_id}/preview/{mara.person_id}").form("Share with Mara")
        page = form.fill(until="session-2030-11-20").press("Share with Mara")
        assert "until the end of Wednesday 20 November" in page.words
    idris = therapist_of(sam, "Idris Cole")
    other = browser.get(f"/sharing/{entry_id}/preview/{idris.person_id}").words
    assert "Until our session" not in other, "it is with somebody else"


def _next(mara):
    [one] = here(mara, appointments.next_of, mara).values()
    return one
