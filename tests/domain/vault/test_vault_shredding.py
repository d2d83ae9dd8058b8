"""Erasing a person: nothing of theirs opens any more, and what others wrote stays with its owners."""

from uuid import uuid4

import pytest
from sqlalchemy import func, or_, select

from portal.core.db import db
from portal.core.errors import Locked, NotFound
from portal.domain import vault
from portal.models.vault import Grant, Item, ItemKey, Lock, Principal


def rows(model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def test_no_key_no_seal_and_no_word_of_theirs_is_left(willow, ana, mara):
    shared_id, _ = willow.shared(ana, mara)
    from_mara_id, _ = willow.shared(mara, ana, b"for Ana")
    with willow.work():
        vault.set_password(ana, "a quiet harbour")
        code = vault.new_code(ana)
        vault.shred(ana.principal_id)
    ana_id = ana.principal_id
    with willow.work(writes=False):
        assert rows(Lock, or_(Lock.principal_id == ana_id, Lock.holder_id == ana_id)) == 0
        assert rows(Item, Item.owner_id == ana_id) == 0
        assert rows(Grant, Grant.owner_id == ana_id, Grant.owner_seal.is_not(None)) == 0
        assert (
            rows(Grant, or_(Grant.owner_id == ana_id, Grant.reader_id == ana_id), Grant.reader_seal.is_not(None)) == 0
        )
        assert rows(ItemKey, ItemKey.item_id == shared_id) == 0
        assert db.session.scalar(select(Principal.retired_at).where(Principal.id == ana_id))
    assert willow.read(ana, shared_id, from_mara_id) == willow.read(mara, shared_id) == {}
    assert willow.read(mara, from_mara_id) == {from_mara_id: b"for Ana"}
    for way in (
        lambda: vault.open_with_password(ana_id, "a quiet harbour"),
        lambda: vault.open_with_code(ana_id, code),
        lambda: vault.open_held(ana_id, willow.recovery),
        lambda: vault.write(ana, "note", b"again", uuid4()),
    ):
        with willow.work(), pytest.raises(Locked):
            way()
    with pytest.raises(NotFound):
        willow.give(mara, ana)


def test_the_owners_own_side_of_a_consent_to_them_stays_sealed(willow, ana, mara):
    _, grant = willow.shared(mara, ana)
    with willow.work():
        vault.shred(ana.principal_id)
        assert rows(Grant, Grant.id == grant.id, Grant.owner_seal.is_not(None)) == 1


def test_shredding_twice_is_shredding_once_and_nobody_is_not_found(willow, oak, ana):
    with willow.work():
        vault.shred(ana.principal_id)
    with willow.work():
        vault.shred(ana.principal_id)
    stranger = oak.person("Stranger")
    for principal_id in (uuid4(), stranger.principal_id):
        with willow.work(), pytest.raises(NotFound):
            vault.shred(principal_id)


def test_other_people_are_untouched(willow, ana, ben, mara):
    kept_id, _ = willow.shared(ben, mara, b"bens")
    willow.shared(ana, mara)
    with willow.work():
        vault.shred(ana.principal_id)
    assert willow.read(ben, kept_id) == willow.read(mara, kept_id) == {kept_id: b"bens"}
