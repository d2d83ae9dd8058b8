"""A new key pair: every seal is made anew, counted against the catalogue; texts and consents stay as they were."""

import logging
from itertools import product

import pytest
from sqlalchemy import select, update

from portal.core.crypto import HYBRID, X25519, unbox
from portal.core.db import db
from portal.core.errors import Locked
from portal.domain import vault
from portal.domain.vault import seals
from portal.models.vault import Grant, ItemKey, Lock, Principal

# Which columns hold something sealed to a principal, and which column says to whom. A column that is missing here, or
# that a rotation forgets, fails the tests below.
SEALS = {
    ("grant_", "owner_seal"): Grant.owner_id,
    ("grant_", "reader_seal"): Grant.reader_id,
    ("lock", "box"): Lock.holder_id,
}
SIZE = {X25519: 1 + 32 + 32 + 16, HYBRID: 1 + 1088 + 32 + 32 + 16}


def seals_of(willow, principal_id):
    """Every seal to this principal, by table and column, found by looking and not by asking the vault."""
    found = {}
    with willow.work(writes=False):
        for (table, name), holder in SEALS.items():
            model = holder.class_
            key = [getattr(model, column.name) for column in model.__table__.primary_key]
            query = select(*key, getattr(model, name)).where(holder == principal_id, getattr(model, name).is_not(None))
            if model is Lock:
                query = query.where(Lock.kind == "held-by")
            found |= {(table, name, *row[:-1]): row[-1] for row in db.session.execute(query)}
    return found


def rotate(willow, keys):
    with willow.work():
        fresh = vault.rotate(keys)
        vault.let_hold(fresh, vault.practice_principal("recovery"))
    return fresh


@pytest.fixture
def mesh(willow, ana, mara, ben):
    """Ana gives and is given to; one consent has ended, one has expired by hand; she is held and holds."""
    texts = {
        willow.shared(ana, mara)[0]: b"words",
        willow.shared(ben, ana)[0]: b"words",
        willow.write(ana, b"mine"): b"mine",
    }
    willow.end(willow.shared(ana, ben)[1])
    willow.end(willow.shared(mara, ana)[1])
    with willow.work():
        vault.let_hold(ben, vault.principal_of(_person(ana)))
        vault.let_hold(mara, vault.principal_of(_person(ana)))
    return texts


def _person(keys):
    return db.session.scalar(select(Principal.person_id).where(Principal.id == keys.principal_id))


def test_no_column_that_could_hold_a_seal_is_forgotten_here():
    """Whatever is named a seal, or is the box of a lock, is in the list of this file."""
    named = {
        (table.name, column.name)
        for table in db.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_seal") or (table.name, column.name) == ("lock", "box")
    }
    assert named == set(SEALS)


def test_every_seal_is_made_anew_and_none_is_lost(willow, ana, mesh):
    before = seals_of(willow, ana.principal_id)
    assert len(before) == 2 + 3 + 2, "her own, both sides; two given, one of them ended, and one received; two held"
    fresh = rotate(willow, ana)
    after = seals_of(willow, ana.principal_id)
    assert after.keys() == before.keys()
    assert sum(after[one] != before[one] for one in before) == len(before)
    assert willow.read(fresh, *mesh) == mesh
    with willow.work():
        assert vault.open_held(willow.records.principal_id, willow.recovery) == willow.records
        for one in seals_of_others(fresh):
            assert vault.open_held(one, fresh).principal_id == one


def seals_of_others(keys):
    return db.session.scalars(
        select(Lock.principal_id).where(Lock.holder_id == keys.principal_id, Lock.kind == "held-by")
    ).all()


def test_the_old_keys_open_nothing_and_the_old_locks_are_gone(willow, ana, mara, mesh):
    with willow.work():
        vault.set_password(ana, "before")
        vault.new_code(ana)
    with willow.work():
        fresh = vault.rotate(ana)
        left = db.session.scalars(select(Lock.kind).where(Lock.principal_id == ana.principal_id)).all()
        vault.let_hold(fresh, vault.practice_principal("recovery"))
    assert left == []
    assert willow.read(ana, *mesh) == {}
    later_id, _ = willow.shared(mara, fresh, b"later")
    assert willow.read(ana, later_id) == {}
    assert willow.read(fresh, later_id) == {later_id: b"later"}


