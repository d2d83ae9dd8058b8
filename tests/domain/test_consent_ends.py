"""Until when: a consent ends at its giver's own midnight, whatever the clocks do that night, and before any sweep."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from portal.core.clock import zone
from portal.core.db import db
from portal.core.errors import Invalid
from portal.domain import consent, mood
from portal.models.people import Person
from tests.acts import at_work, read_by, trust, write

INSTANT = timedelta(microseconds=1)
NIGHTS = [  # where the client is, their last day, the moment that is its midnight
    ("America/New_York", date(2030, 3, 10), datetime(2030, 3, 11, 4, tzinfo=UTC)),  # a day of 23 hours
    ("America/New_York", date(2030, 3, 12), datetime(2030, 3, 13, 4, tzinfo=UTC)),  # summer time begins in between
    ("Africa/Cairo", date(2030, 4, 25), datetime(2030, 4, 25, 22, tzinfo=UTC)),  # no midnight: 23:59, then 01:00
    ("Asia/Kathmandu", date(2030, 5, 1), datetime(2030, 5, 1, 18, 15, tzinfo=UTC)),
    ("America/Santiago", date(2030, 9, 7), datetime(2030, 9, 8, 4, tzinfo=UTC)),  # no midnight
    ("America/Havana", date(2030, 11, 2), datetime(2030, 11, 3, 4, tzinfo=UTC)),  # midnight comes twice
    ("America/New_York", date(2030, 11, 3), datetime(2030, 11, 4, 5, tzinfo=UTC)),  # a day of 25 hours
    ("Pacific/Kiritimati", date(2030, 12, 1), datetime(2030, 12, 1, 10, tzinfo=UTC)),
]


def lives_in(person, name):
    with at_work(person):
        db.session.get(Person, person.person_id).time_zone = name


def test_t31_it_ends_to_the_instant_at_the_clients_own_midnight(sam, mara, as_):
    """SECURITY.md T31: one thing and a standing consent, asked by the reader's next request; nothing is swept."""
    path = f"/desk/clients/{sam.person_id}/check-ins"
    for where, last, midnight in NIGHTS:
        lives_in(sam, where)
        with time_machine.travel(midnight - timedelta(days=3), tick=False):
            note = write(sam)
            with at_work(sam):
                until = consent.until_end_of(sam, last)
                consent.share(sam, note, mara.person_id, until=until)
                consent.give_stream(sam, mara.person_id, "levels", last)
                mood.check_in(sam, 3)
        assert until == midnight
        lives_in(sam, "Asia/Tokyo")  # whoever moves meanwhile changes nothing of what was agreed
        with time_machine.travel(midnight - INSTANT, tick=False) as clock:
            assert midnight.astimezone(zone(where)).date() > last
            desk = as_(mara)
            assert desk.get(f"/desk/inbox/{note}").status == 200, where
            assert "Sam checked in" in desk.get(path).words, where
            clock.shift(INSTANT)
            assert desk.get(f"/desk/inbox/{note}").status == 404, where
            with at_work(sam):
                mood.check_in(sam, 3)
            assert "Nothing shared." in desk.get(path).words, where


def test_a_day_of_ones_own_is_after_today_and_not_for_ever(sam, mara):
    lives_in(sam, "Pacific/Kiritimati")
    with time_machine.travel(datetime(2030, 5, 7, 11, tzinfo=UTC), tick=False), at_work(sam):  # the 8th there
        assert consent.days_to_choose(sam) == (date(2030, 5, 9), date(2031, 5, 8))
        for last in (date(2030, 5, 8), date(1, 1, 1), date(9999, 12, 31), date(2031, 5, 9), 0, -7, 366):
            with pytest.raises(Invalid) as problem:
                consent.until_end_of(sam, last)
            assert problem.value.field == "another_day"
        for last in (date(2030, 5, 8), consent.STREAM_MOST_DAYS + 1):
            with pytest.raises(Invalid):
                consent.give_stream(sam, mara.person_id, "levels", last)
        assert consent.streams(sam) == []


def test_it_is_chosen_on_the_pages_and_nobody_guesses_which_end_was_meant(sam, mara, as_):
    with time_machine.travel(datetime(2030, 11, 19, 12, tzinfo=UTC), tick=False):
        note, browser = write(sam), as_(sam)
        page = browser.get(f"/sharing/{note}/preview/{mara.person_id}")
        assert "From Wednesday 20 November to Wednesday 19 November 2031." in page.words
        with_jo = browser.get(f"/sharing/{note}/preview/{trust(sam, days=3).person_id}")
        assert "From Wednesday 20 November to Friday 22 November." in with_jo.words
        far = with_jo.form("Share with Jo").fill(until="day", another_day="2030-11-23").press("Share with Jo")
        assert "at most 3 days away" in far.words
        form = page.form("Share with Mara")
        for until, on, problem in (
            ("7", "2030-12-01", "A day is chosen here, and something else above."),
            ("day", "", "Choose a day, or one of the ends above."),
            ("day", "soon", "This is no day."),
            ("day", "2030-11-19", "Choose a day after today"),
            ("day", "9999-12-31", "Choose a day after today"),
        ):
            refused = form.fill(until=until, another_day=on).press("Share with Mara")
            assert problem in refused.words
            assert refused.title == "Problem: Preview"
        page = form.fill(until="day", another_day="2030-12-01").press("Share with Mara")
        assert "until the end of Sunday 1 December" in page.words
        page.form("Open it now").press("Open it now")
        form = browser.get(f"/sharing/from-now-on/{mara.person_id}").form("Open it to Mara")
        assert (
            "at most 180 days" in form.fill(what="levels", until="day", another_day="2031-06-01").press("Open it").words
        )
        page = form.fill(what="levels", until="day", another_day="2030-12-24").press("Open it to Mara")
        assert "Until Tuesday 24 December" in page.words
        assert read_by(mara, note) == "Some words."
        lives_in(sam, "Asia/Tokyo")
        assert "Until Wednesday 25 December, 09:00" in as_(sam).get("/sharing/from-now-on").words
