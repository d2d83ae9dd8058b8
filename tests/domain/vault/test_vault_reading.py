"""Writing and reading: versions, promises, the newest that one may read, searching."""

import logging
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, Locked, NoTenant, NotFound
from portal.core.held import held
from portal.domain import vault
from portal.models.vault import Item, ItemKey


def latest(willow, keys, *thing_ids):
    with willow.work(writes=False):
        return vault.latest_readable(keys, thing_ids)


def search(willow, keys, kinds=("note",), **options):
    with willow.work(writes=False):
        return [(text.version, text.data) for text in vault.read_all(keys, kinds, **options)]


@pytest.mark.parametrize("data", [b"", b"\0", b"\x80", b"\x80\0\0", bytes(255), bytes(256), b"\xff" * 5000])
def test_any_bytes_come_back_as_they_were(willow, ana, data):
    item_id = willow.write(ana, data)
    assert willow.read(ana, item_id) == {item_id: data}


def test_the_table_holds_no_words_and_sizes_show_in_steps_only(willow, ana):
    for length in (1, 100, 200):
        willow.write(ana, b"w" * length)
    with willow.work(writes=False):
        bodies = db.session.scalars(select(Item.body)).all()
    assert len({len(body) for body in bodies}) == 1
    assert not any(b"www" in body for body in bodies)


def test_the_same_version_is_not_written_twice(willow, ana):
    thing_id, item_id = uuid4(), uuid4()
    with willow.work():
        assert vault.write(ana, "note", b"once", thing_id, item_id=item_id) == item_id
    for again in ({"thing_id": thing_id}, {"thing_id": uuid4(), "item_id": item_id}):
        with pytest.raises(Conflict), willow.work():
            vault.write(ana, "note", b"twice", **again)
    assert willow.read(ana, item_id) == {item_id: b"once"}


def test_nobody_writes_a_version_of_somebody_elses_thing(willow, ana, ben, mara):
    thing_id = uuid4()
    willow.write(ana, b"hers", thing_id)
    for other in (ben, mara, willow.records):
        with pytest.raises(Locked):
            willow.write(other, b"his", thing_id, 2)


def test_a_later_version_stays_private_until_it_is_shared_itself(willow, ana, mara):
    thing_id = uuid4()
    first_id, grant = willow.write(ana, b"first", thing_id), willow.give(ana, mara)
    willow.share(ana, [first_id], grant)
    second_id = willow.write(ana, b"second", thing_id, 2)
    third_id = willow.write(ana, b"third", thing_id, 3)
    assert latest(willow, mara, thing_id)[thing_id][0::3] == (first_id, b"first")
    assert latest(willow, ana, thing_id)[thing_id][0::3] == (third_id, b"third")
    willow.share(ana, [second_id], grant)
    assert latest(willow, mara, thing_id, uuid4()) == {thing_id: (second_id, thing_id, 2, b"second")}
    with willow.work():
        vault.unshare(ana, [second_id], grant.id)
    assert latest(willow, mara, thing_id)[thing_id].version == 1


def test_what_a_unit_of_work_has_opened_helps_neither_another_reader_nor_after_the_end_of_the_consent(
    willow, ana, ben, mara
):
    item_id, grant = willow.write(ana, b"words"), willow.give(ana, mara)
    willow.share(ana, [item_id], grant)
    with willow.work():
        assert vault.read(mara, [item_id]) == {item_id: b"words"}
        assert vault.read(ben, [item_id]) == {}
        assert vault.read(replace(ben, principal_id=mara.principal_id), [item_id]) == {}, (
            "another's name, not their key"
        )
        assert held(mara) != {}
        vault.end(grant.id)
        assert vault.read(mara, [item_id]) == {}
    assert "held" not in db.session.info


@pytest.mark.tampers
def test_an_altered_newest_version_is_not_replaced_by_an_older_one(willow, ana, caplog):
    thing_id = uuid4()
    willow.write(ana, b"first", thing_id)
    second_id = willow.write(ana, b"second", thing_id, 2)
    with willow.work():
        db.session.execute(update(Item).where(Item.id == second_id).values(kind="note", body=b"\x01" + bytes(300)))
    with caplog.at_level(logging.WARNING):
        assert latest(willow, ana, thing_id) == {}
        assert search(willow, ana) == []
    assert str(second_id) in caplog.text, "somebody must hear of it"


def test_a_standing_consent_covers_what_is_written_after_it_of_its_kind_and_nothing_else(willow, ana, mara):
    before = willow.write(ana, b"before")
    standing = willow.give(ana, mara, scope="note")
    thing_id = uuid4()
    after = [willow.write(ana, b"after", thing_id), willow.write(ana, b"edited", thing_id, 2)]
    with willow.work():
        other_kind = vault.write(ana, "mood", b"low", uuid4())
    assert willow.read(mara, before, other_kind, *after) == dict(zip(after, (b"after", b"edited"), strict=True))
    willow.end(standing)
    assert willow.read(mara, *after, willow.write(ana)) == {}


