"""Sending: two ids go to Redis; a Redis that is away costs a page at most a moment."""

import json
import os
import subprocess
import sys
import time
import zlib
from uuid import uuid4

import pytest
from flask import Flask

from portal.core import jobs


@pytest.fixture
def app(redis_url):
    app = Flask("small")
    jobs.init_app(app, redis_url, f"small-{uuid4().hex}")
    with app.app_context():
        yield app


def test_a_job_is_two_ids(app, redis_url):
    practice_id, job_id = uuid4(), uuid4()
    assert jobs.send(practice_id, job_id)
    queue = jobs.queue_for_worker()
    assert queue.job_ids == [str(job_id)]
    job = queue.fetch_job(str(job_id))
    assert (job.func_name, job.args, job.kwargs) == ("portal.jobs.run", [str(practice_id), str(job_id)], {})
    assert (job.description, job.timeout, job.result_ttl, job.failure_ttl) == ("job", 120, 0, 300)
    assert job.meta == {}
    queue.delete()


def test_a_job_that_is_sent_again_goes_to_the_end_of_the_line_once(app):
    practice_id, first, second = uuid4(), uuid4(), uuid4()
    for job_id in (first, second, first):
        assert jobs.send(practice_id, job_id)
    queue = jobs.queue_for_worker()
    assert queue.job_ids == [str(second), str(first)]
    queue.delete()


def test_nothing_in_redis_can_be_unpickled(app, redis_url):
    practice_id, job_id = uuid4(), uuid4()
    jobs.send(practice_id, job_id)
    queue = jobs.queue_for_worker()
    kept = zlib.decompress(queue.connection.hget(f"rq:job:{job_id}", "data"))
    assert json.loads(kept) == ["portal.jobs.run", None, [str(practice_id), str(job_id)], {}]
    queue.delete()


@pytest.mark.parametrize("url", [None, "unix:///nowhere/redis.sock", "redis://127.0.0.1:1/0"])
def test_without_redis_sending_says_so_and_raises_nothing(url):
    app = Flask("small")
    jobs.init_app(app, url, "small")
    with app.app_context():
        assert jobs.send(uuid4(), uuid4()) is False


def test_a_worker_without_redis_says_what_is_missing():
    app = Flask("small")
    jobs.init_app(app, None, "small")
    with app.app_context(), pytest.raises(LookupError, match="PORTAL_REDIS_URL"):
        jobs.queue_for_worker()


def test_a_redis_that_does_not_answer_is_waited_for_a_moment_only(tmp_path):
    """A server that accepts and then says nothing: the connection is given up instead of holding a page for ever."""
    mute = tmp_path / "redis.sock"
    listening = (
        "import socket, sys, time; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); time.sleep(600)"
    )
    server = subprocess.Popen([sys.executable, "-c", listening, str(mute)], env=os.environ)
    try:
        while not mute.exists():
            time.sleep(0.01)
        app = Flask("small")
        jobs.init_app(app, f"unix://{mute}", "small")
        with app.app_context():
            assert jobs.send(uuid4(), uuid4()) is False
    finally:
        server.kill()
        server.wait()
