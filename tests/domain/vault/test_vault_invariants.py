"""The fifteen invariants of the vault, one test each; the other files here go into their corners."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, insert, select, update

from portal.core.clock import now
from portal.core.crypto import box, new_key, new_pair
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, Locked, NoTenant, NotFound
from portal.domain import sessions, vault
from portal.domain.vault.seals import grant_key
from portal.models.sessions import SignedIn
from portal.models.vault import Grant, Item, ItemKey, Principal


def count(model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def test_invariant_1_readable_if_and_only_if_a_live_consent_has_a_key_and_the_key_opens(willow, ana, mara, ben):
    item_id, grant = willow.shared(ana, mara)
    private_id = willow.write(ana, b"mine")
    assert willow.read(ana, item_id, private_id) == {item_id: b"words", private_id: b"mine"}
    assert willow.read(mara, item_id, private_id) == {item_id: b"words"}
    assert willow.read(ben, item_id, private_id) == {}
    assert willow.read(replace(ben, principal_id=mara.principal_id), item_id) == {}, "the row alone opens nothing"
    assert willow.read(replace(mara, principal_id=ben.principal_id), item_id) == {}, "the key alone opens nothing"
    with willow.work():
        db.session.execute(delete(ItemKey).where(ItemKey.grant_id == grant.id))
    assert willow.read(mara, item_id) == {}


def test_invariant_2_every_item_has_exactly_one_key_under_its_owners_own_consent(willow, ana, mara):
    item_id, _ = willow.shared(ana, mara)
    willow.write(mara)
    with willow.work(writes=False):
        own = select(Grant.id).where(Grant.scope == "own")
        owned = select(ItemKey.item_id, Grant.owner_id).join(Grant).where(Grant.id.in_(own))
        assert sorted(db.session.execute(owned).all()) == sorted(
            db.session.execute(select(Item.id, Item.owner_id)).all()
        )
        assert count(ItemKey, ItemKey.item_id == item_id) == 2


def test_invariant_3_a_key_kept_from_before_opens_nothing_written_later(willow, ana, mara):
    thing_id = uuid4()
    first_id = willow.write(ana, b"first", thing_id)
    grant = willow.give(ana, mara)
    willow.share(ana, [first_id], grant)
    second_id = willow.write(ana, b"second", thing_id, 2)
    assert willow.read(mara, first_id, second_id) == {first_id: b"first"}
    with willow.work():
        bodies = db.session.scalars(select(Item.body)).all()
        keys = {vault.pack(ana, uuid4(), [one], (uuid4(), new_key())) for one in (first_id, second_id)}
    assert len(set(bodies)) == len(keys) == 2
    with willow.work():
        vault.unshare(ana, [first_id], grant.id)
    assert willow.read(mara, first_id, second_id) == {}


@pytest.mark.tampers
def test_invariant_4_boxes_put_elsewhere_do_not_open(willow, ana, mara):
    one_id, _ = willow.shared(ana, mara, b"one")
    two_id, grant = willow.shared(ana, mara, b"two")
    with willow.work():
        body = db.session.scalar(select(Item.body).where(Item.id == one_id))
        db.session.execute(update(Item).where(Item.id == two_id).values(body=body))
    assert willow.read(mara, one_id, two_id) == {one_id: b"one"}
    with willow.work():
        closed = db.session.scalar(select(ItemKey.box).where(ItemKey.item_id == two_id, ItemKey.grant_id == grant.id))
        db.session.execute(update(ItemKey).where(ItemKey.item_id == one_id).values(box=closed))
    assert willow.read(mara, one_id) == willow.read(ana, one_id) == {}


@pytest.mark.tampers
@pytest.mark.parametrize(
    "changed",
    [
        {"expires_at": now() + timedelta(days=365)},
        {"expires_at": None},
        {"scope": "mood"},
        {"purpose": "all"},
        {"wording": "2"},
    ],
)
def test_invariant_5_altered_terms_make_a_consent_unreadable(willow, ana, mara, changed):
    item_id, grant = willow.write(ana), willow.give(ana, mara, expires_at=now() + timedelta(days=1))
    willow.share(ana, [item_id], grant)
    assert willow.read(mara, item_id)
    with willow.work():
        db.session.execute(update(Grant).where(Grant.id == grant.id).values(**changed))
    assert willow.read(mara, item_id) == {}
    with pytest.raises(Locked):
        willow.share(ana, [willow.write(ana)], grant)


@pytest.mark.tampers
def test_invariant_6_a_public_key_without_our_stamp_is_never_sealed_to(willow, ana, mara):
    grant = willow.give(ana, mara)
    _, planted = new_pair(mara.suite)
    with willow.work():
        db.session.execute(update(Principal).where(Principal.id == mara.principal_id).values(public_key=planted))
    with pytest.raises(Locked):
        willow.give(ana, mara, purpose="again")
    with willow.work(), pytest.raises(Locked):
        vault.let_hold(ana, db.session.get(Principal, (willow.id, mara.principal_id)))
    willow.share(ana, [willow.write(ana)], grant)  # seals nothing: the consent of before still goes to Mara alone
    with willow.work(writes=False):
        assert vault.fsck()["public key without our stamp"] == 1


def test_invariant_7_an_ended_consent_has_no_seal_and_no_keys_and_stays_ended(willow, ana, mara):
    item_id, grant = willow.shared(ana, mara)
    assert willow.end(grant) == [grant.id]
    assert willow.end(grant) == []
    with willow.work(writes=False):
        row = db.session.scalars(select(Grant).where(Grant.id == grant.id)).one()
        assert row.ended_at
        assert row.reader_seal is None
        assert count(ItemKey, ItemKey.grant_id == grant.id) == 0
    assert willow.read(mara, item_id) == {}
    with pytest.raises(Conflict):
        willow.share(ana, [item_id], grant)
    again = willow.give(ana, mara)
    assert again.id != grant.id
    assert willow.read(mara, item_id) == {}, "a new consent starts empty"


def test_invariant_8_no_consent_crosses_practices(willow, oak, ana):
    stranger = oak.person("Stranger")
    with pytest.raises(NotFound):
        willow.give(ana, stranger)
    with pytest.raises((NoTenant, NotFound, Locked)):
        oak.give(ana, stranger)
    item_id = willow.write(ana)
    with pytest.raises(Locked):
        oak.write(ana)
    assert oak.read(ana, item_id) == {}


def test_invariant_9_only_who_can_open_an_item_can_share_it_and_only_under_a_consent_of_their_own(
    willow, ana, mara, ben
):
    item_id, given = willow.shared(ana, mara)
    private_id = willow.write(ana)
    onwards = willow.give(mara, ben)
    assert willow.share(mara, [item_id, private_id], onwards) == 0, "she has no key of her own to them"
    assert willow.share(mara, [item_id, private_id], onwards, source=given) == 0, "a reader does not pass on"
    with pytest.raises(Locked):
        willow.share(mara, [item_id], given, source=given)
    with pytest.raises(Locked):
        willow.share(ben, [item_id], onwards)
    assert willow.read(ben, item_id, private_id) == {}


def test_invariant_10_two_consents_over_one_item_are_independent(willow, ana, mara):
    item_id, one = willow.shared(ana, mara)
    other = willow.give(ana, mara, purpose="supervision")
    assert willow.share(ana, [item_id], other) == 1
    willow.end(one)
    assert willow.read(mara, item_id) == {item_id: b"words"}
    willow.end(other)
    assert willow.read(mara, item_id) == {}


def test_invariant_11_the_store_of_sessions_learns_neither_cookie_nor_key(willow, ana):
    with willow.work():
        person_id = db.session.scalar(select(Principal.person_id).where(Principal.id == ana.principal_id))
        cookie = sessions.start(willow.id, person_id, ana)
    with willow.work(writes=False):
        row = db.session.execute(select(*SignedIn.__table__.c).select_from(SignedIn)).mappings().one()
    kept = b"".join(value for value in row.values() if isinstance(value, bytes))
    assert cookie not in kept
    assert ana.raw[:16] not in kept
    assert ana.raw[-16:] not in kept


def test_invariant_12_keys_do_not_show_in_what_is_printed(willow, ana, mara):
    item_id, _ = willow.shared(ana, mara)
    with willow.work():
        sealed = vault.pack(mara, job_id := uuid4(), [item_id], vault.promise(mara, "record", uuid4()))
        bundle = vault.unpack(job_id, sealed)
        (text,) = vault.read_all(ana, ["note"])
    assert repr(ana).count("'") == 2, "the id and nothing else"
    assert "bytes" not in repr(bundle) + repr(text)
    assert not re.search(r"\bb['\"]", repr(ana) + repr(bundle) + repr(text))


def test_invariant_13_the_worker_gets_item_keys_only_for_ten_minutes_and_asks_again(willow, ana, mara, time_machine):
    item_id, grant = willow.shared(ana, mara)
    with willow.work():
        job_id, out = uuid4(), vault.promise(mara, "record", uuid4())
        sealed = vault.pack(mara, job_id, [item_id], out)
        bundle = vault.unpack(job_id, sealed)
    assert mara.raw.hex() not in str(bundle.item_keys)
    assert vars(type(bundle))["__slots__"] == ("reader_id", "item_keys", "out_id", "out_key")
    with willow.work(writes=False):
        assert vault.open_bundle(bundle) == ({item_id: b"words"}, set())
    willow.end(grant)
    with willow.work(writes=False):
        assert vault.open_bundle(bundle) == ({}, {item_id})
    time_machine.move_to(now() + timedelta(minutes=10))
    with willow.work(writes=False), pytest.raises(Locked):
        vault.unpack(job_id, sealed)


def test_invariant_14_shredding_leaves_the_record_to_the_practice_and_process_notes_to_their_author(willow, ana, mara):
    with willow.work():
        vault.give(mara, willow.records.principal_id, "record", "the practice's record", "words-1")
    with willow.work():
        record_id = vault.write(mara, "record", b"seen on Tuesday", uuid4())
        process_id = vault.write(mara, "process", b"what I wonder", uuid4())
    diary_id, _ = willow.shared(ana, mara)
    with willow.work():
        vault.shred(ana.principal_id)
    everything = (record_id, process_id, diary_id)
    assert willow.read(willow.records, *everything) == {record_id: b"seen on Tuesday"}
    assert willow.read(mara, *everything) == {record_id: b"seen on Tuesday", process_id: b"what I wonder"}
    assert willow.read(ana, *everything) == {}


@pytest.mark.tampers
def test_invariant_15_fsck_counts_nothing_in_a_sound_vault_and_something_in_a_broken_one(willow, ana, mara):
    item_id, grant = willow.shared(ana, mara)
    willow.end(willow.shared(ana, mara)[1])
    with willow.work(writes=False):
        assert set(vault.fsck().values()) == {0}
    with unit_of_work(willow.id):
        closed = box(grant_key(ana, grant), new_key(), "anything")
        row = {"practice_id": willow.id, "item_id": item_id, "given_at": now(), "box": closed}
        dead = db.session.scalar(select(Grant.id).where(Grant.ended_at.is_not(None)))
        db.session.execute(insert(ItemKey), [{**row, "grant_id": dead}])
        assert vault.fsck()["key under an ended consent"] == 1
