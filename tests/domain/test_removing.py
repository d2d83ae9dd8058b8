"""Archives of a practice, and its removal: who is told, what goes, and what nobody gets afterwards."""

import json
import zipfile
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, select

from portal.core.actor import Role
from portal.core.clock import living_at, now
from portal.core.db import Base, Tenanted, db, unit_of_work
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.keyring import ring
from portal.domain import contact, mail, operators, practices
from portal.domain.operators import archives, care, leaving, removing
from portal.models.mail import Message
from portal.models.practices import Practice, SetUp
from tests.acts import at_work
from tests.cast import add_person
from tests.duty import employ, on_duty


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
    made = archives.make(who, cast.ana.practice_id)
    path = archives.path_of(cast.ana.practice_id, made.number)
    with zipfile.ZipFile(path) as file:
        told = json.loads(file.read("manifest.json"))
        lines = {name: file.read(name) for name in file.namelist()}
    assert {name: each["rows"] for name, each in told["tables"].items() if name in rows_of(cast.ana.practice_id)} == (
        rows_of(cast.ana.practice_id)
    )
    assert b"We talked at last" not in b"".join(lines.values())
    assert str(cast.foreign_client.person_id).encode() not in b"".join(lines.values())
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(NotFound):
        archives.path_of(cast.foreign_client.practice_id, made.number)


def test_a_removed_practice_leaves_no_row_and_its_neighbour_loses_none(cast, who):
    gone, stays = cast.ana.practice_id, cast.foreign_client.practice_id
    before = rows_of(stays)
    archives.make(who, gone)
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


def gone_out(practice_id):
    with unit_of_work(practice_id):
        db.session.execute(delete(Message))


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


def test_only_a_made_up_practice_goes_at_once(cast):
    with pytest.raises(NotFound):
        removing.remove_made_up(cast.ana.practice_id)
    with unit_of_work(None):
        db.session.get(Practice, cast.ana.practice_id).is_made_up = True
    removing.remove_made_up(cast.ana.practice_id)
    operators.new_practice_address(None, "Another House", "willow")
    assert not {name: count for name, count in rows_of(cast.ana.practice_id).items() if count}
