"""The brief: what is shared, in two minutes; what is not leaves no trace; what stands in whole is an opening."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine

from portal.domain import agenda, appointments, caseload, consent, goals, measures, mood, process_notes, prompts
from portal.domain.appointments import Kind, Repeat, Slot
from tests.acts import write
from tests.summary_stories import here

LAST = datetime(2030, 11, 21, 14, 10, tzinfo=UTC)
NOW = LAST + timedelta(days=7, minutes=-20)
BLOCKS = (
    "wants to talk about",
    "Check-ins",
    "Shared since",
    "Where we left off",
    "Goals",
    "Given",
    "Questionnaires",
)


@pytest.fixture
def ana(cast):
    """On the day of a session with Mara, a week after the one before."""
    with time_machine.travel(LAST - timedelta(days=30), tick=False):
        series = Slot(LAST.date() - timedelta(days=14), time(14, 10), 50, Kind.ROOM)
        here(cast.mara, appointments.add, cast.mara, cast.ana.person_id, series, uuid4(), Repeat(times=5))
    with time_machine.travel(NOW, tick=False):
        yield cast.ana


def share(cast, thing_id):
    here(cast.ana, consent.share, cast.ana, thing_id, cast.mara.person_id)


def live(cast):
    """Something for each block: before the last session and since."""
    ana, mara = cast.ana, cast.mara
    pack = measures.here().get("phq9", "1")
    with time_machine.travel(LAST - timedelta(days=3), tick=False):
        share(cast, write(ana, "Said before the last session.", "Old"))
        first = here(ana, measures.keep, ana, pack, {item.id: 2 for item in pack.every_item}, gaps=False)
        share(cast, first)
        here(mara, process_notes.write, mara, ana.person_id, "Practise one sentence.")
        here(mara, prompts.ask, mara, ana.person_id, "What did the sorry protect?")
    with time_machine.travel(LAST + timedelta(days=2), tick=False):
        share(cast, write(ana, "I said the boundary out loud.\n\nThe rest is only in the inbox.", "Phone call"))
        share(cast, here(ana, measures.keep, ana, pack, {item.id: 0 for item in pack.every_item}, gaps=False))
        share(cast, here(ana, mood.check_in, ana, 4))
        goal_id = here(ana, goals.write, ana, goals.Words("Say no once a week"))
        here(ana, goals.add_step, ana, goal_id, "At work")
        share(cast, goal_id)
        agenda_id = here(ana, agenda.write, ana, agenda.Words("Saying it once.", "A sentence."), uuid4())
        share(cast, agenda_id)


def brief(cast, as_):
    return as_(cast.mara).get(f"/desk/next/{cast.ana.person_id}")


def test_it_gathers_what_is_shared_and_says_how_long_it_takes(cast, ana, as_):
    live(cast)
    page = brief(cast, as_)
    assert [block for block in BLOCKS if block not in page.words] == []
    for said in (
        "Thursday 28 November, 14:10, in 20 minutes",
        "About 1 minute to read",
        "Saying it once.",
        "Check-ins since your last session",
        "Phone call",
        "I said the boundary out loud.",
        "Practise one sentence.",
        "0 of 1 steps done",
        "What did the sorry protect?",
        "18 points lower than the first shared. That is more than chance alone usually does. It may or may not matter",
    ):
        assert said in page.words, said
    for said in ("Said before", "The rest is only in the inbox."):
        assert said not in page.words, said
    assert page.title == "Next · Willow House"


def test_what_stands_in_whole_is_in_the_clients_log_and_a_glimpse_is_not(cast, ana, as_):
    live(cast)
    brief(cast, as_)
    lines = here(ana, consent.log, ana).lines
    told = {line.sentence.format(who=line.who, what=line.what) for line in lines}
    assert told == {
        "Mara opened “Saying it once.”",
        "Mara looked at your check-ins",
        "Mara looked at how far your goals are",
        "Mara looked at your questionnaires over time",
    }
    shelf = here(cast.mara, consent.shelf, cast.mara).headers
    unread = [one.title for one in shelf if one.opened_at is None]
    assert "Phone call" in unread
    assert "Say no once a week" not in unread, "what stands in whole counts as opened, in the inbox too"
    assert "PHQ-9" not in unread
    goal_id = next(one.id for one in shelf if one.kind == goals.KIND)
    here(ana, goals.stand, ana, goal_id, goals.State.LET_GO)
    share(cast, goal_id)
    brief(cast, as_)
    told = [line.sentence for line in here(ana, consent.log, ana).lines]
    assert sum("your goals" in one for one in told) == 1, "none was drawn the second time"


def test_a_client_who_shares_nothing_has_a_page_without_a_single_block(cast, ana, as_):
    here(ana, consent.stop_person, ana, cast.mara.person_id)
    page = brief(cast, as_)
    assert "Nothing is shared yet. That is normal at the start." in page.words
    assert [block for block in BLOCKS if block in page.words] == []
    before = here(ana, consent.log, ana).lines
    brief(cast, as_)
    assert here(ana, consent.log, ana).lines == before, "nothing was opened"


def test_during_a_session_last_time_is_the_one_before_and_without_any_it_is_four_weeks(cast, ana, as_):
    live(cast)
    with time_machine.travel(NOW + timedelta(minutes=40), tick=False):
        page = brief(cast, as_)
        assert "now, until 15:00" in page.words
        assert "Phone call" in page.words
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        page = brief(cast, as_)
        assert "Thursday 5 December, 14:10" in page.words
        assert "Shared since" not in page.words
        assert "wants to talk about" not in page.words, "that was for the session that has been"
    for one in here(cast.mara, appointments.of_days, cast.mara, LAST.date() - timedelta(days=60), NOW.date()):
        here(cast.mara, appointments.cancel, cast.mara, one.id, uuid4())
    page = brief(cast, as_)
    assert "Shared in the last four weeks" in page.words
    assert "Said before" in page.words


def test_a_client_who_left_while_the_page_was_open_is_not_there(cast, ana, as_):
    mara = as_(cast.mara)
    assert mara.get(f"/desk/next/{ana.person_id}").status == 200
    [pairing] = [one for one in here(cast.olga, caseload.pairings, cast.olga) if one.client_id == ana.person_id]
    here(cast.olga, caseload.end, cast.olga, pairing.id)
    gone = mara.client.get(f"/p/willow/desk/next/{ana.person_id}")
    assert (gone.status_code, gone.data) == (404, mara.client.get(f"/p/willow/desk/next/{uuid4()}").data)