def test_an_expired_standing_consent_covers_nothing_new_even_before_the_sweeper_comes(willow, ana, mara, time_machine):
    midnight = now() + timedelta(hours=1)
    willow.give(ana, mara, scope="note", expires_at=midnight)
    time_machine.move_to(midnight - timedelta(microseconds=1), tick=False)
    item_id = willow.write(ana)
    assert willow.read(mara, item_id)
    time_machine.move_to(midnight, tick=False)
    later_id = willow.write(ana)
    assert willow.read(mara, item_id, later_id) == {}
    with willow.work(writes=False):
        assert db.session.scalar(select(func.count()).select_from(ItemKey).where(ItemKey.item_id == later_id)) == 1


def test_reading_one_that_is_not_there_or_not_shared_is_the_same(willow, ana, mara):
    for item_id in (uuid4(), willow.write(ana)):
        with willow.work(writes=False), pytest.raises(Locked) as refusal:
            vault.read_one(mara, item_id)
        assert str(item_id) not in str(refusal.value)


def test_nothing_is_read_of_no_ids(willow, ana):
    assert willow.read(ana) == {}
    assert latest(willow, ana) == {}


def test_more_items_than_one_statement_carries_are_read_and_shared(willow, ana, mara, monkeypatch):
    monkeypatch.setattr("portal.domain.vault.reading.CHUNK", 3)
    ids = [willow.write(ana, bytes([n])) for n in range(10)]
    grant = willow.give(ana, mara)
    assert willow.share(ana, ids, grant) == 10
    assert willow.read(mara, *ids) == {item_id: bytes([n]) for n, item_id in enumerate(ids)}
    with willow.work():
        assert vault.unshare(ana, ids, grant.id) == 10


def test_a_promised_item_is_filled_once_by_whoever_has_its_key_and_then_read_by_its_standing_readers(willow, mara):
    with willow.work():
        vault.give(mara, willow.records.principal_id, "record", "the practice's record", "words-1")
        item_id, key = vault.promise(mara, "record", uuid4())
    assert willow.read(mara, item_id) == willow.read(willow.records, item_id) == {}
    with willow.work():
        vault.fulfil(item_id, key, b"%PDF")
    assert willow.read(mara, item_id) == willow.read(willow.records, item_id) == {item_id: b"%PDF"}
    with pytest.raises(Conflict), willow.work():
        vault.fulfil(item_id, key, b"another")
    with pytest.raises(NotFound), willow.work():
        vault.fulfil(uuid4(), key, b"nowhere")
    assert willow.read(mara, item_id) == {item_id: b"%PDF"}


def test_words_put_into_a_promise_under_another_key_open_for_nobody(willow, mara):
    with willow.work():
        one_id, _ = vault.promise(mara, "record", uuid4())
        _, other_key = vault.promise(mara, "record", uuid4())
        vault.fulfil(one_id, other_key, b"%PDF")
    assert willow.read(mara, one_id) == {}


def test_searching_gives_the_newest_first_of_each_thing_and_kind_and_owner(willow, ana, ben, mara, monkeypatch):
    monkeypatch.setattr("portal.domain.vault.reading.STREAM", 2)
    thing_id = uuid4()
    ids = [willow.write(ana, b"one", thing_id), willow.write(ana, b"two"), willow.write(ana, b"one again", thing_id, 2)]
    with willow.work():
        vault.write(ana, "mood", b"low", uuid4())
    assert search(willow, ana) == [(2, b"one again"), (1, b"two")]
    assert search(willow, ana, every_version=True) == [(2, b"one again"), (1, b"two"), (1, b"one")]
    assert search(willow, ana, ("note", "mood"))[0] == (1, b"low")
    assert search(willow, mara) == search(willow, ana, ()) == []
    willow.share(ana, ids[:2], willow.give(ana, mara))
    willow.share(ana, ids[:2], willow.give(ana, mara, purpose="twice"))
    willow.shared(ben, mara, b"bens")
    assert search(willow, mara) == [(1, b"bens"), (1, b"two"), (1, b"one")]
    assert search(willow, mara, every_version=True) == search(willow, mara)
    assert search(willow, mara, owner_id=ben.principal_id) == [(1, b"bens")]


def test_a_search_may_stop_early_and_the_unit_goes_on(willow, ana):
    item_id, *_ = [willow.write(ana) for _ in range(5)]
    with willow.work():
        for _ in vault.read_all(ana, ["note"]):
            break
        assert vault.read_one(ana, item_id) == b"words"
        vault.write(ana, "note", b"after", uuid4())


def test_outside_a_practice_the_vault_refuses(ana):
    for attempt in (
        lambda: vault.write(ana, "note", b"words", uuid4()),
        lambda: vault.read(ana, [uuid4()]),
        lambda: vault.unpack(uuid4(), b""),
        vault.sweep,
        vault.fsck,
    ):
        with unit_of_work(None), pytest.raises(NoTenant):
            attempt()