def test_what_was_shared_stays_shared_and_can_be_shared_and_stopped_on(willow, ana, mara, mesh):
    shared_id = next(item_id for item_id in mesh if item_id in willow.read(mara, *mesh))
    fresh = rotate(willow, ana)
    maras = rotate(willow, mara)
    assert willow.read(maras, shared_id)
    grant = willow.give(fresh, maras)
    new_id = willow.write(fresh, b"new")
    assert willow.share(fresh, [new_id], grant) == 1
    assert willow.read(maras, new_id)
    willow.end(grant)
    assert willow.read(maras, new_id, shared_id) == {}


def test_rotating_twice_and_the_practices_own_keys_too(willow, ana, mara):
    item_id, _ = willow.shared(ana, mara)
    for _ in range(2):
        ana = rotate(willow, ana)
    with willow.work():
        recovery = vault.rotate(willow.recovery)
        vault.new_code(recovery)
    assert willow.read(ana, item_id)
    with willow.work():
        assert vault.open_held(willow.records.principal_id, recovery) == willow.records
        assert vault.open_held(ana.principal_id, recovery) == ana


def test_an_old_suite_is_left_behind_by_rotating(willow, mara):
    old = willow.person("Old", suite=X25519)
    item_id, _ = willow.shared(old, mara)
    back_id, _ = willow.shared(mara, old, b"back")
    assert {len(sealed) for sealed in seals_of(willow, old.principal_id).values()} == {SIZE[X25519]}
    fresh = rotate(willow, old)
    assert (old.suite, fresh.suite) == (X25519, HYBRID)
    assert {len(sealed) for sealed in seals_of(willow, old.principal_id).values()} == {SIZE[HYBRID]}
    assert willow.read(fresh, item_id, back_id).keys() == {item_id, back_id}
    assert willow.read(mara, item_id)


@pytest.mark.tampers
def test_one_altered_seal_keeps_nobody_from_a_new_key_pair(willow, ana, mara, caplog):
    item_id, grant = willow.shared(ana, mara)
    other_id = willow.write(ana)
    with willow.work():
        db.session.execute(update(Grant).where(Grant.id == grant.id).values(purpose="altered"))
    with caplog.at_level(logging.WARNING):
        fresh = rotate(willow, mara)
        fresh_ana = rotate(willow, ana)
    assert "did not open while its keys were rotated" in caplog.text
    assert willow.read(fresh, item_id) == {}
    assert willow.read(fresh_ana, item_id, other_id).keys() == {item_id, other_id}


def test_renewed_consents_open_nothing_new_for_a_key_and_a_backup_of_before(willow, ana, mara):
    """Whoever held an old key and kept the rows of then: what is written since stays closed, all else goes on."""
    before, (shared_id, consent) = willow.write(ana, b"of before"), willow.shared(ana, mara)
    with willow.work(writes=False):
        grants = db.session.scalars(select(Grant).where(Grant.owner_id == ana.principal_id)).all()
        backup = [seals.grant_key(ana, grant) for grant in grants]
    fresh = rotate(willow, ana)
    with willow.work():
        vault.renew(fresh)
    since = willow.write(fresh, b"of now")
    willow.share(fresh, [since], consent)
    with willow.work(writes=False):
        assert vault.read(fresh, [before, shared_id, since]) == {
            before: b"of before",
            shared_id: b"words",
            since: b"of now",
        }
        assert vault.read(mara, [before, shared_id, since]) == {shared_id: b"words", since: b"of now"}
        rows = db.session.execute(
            select(ItemKey.grant_id, ItemKey.given_at, ItemKey.box).where(ItemKey.item_id == since)
        ).all()
        assert len(rows) == 2
        for (grant_id, given_at, closed), key in product(rows, backup):
            with pytest.raises(Locked):
                unbox(key, closed, *seals.key_place(since, 1, grant_id, given_at))
