"""The real worker and a real mail server: killed half-way, run twice, while Redis is away, while a choice changes."""

import pytest
from flask import current_app

from portal.core import jobs
from portal.domain import outbox
from portal.domain.contact import Mode
from portal.models.outbox import JobRow
from tests.domain.test_mail import ADDRESS, choose, notify, rows
from tests.in_redis import everything_in
from tests.jobs.worker_that_dies_mailing import BEFORE, SENT
from tests.mailbox import box
from tests.summary_stories import here

__all__ = ["box"]
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _office(side_queue, box):
    """The application whose queue these tests fill is one that can mail."""
    current_app.extensions["portal.mail"] = box.office


def job(actor):
    return rows(actor, JobRow)[-1]


def test_the_worker_sends_what_was_asked_for_and_redis_and_logs_learn_ids(cast, processes, side_queue, box, redis_url):
    choose(cast.ana)
    notify(cast.ana)
    said = processes.burst(PORTAL_QUEUE_NAME=side_queue.name, **box.env)
    assert box.subjects == ["Your file is ready"]
    assert (said, job(cast.ana).state) == ("", "ready")
    assert ADDRESS.encode() not in everything_in(redis_url)


def test_a_worker_without_a_server_tries_again_later_and_says_no_address(cast, processes, side_queue, box):
    choose(cast.ana)
    notify(cast.ana)
    env = {"PORTAL_SMTP_URL": "smtp+plain://127.0.0.1:1", "PORTAL_MAIL_FROM": "post@example.org"}
    said = processes.burst(PORTAL_QUEUE_NAME=side_queue.name, **env)
    assert (job(cast.ana).state, job(cast.ana).problem, job(cast.ana).attempts) == ("waiting", "broken", 1)
    assert "Away" in said
    assert "@" not in said


def test_killed_before_the_mail_it_is_sent_once_and_killed_after_it_the_same_mail_comes_twice(
    cast, processes, side_queue, box, tmp_path
):
    """SMTP knows no "exactly once": whoever dies after the server's word and before our note sends it again."""
    for moment, copies in ((BEFORE, 1), (SENT, 2)):
        actor = {BEFORE: cast.ana, SENT: cast.ben}[moment]
        box.letters.clear()
        choose(actor)
        notify(actor)
        env = {"PORTAL_QUEUE_NAME": side_queue.name, "HARBOUR_DIES": moment, "HARBOUR_MARK": str(tmp_path / moment)}
        processes.burst("tests.jobs.worker_that_dies_mailing", **env, **box.env)
        assert job(actor).state == "waiting"
        jobs.send(actor.practice_id, job(actor).id)
        processes.burst("tests.jobs.worker_that_dies_mailing", **env, **box.env)
        assert job(actor).state == "ready"
        assert len(box.letters) == copies
        assert len({message["Message-ID"] for _, _, message in box.letters}) == 1


def test_a_mail_asked_for_while_redis_was_away_is_sent_when_it_is_back(cast, processes, side_queue, box, another_app):
    choose(cast.ana)
    lost = another_app(redis_url="unix:///nowhere/redis.sock")
    lost.extensions["portal.mail"] = box.office
    with lost.app_context():
        notify(cast.ana)
    assert processes.burst(PORTAL_QUEUE_NAME=side_queue.name, **box.env) == ""
    assert box.letters == []
    here(cast.ana, outbox.sweep)
    processes.burst(PORTAL_QUEUE_NAME=side_queue.name, **box.env)
    assert len(box.letters) == 1


def test_a_choice_that_changed_while_the_mail_waited_is_kept(cast, processes, side_queue, box):
    choose(cast.ana)
    notify(cast.ana)
    choose(cast.ana, Mode.NONE)
    processes.burst(PORTAL_QUEUE_NAME=side_queue.name, **box.env)
    assert (box.letters, rows(cast.ana)[0].dropped) == ([], "off")
    assert job(cast.ana).state == "ready"
