"""Somebody knew the password: other keys down to the words, all of it or nothing."""

import threading

import pytest
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.crypto import unbox
from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid, Locked
from portal.domain import accounts, consent, journal, sessions, vault
from portal.domain.audit import Event
from portal.domain.vault import renewal
from portal.models.audit import AuditRow
from portal.models.vault import Grant, Item, ItemKey, Principal
from tests.acts import at_work
from tests.cast import add_person, found_practice, look_after
from tests.domain.guesses import PASSWORD, sign_in

OTHER = "a lantern beside the ferry"


@pytest.fixture
def ana(house):
    """A client who wrote three notes and shared one of them with her therapist."""
    return add_person(found_practice("willow"), "Ana", Role.CLIENT, password=PASSWORD)


@pytest.fixture
def mara(ana):
    found = add_person(ana.practice_id, "Mara", Role.THERAPIST)
    look_after(ana, found)
    return found


@pytest.fixture
def notes(ana, mara):
    with at_work(ana):
        ids = [journal.write(ana, f"Words of day {day}.") for day in range(3)]
    with at_work(ana):
        consent.share(ana, ids[0], mara.person_id)
    return ids


def visitor(ana):
    cookie = sign_in(ana.practice_id)
    with at_work(ana):
        return sessions.open_with(cookie)


def whole(ana, keys):
    with at_work(ana):
        return {text.data for text in vault.read_all(keys, ["entry"])}


def kept(ana):
    """What a thief with the old keys has kept: every key of a consent and of an item."""
    with at_work(ana):
        grants = db.session.scalars(select(Grant).where(Grant.owner_id == ana.keys.principal_id)).all()
        found = {grant.id: vault.seals.grant_key(ana.keys, grant) for grant in grants}
        items = {}
        for row in db.session.scalars(select(ItemKey).where(ItemKey.grant_id.in_(found))).all():
            item = db.session.scalars(select(Item).where(Item.id == row.item_id)).one()
            place = vault.seals.key_place(item.id, item.version, row.grant_id, row.given_at)
            items[item.id] = unbox(found[row.grant_id], row.box, *place)
        return found, items


def test_everything_is_there_afterwards_for_everybody_who_had_it(ana, mara, notes):
    before, who = whole(ana, ana.keys), visitor(ana)
    cookie, code = accounts.renew_keys(who, PASSWORD, OTHER)
    with at_work(ana):
        found = sessions.open_with(cookie)
        assert found.keys.raw != ana.keys.raw
        assert vault.open_with_code(found.keys.principal_id, code).raw == found.keys.raw
        assert vault.holders(found.keys.principal_id) == {vault.practice_principal("recovery").id}
        told = [row.event for row in db.session.scalars(select(AuditRow)).all()]
        assert Event.KEYS_RENEWED in told
    assert whole(ana, found.keys) == before
    assert len(before) == 3
    with at_work(mara):
        assert [text.thing_id for text in vault.read_all(mara.keys, ["entry"])] == notes[:1]
    with pytest.raises(Invalid):
        sign_in(ana.practice_id)
    assert sign_in(ana.practice_id, password=OTHER)


def test_old_keys_and_a_newer_copy_of_the_database_open_nothing(ana, notes):
    grants, items = kept(ana)
    assert len(items) >= len(notes)
    accounts.renew_keys(visitor(ana), PASSWORD, OTHER)
    with pytest.raises(Locked):
        sign_in(ana.practice_id, password=OTHER) and vault.principals.mine(ana.keys)
    with at_work(ana):
        for row in db.session.scalars(select(ItemKey).where(ItemKey.grant_id.in_(grants))).all():
            item = db.session.scalars(select(Item).where(Item.id == row.item_id)).one()
            place = vault.seals.key_place(item.id, item.version, row.grant_id, row.given_at)
            with pytest.raises(Locked):
                unbox(grants[row.grant_id], row.box, *place)
            about = vault.seals.item_place(ana.practice_id, [getattr(item, c.key) for c in vault.seals.ITEM_PLACE])
            with pytest.raises(Locked):
                unbox(items[item.id], item.body, *about)


def test_what_breaks_half_way_has_not_happened(ana, mara, notes, monkeypatch):
    who, before, at = visitor(ana), whole(ana, ana.keys), []

    def broken(rows, pairs):
        at.append(len(rows))
        if len(at) > 1:
            raise RuntimeError("killed here")
        return rewrap(rows, pairs)

    rewrap = renewal._rewrap
    monkeypatch.setattr(renewal, "BITE", 2)
    monkeypatch.setattr(renewal, "_rewrap", broken)
    with pytest.raises(RuntimeError):
        accounts.renew_keys(who, PASSWORD, OTHER)
    assert at, "it had begun"
    assert whole(ana, ana.keys) == before
    assert sign_in(ana.practice_id)
    with at_work(mara):
        assert len(list(vault.read_all(mara.keys, ["entry"]))) == 1


def test_without_the_password_nothing_is_renewed(ana, notes):
    who = visitor(ana)
    for old, new, field in (("not it at all", OTHER, "old_password"), (PASSWORD, "short", "password")):
        with pytest.raises(Invalid) as problem:
            accounts.renew_keys(who, old, new)
        assert problem.value.field == field
    with unit_of_work(ana.practice_id):
        assert vault.principals.mine(ana.keys)


@pytest.mark.on("postgresql")
@pytest.mark.parametrize("first", ["owner", "reader"])
def test_a_reader_whose_keys_change_in_the_same_moment_keeps_what_was_shared(ana, mara, notes, house, first):
    """Whoever comes first holds the consent between them; the other waits, and seals to the keys there are by then."""
    begun, fresh = threading.Event(), {}

    def rotate(wait):
        with house.app_context():
            with at_work(mara):
                fresh["mara"] = vault.rotate(mara.keys)
                vault.set_password(fresh["mara"], OTHER)
                begun.set()
                wait()
            db.session.remove()

    def renew(wait):
        with house.app_context():
            with at_work(ana):
                known = db.session.scalars(
                    select(Principal)
                ).all()  # what this session knows of the reader is from before
                fresh["ana"] = vault.rekey(ana.keys) if known else None
                vault.set_password(fresh["ana"], OTHER)
                begun.set()
                wait()
            db.session.remove()

    one, other = (renew, rotate) if first == "owner" else (rotate, renew)
    waiting = threading.Event()
    threads = [threading.Thread(target=one, args=(lambda: waiting.wait(0.5),))]
    threads[0].start()
    begun.wait(10)
    threads.append(threading.Thread(target=other, args=(lambda: None,)))
    threads[1].start()
    for thread in threads:
        thread.join(30)
    with at_work(mara):
        assert [text.thing_id for text in vault.read_all(fresh["mara"], ["entry"])] == notes[:1]
