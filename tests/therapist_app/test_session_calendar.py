"""The calendar by its pages: arranged, moved, cancelled and undone; and a feed that says when, and nothing else."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
import pytest
import time_machine

from portal.core.clock import now
from portal.core.db import db
from portal.domain import accounts, appointments, caseload
from portal.models.appointments import CalendarFeed
from portal.models.people import Membership
from tests.acts import share, write
from tests.summary_stories import here

MONDAY = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
CANARY = "Tamsin Xylocarp"


@pytest.fixture
def mara(cast, as_):
    """Mara's browser, on a Monday, where the clocks go back in two weeks; her client has a name that nobody has."""
    with time_machine.travel(MONDAY, tick=False):
        here(cast.ana, accounts.be_called, cast.ana, CANARY, "", "UTC")
        here(cast.mara, accounts.be_called, cast.mara, "Mara", "", "Europe/Berlin")
        yield as_(cast.mara)


def arrange(browser, cast, **said):
    form = browser.get("/desk/sessions").follow("Add a session").form("Arrange it")
    usual = {"client": cast.ana.person_id, "day": "2026-10-15", "at": "14:10", "minutes": "50"}
    return form.fill(**usual | said).press("Arrange it")


def secret(page):
    return next("".join(node.itertext()).strip() for node in page.tree.iter() if node.get("class") == "secret")


def entries(browser, address):
    """The feed as a calendar program has it: nobody is signed in there."""
    answer = browser.client.application.test_client().get(urlsplit(address).path)
    assert answer.status_code == 200
    return answer, icalendar.Calendar.from_ical(answer.data).walk("VEVENT")


def test_a_series_is_arranged_one_moved_and_the_rest_cancelled_and_taken_back(mara, cast):
    page = arrange(mara, cast, rhythm="times", times="4")
    assert "Thursday 15 October" in page.words
    assert "14:10 to 15:00 · In the room" in page.words
    one = page.follow("Week after").follow(f"Change the session with {CANARY} at 14:10")
    moved = one.form("Move it").fill(day="2026-10-23", at="09:00", kind="video").press("Move it")
    assert "Moved." in moved.words
    assert "Friday 23 October" in moved.words
    assert "09:00 to 09:50 · By video" in moved.words
    late = one.form("Move it").fill(at="18:00").press("Move it")
    assert "moved or cancelled in another window" in late.words
    third = moved.follow("Week after").follow(f"Change the session with {CANARY} at 14:10")
    gone = third.form("Cancel this and later ones").press("Cancel this and later ones")
    assert "No sessions in this week." in gone.words
    assert gone.form("Undo").press("Undo").form
    assert "Thursday 29 October" in mara.get("/desk/sessions?week=2026-10-28").words
    assert "Thursday 5 November" in mara.get("/desk/sessions?week=2026-11-02").words


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"client": ""}, "Choose one of your clients."),
        ({"day": "2026-10-11"}, "This day has gone by."),
        ({"day": "someday"}, "This is no day."),
        ({"at": "25:99"}, "Choose a time, like 14:10."),
        ({"minutes": "9999"}, "from 5 to 480 minutes"),
        ({"kind": "moon"}, "Choose how you meet."),
        ({"rhythm": "until"}, "Choose the last day."),
        ({"rhythm": "until", "until": "2029-10-15"}, "One series can have 52"),
        ({"rhythm": "times", "times": "x"}, "Choose from 1 to 52 times."),
    ],
)
def test_what_cannot_be_arranged_comes_back_with_a_sentence(mara, cast, said, told):
    page = arrange(mara, cast, **said)
    assert told in page.words
    assert page.title.startswith("Problem")
    assert here(cast.mara, appointments.next_of, cast.mara) == {}


def test_another_client_at_the_same_time_only_when_it_is_meant(mara, cast):
    here(cast.olga, caseload.assign, cast.olga, cast.ben.person_id, cast.mara.person_id)
    arrange(mara, cast)
    page = arrange(mara, cast, client=cast.ben.person_id)
    assert f"This overlaps with {CANARY}: Thursday 15 October, 14:10, 50 minutes." in page.words
    page = page.form("Arrange it").fill(beside="y").press("Arrange it")
    assert page.words.count("14:10 to 15:00") == 2


def test_a_client_who_left_while_the_page_was_open_is_not_there_any_more(mara, cast):
    form = mara.get("/desk/sessions/new").form("Arrange it")
    arrange(mara, cast)
    one = mara.get("/desk/sessions?week=2026-10-15").follow(f"Change the session with {CANARY} at 14:10")
    [pairing] = [one for one in here(cast.olga, caseload.pairings, cast.olga) if one.client_id == cast.ana.person_id]
    here(cast.olga, caseload.end, cast.olga, pairing.id)
    page = form.fill(client=cast.ana.person_id, day="2026-10-16", at="10:00").press("Arrange it")
    assert "Choose one of your clients." in page.words
    assert one.form("Move it").press("Move it").status == 404
    assert one.form("Cancel this one").press("Cancel this one").status == 404


