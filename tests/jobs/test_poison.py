"""What lies in Redis is read with care: one function, two ids, and nothing called before or after."""

import json
import zlib
from uuid import uuid4

import pytest
from rq.exceptions import NoSuchJobError
from rq.intermediate_queue import IntermediateQueue

from portal.core import jobs
from portal.core.db import db
from portal.domain import outbox
from portal.models.outbox import JobRow
from portal.worker import Ended, Refused, TwoIds, Worker, _give_back
from tests.cast import found_practice
from tests.summary_stories import ask, here, job, make, share


def lay(queue, *call, **changed):
    """Put something in Redis and read it as the worker would."""
    job_id = uuid4().hex
    data = json.dumps(call or ["portal.jobs.run", None, [str(uuid4()), str(uuid4())], {}]).encode()
    fields = {"data": zlib.compress(data), "status": "queued", "created_at": "2026-01-01T00:00:00.000000Z"}
    queue.connection.hset(f"rq:job:{job_id}", mapping=fields | changed)
    return job_id


def fetch(queue, *call, **changed):
    job_id = lay(queue, *call, **changed)
    return TwoIds.fetch(job_id, connection=queue.connection, serializer="json")


@pytest.mark.parametrize(
    "call",
    [
        ("os.mkdir", None, ["/nowhere"], {}),
        ("portal.jobs.run", None, ["a"], {}),
        ("portal.jobs.run", None, [str(uuid4())] * 3, {}),
        ("portal.jobs.run", None, ["../etc", "1"], {}),
        ("portal.jobs.run", None, [str(uuid4())] * 2, {"more": 1}),
        ("portal.jobs.run", None, 7, {}),
        ("portal.jobs.run",),
    ],
)
def test_anything_but_our_function_with_two_ids_is_refused(house, side_queue, call):
    with pytest.raises(Refused, match="nothing of ours"):
        fetch(side_queue, *call).perform()


def test_a_job_names_nothing_to_be_called_before_or_after(side_queue):
    found = fetch(side_queue, success_callback_name="os.mkdir", failure_callback_name="os.mkdir", retries_left="9")
    assert (found.success_callback, found.failure_callback, found.stopped_callback) == (None, None, None)
    assert (found.webhooks, found.retries_left, found.repeats_left) == ([], None, None)


def test_what_cannot_be_read_is_not_there(side_queue):
    with pytest.raises(NoSuchJobError):
        fetch(side_queue, status="eaten")


def test_housekeeping_passes_over_what_cannot_be_read(side_queue):
    worker = Worker(jobs.queue_for_worker(TwoIds))
    between = IntermediateQueue(side_queue.key, side_queue.connection)
    for job_id in (lay(side_queue, status="eaten"), "gone"):
        side_queue.connection.rpush(between.key, job_id)
    worker.clean_registries()
    assert between.get_job_ids() == []
    worker.connection.close()


def test_an_exception_leaves_its_words_behind(side_queue):
    found = fetch(side_queue, "portal.jobs.run", None, [str(found_practice("elm")), str(uuid4())], {})
    db.session.remove()
    with pytest.raises(Ended) as problem, pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "take", lambda _job_id, **_more: int("Tamsin does not sleep"))
        found.perform()
    assert str(problem.value) == "ValueError"
    assert problem.value.__cause__ is None
    assert problem.value.__suppress_context__


def test_the_job_of_a_killed_child_goes_back_in_line(cast, side_queue):
    share(cast.ana, cast.mara)
    summary_id = ask(cast.mara, cast.ana)
    asked = job(cast.mara, summary_id)
    here(cast.mara, outbox.take, asked.id)
    _give_back(fetch(side_queue, "portal.jobs.run", None, [str(cast.mara.practice_id), str(asked.id)], {}), 1, 9, None)
    assert job(cast.mara, summary_id).state == "waiting"
    here(cast.mara, lambda: setattr(db.session.get(JobRow, asked.id), "send_at", asked.asked_at))
    assert make(cast.mara, summary_id).is_open


def test_a_killed_child_that_worked_on_nothing_of_ours_is_no_trouble(house, side_queue):
    assert _give_back(fetch(side_queue, "os.mkdir", None, ["x"], {}), 1, 9, None) is None  # and raises nothing
    assert side_queue.job_ids == []
