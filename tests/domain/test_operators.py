"""Operators: a way in of their own, and what they do with a practice without ever reading in it."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import create_engine, delete, select, update

from portal import jobs
from portal.core.clock import living_at, now
from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid, TooSoon
from portal.domain import accounts, journal, operators, outbox, practices
from portal.domain.audit import Event
from portal.domain.operators import acts, care, doctor, looking
from portal.domain.operators.acts import WORDS, Act
from portal.models.audit import AuditRow
from portal.models.journal import Entry
from portal.models.operators import Operator, OperatorAct, OperatorActHead, OperatorSession, OperatorTries
from portal.models.outbox import JobRow
from portal.models.people import Closing
from tests.acts import at_work
from tests.duty import NAME, PASSWORD, employ, on_duty, unused

HERE = "192.0.2.7"


def signs_in(duty, **changes):
    typed = {"name": duty.name, "password": duty.password, "code": duty.code(), **changes}
    return operators.sign_in(typed["name"], typed["password"], typed["code"], HERE)


# ------------------------------------------------------------------ coming in


def test_a_code_is_good_once_and_no_earlier_one_after_it(house):
    duty = employ()
    cookie = signs_in(duty)
    assert operators.on_duty(cookie).sign_in_name == NAME
    for code in (duty.code(), duty.code(-1)):
        with pytest.raises(Invalid):
            signs_in(duty, code=code)
    assert signs_in(duty, code=duty.code(1)), "the next one, by a clock that is a little fast"


def test_every_refusal_is_the_same_and_the_wait_grows(house):
    duty = employ()
    said = set()
    for changes in ({"name": "nobody"}, {"password": "something else"}, {"code": "000000"}, {"code": "x" * 10_000}):
        with pytest.raises(Invalid) as problem:
            signs_in(duty, **changes)
        said.add((problem.value.field, str(problem.value)))
    assert len(said) == 1
    for _ in range(3):
        with pytest.raises((Invalid, TooSoon)):
            signs_in(duty, code="1")
    with pytest.raises(TooSoon):
        signs_in(duty)
    with living_at(now() + timedelta(minutes=2)):
        assert signs_in(duty)
    doors = [row.door for row in db.session.scalars(select(OperatorTries))]
    assert not [door for door in doors if NAME.encode() in door or HERE.encode() in door]


def test_signing_in_well_and_ill_and_each_act_stand_in_a_trail_that_shows_a_change_to_the_past(cast):
    """ASVS 5.0: 16.3.1. Nobody's address, and of the practice its word."""
    duty = employ()
    for changes in ({"code": "000000"}, {"name": "nobody"}):
        with pytest.raises(Invalid):
            signs_in(duty, **changes)
    who = operators.on_duty(signs_in(duty))
    operators.prove_again(who, duty.password, duty.code(1), HERE)
    care.pause(who, cast.ana.practice_id)
    care.pause(who, cast.ana.practice_id)
    care.resume(who, cast.ana.practice_id)
    with unit_of_work(None):
        operators.end(who)
        operators.end(who)
    page = acts.lines()
    told = [(line.who, line.what, line.about) for line in reversed(page.lines)]
    assert told == [
        ("Someone", WORDS[Act.ADDRESS_PRINTED], ""),
        (NAME, WORDS[Act.ACCOUNT_MADE], ""),
        (NAME, WORDS[Act.REFUSED], ""),
        ("Someone", WORDS[Act.REFUSED], ""),
        (NAME, WORDS[Act.SIGNED_IN], ""),
        (NAME, WORDS[Act.PROVED], ""),
        (NAME, WORDS[Act.PRACTICE_PAUSED], "willow"),
        (NAME, WORDS[Act.PRACTICE_RESUMED], "willow"),
        (NAME, WORDS[Act.SIGNED_OUT], ""),
    ]
    assert (page.older, acts.verify([acts.checkpoint()]).is_whole) == (None, True)
    assert [line.seq for line in acts.lines(3).lines] == [2, 1]


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("change", "broken_at"),
    [
        (lambda: update(OperatorAct).where(OperatorAct.seq == 2).values(what=Act.SIGNED_OUT), 2),
        (lambda: update(OperatorAct).where(OperatorAct.seq == 2).values(operator_id=None), 2),
        (lambda: delete(OperatorAct).where(OperatorAct.seq == 2), 2),
        (lambda: delete(OperatorAct).where(OperatorAct.seq == 3), 3),
    ],
)
def test_a_change_to_the_operators_trail_shows(house, settings, change, broken_at):
    signs_in(employ())
    kept = [acts.checkpoint()]
    db.session.remove()
    engine = create_engine(settings.owner_database_url)
    with engine.begin() as connection:
        connection.execute(change())
    engine.dispose()
    assert acts.verify().broken_at == broken_at
    db.session.remove()
    with unit_of_work(None):
        db.session.execute(update(OperatorActHead).values(seq=broken_at - 1, mac=acts.START))
    assert not acts.verify(kept).is_whole


def test_what_lies_in_the_table_opens_nothing_and_a_session_ends(house):
    duty = employ()
    cookie = signs_in(duty)
    row = db.session.scalars(select(Operator)).one()
    assert duty.seed.encode() not in row.seed_sealed
    assert db.session.scalars(select(OperatorSession.cookie_hash)).one() != cookie
    assert operators.on_duty(b"x" * 32) is None
    with living_at(now() + timedelta(minutes=16)):
        assert operators.on_duty(cookie) is None
        with unit_of_work(None):
            operators.sweep()
        assert db.session.scalars(select(OperatorSession)).all() == []