def test_a_calendar_program_learns_when_and_nothing_else(mara, cast, settings):
    arrange(mara, cast, rhythm="times", times="3", kind="phone")
    page = mara.get("/desk/sessions").follow("In your own calendar").form("Make an address").press("Make an address")
    address = secret(page)
    assert secret(page) not in mara.get("/desk/sessions/calendar").text, "it is shown once"
    answer, found = entries(mara, address)
    assert [(one.decoded("DTSTART"), one.decoded("DTEND") - one.decoded("DTSTART")) for one in found] == [
        (datetime(2026, 10, 15, 12, 10, tzinfo=UTC), timedelta(minutes=50)),
        (datetime(2026, 10, 22, 12, 10, tzinfo=UTC), timedelta(minutes=50)),
        (datetime(2026, 10, 29, 13, 10, tzinfo=UTC), timedelta(minutes=50)),
    ]
    assert {frozenset(one) for one in found} == {frozenset({"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"})}
    assert {str(one["SUMMARY"]) for one in found} == {"Appointment"}
    told = f"{answer.data.decode()} {answer.headers['Content-Disposition']}"
    rows = here(cast.mara, appointments.of_days, cast.mara, MONDAY.date(), date(2026, 12, 1))
    ids = [str(one) for row in rows for one in (row.id, row.series_id, row.client_id, row.therapist_id)]
    assert not [word for word in (*CANARY.split(), "Mara", "phone", "Willow", "session", *ids) if word in told]
    assert 'filename="calendar.ics"' in answer.headers["Content-Disposition"]
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/calendar", "no-store")
    token = address.rpartition("/")[2]
    hashes = here(cast.mara, lambda: [row.token_hash for row in db.session.query(CalendarFeed)])
    assert len(hashes) == 1
    assert token.encode() not in hashes[0]
    [first, *_] = rows
    here(cast.mara, appointments.cancel, cast.mara, first.id, first.id)
    assert len(entries(mara, address)[1]) == 2, "what is cancelled is gone"
    with time_machine.travel(now() + timedelta(days=60), tick=False):
        assert entries(mara, address)[1] == [], "and so is what was long ago"


def test_an_address_that_was_made_anew_turned_off_or_is_nobodys_leads_nowhere(mara, cast, as_):
    nobody = mara.client.application.test_client()

    def leads(address):
        return nobody.get(urlsplit(address).path).status_code

    page = mara.get("/desk/sessions/calendar").form("Make an address").press("Make an address")
    first = secret(page)
    second = secret(page.form("Make a new address").press("Make a new address"))
    assert (leads(first), leads(second), leads(f"{first}x")) == (404, 200, 404)
    guessed, absent = nobody.get(urlsplit(first).path), nobody.get("/p/willow/no/such/page")
    assert guessed.data == absent.data, "the one page that says nothing"
    elsewhere = urlsplit(second).path.replace("/p/willow/", "/p/oak/")
    assert nobody.get(elsewhere).status_code == 404
    mara.get("/desk/sessions/calendar").form("Turn it off").press("Turn it off")
    assert leads(second) == 404
    third = secret(mara.get("/desk/sessions/calendar").form("Make an address").press("Make an address"))
    here(
        cast.mara,
        lambda: (
            db.session.query(Membership).filter_by(person_id=cast.mara.person_id).one().__setattr__("ended_at", now())
        ),
    )
    assert leads(third) == 404, "whoever works here no longer has none"


def test_today_tells_how_soon_and_the_next_one_of_another_day(mara, cast):
    assert "No sessions today. All read." in mara.get("/desk/today").words
    share(cast.ana, write(cast.ana), cast.mara)
    assert "No sessions today. 1 thing to read when you like." in mara.get("/desk/today").words
    here(cast.olga, caseload.assign, cast.olga, cast.ben.person_id, cast.mara.person_id)
    arrange(mara, cast)
    assert f"Next: Thursday 15 October, 14:10, {CANARY}" in mara.get("/desk/today").words
    arrange(mara, cast, day="2026-10-12", at="11:07", minutes="30")
    arrange(mara, cast, client=cast.ben.person_id, day="2026-10-12", at="14:00")
    words = mara.get("/desk/today").words
    assert f"11:07, in 7 minutes {CANARY} 30 minutes, in the room Read the brief" in words
    assert "14:00, in 3 hours" in words
    with time_machine.travel(MONDAY + timedelta(minutes=10), tick=False):
        assert "now, until 11:37" in mara.get("/desk/today").words
