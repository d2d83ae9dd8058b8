"""The real worker on a real queue: it makes what was asked for, survives what it is handed, leaves no words behind."""

import json
import os
import pickle
import re
import subprocess
import sys
import zlib
from pathlib import Path
from uuid import uuid4

import pytest

from portal.core import jobs
from portal.core.db import db
from portal.domain.summaries import Stage
from portal.models.summaries import Summary
from tests.in_redis import everything_in
from tests.jobs.worker_that_dies import MOMENTS
from tests.summary_stories import CANARY, ask, here, job, share, stage, stop, words

pytestmark = pytest.mark.slow


def test_a_summary_is_made_from_what_is_shared_when_it_is_made(cast, worker, eventually, another_app):
    gone = share(cast.ana, cast.mara)
    share(cast.ana, cast.mara, "This stays.")
    with another_app(redis_url=None).app_context():
        summary_id = ask(cast.mara, cast.ana)
    stop(cast.ana, gone, cast.mara)
    jobs.send(cast.mara.practice_id, job(cast.mara, summary_id).id)
    eventually(lambda: stage(cast.mara, summary_id) is Stage.READY)
    said = words(cast.mara, summary_id)
    assert "This stays." in said
    assert CANARY not in said
    assert "One thing was withdrawn" in said


def test_no_words_are_in_redis_or_in_the_log_before_or_after(cast, worker, eventually, queue, redis_url):
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana, note=f"My own words on {CANARY}")
    before = everything_in(redis_url)
    eventually(lambda: stage(cast.mara, summary_id) is Stage.READY)
    job_id = str(job(cast.mara, summary_id).id)
    eventually(lambda: queue.fetch_job(job_id) is None)
    for place in (before, everything_in(redis_url), worker.log.read_bytes()):
        assert CANARY.encode() not in place
        assert b"After we talked" not in place
        assert b"Ana" not in place


def test_words_in_an_exception_reach_neither_redis_nor_the_log(cast, side_queue, processes, redis_url):
    """A drawing that fails with a client's words in the exception, as a library might."""
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana)
    said = processes.burst("tests.jobs.worker_that_raises", HARBOUR_RAISES=CANARY, PORTAL_QUEUE_NAME=side_queue.name)
    assert "RuntimeError" in said
    assert CANARY not in said
    assert CANARY.encode() not in everything_in(redis_url)
    waiting = job(cast.mara, summary_id)
    assert (waiting.state, waiting.problem, waiting.attempts) == ("waiting", "broken", 1)


def test_a_child_killed_outright_leaves_all_or_nothing_and_another_try_finishes(cast, side_queue, processes, tmp_path):
    share(cast.ana, cast.mara)
    asked = {moment: ask(cast.mara, cast.ana) for moment in MOMENTS}
    moments = {str(job(cast.mara, summary_id).id): moment for moment, summary_id in asked.items()}
    env = {
        "HARBOUR_DIES": json.dumps({"folder": str(tmp_path), "moments": moments}),
        "PORTAL_QUEUE_NAME": side_queue.name,
    }
    said = processes.burst("tests.jobs.worker_that_dies", **env)
    assert {mark.name for mark in tmp_path.iterdir()} == set(moments)
    for moment, summary_id in asked.items():
        is_made = here(cast.mara, lambda made=summary_id: db.session.get(Summary, made).made_at) is not None
        assert is_made == (moment == "after the commit"), moment
        if not is_made:
            assert job(cast.mara, summary_id).state == "waiting", moment
            jobs.send(cast.mara.practice_id, job(cast.mara, summary_id).id)
    said += processes.burst("tests.jobs.worker_that_dies", **env)
    for moment, summary_id in asked.items():
        assert stage(cast.mara, summary_id) is Stage.READY, moment
        assert CANARY in words(cast.mara, summary_id)
    assert CANARY not in said


def poison(queue, job_id, call=None, **changed):
    """Something in the queue that none of us put there."""
    plain = json.dumps(call or ["portal.jobs.run", None, [str(uuid4()), str(uuid4())], {}]).encode()
    fields = {"data": zlib.compress(plain), "status": "queued", "created_at": "2026-01-01T00:00:00.000000Z"}
    queue.connection.hset(f"rq:job:{job_id}", mapping=fields | {"timeout": "60"} | changed)
    queue.connection.rpush(queue.key, job_id)


class Evil:
    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self.mark),)


def test_poison_in_the_queue_is_refused_and_the_worker_lives_on(cast, worker, eventually, queue, tmp_path):
    mark = tmp_path / "ran"
    poison(queue, "pickled", data=zlib.compress(pickle.dumps(Evil(mark))))
    poison(queue, "pickled-bare", data=pickle.dumps(Evil(mark)))
    poison(queue, "another-function", ["os.mkdir", None, [str(mark)], {}])
    poison(queue, "more-than-two", ["portal.jobs.run", None, ["a", "b", "c"], {}])
    poison(queue, "by-name", ["portal.jobs.run", None, [], {"practice_id": "x"}])
    poison(queue, "no-ids", ["portal.jobs.run", None, ["../x", "1"], {}])
    poison(queue, "called-after", success_callback_name="os.mkdir", failure_callback_name="os.mkdir")
    poison(queue, "posted-after", webhooks=json.dumps([{"url": "http://127.0.0.1:1/", "event": "finished"}]))
    poison(queue, "no-state", status="eaten")
    poison(queue, "no-data", data=b"\x00")
    poison(queue, "unknown-ids")
    queue.connection.rpush(queue.key, "not-there")
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana)
    eventually(lambda: stage(cast.mara, summary_id) is Stage.READY)
    assert worker.poll() is None
    assert not mark.exists()
    assert str(mark) not in worker.log.read_text()
    assert queue.job_ids == []


def test_a_job_named_together_with_another_practice_is_not_found(cast, side_queue, worker, eventually, queue):
    """On PostgreSQL row security would say so as well: the worker tells the database whose job it does."""
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana)
    job_id = job(cast.mara, summary_id).id
    queue.enqueue_call(
        "portal.jobs.run", args=[str(cast.foreign_therapist.practice_id), str(job_id)], description="job"
    )
    share(cast.foreign_client, cast.foreign_therapist)
    theirs = ask(cast.foreign_therapist, cast.foreign_client)
    queue.enqueue_call(
        "portal.jobs.run",
        args=[str(cast.foreign_therapist.practice_id), str(job(cast.foreign_therapist, theirs).id)],
        description="job",
    )
    eventually(lambda: stage(cast.foreign_therapist, theirs) is Stage.READY)
    assert job(cast.mara, summary_id).state == "waiting"


def test_nobody_can_look_into_the_workers_memory_and_it_leaves_no_core(worker):
    assert re.search(r"Max core file size\s+0\s+0", Path(f"/proc/{worker.pid}/limits").read_text())
    ask = "import ctypes; from portal.core import memory; memory.keep_private(); print(ctypes.CDLL(None).prctl(3))"
    is_dumpable = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout
    assert is_dumpable.strip() == "0"
