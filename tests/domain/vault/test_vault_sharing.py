"""Consents and sharing: given once, ended for good, handed back but never passed on."""

import stat
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import make_transient

from portal.core.clock import now
from portal.core.db import abandon, db
from portal.core.errors import Conflict, Locked, NotFound
from portal.core.keyring import ring
from portal.domain import vault
from portal.models.vault import Grant, Item, ItemKey, Principal


def afresh(willow, keys):
    """A client who lost everything gets a new principal; the old one is put aside and kept."""
    with willow.work():
        person_id = db.session.scalar(select(Principal.person_id).where(Principal.id == keys.principal_id))
        vault.retire(keys.principal_id)
        _, fresh = vault.new_principal(willow.id, "person", person_id)
        vault.let_hold(fresh, vault.practice_principal("recovery"))
    return fresh


def revocations():
    return (ring().data_dir / "revocations.log").read_text().splitlines()


def test_what_is_taken_back_is_on_the_list_before_it_is_so(willow, ana, mara):
    item_id, grant = willow.shared(ana, mara)
    listed_at_commit = []

    def look(_session):
        listed_at_commit.append(any(str(item_id) in line for line in revocations()))

    event.listen(db.session, "before_commit", look)
    try:
        with willow.work():
            vault.unshare(ana, [item_id], grant.id)
    finally:
        event.remove(db.session, "before_commit", look)
    assert listed_at_commit == [True]


def test_a_list_that_cannot_be_written_keeps_nobody_from_stopping(willow, ana, mara, monkeypatch, caplog):
    item_id, grant = willow.shared(ana, mara)
    monkeypatch.setattr("portal.domain.vault.revocations.FILE", "no-such-folder/revocations.log")
    with willow.work():
        vault.unshare(ana, [item_id], grant.id)
    assert willow.read(mara, item_id) == {}
    assert str(item_id) in caplog.text


def test_a_standing_consent_with_the_same_terms_is_used_again(willow, ana, mara):
    tomorrow = now() + timedelta(days=1)
    one = willow.give(ana, mara)
    assert willow.give(ana, mara).id == one.id
    other_terms = ({"purpose": "other"}, {"scope": "note"}, {"expires_at": tomorrow})
    ids = {willow.give(ana, mara, **terms).id for terms in (*other_terms, *other_terms)}
    assert len(ids) == 3
    assert one.id not in ids
    willow.end(one)
    assert willow.give(ana, mara).id != one.id


def test_a_consent_to_oneself_is_not_given(willow, ana, mara):
    for reader, scope in ((ana, "chosen"), (mara, "own")):
        with pytest.raises(ValueError, match="somebody else"):
            willow.give(ana, reader, scope=scope)


def test_nothing_is_given_to_nobody_or_to_who_was_put_aside(willow, ana, ben):
    afresh(willow, ben)
    for reader in (ben, replace(ben, principal_id=uuid4())):
        with pytest.raises(NotFound):
            willow.give(ana, reader)
    with pytest.raises(Locked):
        willow.give(replace(ana, principal_id=uuid4()), ana)


def test_sharing_twice_is_sharing_once(willow, ana, mara):
    item_id, grant = willow.shared(ana, mara)
    assert willow.share(ana, [item_id, item_id], grant) == 0
    assert willow.share(ana, [], grant) == 0
    assert willow.share(ana, [uuid4()], grant) == 0
    assert willow.read(mara, item_id)


def test_taking_back_one_leaves_the_others_and_needs_no_key(willow, ana, mara, ben):
    one_id, grant = willow.shared(ana, mara)
    two_id = willow.write(ana)
    willow.share(ana, [two_id], grant)
    with willow.work():
        assert vault.unshare(mara, [one_id], grant.id) == 0, "only its owner takes back"
        assert vault.unshare(ben.principal_id, [one_id], grant.id) == 0
        assert vault.unshare(ana.principal_id, [one_id, uuid4()], grant.id) == 1
        assert vault.unshare(ana, [one_id], grant.id) == 0
    assert willow.read(mara, one_id, two_id) == {two_id: b"words"}
    assert willow.share(ana, [one_id], grant) == 1
    assert willow.read(mara, one_id, two_id).keys() == {one_id, two_id}


def test_ones_own_key_to_ones_own_text_cannot_be_taken_back_or_ended(willow, ana):
    item_id = willow.write(ana)
    with willow.work():
        own = db.session.scalars(select(Grant).where(Grant.owner_id == ana.principal_id, Grant.scope == "own")).one()
        assert vault.unshare(ana, [item_id], own.id) == 0
        assert vault.end(own.id) == []
        assert vault.end_between(ana.principal_id, ana.principal_id) == []
    assert willow.read(ana, item_id)