def test_proving_again_makes_a_session_fresh_and_needs_both(house):
    duty = employ()
    cookie = signs_in(duty)
    unused()
    with living_at(now() + timedelta(minutes=11)):
        who = operators.on_duty(cookie)
        assert not who.is_fresh
        with pytest.raises(Invalid):
            operators.prove_again(who, PASSWORD, "000000", HERE)
        fresh = operators.prove_again(who, PASSWORD, duty.code(), HERE)
        assert operators.on_duty(fresh).is_fresh
        assert operators.on_duty(cookie) is None, "the old cookie is nobody's"


# ------------------------------------------------------------------ practices


@pytest.fixture
def who(house):
    employ()
    return on_duty(house)[1]


def events(actor):
    with at_work(actor):
        return [Event(row) for row in db.session.scalars(select(AuditRow.event).order_by(AuditRow.seq))]


def test_what_an_operator_does_stands_in_the_trail_of_that_practice_and_of_no_other(cast, who):
    care.pause(who, cast.ana.practice_id)
    care.pause(who, cast.ana.practice_id)
    care.resume(who, cast.ana.practice_id)
    care.keep_host(who, cast.ana.practice_id, "Willow.Example.")
    assert care.one(cast.ana.practice_id).host == "willow.example"
    theirs = [event for event in events(cast.ana) if event.startswith("operators:")]
    assert theirs == [Event.PRACTICE_PAUSED, Event.PRACTICE_RESUMED, Event.PRACTICE_HOST_SET]
    assert not [event for event in events(cast.foreign_client) if event.startswith("operators:")]


@pytest.mark.parametrize(
    "host", ["https://x.example", "x", "x.example/a", "x.example:80", "é.example", "127.0.0.1", "a" * 300]
)
def test_a_host_that_is_none_or_taken_is_refused(cast, who, host):
    with pytest.raises(Invalid):
        care.keep_host(who, cast.ana.practice_id, "localhost" if host == "127.0.0.1" else host)
    care.keep_host(who, cast.foreign_client.practice_id, "oak.example")
    with pytest.raises(Invalid):
        care.keep_host(who, cast.ana.practice_id, "oak.example")


def test_the_jobs_of_a_closed_practice_wait_and_go_on(cast, who):
    with at_work(cast.ana):
        job_id = outbox.later(cast.ana, outbox.Job.RING, cast.ana.person_id)
    care.pause(who, cast.ana.practice_id)
    assert practices.open_ids() == [cast.foreign_client.practice_id]
    jobs.run(str(cast.ana.practice_id), str(job_id))
    with at_work(cast.ana):
        assert db.session.get(JobRow, job_id).state == "waiting"
    care.resume(who, cast.ana.practice_id)
    jobs.run(str(cast.ana.practice_id), str(job_id))
    with at_work(cast.ana):
        assert db.session.get(JobRow, job_id) is None or db.session.get(JobRow, job_id).state != "waiting"


def test_days_to_come_back_do_not_run_while_a_practice_is_closed(cast, who):
    with at_work(cast.ana):
        journal.delete_entry(cast.ana, cast.private_id)
        gone_at = accounts.close(cast.ana)
    day = timedelta(days=1)
    care.pause(who, cast.ana.practice_id)
    with time_machine.travel(now() + 8 * day):
        care.let_go_of(who, cast.ana.practice_id, "willow")
        assert care.one(cast.ana.practice_id).paused_at is None, "it opens, so that people can take theirs along"
        care.keep(who, cast.ana.practice_id)
        for sweep in (accounts.sweep_closings, journal.sweep):
            with at_work(cast.ana):
                sweep()
        with at_work(cast.ana):
            assert db.session.scalars(select(Closing.gone_at)).one() - gone_at >= 8 * day
            assert db.session.get(Entry, cast.private_id), "the note can still be brought back"


def test_a_failed_job_that_needed_no_keys_goes_back_in_line(cast, who):
    with at_work(cast.ana):
        ids = [outbox.later(cast.ana, name, cast.ana.person_id) for name in (outbox.Job.RING, outbox.Job.MAKE_FILE)]
        for job_id in ids:
            db.session.get(JobRow, job_id).state = "failed"
    assert {(job.id, job.can_be_tried_again) for job in looking.jobs()} == {(ids[0], True), (ids[1], False)}
    assert [looking.try_again(who, cast.ana.practice_id, job_id) for job_id in ids] == [True, False]
    assert not looking.try_again(who, cast.foreign_client.practice_id, ids[1])
    health = looking.health()
    assert (health.waiting, health.failed) == (1, 1)


# ------------------------------------------------------------------ the check-up


@pytest.mark.slow
def test_the_check_up_says_what_is_missing_in_sentences(cast):
    found = {each.about: each for each in doctor.examine()}
    assert not found["Operators"].is_well
    assert found["Pepper"].is_well
    assert all(each.says.endswith(".") for each in found.values())
    assert not found["Mail"].is_well
    employ()
    assert {each.about: each for each in doctor.examine()}["Operators"].is_well
