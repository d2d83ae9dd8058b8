"""Reminders: by the client's own clock, quiet when it is done, at most one mail a day, and nothing of them in clear."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import create_engine, select, text, update

from portal import scheduler
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import accounts, goals, journal, mood, reminders, today
from portal.domain.contact import Mode
from portal.domain.reminders import About, Rule
from portal.domain.today import Concern
from portal.models.outbox import JobRow
from portal.models.reminders import Reminder
from tests.acts import at_once
from tests.domain.test_mail import choose, come_in, deliver, rows
from tests.summary_stories import here

TUESDAY = datetime(2025, 11, 18, 12, 0, tzinfo=UTC)
EVENING = TUESDAY.replace(hour=20, minute=30)
AT = time(20, 30)
DAILY = range(7)


def at(moment):
    return time_machine.travel(moment, tick=False)


def remind(actor, about=About.CHECKIN, when=AT, weekdays=DAILY, **more):
    return here(actor, reminders.set, actor, about, when, weekdays, **{"by_mail": True} | more)


def look(actor, moment):
    """A round of the scheduler and the worker at this moment; what is due on the client's page then."""
    with at(moment):
        scheduler.sweep()
        deliver(actor)
        deliver(actor)  # the mail that the first round asked for
        return here(actor, reminders.today, actor).due


@pytest.fixture
def sam(sam):
    with at(TUESDAY):
        choose(sam)
    return sam


def test_it_comes_by_mail_at_its_time_and_stands_on_the_page_until_it_is_done(sam, box):
    with at(TUESDAY):
        remind(sam)
    assert look(sam, EVENING - timedelta(minutes=1)) == ()
    assert look(sam, EVENING) == (About.CHECKIN,)
    assert box.subjects == ["A reminder you set"]
    with at(EVENING + timedelta(minutes=5)):
        here(sam, mood.check_in, sam, 3)
    assert look(sam, EVENING + timedelta(minutes=6)) == ()
    assert look(sam, EVENING + timedelta(days=1)) == (About.CHECKIN,)
    assert len(box.letters) == 2


@pytest.mark.parametrize(
    ("about", "do"),
    [
        (About.CHECKIN, lambda actor: mood.check_in(actor, 3)),
        (About.WRITE, lambda actor: journal.write(actor, "A line.")),
        (About.GOALS, lambda actor: goals.look(actor, goals.write(actor, goals.Words("A walk")), 3)),
    ],
)
def test_it_is_quiet_when_it_was_done_already_that_day(sam, box, about, do):
    with at(TUESDAY):
        remind(sam, about)
        here(sam, do, sam)
    assert look(sam, EVENING) == ()
    assert rows(sam) == []
    with at(EVENING):
        [line] = here(sam, reminders.mine, sam)
    assert line.next_at == EVENING + timedelta(days=1)


def test_a_note_that_was_deleted_again_counts_as_none(sam):
    with at(TUESDAY):
        remind(sam, About.WRITE)
        entry_id = here(sam, journal.write, sam, "A line.")
        here(sam, journal.delete_entry, sam, entry_id)
    assert look(sam, EVENING) == (About.WRITE,)


def test_a_form_sent_twice_at_the_same_moment_sets_one_reminder(house, sam):
    once = uuid4()
    assert at_once(house, lambda: remind(sam, reminder_id=once)) == []
    assert [line.id for line in here(sam, reminders.mine, sam)] == [once]


def test_done_while_the_mail_waits_for_its_hour_is_done(sam, box):
    with at(TUESDAY):
        choose(sam, first=21)
        remind(sam)
    assert look(sam, EVENING) == (About.CHECKIN,)
    assert [row.send_at for row in rows(sam, JobRow) if row.state == "waiting"] == [EVENING.replace(hour=21, minute=0)]
    with at(EVENING + timedelta(minutes=10)):
        here(sam, mood.check_in, sam, 3)
    look(sam, EVENING + timedelta(minutes=31))
    assert (box.letters, [row.dropped for row in rows(sam)]) == ([], ["done"])


