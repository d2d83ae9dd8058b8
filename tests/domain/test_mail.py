"""Five mails that say nothing: when they go out, to whom, and when they do not."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select, update

from portal import jobs
from portal.core.db import db
from portal.domain import audit, contact, mail, outbox, sessions, summaries
from portal.domain.contact import Mode
from portal.domain.mail import Kind
from portal.models.mail import Message
from portal.models.outbox import JobRow
from portal.models.people import Person
from portal.models.practices import Practice
from tests.acts import at_work
from tests.statements import counted
from tests.summary_stories import given_with_addendum, here, share, stop

NOON = datetime(2025, 11, 18, 12, 0, tzinfo=UTC)  # a Tuesday
ADDRESS = "quiet.place@example.org"


def choose(actor, mode=Mode.PLAIN, *, first=0, until=24, weekdays=range(7), address=ADDRESS):
    version = here(actor, contact.mine, actor).version
    here(actor, contact.keep, actor, mode, address, first, until, weekdays, version)


def notify(actor, kind=Kind.FILE_READY, **more):
    return here(actor, mail.notify, actor, actor.person_id, kind, **more)


def deliver(actor):
    """Do every job there is, as the worker would; gives the jobs' states, oldest first."""
    for row in rows(actor, JobRow):
        jobs.run(str(actor.practice_id), str(row.id))
    return [row.state for row in rows(actor, JobRow)]


def rows(actor, model=Message):
    return here(actor, lambda: list(db.session.scalars(select(model).order_by(model.asked_at))))


def at(moment):
    return time_machine.travel(moment, tick=False)


def come_in(actor):
    here(actor, audit.record, actor, audit.Event.SIGNED_IN, about_id=actor.person_id)
    here(actor, sessions.start, actor.practice_id, actor.person_id, actor.keys)


# ------------------------------------------------------------------ whether


def test_somebody_who_wants_no_mail_or_has_not_chosen_gets_none_and_no_row(sam, box):
    assert notify(sam) is None
    choose(sam, Mode.NONE)
    assert notify(sam) is None
    assert rows(sam) == rows(sam, JobRow) == []


def test_a_summary_that_is_given_is_told_of_once_in_the_mail_that_says_nothing(cast, box):
    choose(cast.ana)
    summary_id = given_with_addendum(cast.mara, cast.ana)
    here(cast.mara, summaries.give, cast.mara, summary_id)
    assert [(row.person_id, row.kind) for row in rows(cast.ana)] == [(cast.ana.person_id, Kind.SOMETHING_NEW)]
    assert (len(box.letters), deliver(cast.ana)[-1]) == (0, "ready")
    assert box.subjects == ["Something new for you"]


def test_without_a_server_nothing_is_asked_for(sam):
    choose(sam)
    assert notify(sam) is None
    assert rows(sam) == []


@pytest.mark.parametrize(
    ("mode", "ends"), [(Mode.PLAIN, "sign in.\n"), (Mode.NORMAL, "\n\nhttps://harbour.example.org/p/elm/\n")]
)
def test_a_mail_goes_to_the_chosen_address_plainly_or_with_the_way_to_the_door(sam, box, mode, ends):
    choose(sam, mode)
    notify(sam)
    assert deliver(sam) == ["ready"]
    [(_, to, message)] = box.letters
    assert to == [ADDRESS]
    assert message["Subject"] == "Your file is ready"
    assert message.get_content().replace("\r\n", "\n").endswith(ends)
    [row] = rows(sam)
    assert (row.sent_at is not None, row.dropped, row.kind) == (True, None, "file-ready")


def test_switching_mail_off_stops_what_waits_even_when_it_is_switched_on_again(sam, box):
    choose(sam)
    notify(sam)
    choose(sam, Mode.NONE)
    choose(sam, Mode.NORMAL)
    assert deliver(sam) == ["ready"]
    assert (box.letters, rows(sam)[0].dropped) == ([], "off")


def test_a_closed_account_gets_none(sam, box):
    choose(sam)
    notify(sam)
    here(sam, lambda: db.session.execute(update(Person).values(closed_at=NOON)))
    deliver(sam)
    assert (box.letters, rows(sam)[0].dropped) == ([], "off")


def test_a_name_of_the_practice_that_changed_for_the_worse_breaks_nothing(sam, box):
    choose(sam)
    here(sam, lambda: db.session.execute(update(Practice).values(name="Elm\r\nBcc: eve@example.org")))
    notify(sam)
    deliver(sam)
    [(_, to, message)] = box.letters
    assert (to, message["Bcc"]) == ([ADDRESS], None)


# ------------------------------------------------------------------ when


def test_what_waits_becomes_one_and_the_weightier_text_is_sent(sam, box):
    choose(sam)
    assert notify(sam, Kind.REMINDER) == notify(sam, Kind.FILE_READY) == notify(sam, Kind.REMINDER)
    deliver(sam)
    assert box.subjects == ["Your file is ready"]


def test_there_is_one_mail_a_day_and_the_next_comes_with_the_next_day_in_their_hours(sam, box):
    with at(NOON):
        choose(sam, first=9, until=20)
        notify(sam)
        deliver(sam)
    with at(NOON + timedelta(hours=1)):
        notify(sam)
        assert deliver(sam) == ["ready", "waiting"]
        [_, job] = rows(sam, JobRow)
        assert (job.send_at, job.attempts) == (datetime(2025, 11, 19, 9, tzinfo=UTC), 0)
    with at(job.send_at):
        here(sam, outbox.sweep)
        assert deliver(sam) == ["ready", "ready"]
    assert len(box.letters) == 2


