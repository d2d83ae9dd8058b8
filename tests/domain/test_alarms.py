"""What changes a way in, or who is told, is told to whose it is: neutral mail, a page, a client's own log (B8)."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.domain import accounts, consent, contact, factors, mail, outbox, sessions
from portal.domain.contact import Mode
from portal.domain.mail import Kind
from portal.models.audit import AuditRow
from portal.models.mail import Message
from portal.models.outbox import JobRow
from tests.acts import at_work
from tests.cast import PASSWORD, add_person, found_practice
from tests.domain.test_mail import deliver, rows
from tests.second_step import SEED, code
from tests.summary_stories import here

BEFORE, AFTER = "quiet.place@example.org", "other.place@example.org"
OTHER = "a lantern beside the ferry"


@pytest.fixture
def ana(house, once):
    found = once(_ana)
    with time_machine.travel(now() + timedelta(hours=2)):
        yield found


def _ana():
    ana = add_person(found_practice("willow"), "Ana", Role.CLIENT, password=PASSWORD)
    here(ana, contact.keep, ana, Mode.PLAIN, BEFORE, 0, 24, range(7), 0)
    return ana


def kept(actor, mode=Mode.PLAIN, address=AFTER, **more):
    typed = {"first": 0, "until": 24, "weekdays": range(7), **more}
    here(actor, mail.choose, actor, mode, address, *typed.values(), here(actor, contact.mine, actor).version)


def visitor(actor):
    with at_work(actor):
        cookie = sessions.start(actor.practice_id, actor.person_id, actor.keys)
    with at_work(actor):
        return sessions.open_with(cookie)


def test_each_change_of_a_way_in_is_mailed_without_a_word_of_it_and_stands_in_the_log(ana, box):
    factor_id = uuid4()
    acts = (
        lambda: here(ana, factors.add_app, ana, factor_id, SEED, code(), "My phone"),
        lambda: here(ana, factors.new_codes, ana),
        lambda: here(ana, factors.remove, ana, factor_id, is_needed=False),
        lambda: here(ana, accounts.new_recovery_code, visitor(ana)),
        lambda: kept(ana, address=BEFORE, until=23),
        lambda: accounts.change_password(ana, PASSWORD, OTHER),
    )
    for count, act in enumerate(acts, 1):
        act()
        assert [row.kind for row in rows(ana)] == [Kind.NOTICE] * count
        deliver(ana)
        assert box.subjects == ["Something new for you"] * count
    assert {address for _, [address], _ in box.letters} == {BEFORE}
    said = [one.sentence for one in here(ana, accounts.changes, ana)]
    assert said == [
        "A change: your password is another one now",
        "A change: where, when or whether mail may reach you",
        "A new recovery code was made for your account",
        "A second step was taken away from your sign-in",
        "A change: new codes on paper for your sign-in, and those before stopped working",
        "A second step was added to your sign-in",
        "A change: where, when or whether mail may reach you",
    ]
    assert [line.sentence for line in here(ana, consent.log, ana).lines] == said
    with time_machine.travel(now() + timedelta(days=31)):
        assert here(ana, accounts.changes, ana) == []


def test_within_the_hour_of_joining_nobody_is_told_what_they_set_up_themselves(house, once):
    ana = once(_ana)
    here(ana, accounts.new_recovery_code, visitor(ana))
    assert rows(ana) == []


def test_the_address_before_gets_one_last_mail_and_none_when_there_is_to_be_no_mail(ana, box):
    """In the hours that were chosen for it, plainly; also an address that its owner could not read themselves."""
    kept(ana, Mode.NORMAL)
    deliver(ana)
    assert sorted((address, "http" in message.get_content()) for _, [address], message in box.letters) == [
        (AFTER, True),
        (BEFORE, False),
    ]
    assert {message["Subject"] for *_, message in box.letters} == {"Something new for you"}
    kept(ana, Mode.NORMAL)  # the same address once more: nobody else is told
    deliver(ana)
    kept(ana, Mode.NONE, "")
    deliver(ana)
    assert [address for _, [address], _ in box.letters[2:]] == [AFTER]
    kept(ana)  # and from no mail to an address: there is none before it
    deliver(ana)
    assert [address for _, [address], _ in box.letters[3:]] == [AFTER]


def test_what_waits_for_the_hours_of_the_address_before_is_forgotten_with_mail(ana, box):
    later = (now() + timedelta(days=2)).weekday()
    kept(ana, address=BEFORE, weekdays=[later])
    with at_work(ana):
        db.session.query(Message).delete()
    kept(ana)
    deliver(ana)
    assert [address for _, [address], _ in box.letters] == [AFTER]
    [waits] = [row for row in rows(ana) if row.kind == Kind.MOVED]
    kept(ana, Mode.NONE, "")
    assert [row.kind for row in rows(ana)] == [Kind.NOTICE]
    assert waits.job_id not in {row.id for row in rows(ana, JobRow)}


@pytest.mark.usefixtures("box")
def test_a_mail_that_did_not_go_out_is_nobodys_doing(ana):
    """Else the office reads when somebody shared, or changed something."""
    kept(ana, address=BEFORE, until=23)
    with at_work(ana):
        job = db.session.query(JobRow).one()
        job.state, job.attempts, job.started_at = "drawing", 3, now() - timedelta(days=1)
    here(ana, outbox.sweep)
    with at_work(ana):
        [row] = db.session.query(AuditRow).filter_by(event="mail:message:failed")
        assert (row.actor_id, row.about_id) == (None, None)
