"""The real worker on a real queue: it makes what was asked for, survives what it is handed, and leaves no words behind."""

import json
import os
import pickle
import signal
import zlib
from uuid import UUID, uuid4

import pytest

from portal.core import jobs
from portal.core.db import db, unit_of_work
from portal.domain.summaries import Stage
from portal.models.summaries import Summary
from tests.core.test_jobs import everything_in
from tests.jobs.stories import CANARY, ask, here, job, share, stage, stop, words
from tests.jobs.worker_that_dies import MOMENTS


def test_a_summary_is_made_by_the_worker_from_what_is_shared_when_it_is_made(cast, processes, queue):
    gone = share(cast.ana, cast.mara)
    share(cast.ana, cast.mara, "This stays.")
    summary_id = ask(cast.mara, cast.ana)
    stop(cast.ana, gone, cast.mara)
    processes.burst()
    assert stage(cast.mara, summary_id) is Stage.READY
    said = words(cast.mara, summary_id)
    assert "This stays." in said
    assert CANARY not in said
    assert "One note was withdrawn" in said


def test_no_words_are_in_redis_or_in_the_log_before_or_after(cast, processes, queue, redis_url):
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana, note=f"My own words on {CANARY}")
    before = everything_in(redis_url)
    said = processes.burst()
    assert stage(cast.mara, summary_id) is Stage.READY
    for place in (before, everything_in(redis_url), said.encode()):
        assert CANARY.encode() not in place
        assert b"After we talked" not in place
        assert b"Ana" not in place
    assert queue.fetch_job(str(job(cast.mara, summary_id).id)) is None


def test_words_in_an_exception_reach_neither_redis_nor_the_log(cast, processes, queue, redis_url, tmp_path):
    """A worker whose drawing fails with a client's words in the exception, as a library might."""
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana)
    processes.env["HARBOUR_RAISES"] = CANARY
    said = processes.burst("tests.jobs.worker_that_raises")
    assert "RuntimeError" in said
    assert CANARY not in said
    assert CANARY.encode() not in everything_in(redis_url)
    waiting = job(cast.mara, summary_id)
    assert (waiting.state, waiting.problem, waiting.attempts) == ("waiting", "broken", 1)


@pytest.mark.parametrize("moment", sorted(MOMENTS))
def test_a_child_killed_outright_leaves_all_or_nothing_and_another_try_finishes(cast, processes, queue, tmp_path, moment):
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana)
    processes.env |= {"HARBOUR_DIES_AT": moment, "HARBOUR_DIED": str(tmp_path / "died")}
    said = processes.burst("tests.jobs.worker_that_dies")
    assert (tmp_path / "died").exists()
    assert CANARY not in said
    if moment == "after-the-commit":
        assert stage(cast.mara, summary_id) is Stage.READY
    else:
        killed = job(cast.mara, summary_id)
        assert killed.state == "waiting"
        assert here(cast.mara, lambda: db.session.get(Summary, summary_id).made_at) is None
        jobs.send(cast.mara.practice_id, killed.id)
        processes.burst("tests.jobs.worker_that_dies")
    assert stage(cast.mara, summary_id) is Stage.READY
    assert CANARY in words(cast.mara, summary_id)


def poison(queue, job_id, **changed):
    """Something in the queue that none of us put there."""
    plain = json.dumps(["portal.jobs.run", None, [str(uuid4()), str(uuid4())], {}]).encode()
    fields = {"data": zlib.compress(plain), "status": "queued", "created_at": "2026-01-01T00:00:00.000000Z", "timeout": "60"}
    queue.connection.hset(f"rq:job:{job_id}", mapping=fields | changed)
    queue.connection.rpush(queue.key, job_id)


class Evil:
    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self.mark),)


def test_poison_in_the_queue_is_refused_and_the_worker_lives_on(cast, processes, queue, tmp_path):
    mark = tmp_path / "ran"
    call = {"args": [str(mark)]}
    poison(queue, "pickled", data=zlib.compress(pickle.dumps(Evil(mark))))
    poison(queue, "pickled-bare", data=pickle.dumps(Evil(mark)))
    poison(queue, "other-function", data=zlib.compress(json.dumps(["os.mkdir", None, call["args"], {}]).encode()))
    poison(queue, "called-after", success_callback_name="os.mkdir", failure_callback_name="os.mkdir")
    poison(queue, "posted-after", webhooks=json.dumps([{"url": "http://127.0.0.1:1/", "event": "finished"}]))
    poison(queue, "more-than-two", data=zlib.compress(json.dumps(["portal.jobs.run", None, ["a", "b", "c"], {}]).encode()))
    poison(queue, "named", data=zlib.compress(json.dumps(["portal.jobs.run", None, [], {"practice_id": "x"}]).encode()))
    poison(queue, "no-ids", data=zlib.compress(json.dumps(["portal.jobs.run", None, ["../x", "1"], {}]).encode()))
    poison(queue, "no-state", status="eaten")
    poison(queue, "nothing-of-it", data=b"\x00")
    poison(queue, "unknown-ids")
    queue.connection.rpush(queue.key, "not-there")
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana)
    said = processes.burst()
    assert not mark.exists()
    assert str(mark) not in said
    assert stage(cast.mara, summary_id) is Stage.READY
    assert queue.job_ids == []


def test_the_database_knows_the_practice_while_the_worker_works(cast, processes, queue):
    """A job of one practice, named with the id of another, is not there: on PostgreSQL row security says so as well."""
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana)
    job_id = job(cast.mara, summary_id).id
    queue.empty()
    jobs.send(cast.foreign_therapist.practice_id, job_id)
    processes.burst()
    assert job(cast.mara, summary_id).state == "waiting"
    jobs.send(cast.mara.practice_id, job_id)
    processes.burst()
    assert stage(cast.mara, summary_id) is Stage.READY


def test_a_running_worker_takes_new_work_and_stops_when_told(cast, processes, queue, eventually):
    share(cast.ana, cast.mara)
    with processes.running("portal.worker") as worker:
        first = ask(cast.mara, cast.ana)
        eventually(lambda: stage(cast.mara, first) is Stage.READY)
        second = ask(cast.mara, cast.ana)
        eventually(lambda: stage(cast.mara, second) is Stage.READY)
        assert not [name for name in os.listdir(f"/proc/{worker.pid}/task") if not name.isdigit()]
        limits = (f"/proc/{worker.pid}/limits", "Max core file size         0                    0")
        assert limits[1] in open(limits[0]).read()  # noqa: SIM115, PTH123 - one line of one small file
    assert worker.returncode == 0
    assert CANARY not in worker.log.read_text()


def test_another_process_of_this_user_cannot_look_into_the_worker(cast, processes, queue, eventually, redis_url):
    """Not dumpable: the kernel gives the files of the process to root alone."""
    with processes.running("portal.worker") as worker:
        eventually(lambda: b"rq:worker:" in everything_in(redis_url))
        status = os.stat(f"/proc/{worker.pid}/mem")
        assert status.st_uid == 0
        os.kill(worker.pid, signal.SIGTERM)


def test_ids_of_jobs_are_all_that_is_left_of_an_error(cast, processes, queue):
    """A worker that cannot reach its database says so without the address, and the job goes on waiting."""
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana)
    waiting = job(cast.mara, summary_id)
    assert UUID(queue.job_ids[0]) == waiting.id
    with unit_of_work(cast.mara.practice_id):
        assert waiting.bundle_sealed
