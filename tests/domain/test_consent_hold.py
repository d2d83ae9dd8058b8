"""Ten minutes between sharing and being readable: time to take it back, and no reader finds it before."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from portal import scheduler
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Locked, NotFound
from portal.domain import consent, journal, summaries, vault
from portal.domain.access import readable
from portal.models.consent import Opening
from portal.models.journal import Entry
from portal.models.vault import Item, ItemKey
from tests.acts import at_work, audience, edit, read_by, share, stop, write

SOON = timedelta(minutes=10)


def item_of(actor, entry_id, version=1):
    with at_work(actor):
        return db.session.scalars(select(Item.id).where(Item.thing_id == entry_id, Item.version == version)).one()


def coming(actor, entry_id):
    with at_work(actor):
        return [(access.name, access.since) for access in consent.audience(actor, [entry_id])[entry_id].coming]


def finds(reader, entry_id):
    """Every way in which this therapist could come across it."""
    with at_work(reader):
        today = now().date()
        listed = summaries.choices(reader, db.session.get(Entry, entry_id).client_id, (today, today)).notes
        item_id = db.session.scalars(select(Item.id).where(Item.thing_id == entry_id)).one()
        return [
            bool(db.session.scalar(readable(Entry, reader).where(Entry.id == entry_id))),
            entry_id in {header.id for header in consent.shelf(reader).headers},
            entry_id in {header.id for header in listed},
            item_id in vault.read(reader.keys, [item_id]),
            entry_id in vault.latest_readable(reader.keys, [entry_id]),
            item_id in {text.item_id for text in vault.read_all(reader.keys, [journal.KIND])},
            any(vault.bundles._item_keys(reader.keys, [item_id]).values()),
        ]


def test_no_reader_finds_it_before_and_every_reader_afterwards(sam, mara):
    entry_id = write(sam)
    with time_machine.travel(now(), tick=False) as clock:
        with at_work(sam):
            opens_at = consent.after_hold()
        share(sam, entry_id, mara, opens_at=opens_at)
        assert opens_at == now() + SOON
        assert not any(finds(mara, entry_id))
        assert read_by(mara, entry_id) is None
        assert (audience(sam, entry_id), coming(sam, entry_id)) == ((), [("Mara Lindqvist", opens_at)])
        clock.shift(SOON - timedelta(seconds=1))
        assert not any(finds(mara, entry_id))
        clock.shift(1)
        assert all(finds(mara, entry_id))
        assert read_by(mara, entry_id) == "Some words."
        assert ([access.since for access in audience(sam, entry_id)], coming(sam, entry_id)) == ([opens_at], [])


def test_taken_back_in_time_it_leaves_no_row_at_the_readers(sam, mara):
    entry_id = write(sam)
    share(sam, entry_id, mara, opens_at=now() + SOON)
    for there_was_something in (True, False):
        with at_work(sam):
            assert consent.undo(sam, entry_id, mara.person_id) is there_was_something
    with time_machine.travel(now() + 2 * SOON):
        assert not any(finds(mara, entry_id))
        with at_work(sam):
            keys = select(func.count()).select_from(ItemKey).join(Item, Item.id == ItemKey.item_id)
            assert db.session.scalar(keys.where(Item.thing_id == entry_id)) == 1
            assert db.session.scalar(select(Opening)) is None
            assert not consent.was_opened(mara, entry_id)


def test_it_can_be_opened_without_waiting(sam, mara):
    entry_id = write(sam)
    share(sam, entry_id, mara, opens_at=now() + SOON)
    for _ in range(2):
        with at_work(sam):
            consent.open_now(sam, entry_id, mara.person_id)
    assert read_by(mara, entry_id) == "Some words."
    assert coming(sam, entry_id) == []
    with at_work(sam):
        assert not consent.undo(sam, entry_id, mara.person_id), "what has opened is stopped, and not undone"


def test_a_new_version_waits_while_the_one_before_is_read_and_then_takes_its_place(sam, mara):
    entry_id = write(sam, "First.")
    share(sam, entry_id, mara)
    edit(sam, entry_id, 1, "Second.")
    share(sam, entry_id, mara, opens_at=now() + SOON)
    assert read_by(mara, entry_id) == "First."
    with time_machine.travel(now() + SOON):
        assert read_by(mara, entry_id) == "Second."
        with at_work(sam):
            assert vault.drop_superseded() == 1
            assert vault.drop_superseded() == 0
        with at_work(mara), pytest.raises(Locked):
            vault.read_one(mara.keys, item_of(sam, entry_id))
        assert read_by(mara, entry_id) == "Second."


def test_taking_a_new_version_back_leaves_the_one_before_as_it_was(sam, mara):
    entry_id = write(sam, "First.")
    share(sam, entry_id, mara)
    with at_work(mara):
        before = consent.shelf(mara)
    edit(sam, entry_id, 1, "Second.")
    share(sam, entry_id, mara, opens_at=now() + SOON)
    with at_work(sam):
        consent.undo(sam, entry_id, mara.person_id)
        assert vault.drop_superseded() == 0
    with at_work(mara):
        assert consent.shelf(mara) == before


def test_an_end_that_waited_with_a_new_version_ends_the_one_before_as_well(sam, mara):
    """Though nobody swept between the ten minutes and the end."""
    entry_id, until = write(sam, "First."), now() + timedelta(days=7)
    share(sam, entry_id, mara)
    edit(sam, entry_id, 1, "Second.")
    share(sam, entry_id, mara, until=until, opens_at=now() + SOON)
    with time_machine.travel(until):
        scheduler.sweep()
        assert read_by(mara, entry_id) is None
        assert audience(sam, entry_id) == ()


def test_an_earlier_version_chosen_later_is_the_one_that_is_read(sam, mara):
    entry_id = write(sam, "First.")
    edit(sam, entry_id, 1, "Second.")
    share(sam, entry_id, mara)
    share(sam, entry_id, mara, version=1, opens_at=now() + SOON)
    assert read_by(mara, entry_id) == "Second."
    with time_machine.travel(now() + SOON):
        assert read_by(mara, entry_id) == "First."
        with at_work(sam):
            assert vault.drop_superseded() == 1
        assert read_by(mara, entry_id) == "First."


def test_what_can_be_read_already_does_not_wait_for_another_end(sam, mara):
    entry_id, until = write(sam), now() + timedelta(days=7)
    share(sam, entry_id, mara)
    share(sam, entry_id, mara, until=until, opens_at=now() + SOON)
    assert [access.until for access in audience(sam, entry_id)] == [until]
    assert coming(sam, entry_id) == []


def test_stopping_takes_what_waits_as_well(sam, mara):
    entry_id, other = write(sam), write(sam, "Another.")
    for shared in (entry_id, other):
        share(sam, shared, mara, opens_at=now() + SOON)
    stop(sam, entry_id, mara)
    with at_work(sam):
        consent.stop_person(sam, mara.person_id)
    with time_machine.travel(now() + SOON):
        assert [read_by(mara, shared) for shared in (entry_id, other)] == [None, None]


def test_nobody_undoes_or_opens_what_is_not_theirs(cast):
    share(cast.ana, cast.private_id, cast.mara, opens_at=now() + SOON)
    for who in (cast.ben, cast.mara, cast.foreign_client):
        for verb in (consent.undo, consent.open_now):
            with at_work(who), pytest.raises(NotFound):
                verb(who, cast.private_id, cast.mara.person_id)
    assert [name for name, _ in coming(cast.ana, cast.private_id)] == ["Mara"]


def test_a_reader_cannot_hand_back_what_has_not_opened_yet(sam, mara):
    entry_id = write(sam)
    share(sam, entry_id, mara, opens_at=now() + SOON)
    item_id = item_of(sam, entry_id)
    with at_work(mara):
        from_sam = db.session.scalars(select(ItemKey.grant_id).where(ItemKey.given_at > now())).one()
        source = db.session.get(vault.grants.Grant, (mara.practice_id, from_sam))
        back = vault.give(mara.keys, sam.keys.principal_id, "chosen", "to give it back", "hand-back-1")
        assert vault.share(mara.keys, [item_id], back, source) == 0
