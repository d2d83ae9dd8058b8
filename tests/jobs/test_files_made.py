"""A client's file by the real worker: made, and with Redis away. Killed, it is in `test_killed.py`."""

import pytest

from portal.domain import outbox
from portal.domain.files import Stage
from tests.acts import write
from tests.file_stories import ask_for_pages, job, stage, words
from tests.in_redis import everything_in
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


def test_with_redis_away_it_waits_and_is_made_when_redis_is_back(cast, worker, eventually, another_app):
    write(cast.ana, CANARY)
    with another_app(redis_url="redis://127.0.0.1:1/0").app_context():
        file_id = ask_for_pages(cast.ana)
        assert job(cast.ana, file_id).sent_at is None
    here(cast.ana, outbox.sweep)
    eventually(lambda: stage(cast.ana, file_id) is Stage.READY)
