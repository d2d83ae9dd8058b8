"""A client's file by the real worker: made, killed half-way, sent twice or late, with Redis away."""

import json

import pytest

from portal.core import jobs
from portal.domain import outbox
from portal.domain.files import Stage
from tests.acts import write
from tests.file_stories import ask_for_pages, job, row, stage, words
from tests.in_redis import everything_in
from tests.jobs.worker_that_dies import OF_FILES
from tests.summary_stories import here

pytestmark = pytest.mark.slow
CANARY = "The kettle was still warm when I came home"


def test_a_file_is_made_and_no_word_of_it_is_in_redis_or_in_the_log(cast, worker, eventually, redis_url):
    write(cast.ana, CANARY)
    file_id = ask_for_pages(cast.ana)
    before = everything_in(redis_url)
    eventually(lambda: stage(cast.ana, file_id) is Stage.READY)
    assert CANARY in words(cast.ana, file_id)
    for place in (before, everything_in(redis_url), worker.log.read_bytes()):
        assert CANARY.encode() not in place


def test_a_child_killed_outright_leaves_all_or_nothing_and_another_try_finishes(cast, side_queue, processes, tmp_path):
    write(cast.ana, CANARY)
    asked = {moment: ask_for_pages(cast.ana) for moment in list(OF_FILES)[:3]}
    moments = {str(job(cast.ana, file_id).id): moment for moment, file_id in asked.items()}
    env = {
        "HARBOUR_DIES": json.dumps({"folder": str(tmp_path), "moments": moments}),
        "PORTAL_QUEUE_NAME": side_queue.name,
    }
    said = processes.burst("tests.jobs.worker_that_dies", **env)
    assert {mark.name for mark in tmp_path.iterdir()} == set(moments)
    for file_id in asked.values():
        assert (row(cast.ana, file_id).made_at, job(cast.ana, file_id).state) == (None, "waiting")
        jobs.send(cast.ana.practice_id, job(cast.ana, file_id).id)
        jobs.send(cast.ana.practice_id, job(cast.ana, file_id).id)
    said += processes.burst("tests.jobs.worker_that_dies", **env)
    for moment, file_id in asked.items():
        assert stage(cast.ana, file_id) is Stage.READY, moment
        assert CANARY in words(cast.ana, file_id)
    assert CANARY not in said


def test_with_redis_away_it_waits_and_is_made_when_redis_is_back(cast, worker, eventually, another_app):
    write(cast.ana, CANARY)
    with another_app(redis_url="redis://127.0.0.1:1/0").app_context():
        file_id = ask_for_pages(cast.ana)
        assert job(cast.ana, file_id).sent_at is None
    here(cast.ana, outbox.sweep)
    eventually(lambda: stage(cast.ana, file_id) is Stage.READY)
