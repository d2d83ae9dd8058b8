"""The outbox: work is asked for with its reason, sent once that is safe, done once, and brought to an end."""

import json
import zlib
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from redis import Redis
from rq import Queue
from sqlalchemy import select

from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.jobs import Job
from portal.domain import audit, outbox
from portal.domain.audit import Event
from portal.domain.outbox import Overtaken, Problem, State
from portal.models.outbox import JobRow


@pytest.fixture
def queue(settings):
    queue = Queue(settings.queue_name, connection=Redis.from_url(settings.redis_url), serializer="json")
    queue.connection.delete(queue.key)
    yield queue
    queue.connection.close()


def ask(actor, **more):
    with unit_of_work(actor.practice_id):
        return outbox.later(actor, Job.RENDER_SUMMARY, uuid4(), **more)


def take(actor, job_id):
    with unit_of_work(actor.practice_id):
        return outbox.take(job_id)


def in_practice(actor, call, *args):
    with unit_of_work(actor.practice_id):
        return call(*args)


def row(actor, job_id):
    with unit_of_work(actor.practice_id, writes=False):
        return db.session.get(JobRow, job_id)


def sweep(actor):
    with unit_of_work(actor.practice_id, writes=False):
        found = outbox.needs_sweeping()
    with unit_of_work(actor.practice_id):
        outbox.sweep()
    return found


# ------------------------------------------------------------------ sending


def test_a_job_is_sent_after_the_commit_and_not_before(cast, queue):
    with unit_of_work(cast.mara.practice_id):
        job_id = outbox.later(cast.mara, Job.RENDER_SUMMARY, uuid4())
        assert queue.job_ids == []
    assert queue.job_ids == [str(job_id)]


def test_a_job_that_was_rolled_back_is_never_sent(cast, queue):
    job_id = uuid4()

    def ask_and_fail():
        outbox.later(cast.mara, Job.RENDER_SUMMARY, uuid4(), job_id=job_id)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_practice(cast.mara, ask_and_fail)
    assert queue.job_ids == []
    assert row(cast.mara, job_id) is None


def test_redis_is_told_two_ids_and_nothing_else(cast, queue):
    job_id = ask(cast.mara, bundle=b"sealed")
    kept = queue.connection.hgetall(f"rq:job:{job_id}")
    assert json.loads(zlib.decompress(kept[b"data"])) == [
        "portal.jobs.run",
        None,
        [str(cast.mara.practice_id), str(job_id)],
        {},
    ]
    assert kept[b"description"] == b"job"
    assert (kept[b"result_ttl"], kept[b"failure_ttl"], kept[b"timeout"]) == (b"0", b"300", b"120")


def test_sending_again_does_not_double_a_job(cast, queue):
    job_id = ask(cast.mara)
    with time_machine.travel(now() + timedelta(seconds=31), tick=False):
        assert sweep(cast.mara)
    assert queue.job_ids == [str(job_id)]


def test_without_redis_a_job_waits_and_is_sent_when_it_is_back(cast, queue, another_app, house):
    with another_app(redis_url="unix:///nowhere/redis.sock").app_context():
        job_id = ask(cast.mara)
        assert row(cast.mara, job_id).sent_at is None
    assert queue.job_ids == []
    assert sweep(cast.mara)
    assert queue.job_ids == [str(job_id)]


def test_without_any_redis_set_a_job_waits_too(cast, another_app):
    with another_app(redis_url=None).app_context():
        assert row(cast.mara, ask(cast.mara)).sent_at is None


def test_what_redis_forgot_is_sent_again(cast, queue):
    job_id = ask(cast.mara)
    queue.connection.delete(queue.key)
    assert not sweep(cast.mara)
    with time_machine.travel(now() + timedelta(seconds=31), tick=False):
        assert sweep(cast.mara)
    assert queue.job_ids == [str(job_id)]


# ------------------------------------------------------------------ working


def test_of_several_workers_one_gets_the_job(cast):
    job_id = ask(cast.mara)
    first = take(cast.mara, job_id)
    assert (first.id, first.attempt, first.asked_by) == (job_id, 1, cast.mara.person_id)
    assert take(cast.mara, job_id) is None


def test_a_job_of_another_practice_is_not_there(cast):
    job_id = ask(cast.mara)
    assert take(cast.foreign_therapist, job_id) is None
    assert row(cast.mara, job_id).state == State.WAITING


def test_progress_is_seen_step_by_step(cast):
    before, job_id = ask(cast.mara), ask(cast.mara)
    assert in_practice(cast.mara, outbox.progress, [job_id])[job_id].ahead == 1
    task = take(cast.mara, job_id)
    in_practice(cast.mara, outbox.go_on, task, State.DRAWING)
    assert in_practice(cast.mara, outbox.progress, [before, job_id])[job_id].state is State.DRAWING
    in_practice(cast.mara, outbox.finish, task)
    assert in_practice(cast.mara, outbox.progress, [job_id])[job_id].state is State.READY


def test_keys_are_deleted_in_the_same_breath_as_the_work_ends(cast):
    job_id = ask(cast.mara, bundle=b"sealed")
    task = take(cast.mara, job_id)
    assert task.bundle == b"sealed"
    in_practice(cast.mara, outbox.finish, task)
    assert row(cast.mara, job_id).bundle_sealed is None


