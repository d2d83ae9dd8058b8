"""The trail: whole or not at all, one chain per practice, and no way to change the past unseen."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, func, select, text

from portal.core.actor import Actor, Role
from portal.core.db import db, unit_of_work
from portal.domain import audit
from portal.domain.audit import Event
from portal.models.audit import AuditHead, AuditRow
from portal.models.practices import Practice, SetUp


def practice(slug):
    row = Practice(slug=slug, name=slug)
    with unit_of_work(None):
        db.session.add(row)
    return row.id


@pytest.fixture
def willow(house):
    return practice("willow")


@pytest.fixture
def ana(willow):
    return Actor(uuid4(), willow, Role.CLIENT)


def write(actor, count=1):
    for _ in range(count):
        with unit_of_work(actor.practice_id):
            audit.record(actor, Event.ENTRY_WRITTEN, uuid4(), actor.person_id, version=1)


def verdict(practice_id, checkpoints=()):
    with unit_of_work(practice_id, writes=False):
        return audit.verify(practice_id, checkpoints)


def checkpoint(practice_id):
    with unit_of_work(practice_id, writes=False):
        return audit.checkpoint(practice_id)


@pytest.fixture
def tamper(settings):
    """Run a statement as the owner of the tables: what a thief of the database could do."""

    def run(statement, **values):
        engine = create_engine(settings.owner_database_url)
        with engine.begin() as connection:
            done = connection.execute(text(statement), values)
        engine.dispose()
        changed = done.rowcount or statement.startswith(("create", "drop"))
        assert changed, "the tampering touched nothing, so it would prove nothing"

    return run


def test_an_untouched_chain_is_whole_and_its_head_moves(ana):
    write(ana, 3)
    assert (verdict(ana.practice_id).rows, verdict(ana.practice_id).is_whole) == (3, True)
    with unit_of_work(ana.practice_id):
        first = audit.head()
    write(ana)
    with unit_of_work(ana.practice_id):
        assert audit.head() != first
        assert [line.seq for line in audit.about(ana.person_id, [Event.ENTRY_WRITTEN])] == [4, 3, 2, 1]


def test_what_is_rolled_back_was_never_written_down(ana):
    with pytest.raises(ZeroDivisionError), unit_of_work(ana.practice_id):
        audit.record(ana, Event.ENTRY_WRITTEN)
        raise ZeroDivisionError
    write(ana)
    assert verdict(ana.practice_id).rows == 1


def test_if_the_trail_cannot_be_written_the_deed_is_undone(ana, monkeypatch):
    def broken(*_):
        raise RuntimeError("disk full")

    monkeypatch.setattr(audit, "seal", broken)
    with pytest.raises(RuntimeError), unit_of_work(ana.practice_id):
        db.session.add(SetUp(token_hash=b"deed"))
        audit.record(ana, Event.ENTRY_WRITTEN)
    with unit_of_work(None):
        assert db.session.get(SetUp, b"deed") is None


@pytest.mark.parametrize(
    ("how", "broken_at"),
    [
        ("update audit set event = 'accounts:session:started' where seq = 2", 2),
        ("update audit set subject_id = null where seq = 2", 2),
        ("update audit set actor_id = about_id, about_id = null where seq = 3", 3),
        ("update audit set at = '2020-01-01 00:00:00+00:00' where seq = 4", 4),
        ("delete from audit where seq = 2", 2),
        ("delete from audit where seq = 5", 5),
        ("update audit set seq = 99 where seq = 3", 3),
        ("update audit_head set seq = 4", 6),
    ],
)
def test_a_change_to_the_past_shows(ana, tamper, how, broken_at):
    write(ana, 5)
    tamper(how)
    assert verdict(ana.practice_id).broken_at == broken_at


def test_two_rows_cannot_change_places(ana, tamper):
    write(ana, 4)
    for old, new in ((2, 99), (3, 2), (99, 3)):
        tamper("update audit set seq = :new where seq = :old", old=old, new=new)
    assert verdict(ana.practice_id).broken_at == 2


def test_rows_of_another_practice_do_not_fit(ana, tamper):
    other = Actor(uuid4(), practice("oak"), Role.CLIENT)
    write(ana, 2)
    write(other, 3)
    mine = ana.practice_id.hex if db.engine.dialect.name == "sqlite" else str(ana.practice_id)
    tamper("update audit set practice_id = :mine where seq = 3", mine=mine)
    assert verdict(ana.practice_id).broken_at == 3


def test_a_row_of_a_past_that_was_undone_does_not_fit_into_the_new_one(ana, tamper):
    """Restored from an old copy, the site went on; somebody then puts an undone row in the new one's place."""
    write(ana, 2)
    with unit_of_work(ana.practice_id):
        head_at_two = db.session.scalar(select(AuditHead.mac))
    write(ana, 1)
    tamper("create table undone as select * from audit where seq = 3")
    tamper("delete from audit where seq = 3")
    tamper("update audit_head set seq = 2, mac = :mac", mac=head_at_two)
    write(ana, 2)
    assert verdict(ana.practice_id).is_whole
    tamper("delete from audit where seq = 3")
    tamper("insert into audit select * from undone")
    tamper("drop table undone")
    assert verdict(ana.practice_id).broken_at == 4


def test_a_cut_tail_with_the_head_set_back_shows_only_against_a_checkpoint(ana, tamper, settings):
    write(ana, 3)
    with unit_of_work(ana.practice_id):
        head_at_three = db.session.scalar(select(AuditHead.mac))
    write(ana, 2)
    kept = [checkpoint(ana.practice_id)]
    assert verdict(ana.practice_id, kept).is_whole
    tamper("delete from audit where seq > 3")
    tamper("update audit_head set seq = 3, mac = :mac", mac=head_at_three)
    assert verdict(ana.practice_id).is_whole
    assert verdict(ana.practice_id, kept).broken_at == 4


def test_a_checkpoint_that_was_made_up_or_torn_proves_nothing(ana):
    write(ana, 2)
    good = checkpoint(ana.practice_id)
    forged = good.replace(" 2 ", " 9 ", 1)
    assert verdict(ana.practice_id, [forged, good[:40], "", "x y z"]).is_whole
    write(ana)
    assert verdict(ana.practice_id, [good]).is_whole


def test_eight_writers_make_one_chain_without_gap_or_fork(house, ana):
    def work():
        with house.app_context():
            write(ana, 10)
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (verdict(ana.practice_id).rows, verdict(ana.practice_id).is_whole) == (80, True)


def test_each_practice_has_a_chain_of_its_own(ana):
    other = Actor(uuid4(), practice("oak"), Role.CLIENT)
    write(ana, 2)
    write(other, 1)
    assert verdict(other.practice_id).rows == 1
    with unit_of_work(other.practice_id):
        assert db.session.scalar(select(func.max(AuditRow.seq))) == 1


def test_a_refusal_is_kept_although_the_request_is_undone(ana):
    with pytest.raises(ZeroDivisionError), unit_of_work(ana.practice_id):
        raise ZeroDivisionError
    audit.record_refusal(ana.practice_id, ana.person_id, [Role.CLIENT])
    with unit_of_work(ana.practice_id):
        assert db.session.scalars(select(AuditRow.event)).all() == [Event.ACCESS_DENIED]