def test_what_was_asked_for_before_another_went_out_is_said_by_it(sam, box):
    with at(NOON):
        choose(sam)
        notify(sam, not_before=NOON + timedelta(minutes=1))
        here(sam, lambda: db.session.execute(update(JobRow).values(state="checking")))
        second = Message(
            practice_id=sam.practice_id, person_id=sam.person_id, kind="something-new", job_id=uuid4(), not_before=NOON
        )
        here(sam, db.session.add, second)
        here(sam, outbox.later, sam, outbox.Job.SEND_MAIL, rows(sam)[-1].id)
        here(sam, lambda: db.session.execute(update(JobRow).values(state="waiting")))
    with at(NOON + timedelta(minutes=2)):
        deliver(sam)
    assert len(box.letters) == 1
    assert sorted(row.dropped or "" for row in rows(sam)) == ["", "merged"]


def test_a_mail_waits_for_its_moment_and_is_not_handed_to_the_queue_before(sam, box):
    with at(NOON):
        choose(sam)
        notify(sam, not_before=NOON + timedelta(minutes=10))
        assert not here(sam, outbox.needs_sweeping)
    with at(NOON + timedelta(minutes=10)):
        assert here(sam, outbox.needs_sweeping)
        deliver(sam)
    assert len(box.letters) == 1


def test_after_three_mails_without_a_sign_in_there_is_silence_until_they_come(sam, box):
    for day in range(5):
        with at(NOON + timedelta(days=day)):
            choose(sam) if day == 0 else None
            notify(sam)
            deliver(sam)
    assert len(box.letters) == 3
    assert [row.dropped for row in rows(sam)] == [None, None, None, "unanswered", "unanswered"]
    with at(NOON + timedelta(days=5)):
        come_in(sam)
        told = here(sam, mail.standing, sam)
        assert told.paused_at == NOON + timedelta(days=4)
        assert told.sent_at == NOON + timedelta(days=2)
    with at(NOON + timedelta(days=6)):
        notify(sam)
        deliver(sam)
    assert len(box.letters) == 4


# ------------------------------------------------------------------ what was opened to staff


def test_a_therapist_is_told_of_what_was_shared_and_of_nothing_that_was_taken_back(sam, mara, box):
    choose(mara)
    with at(NOON):
        share(sam, mara)
        assert deliver(mara) == ["ready"]
    assert box.subjects == ["Something new for you"]
    with at(NOON + timedelta(days=1)):
        entry_id = share(sam, mara)
        stop(sam, entry_id, mara)
        deliver(mara)
    assert len(box.letters) == 1
    assert [row.dropped for row in rows(mara)] == [None, "done"]


def test_sharing_with_somebody_who_wants_no_mail_leaves_no_row(sam, mara, box):
    share(sam, mara)
    assert rows(sam) == []


# ------------------------------------------------------------------ what goes wrong


def test_a_server_that_says_later_is_asked_three_times_with_time_between(sam, box):
    box.answers = ["451 later"] * 3
    moment = NOON
    with at(moment):
        choose(sam)
        notify(sam)
    for pause in (timedelta(minutes=1), timedelta(minutes=15), None):
        with at(moment):
            deliver(sam)
            [job] = rows(sam, JobRow)
            assert (job.state, job.problem) == ("waiting" if pause else "failed", "broken")
            assert pause is None or job.send_at == moment + pause
        moment += pause or timedelta()
    with at(moment):
        told = here(sam, mail.standing, sam)
    assert (told.waits, told.sent_at, told.failed_at) == (False, None, moment)


def test_an_address_the_server_refuses_is_not_tried_again(sam, box):
    choose(sam)
    box.rejects = "550 no such person"
    notify(sam)
    assert deliver(sam) == ["failed"]
    assert rows(sam, JobRow)[0].problem == "refused"
    box.rejects = None
    notify(sam)
    deliver(sam)
    assert len(box.letters) == 1


def test_a_job_that_runs_twice_sends_once(sam, box):
    choose(sam)
    notify(sam)
    deliver(sam)
    here(sam, lambda: db.session.execute(update(JobRow).values(state="waiting", attempts=0)))
    assert deliver(sam) == ["ready"]
    assert len(box.letters) == 1


def test_a_choice_altered_in_the_database_opens_nothing(sam, mara, box):
    """Another person's sealed address put under Sam's name: nothing goes there."""
    choose(sam)
    choose(mara, address="eve@example.org")
    theirs = here(
        mara,
        lambda: db.session.scalars(
            select(contact.Contact.reach_sealed).where(contact.Contact.person_id == mara.person_id)
        ).one(),
    )
    notify(sam)
    mine = contact.Contact.person_id == sam.person_id
    here(sam, lambda: db.session.execute(update(contact.Contact).where(mine).values(reach_sealed=theirs)))
    assert deliver(sam) == ["waiting"]
    assert box.letters == []


def test_what_is_old_and_answered_is_forgotten_and_silence_is_remembered(sam, mara, box):
    with at(NOON):
        for actor in (sam, mara):
            choose(actor)
            notify(actor)
        deliver(sam)
    with at(NOON + timedelta(days=1)):
        notify(mara)
        here(sam, lambda: db.session.execute(update(Message).where(Message.sent_at.is_(None)).values(dropped="off")))
        here(sam, lambda: db.session.execute(update(JobRow).where(JobRow.state == "waiting").values(state="done")))
    with at(NOON + timedelta(days=92)):
        come_in(sam)
        with at_work(sam), counted() as asked:
            mail.sweep()
        assert len([one for one in asked if "message" in one]) == 1
        assert [(row.person_id, row.sent_at is not None) for row in rows(sam)] == [(mara.person_id, True)]
        assert len(rows(sam, JobRow)) == 1
        come_in(mara)
        here(sam, mail.sweep)
    assert rows(sam) == rows(sam, JobRow) == []
