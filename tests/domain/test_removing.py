"""Archives of a practice, and its removal: who is told, what goes, and what nobody gets afterwards."""

import json
import zipfile
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, select, update

from portal import jobs, scheduler
from portal.core.actor import Role
from portal.core.clock import living_at, now
from portal.core.db import Base, Tenanted, db, unit_of_work
from portal.core.errors import Conflict, Invalid, NotFound, TooSoon
from portal.core.keyring import ring
from portal.domain import contact, limits, mail, operators, outbox, practices
from portal.domain.audit import Event
from portal.domain.operators import archives, care, leaving, removing
from portal.models.audit import AuditRow
from portal.models.mail import Message
from portal.models.operators import Operator
from portal.models.outbox import JobRow
from portal.models.practices import Practice, SetUp
from tests.acts import at_work
from tests.cast import add_person
from tests.domain.test_mail import choose, deliver
from tests.duty import archived, employ, on_duty
from tests.summary_stories import here


def events(actor):
    with at_work(actor):
        return [Event(row) for row in db.session.scalars(select(AuditRow.event).order_by(AuditRow.seq))]


@pytest.fixture
def who(house):
    employ()
    return on_duty(house)[1]


def rows_of(practice_id):
    """How many rows each tenanted table has of a practice."""
    found = {}
    with unit_of_work(practice_id, writes=False):
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, Tenanted):
                count = db.session.scalar(select(db.func.count()).select_from(mapper.class_))
                found[mapper.class_.__tablename__] = count
    return found


def test_an_archive_has_every_row_and_no_word(cast, who):
    made = archived(who, cast.ana.practice_id)
    path = archives.path_of(cast.ana.practice_id, made.number)
    with zipfile.ZipFile(path) as file:
        told = json.loads(file.read("manifest.json"))
        lines = {name: file.read(name) for name in file.namelist()}
    held = rows_of(cast.ana.practice_id)
    held["audit"] -= 1  # that it was made, a moment later
    assert {name: each["rows"] for name, each in told["tables"].items() if name in held} == held
    assert b"We talked at last" not in b"".join(lines.values())
    assert str(cast.foreign_client.person_id).encode() not in b"".join(lines.values())
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(NotFound):
        archives.path_of(cast.foreign_client.practice_id, made.number)


def test_an_archive_is_made_once_whole_and_by_whoever_still_runs_this(cast, who):
    practice_id, folder = cast.ana.practice_id, ring().data_dir / archives.FOLDER / str(cast.ana.practice_id)
    archives.forget(practice_id)
    care.pause(who, practice_id)
    job_id = archives.ask(who, practice_id)
    assert archives.ask(who, practice_id) == job_id, "one is being made"
    with unit_of_work(practice_id):
        task = outbox.take(job_id, is_open=False)
        place = archives.begin(task)
    place.with_suffix(f".{task.attempt}{archives.PART}").write_bytes(b"killed half-way")
    assert archives.of(practice_id) == [], "what is not whole is no archive"
    jobs.give_back(practice_id, job_id)
    with time_machine.travel(now() + timedelta(minutes=1)):
        for _ in range(2):
            jobs.run(str(practice_id), str(job_id))
        (made,) = archives.of(practice_id)
        at = archives.newest(practice_id)
        assert (at.stage, at.number) == (outbox.State.READY, made.number)
        assert [path.name for path in folder.iterdir()] == [made.name]
        with zipfile.ZipFile(archives.path_of(practice_id, made.number)) as file:
            assert file.testzip() is None
        with pytest.raises(outbox.Overtaken), unit_of_work(practice_id):
            archives.keep(task, place)
        late = archives.ask(who, practice_id)
        with unit_of_work(None):
            db.session.get(Operator, who.operator_id).ended_at = now()
        jobs.run(str(practice_id), str(late))
        assert archives.newest(practice_id).stage is outbox.State.FAILED
        assert len(archives.of(practice_id)) == 1
    (folder / "willow-x.part").touch()
    archives.sweep()
    assert (folder / "willow-x.part").exists(), "it may be under way"
    with time_machine.travel(now() + timedelta(hours=5)):
        archives.sweep()
    assert [path.name for path in folder.iterdir()] == [made.name]
    care.resume(who, practice_id)
    theirs = [event for event in events(cast.ana) if "archive" in event]
    assert theirs == [Event.PRACTICE_ARCHIVED, Event.PRACTICE_ARCHIVE_FAILED]


