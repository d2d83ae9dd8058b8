"""The shelf of one's own notes, and looking for words in them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portal.core.errors import NotFound
from portal.domain import consent, journal
from tests.acts import at_work, write
from tests.statements import counted


@pytest.fixture
def shelf_of(sam):
    """Sam's journal with so many notes, one a minute; their ids in the order of writing."""

    def fill(count):
        ids = []
        for number in range(count):
            with time_machine.travel(datetime(2025, 11, 1, tzinfo=UTC) + timedelta(minutes=number), tick=False):
                ids.append(write(sam, f"Body {number}\nmore", f"Title {number}"))
        return ids

    return fill


def listed(shelf):
    return [header.id for header in shelf.headers]


def test_an_empty_shelf_is_empty(sam):
    with at_work(sam):
        assert journal.shelf(sam) == journal.Shelf([], None, None)


def test_the_shelf_is_newest_first_in_pages_of_twenty_both_ways(sam, shelf_of):
    ids = shelf_of(45)[::-1]
    with at_work(sam):
        first = journal.shelf(sam)
        second = journal.shelf(sam, before=first.older)
        third = journal.shelf(sam, before=second.older)
        assert listed(first) + listed(second) + listed(third) == ids
        assert (first.newer, third.older) == (None, None)
        assert journal.shelf(sam, after=third.newer) == second
        assert listed(journal.shelf(sam, after=second.newer)) == listed(first)
        assert journal.shelf(sam, after=second.newer).newer is None
    assert first.headers[0].title == "Title 44"
    assert first.headers[0].first_line == "Body 44"


def test_exactly_a_page_has_no_next_page(sam, shelf_of):
    shelf_of(20)
    with at_work(sam):
        assert journal.shelf(sam).older is None


def test_a_shelf_cannot_be_entered_from_somebody_elses_note(cast):
    with at_work(cast.ben), pytest.raises(NotFound):
        journal.shelf(cast.ben, before=cast.entry_id)


def test_the_shelf_asks_as_much_for_many_notes_as_for_few(sam, shelf_of):
    def asked():
        with at_work(sam), counted() as statements:
            journal.shelf(sam)
            consent.audience(sam, [header.id for header in journal.shelf(sam).headers])
        return len(statements)

    shelf_of(2)
    few = asked()
    shelf_of(40)
    assert asked() == few


def test_search_finds_every_word_anywhere_newest_first(sam, shelf_of):
    shelf_of(3)
    entry_id = write(sam, "Die Straße am Meer.\nSecond line.", "Évian")
    with at_work(sam):
        for words in ("strasse", "MEER second", "évian", "e\u0301vian straße", "second Évian"):
            assert [header.id for header in journal.search(sam, words)] == [entry_id], words
        assert [header.title for header in journal.search(sam, "body more")] == ["Title 2", "Title 1", "Title 0"]
        assert journal.search(sam, "nowhere body") == []
        assert journal.search(sam, "   ") == []


def test_search_looks_at_the_newest_version_only(sam):
    entry_id = write(sam, "An old word.")
    with at_work(sam):
        journal.edit(sam, entry_id, 1, "A new word.")
        assert journal.search(sam, "old") == []
        assert [header.version for header in journal.search(sam, "new")] == [2]


def test_search_goes_on_past_one_batch_and_stops_when_there_is_enough(sam, shelf_of, monkeypatch):
    monkeypatch.setattr("portal.domain.vault.reading.STREAM", 4)
    ids = shelf_of(10)[::-1]
    with at_work(sam):
        assert [header.id for header in journal.search(sam, "body")] == ids
        assert [header.id for header in journal.search(sam, "body", most=3)] == ids[:3]


def test_search_finds_nothing_of_others(cast):
    with at_work(cast.mara):
        assert journal.search(cast.ben, "talked") == []
        assert journal.search(cast.foreign_client, "talked") == []
