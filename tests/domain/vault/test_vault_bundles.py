"""What the worker is handed: item keys for one job and ten minutes, and consent asked again for each item."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from portal.core import crypto
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Locked
from portal.core.keyring import ring
from portal.domain import vault
from portal.models.vault import Item


@pytest.fixture
def ask(willow, mara):
    """Mara asks for a file about these items."""

    def packed(*item_ids, job_id):
        with willow.work():
            return vault.pack(mara, job_id, item_ids, vault.promise(mara, "record", uuid4()))

    return packed


def opened(willow, job_id, sealed):
    with willow.work(writes=False):
        return vault.open_bundle(vault.unpack(job_id, sealed))


def test_the_worker_reads_what_the_asker_may_read_and_names_the_rest(willow, ana, mara, ask):
    shared_id, _ = willow.shared(ana, mara, b"shared")
    private_id, own_id, nowhere_id = willow.write(ana), willow.write(mara, b"my own note"), uuid4()
    job_id = uuid4()
    sealed = ask(shared_id, private_id, own_id, nowhere_id, job_id=job_id)
    texts, left_out = opened(willow, job_id, sealed)
    assert texts == {shared_id: b"shared", own_id: b"my own note"}
    assert left_out == {private_id, nowhere_id}


def test_what_was_stopped_meanwhile_is_left_out_and_named_one_by_one(willow, ana, mara, ask, time_machine):
    job_id, soon = uuid4(), now() + timedelta(minutes=5)
    kept_id, grant = willow.shared(ana, mara, b"kept")
    stopped_id = willow.write(ana)
    willow.share(ana, [stopped_id], grant)
    ended_id, ending = willow.write(ana), willow.give(ana, mara, purpose="ending")
    expired_id, expiring = willow.write(ana), willow.give(ana, mara, expires_at=soon)
    willow.share(ana, [ended_id], ending)
    willow.share(ana, [expired_id], expiring)
    sealed = ask(kept_id, stopped_id, ended_id, expired_id, job_id=job_id)
    assert opened(willow, job_id, sealed)[1] == set()
    with willow.work():
        vault.unshare(ana, [stopped_id], grant.id)
        vault.end(ending.id)
    time_machine.move_to(soon, tick=False)
    assert opened(willow, job_id, sealed) == ({kept_id: b"kept"}, {stopped_id, ended_id, expired_id})


def test_what_was_edited_meanwhile_is_still_the_version_that_was_shared(willow, ana, mara, ask):
    thing_id, job_id = uuid4(), uuid4()
    first_id = willow.write(ana, b"first", thing_id)
    willow.share(ana, [first_id], willow.give(ana, mara))
    sealed = ask(first_id, job_id=job_id)
    willow.write(ana, b"second", thing_id, 2)
    assert opened(willow, job_id, sealed) == ({first_id: b"first"}, set())


def test_what_was_shredded_meanwhile_is_left_out(willow, ana, mara, ask):
    job_id = uuid4()
    item_id, _ = willow.shared(ana, mara)
    sealed = ask(item_id, job_id=job_id)
    with willow.work():
        vault.shred(ana.principal_id)
    assert opened(willow, job_id, sealed) == ({}, {item_id})


def test_a_bundle_opens_for_its_own_job_in_its_own_practice_for_ten_minutes(willow, oak, mara, ask, time_machine):
    job_id, asked_at = uuid4(), now()
    time_machine.move_to(asked_at, tick=False)
    sealed = ask(willow.write(mara), job_id=job_id)
    with willow.work(writes=False), pytest.raises(Locked):
        vault.unpack(uuid4(), sealed)
    with oak.work(writes=False), pytest.raises(Locked):
        vault.unpack(job_id, sealed)
    time_machine.move_to(asked_at + timedelta(minutes=9, seconds=59), tick=False)
    assert opened(willow, job_id, sealed)[0]
    time_machine.move_to(asked_at + timedelta(minutes=10), tick=False)
    with willow.work(writes=False), pytest.raises(Locked):
        vault.unpack(job_id, sealed)


@pytest.mark.parametrize("nothing", [None, b"", b"\x02", bytes(2000)])
def test_what_is_no_bundle_does_not_open(willow, nothing):
    with willow.work(writes=False), pytest.raises(Locked):
        vault.unpack(uuid4(), nothing)


def test_only_the_worker_opens_a_bundle(willow, mara, ask, house, monkeypatch):
    job_id = uuid4()
    sealed = ask(willow.write(mara), job_id=job_id)
    private, _ = crypto.new_pair(crypto.NEWEST)
    for somebody in (None, private):
        monkeypatch.setitem(house.extensions, "portal.ring", replace(ring(), worker_private=somebody))
        with willow.work(writes=False), pytest.raises(Locked):
            vault.unpack(job_id, sealed)


def test_a_bundle_made_without_the_pepper_is_refused(willow):
    job_id, public = uuid4(), ring().worker_public
    forged = crypto.seal(public, crypto.suite_of(public), b"{}", "job", willow.id, job_id)
    with willow.work(writes=False), pytest.raises(Locked):
        vault.unpack(job_id, forged)


def test_the_result_goes_into_the_promised_item(willow, ana, mara):
    job_id, item_id = uuid4(), willow.shared(ana, mara)[0]
    with willow.work():
        out = vault.promise(mara, "record", uuid4())
        sealed = vault.pack(mara, job_id, [item_id], out)
    with willow.work():
        bundle = vault.unpack(job_id, sealed)
        vault.fulfil(bundle.out_id, bundle.out_key, b"%PDF")
    assert (bundle.out_id, bundle.out_key) == out
    assert willow.read(mara, bundle.out_id) == {bundle.out_id: b"%PDF"}


@pytest.mark.tampers
def test_an_altered_item_is_left_out(willow, ana, mara, ask):
    job_id, item_id = uuid4(), willow.shared(ana, mara)[0]
    sealed = ask(item_id, job_id=job_id)
    with willow.work():
        db.session.execute(update(Item).where(Item.id == item_id).values(kind="other"))
    assert opened(willow, job_id, sealed) == ({}, {item_id})