def test_of_a_closed_practice_an_archive_is_sent_again_and_nothing_else_and_archives_have_a_pace(
    cast, who, monkeypatch
):
    practice_id = cast.ana.practice_id
    with at_work(cast.ana):
        outbox.later(cast.ana, outbox.Job.RING, cast.ana.person_id)
        db.session.execute(update(JobRow).values(sent_at=None))
    care.pause(who, practice_id)
    with at_work(cast.ana):
        assert outbox.needs_sweeping()
        assert not outbox.needs_sweeping(is_open=False)
    job_id = archives.ask(who, practice_id)
    with at_work(cast.ana):
        db.session.execute(update(JobRow).values(sent_at=None))
    scheduler.look()
    with at_work(cast.ana):
        assert db.session.get(JobRow, job_id).sent_at
        assert db.session.scalars(select(JobRow.sent_at).where(JobRow.id != job_id)).one() is None
        db.session.execute(update(JobRow).values(state="failed"))
    monkeypatch.setitem(limits.LIMITS, limits.Act.PRACTICE_ARCHIVE, limits.Limit(0, timedelta(minutes=1)))
    with pytest.raises(TooSoon):
        archives.ask(who, practice_id)


def test_a_removed_practice_leaves_no_row_and_its_neighbour_loses_none(cast, who):
    gone, stays = cast.ana.practice_id, cast.foreign_client.practice_id
    before = rows_of(stays)
    archived(who, gone)
    with pytest.raises(Invalid):
        care.let_go_of(who, gone, "oak")
    care.let_go_of(who, gone, " Willow")
    assert gone in practices.open_ids(), "its people take theirs along"
    with pytest.raises(Conflict):
        care.pause(who, gone)
    assert removing.due() == []
    with pytest.raises(NotFound):
        removing.remove(gone)
    care.keep(who, gone)
    assert care.one(gone).leaves_at is None
    care.keep_host(who, gone, "willow.example")
    with unit_of_work(None):
        db.session.add(SetUp(token_hash=b"x", answers={"practice_id": str(gone), "practice_name": "Willow House"}))
    care.let_go_of(who, gone, "willow")
    with living_at(now() - timedelta(days=8)), unit_of_work(None):
        db.session.get(Practice, gone).leaves_at = now()
    assert removing.due() == [gone]
    removing.remove(gone)
    assert practices.all_ids() == [stays]
    assert not {name: count for name, count in rows_of(gone).items() if count}
    assert rows_of(stays) == before
    assert not (ring().data_dir / archives.FOLDER / str(gone)).exists()
    with pytest.raises(NotFound):
        removing.remove(gone)
    with pytest.raises(Invalid, match="once did"):
        operators.new_practice_address(who, "Another House", "willow")
    with pytest.raises(Invalid, match="was removed"):
        care.keep_host(who, stays, "willow.example")
    assert care.one(stays).host is None
    with unit_of_work(None, writes=False):
        assert practices.at_door("willow") is None
        assert not [row for row in db.session.scalars(select(SetUp)) if row.answers]
    left_over = ring().data_dir / archives.FOLDER / str(gone)
    left_over.mkdir()
    (left_over / "willow-2026-01-31-235959.zip").touch()
    archives.sweep()
    assert not left_over.exists(), "killed between the last row and the archives"


def told(practice_id):
    """Who was let know in this practice, by how many mails that have not gone out."""
    with unit_of_work(practice_id, writes=False):
        return Counter(db.session.scalars(select(Message.person_id).where(Message.kind == mail.Kind.NOTICE)))