def test_several_at_one_time_are_one_mail(sam, box):
    with at(TUESDAY):
        for about in (About.CHECKIN, About.WRITE, About.GOALS):
            remind(sam, about)
    assert set(look(sam, EVENING)) == {About.CHECKIN, About.WRITE, About.GOALS}
    assert len(box.letters) == 1


def test_without_mail_it_stands_on_the_page_only(sam, box):
    with at(TUESDAY):
        remind(sam, by_mail=False)
        remind(sam, About.GOALS)
        choose(sam, Mode.NONE)
    assert set(look(sam, EVENING)) == {About.CHECKIN, About.GOALS}
    assert (box.letters, rows(sam)) == ([], [])


def test_after_three_without_an_answer_there_is_silence_and_whoever_comes_back_is_told(sam, box):
    with at(TUESDAY):
        remind(sam)
    for day in range(5):
        look(sam, EVENING + timedelta(days=day))
    assert len(box.letters) == 3
    with at(EVENING + timedelta(days=5, hours=1)):
        come_in(sam)
        assert here(sam, reminders.today, sam).paused_at == EVENING + timedelta(days=4)
        assert Concern.REST in {line.concern for line in here(sam, today.gather, sam).lines}
    look(sam, EVENING + timedelta(days=6))
    assert len(box.letters) == 4
    with at(EVENING + timedelta(days=6, hours=1)):
        assert here(sam, reminders.today, sam).paused_at is None


def test_a_round_that_runs_twice_and_a_job_that_does_make_one_mail(sam, box):
    with at(TUESDAY):
        remind(sam)
    look(sam, EVENING)
    here(sam, lambda: db.session.execute(update(JobRow).values(state="waiting", attempts=0)))
    look(sam, EVENING + timedelta(seconds=60))
    assert len(box.letters) == len(rows(sam)) == 1


def test_after_a_long_standstill_the_old_one_is_let_go(sam, box):
    with at(TUESDAY):
        remind(sam)
    look(sam, EVENING + timedelta(hours=7))
    assert box.letters == []
    look(sam, EVENING + timedelta(days=1))
    assert len(box.letters) == 1


def test_one_day_only_comes_once_and_is_then_forgotten(sam, box):
    with at(TUESDAY):
        remind(sam, About.REVISIT, weekdays=(), on_day=date(2025, 11, 20))
        assert here(sam, reminders.mine, sam)[0].next_at == EVENING + timedelta(days=2)
    assert look(sam, EVENING) == ()
    assert look(sam, EVENING + timedelta(days=2)) == (About.REVISIT,)
    assert look(sam, EVENING + timedelta(days=3)) == ()
    look(sam, EVENING + timedelta(days=5))
    assert len(box.letters) == 1
    assert rows_of(sam) == []


def rows_of(actor):
    return here(actor, lambda: list(db.session.scalars(select(Reminder))))


def test_the_table_says_neither_what_for_nor_on_which_days(sam, settings):
    with at(TUESDAY):
        remind(sam, About.REVISIT, weekdays=[1, 3])
    engine = create_engine(settings.owner_database_url)
    with engine.connect() as connection:
        [row] = connection.execute(text("select * from reminder")).mappings()
    engine.dispose()
    clear = {name: value for name, value in row.items() if name != "rule_sealed" and value is not None}
    assert set(clear) == {"id", "practice_id", "client_id", "version", "next_at"}
    assert not any(about in bytes(row["rule_sealed"]).decode("latin-1") for about in About)


def test_a_ringing_leaves_no_row_that_would_tell_the_days_and_the_hour(sam, box):
    with at(TUESDAY):
        remind(sam, by_mail=False)
    assert look(sam, EVENING) == (About.CHECKIN,)
    assert rows(sam, JobRow) == []


def test_nor_does_one_that_came_to_nothing_for_longer_than_a_day(sam):
    with at(TUESDAY):
        remind(sam)
    with at(EVENING):
        scheduler.sweep()
        here(sam, lambda: db.session.execute(update(JobRow).values(state="failed", ended_at=EVENING)))
    with at(EVENING + timedelta(days=2)):
        here(sam, reminders.sweep)
    assert [row.asked_at for row in rows(sam, JobRow)] == [EVENING + timedelta(days=2)]


