"""The scheduler: what was left lying goes on, what has expired goes, and two of them do no harm."""

import os
import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update

from portal import jobs, scheduler
from portal.core.clock import now
from portal.core.db import db
from portal.core.keyring import ring
from portal.domain import audit, consent, practices, sessions
from portal.domain.summaries import Stage
from portal.models.sessions import SignedIn
from portal.models.summaries import Summary
from portal.models.vault import Grant
from tests.summary_stories import ask, here, job, share, stage


@pytest.fixture
def checkpoints(house):
    path = ring().data_dir / "checkpoints.log"
    path.unlink(missing_ok=True)
    return path


@pytest.fixture
def lost(another_app):
    """An application whose Redis is away."""
    with another_app(redis_url="unix:///nowhere/redis.sock").app_context():
        yield


# ------------------------------------------------------------------ the process


@pytest.mark.slow
def test_a_job_asked_for_while_redis_was_away_is_made_when_it_is_back(cast, processes, worker, eventually, lost):
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana)
    assert stage(cast.mara, summary_id) is Stage.WAITING
    with processes.running("portal.scheduler") as process:
        eventually(lambda: stage(cast.mara, summary_id) is Stage.READY)
    assert process.log.read_text() == ""


@pytest.mark.slow
def test_a_second_scheduler_waits_and_takes_over(cast, processes, queue, eventually):
    share(cast.ana, cast.mara)
    with processes.running("portal.scheduler") as first:
        eventually(is_taken)
        with processes.running("portal.scheduler"):
            first.terminate()
            assert first.wait(60) == 0
            eventually(is_taken)
    assert not is_taken()


def is_taken():
    """Whether some scheduler is at work: the claim cannot be had."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as line:
            ours = line.scalar(select(func.pg_try_advisory_lock(scheduler.OUR_LOCK)))
            line.scalar(select(func.pg_advisory_unlock_all()))
            return not ours
    path = ring().data_dir / "scheduler.lock"
    if not path.exists():
        return False
    with path.open("r+") as file:
        return not scheduler._claims(file.fileno())


def test_being_told_to_stop_while_waiting_for_the_other_one_is_enough(house):
    stop_first, stop_second = threading.Event(), threading.Event()
    stop_second.set()
    with scheduler._alone(stop_first):
        scheduler.run(stop_second)


# ------------------------------------------------------------------ its rounds


def test_a_round_sends_what_was_not_sent_in_every_practice(cast, side_queue, another_app, lost):
    share(cast.ana, cast.mara)
    share(cast.foreign_client, cast.foreign_therapist)
    asked = {
        ask(cast.mara, cast.ana): cast.mara,
        ask(cast.foreign_therapist, cast.foreign_client): cast.foreign_therapist,
    }
    with another_app(queue_name=side_queue.name).app_context():
        scheduler.look()
    assert set(side_queue.job_ids) == {str(job(actor, summary_id).id) for summary_id, actor in asked.items()}


def test_a_round_ends_expired_consents_and_old_sessions_and_closes_files(cast, queue):
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana)
    jobs.run(str(cast.mara.practice_id), str(job(cast.mara, summary_id).id))
    here(cast.mara, sessions.start, cast.mara.practice_id, cast.mara.person_id, cast.mara.keys)
    soon = now() + timedelta(hours=1)
    entry_id = share(cast.ana, cast.mara, "For an hour.")
    here(cast.ana, consent.share, cast.ana, entry_id, cast.mara.person_id, until=soon)
    here(cast.ana, consent.stop, cast.ana, cast.entry_id, cast.mara.person_id)
    with time_machine.travel(now() + timedelta(hours=13), tick=False):
        scheduler.sweep()
        assert here(cast.mara, lambda: db.session.scalars(select(Grant).where(Grant.expires_at == soon)).one().ended_at)
    assert here(cast.mara, lambda: db.session.scalar(select(func.count(SignedIn.id)))) == 0
    assert here(cast.mara, lambda: db.session.get(Summary, summary_id).file_item_id) is None


def test_trouble_in_one_practice_is_not_the_next_ones(cast, monkeypatch):
    reached, troubled = [], practices.all_ids()[0]

    def part():
        if db.session.info["practice_id"] == troubled:
            raise RuntimeError("only here")
        reached.append(db.session.info["practice_id"])

    monkeypatch.setattr(scheduler, "SWEEPS", (part, part))
    scheduler.sweep()
    assert reached == practices.all_ids()[1:] * 2


def test_a_database_that_is_away_for_a_round_does_not_end_the_scheduler(cast, monkeypatch):
    rounds, told = [], threading.Event()

    def look():
        rounds.append(1)
        if len(rounds) == 2:
            told.set()
        raise ConnectionError

    monkeypatch.setattr(scheduler, "look", look)
    monkeypatch.setattr(scheduler, "LOOK_EVERY", 0.0)
    scheduler.run(told)
    assert len(rounds) == 2


# ------------------------------------------------------------------ checkpoints


def test_once_a_day_the_end_of_each_chain_is_signed_outside_the_database(cast, checkpoints):
    share(cast.foreign_client, cast.foreign_therapist)
    scheduler.daily()
    scheduler.daily()
    lines = checkpoints.read_text().splitlines()
    assert sorted(line.split()[0] for line in lines) == sorted(str(found) for found in practices.all_ids())
    assert checkpoints.stat().st_mode & 0o777 == 0o600
    assert here(cast.mara, audit.verify, cast.mara.practice_id, lines).is_whole
    yesterday = (now() - timedelta(days=1)).timestamp()
    os.utime(checkpoints, (yesterday, yesterday))
    scheduler.daily()
    assert len(checkpoints.read_text().splitlines()) == 2 * len(lines)


@pytest.mark.tampers
def test_once_a_day_it_is_said_what_is_not_as_it_must_be(cast, checkpoints, caplog):
    share(cast.ana, cast.mara)
    scheduler.daily()
    assert caplog.text == ""
    yesterday = (now() - timedelta(days=1)).timestamp()
    os.utime(checkpoints, (yesterday, yesterday))
    here(cast.mara, lambda: db.session.execute(update(Grant).values(owner_seal=None)))
    here(cast.mara, lambda: db.session.execute(update(audit.AuditHead).values(seq=0, mac=audit.START)))
    scheduler.daily()
    assert f"practice {cast.mara.practice_id}: the audit trail is broken at entry" in caplog.text
    assert "standing consent sealed to nobody" in caplog.text
    assert str(cast.foreign_client.practice_id) not in caplog.text


@pytest.mark.tampers
def test_a_tail_cut_off_after_the_checkpoint_is_found_by_it(cast, checkpoints, settings):
    scheduler.daily()
    lines = checkpoints.read_text().splitlines()
    here(cast.mara, lambda: db.session.execute(update(audit.AuditHead).values(seq=0, mac=audit.START)))
    assert not here(cast.mara, audit.verify, cast.mara.practice_id, lines).is_whole


def test_an_installation_without_practices_has_nothing_to_sign(house, checkpoints):
    scheduler.daily()
    scheduler.look()
    scheduler.sweep()
    assert not checkpoints.exists()