def everybody_else(practice_id):
    """The same for whoever is neither admin nor officer, and whether it is to go out, went out, or never does."""
    with unit_of_work(practice_id, writes=False):
        query = select(Message).where(Message.kind == mail.Kind.LEAVING).order_by(Message.asked_at)
        return [(row.person_id, row.dropped or bool(row.sent_at)) for row in db.session.scalars(query)]


def gone_out(practice_id):
    with unit_of_work(practice_id):
        db.session.execute(delete(Message))
        db.session.execute(delete(JobRow))


def test_admins_and_officers_are_told_of_a_removal_at_once_shortly_before_and_when_it_is_stopped(cast, who, box):
    olga, practice_id = cast.olga, cast.ana.practice_id
    officer = add_person(practice_id, "Otto", Role.OFFICER)
    for person in (olga, officer, cast.mara, cast.ana):
        with at_work(person):
            contact.keep(person, contact.Mode.PLAIN, f"{person.person_id.hex}@example.org", 0, 24, range(7), 0)
    both = {olga.person_id: 1, officer.person_id: 1}
    care.let_go_of(who, practice_id, "willow")
    care.let_go_of(who, practice_id, "willow")
    assert told(practice_id) == both
    gone_out(practice_id)
    leaving.remind()
    assert told(practice_id) == {}
    with time_machine.travel(now() + timedelta(days=5, minutes=1)):
        leaving.remind()
        leaving.remind()
        assert told(practice_id) == both, "once"
        gone_out(practice_id)
        care.keep(who, practice_id)
        assert told(practice_id) == both
        gone_out(practice_id)
        care.keep(who, practice_id)
        care.let_go_of(who, practice_id, "willow")
        leaving.remind()
        assert told(practice_id) == both, "another removal has seven days of its own"


def test_whoever_gets_mail_is_told_that_there_is_something_at_once_and_shortly_before(cast, who, box, another_app):
    """What is theirs goes for good, and a page says it only to whoever comes. Not a word of it is in the mail."""
    practice_id, ana = cast.ana.practice_id, cast.ana.person_id
    choose(cast.ana)
    for other in (cast.ben, cast.mara, cast.vera):
        choose(other, contact.Mode.NONE)
    gone_out(practice_id)
    leaving.remind()
    assert everybody_else(practice_id) == [], "nothing is due"
    care.let_go_of(who, practice_id, "willow")
    lost = another_app(redis_url="unix:///nowhere/redis.sock")
    lost.extensions["portal.mail"] = box.office
    with lost.app_context():
        leaving.remind()
    leaving.remind()
    assert everybody_else(practice_id) == [(ana, False)], "once, though Redis was away"
    here(cast.ana, outbox.sweep)
    with unit_of_work(practice_id, writes=False):
        assert db.session.scalars(select(JobRow.sent_at)).one()
    box.answers.append("451 later")
    assert deliver(cast.ana) == ["waiting"]
    leaving.remind()
    with living_at(now() + timedelta(minutes=10)):
        assert deliver(cast.ana) == ["ready"]
        leaving.remind()
    assert everybody_else(practice_id) == [(ana, True)]
    assert box.subjects == ["Something new for you"]
    with living_at(now() + timedelta(days=5, minutes=1)):
        for _ in range(2):
            leaving.remind()
        assert everybody_else(practice_id)[1:] == [(ana, False)], "once more, though the first was not answered"
        care.keep(who, practice_id)
        deliver(cast.ana)
        leaving.remind()
    assert everybody_else(practice_id)[1:] == [(ana, "done")], "it stays, and nobody is called for nothing"
    assert len(box.letters) == 1


def test_only_a_made_up_practice_goes_at_once(cast, who):
    with pytest.raises(NotFound):
        removing.remove_made_up(cast.ana.practice_id)
    with unit_of_work(None):
        db.session.get(Practice, cast.ana.practice_id).is_made_up = True
    removing.remove_made_up(cast.ana.practice_id)
    operators.new_practice_address(who, "Another House", "willow")
    assert not {name: count for name, count in rows_of(cast.ana.practice_id).items() if count}
