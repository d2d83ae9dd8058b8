"""Deleting a note: hidden at once, brought back within seven days, or gone for good."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import consent, drafts, journal, receipts
from portal.domain.drafts import Seen
from portal.domain.journal import Margin
from portal.models.drafts import Draft
from portal.models.journal import Entry
from portal.models.vault import Item
from tests.acts import at_work, read_by, share, write


def delete(actor, entry_id):
    with at_work(actor):
        journal.delete_entry(actor, entry_id)


def rows(actor, model):
    with at_work(actor):
        return db.session.scalar(select(func.count()).select_from(model))


def texts(actor):
    """Items, without the receipts of what was shared, which stay, and what staff prove themselves with."""
    with at_work(actor):
        return db.session.scalar(
            select(func.count()).select_from(Item).where(Item.kind.not_in((receipts.KIND, "factor")))
        )


@pytest.fixture
def deleted(sam, mara):
    """A note with everything on it, shared with Mara, and deleted."""
    entry_id = write(sam, "Deleted words.", "Gone", margin=Margin(("tag",)))
    with at_work(sam):
        journal.pin(sam, entry_id, pinned=True)
        drafts.save(sam, "entry", entry_id, {"body": "Going on."}, Seen(0, uuid4()), base_version=1)
    share(sam, entry_id, mara)
    delete(sam, entry_id)
    return entry_id


def test_a_deleted_note_is_hidden_from_everybody_at_once(sam, mara, deleted):
    with at_work(sam):
        assert journal.shelf(sam).headers == journal.pinned(sam) == journal.search(sam, "words") == []
        assert drafts.index(sam, "entry") == []
        assert [card.count for card in consent.open_to(sam)] == [0]
        for act in (journal.read, journal.beside, journal.versions, journal.delete_entry):
            with pytest.raises(NotFound):
                act(sam, deleted)
    assert read_by(mara, deleted) is None
    with at_work(mara):
        assert consent.shelf(mara).headers == []


def test_what_is_brought_back_is_as_it_was_and_only_its_writers(sam, mara, deleted):
    with at_work(sam):
        [found] = journal.deleted_entries(sam)
        assert (found.id, found.headline) == (deleted, "Gone")
        journal.bring_back(sam, deleted)
        assert journal.deleted_entries(sam) == []
        assert journal.read(sam, deleted).body == "Deleted words."
        assert journal.beside(sam, deleted).margin.tags == ("tag",)
        assert drafts.find(sam, deleted).words["body"] == "Going on."
        assert consent.audience(sam, [deleted])[deleted].readers == ()
        with pytest.raises(NotFound):
            journal.bring_back(sam, deleted)
    assert read_by(mara, deleted) is None


def test_after_seven_days_nothing_of_it_is_left(sam, deleted):
    kept = write(sam, "Kept words.")
    with time_machine.travel(now() + timedelta(days=6, hours=23)), at_work(sam):
        assert journal.sweep() == 0
    with time_machine.travel(now() + timedelta(days=7, minutes=1)), at_work(sam):
        assert journal.sweep() == 1
    assert (rows(sam, Entry), texts(sam), rows(sam, Draft)) == (1, 1, 0)
    with at_work(sam):
        assert [header.id for header in journal.shelf(sam).headers] == [kept]
        with pytest.raises(NotFound):
            journal.bring_back(sam, deleted)


def test_it_can_go_for_good_without_waiting_and_only_when_it_was_deleted(sam, deleted):
    kept = write(sam, "Kept words.")
    with at_work(sam):
        journal.erase(sam, deleted)
        for entry_id in (deleted, kept):
            with pytest.raises(NotFound):
                journal.erase(sam, entry_id)
    assert (rows(sam, Entry), texts(sam)) == (1, 1)


def test_nobody_deletes_or_brings_back_what_is_not_theirs(cast):
    def refused(*acts):
        for actor in (cast.ben, cast.mara, cast.olga, cast.foreign_client):
            for act in acts:
                with pytest.raises(NotFound), at_work(actor):
                    act(actor, cast.entry_id)

    refused(journal.delete_entry)
    delete(cast.ana, cast.entry_id)
    refused(journal.bring_back, journal.erase)
    with at_work(cast.mara):
        assert journal.deleted_entries(cast.mara) == []


def test_a_deleted_and_a_made_up_id_are_the_same_when_the_form_comes_again(sam, deleted):
    with pytest.raises(NotFound):
        write(sam, "Deleted words.", "Gone", entry_id=deleted)


def test_earlier_words_come_back_as_a_new_version(sam):
    entry_id = write(sam, "First.", "One")
    with at_work(sam):
        journal.edit(sam, entry_id, 1, "Second.", "Two")
        assert journal.restore(sam, entry_id, 1, 2) == 3
        page = journal.read(sam, entry_id)
        assert (page.title, page.body, page.version) == ("One", "First.", 3)
        assert journal.restore(sam, entry_id, 1, 2) == 3  # pressed twice
        with pytest.raises(journal.BothChanged):
            journal.restore(sam, entry_id, 2, 2)
        with pytest.raises(NotFound):
            journal.restore(sam, entry_id, 9, 3)