def test_a_job_that_goes_wrong_is_tried_three_times_later_each_time(cast):
    job_id, waits = ask(cast.mara, bundle=b"sealed"), []
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(3):
            assert take(cast.mara, job_id).bundle == b"sealed"
            in_practice(cast.mara, outbox.try_again, job_id, Problem.BROKEN)
            waits.append(row(cast.mara, job_id).send_at - now())
            clock.shift(60)
    ended = row(cast.mara, job_id)
    assert waits[:2] == [timedelta(seconds=5), timedelta(seconds=30)]
    assert (ended.state, ended.problem, ended.attempts, ended.bundle_sealed) == ("failed", "broken", 3, None)


def test_a_job_in_line_again_is_not_sent_before_its_time(cast, queue):
    job_id = ask(cast.mara)
    take(cast.mara, job_id)
    queue.connection.delete(queue.key)
    in_practice(cast.mara, outbox.try_again, job_id, Problem.BROKEN)
    assert not sweep(cast.mara)
    with time_machine.travel(now() + timedelta(seconds=6), tick=False):
        assert sweep(cast.mara)
    assert queue.job_ids == [str(job_id)]


def test_a_failure_is_written_down_with_its_code(cast):
    job_id = ask(cast.mara)
    in_practice(cast.mara, outbox.give_up, take(cast.mara, job_id), Problem.NOT_YOURS)
    with unit_of_work(cast.mara.practice_id, writes=False):
        line = db.session.scalars(select(audit.AuditRow).where(audit.AuditRow.event == str(Event.SUMMARY_FAILED))).one()
    assert line.detail == {"problem": "not-yours", "tries": 1}
    assert line.actor_id == cast.mara.person_id


def test_a_worker_that_was_overtaken_drops_what_it_did(cast):
    job_id = ask(cast.mara)
    slow = take(cast.mara, job_id)
    with time_machine.travel(now() + timedelta(seconds=200), tick=False):
        sweep(cast.mara)
    quick = take(cast.mara, job_id)
    in_practice(cast.mara, outbox.give_up, slow, Problem.TOO_BIG)
    in_practice(cast.mara, outbox.try_again, job_id, Problem.BROKEN, slow.attempt)
    assert row(cast.mara, job_id).state == State.CHECKING
    for step in (lambda: outbox.go_on(slow, State.DRAWING), lambda: outbox.finish(slow)):
        with pytest.raises(Overtaken):
            in_practice(cast.mara, step)
    in_practice(cast.mara, outbox.finish, quick)
    assert row(cast.mara, job_id).state == State.READY


def test_giving_back_what_nobody_works_on_changes_nothing(cast):
    job_id = ask(cast.mara)
    task = take(cast.mara, job_id)
    in_practice(cast.mara, outbox.try_again, job_id, Problem.STUCK)
    in_practice(cast.mara, outbox.try_again, job_id, Problem.STUCK)
    in_practice(cast.mara, outbox.give_up, task, Problem.STUCK)
    assert row(cast.mara, job_id).state == State.WAITING


# ------------------------------------------------------------------ sweeping


def test_an_idle_practice_needs_no_sweeping(cast):
    assert not sweep(cast.mara)
    in_practice(cast.mara, outbox.finish, take(cast.mara, ask(cast.mara)))
    assert not sweep(cast.mara)


def test_the_job_of_a_dead_worker_goes_back_in_line(cast):
    job_id = ask(cast.mara, bundle=b"sealed")
    take(cast.mara, job_id)
    with time_machine.travel(now() + timedelta(seconds=151), tick=False):
        assert sweep(cast.mara)
    back = row(cast.mara, job_id)
    assert (back.state, back.problem, back.bundle_sealed) == ("waiting", "stuck", b"sealed")


def test_keys_past_their_ten_minutes_are_deleted_and_their_job_has_failed(cast):
    job_id = ask(cast.mara, bundle=b"sealed")
    with time_machine.travel(now() + timedelta(minutes=10), tick=False):
        assert sweep(cast.mara)
    ended = row(cast.mara, job_id)
    assert (ended.state, ended.problem, ended.bundle_sealed) == ("failed", "press-again", None)


def test_a_worker_is_not_handed_dead_keys_even_before_they_are_swept(cast):
    job_id = ask(cast.mara, bundle=b"sealed")
    with time_machine.travel(now() + timedelta(minutes=10), tick=False):
        assert take(cast.mara, job_id).bundle is None


def test_keys_that_die_while_somebody_works_end_nothing_by_themselves(cast):
    job_id = ask(cast.mara, bundle=b"sealed")
    with time_machine.travel(now() + timedelta(minutes=9, seconds=59), tick=False) as clock:
        take(cast.mara, job_id)
        clock.shift(2)
        sweep(cast.mara)
        under_way = row(cast.mara, job_id)
        assert (under_way.state, under_way.bundle_sealed) == ("checking", None)


def test_a_practice_sweeps_its_own_jobs_only(cast):
    ours, theirs = ask(cast.mara, bundle=b"sealed"), ask(cast.foreign_therapist, bundle=b"sealed")
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        sweep(cast.mara)
    assert row(cast.mara, ours).state == State.FAILED
    assert row(cast.foreign_therapist, theirs).state == State.WAITING


def test_a_task_does_not_show_its_keys(cast):
    assert "sealed" not in repr(take(cast.mara, ask(cast.mara, bundle=b"sealed")))