def test_everything_opened_to_a_person_ends_at_once_and_nothing_else(willow, ana, ben, mara):
    ids = [willow.shared(ana, mara)[0], willow.write(ana)]
    willow.share(ana, ids[1:], willow.give(ana, mara, purpose="more"))
    kept_id, _ = willow.shared(ben, mara)
    other_id, _ = willow.shared(ana, ben)
    with willow.work():
        assert len(vault.end_between(ana.principal_id, mara.principal_id)) == 2
        assert vault.end_between(ana.principal_id, mara.principal_id) == []
    assert willow.read(mara, *ids, kept_id) == {kept_id: b"words"}
    assert willow.read(ben, other_id)


def test_a_consent_ends_by_date_before_and_after_the_sweeper_comes(willow, ana, mara, time_machine):
    end = now() + timedelta(days=1)
    item_id, grant = willow.write(ana), willow.give(ana, mara, expires_at=end)
    willow.share(ana, [item_id], grant)
    with willow.work():
        assert vault.sweep() == []
    time_machine.move_to(end - timedelta(microseconds=1), tick=False)
    assert willow.read(mara, item_id)
    time_machine.move_to(end, tick=False)
    assert willow.read(mara, item_id) == {}
    with pytest.raises(Conflict):
        willow.share(ana, [item_id], grant)
    with willow.work():
        assert vault.sweep() == [grant.id]
        assert vault.sweep() == []
    time_machine.move_to(end - timedelta(days=1), tick=False)
    assert willow.read(mara, item_id) == {}, "turning the clock back brings nothing back"


def test_what_a_former_reader_had_can_be_shared_with_the_next_in_one_step(willow, ana, mara, ben):
    had = [willow.shared(ana, mara)[0] for _ in range(3)]
    willow.write(ana, b"mine")
    with willow.work(writes=False):
        before = db.session.scalars(
            select(Grant).where(Grant.reader_id == mara.principal_id, Grant.scope == "chosen")
        ).one()
    everything = [*had, willow.write(ana)]
    assert willow.share(ana, everything, willow.give(ana, ben), source=before) == 3
    assert willow.read(ben, *everything).keys() == set(had)


def test_a_reader_can_hand_back_what_was_shared_to_a_client_who_lost_everything(willow, ana, mara, ben):
    shared_id, given = willow.shared(ana, mara, b"kept by Mara")
    private_id = willow.write(ana, b"lost")
    fresh = afresh(willow, ana)
    back = willow.give(mara, fresh)
    assert willow.share(mara, [shared_id, private_id], back, source=given) == 1
    assert willow.read(fresh, shared_id, private_id) == {shared_id: b"kept by Mara"}
    onwards = willow.give(fresh, ben)
    assert willow.share(fresh, [shared_id], onwards, source=back) == 1, "what she wrote is hers to share again"
    assert willow.read(ben, shared_id) == {shared_id: b"kept by Mara"}


def test_a_client_who_started_afresh_goes_on_writing_the_same_thing(willow, ana):
    thing_id = uuid4()
    willow.write(ana, b"before", thing_id)
    fresh = afresh(willow, ana)
    assert willow.read(fresh, willow.write(fresh, b"after", thing_id, 2))


def test_a_consent_made_up_in_memory_gives_nothing(willow, ana, mara, ben):
    """`share` looks the consent up again: only its id is believed."""
    item_id, grant = willow.shared(ana, mara)
    make_transient(grant)
    grant.owner_id = ben.principal_id
    with pytest.raises(Locked):
        willow.share(ben, [item_id], grant)


def test_a_thing_that_is_forgotten_is_gone_for_everybody_and_listed(willow, ana, mara):
    item_id, _ = willow.shared(ana, mara)
    kept, _ = willow.shared(ana, mara)
    with willow.work():
        thing_ids = {found: db.session.get_one(Item, (willow.id, found)).thing_id for found in (item_id, kept)}
        assert vault.forget([thing_ids[item_id]]) == 1
        assert vault.forget([thing_ids[item_id], uuid4()]) == 0
    with willow.work():
        for keys in (ana, mara):
            assert list(vault.read(keys, [item_id, kept])) == [kept]
        assert db.session.scalars(select(ItemKey).where(ItemKey.item_id == item_id)).all() == []
    lines = [line.split()[1:] for line in revocations() if str(willow.id) in line]
    assert lines == [[str(willow.id), "forgotten", str(thing_ids[item_id])]]


def test_what_is_taken_back_is_listed_beside_the_database_once_it_is_safe(willow, ana, mara):
    item_id, grant = willow.shared(ana, mara)
    with willow.work():
        vault.unshare(ana, [item_id], grant.id)
    with willow.work():
        vault.end(grant.id)
        abandon()
    willow.end(grant)
    with willow.work():
        vault.shred(ana.principal_id)
    lines = [line.split()[1:] for line in revocations() if str(willow.id) in line]
    assert lines == [
        [str(willow.id), "unshared", str(item_id), str(grant.id)],
        [str(willow.id), "ended", str(grant.id)],
        [str(willow.id), "shredded", str(ana.principal_id)],
    ]
    assert stat.S_IMODE((ring().data_dir / "revocations.log").stat().st_mode) == 0o600