def test_setting_one_again_changes_it_and_ending_it_leaves_nothing(sam):
    with at(TUESDAY):
        reminder_id = remind(sam, reminder_id=uuid4())
        assert remind(sam, About.WRITE, reminder_id=reminder_id) == reminder_id
        assert [line.rule.about for line in here(sam, reminders.mine, sam)] == [About.WRITE]
        here(sam, reminders.end, sam, reminder_id)
    assert rows_of(sam) == []


def test_what_cannot_be_is_refused(cast):
    for more, field in (
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": [7]}, "weekdays"),
        ({"on_day": date(2020, 1, 1)}, "at"),
    ):
        with pytest.raises(Invalid) as problem:
            remind(cast.ana, **more)
        assert problem.value.field == field
    for _ in range(reminders.MOST):
        reminder_id = remind(cast.ana)
    with pytest.raises(Invalid, match="12 reminders"):
        remind(cast.ana)
    with pytest.raises(NotFound):
        remind(cast.ben, reminder_id=reminder_id)
    with pytest.raises(NotFound):
        here(cast.ben, reminders.end, cast.ben, reminder_id)
    assert len(here(cast.ana, reminders.mine, cast.ana)) == reminders.MOST
    with pytest.raises(Forbidden):
        remind(cast.mara)


# ------------------------------------------------------------------ clocks


def test_what_is_due_goes_by_the_day_that_begins_when_one_says(sam):
    night = TUESDAY.replace(day=19, hour=1)
    with at(TUESDAY):
        here(sam, accounts.be_called, sam, "Sam", "", "UTC", 4)
        remind(sam, About.WRITE, time(1), by_mail=False)
        remind(sam, About.CHECKIN, time(23), by_mail=False)
        assert here(sam, reminders.today, sam).due == ()  # the one of last night was of the day before
    with at(night + timedelta(minutes=20)):
        assert set(here(sam, reminders.today, sam).due) == {About.WRITE, About.CHECKIN}
        here(sam, journal.write, sam, "A line.")
        assert here(sam, reminders.today, sam).due == (About.CHECKIN,)
    with at(night + timedelta(hours=3)):
        assert here(sam, reminders.today, sam).due == ()


@pytest.mark.parametrize(
    ("after", "when", "found"),
    [
        ("2025-03-29T12:00", "02:30", "2025-03-30T01:30"),  # that night 2:30 is left out: it comes at 3:30
        ("2025-10-25T12:00", "02:30", "2025-10-26T00:30"),  # 2:30 comes twice: it comes the first time
        ("2025-10-26T00:30", "02:30", "2025-10-27T01:30"),  # and not the second
        ("2025-11-18T19:29", "20:30", "2025-11-18T19:30"),
        ("2025-11-18T19:30", "20:30", "2025-11-19T19:30"),
    ],
)
def test_when_the_clocks_change_it_comes_once_a_day(after, when, found):
    after, found = (datetime.fromisoformat(said).replace(tzinfo=UTC) for said in (after, found))
    assert (
        Rule(About.WRITE, tuple(DAILY), time.fromisoformat(when), by_mail=True).next_after(after, "Europe/Berlin")
        == found
    )


def test_whoever_moves_to_another_zone_is_reminded_by_its_clock(sam, box):
    with at(TUESDAY):
        remind(sam)
        here(sam, accounts.be_called, sam, "Sam", "", "America/New_York")
        here(sam, reminders.recount, sam)
        [line] = here(sam, reminders.mine, sam)
    assert line.next_at == EVENING + timedelta(hours=5)
    assert look(sam, EVENING) == ()
    assert look(sam, EVENING + timedelta(hours=5)) == (About.CHECKIN,)


def test_one_day_that_is_past_by_the_new_clock_is_forgotten_like_one_that_came(sam):
    with at(EVENING - timedelta(minutes=30)):
        remind(sam, About.REVISIT, weekdays=(), on_day=TUESDAY.date())
        here(sam, accounts.be_called, sam, "Sam", "", "Asia/Tokyo")
        here(sam, reminders.recount, sam)
    with at(EVENING + timedelta(days=3)):
        here(sam, reminders.sweep)
    assert rows_of(sam) == []
