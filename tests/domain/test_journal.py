"""Writing notes, one's own shelf, and reading what is shared."""

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Forbidden, Invalid, Locked, NotFound
from portal.domain import consent, journal
from portal.models.audit import AuditRow
from portal.models.consent import Opening
from portal.models.journal import Entry
from portal.models.people import Person
from portal.models.vault import Item
from tests.cast import add_person, found_practice, look_after
from tests.statements import counted


@pytest.fixture
def sam(house):
    """A client with an empty journal and a therapist."""
    return add_person(found_practice("elm"), "Sam", Role.CLIENT)


@pytest.fixture
def mara(sam):
    therapist = add_person(sam.practice_id, "Mara", Role.THERAPIST)
    look_after(sam, therapist)
    return therapist


def at_work(actor):
    return unit_of_work(actor.practice_id)


def write(actor, body="Some words.", title="", **more):
    with at_work(actor):
        return journal.write(actor, body, title, **more)


def share(actor, entry_id, reader, **more):
    with at_work(actor):
        consent.share_entry(actor, entry_id, reader.person_id, **more)


def rows(actor, model):
    with at_work(actor):
        return db.session.scalar(select(func.count()).select_from(model))


def events(actor, entry_id):
    with at_work(actor):
        return list(db.session.scalars(select(AuditRow.event).where(AuditRow.subject_id == entry_id)))


# ------------------------------------------------------------------ writing


def test_a_note_is_read_back_as_it_was_written(sam):
    entry_id = write(sam, "We talked.\r\n\r\nAt last.", "  After we talked ")
    with at_work(sam):
        page = journal.read(sam, entry_id)
    assert (page.title, page.body, page.version, page.writer) == ("After we talked", "We talked.\n\nAt last.", 1, "Sam")


def test_a_note_belongs_to_the_day_and_zone_of_its_writer(sam):
    with at_work(sam):
        db.session.get(Person, sam.person_id).time_zone = "Pacific/Auckland"
    with time_machine.travel(datetime(2025, 11, 18, 20, 0, tzinfo=UTC), tick=False):
        entry_id = write(sam)
    with at_work(sam):
        entry = db.session.get(Entry, entry_id)
        assert (entry.on_day, entry.zone) == (date(2025, 11, 19), "Pacific/Auckland")


def test_a_note_can_be_of_an_earlier_day_and_not_of_one_to_come(sam):
    yesterday = now().date() - timedelta(days=1)
    entry_id = write(sam, on_day=yesterday)
    with at_work(sam):
        assert journal.read(sam, entry_id).on_day == yesterday
    with pytest.raises(Invalid) as problem:
        write(sam, on_day=now().date() + timedelta(days=2))
    assert problem.value.field == "on_day"


BAD_WORDS = {
    "empty": ("", "", "body"),
    "only spaces": (" \n\t ", "", "body"),
    "only marks nobody sees": ("\u200f\u200b \u00a0", "", "body"),
    "one too many": ("x" * 50_001, "", "body"),
    "NUL": ("before\x00after", "", "body"),
    "a control sign": ("ring\x07", "", "body"),
    "a lone surrogate": ("half \ud83d a sign", "", "body"),
    "a long title": ("Words.", "t" * 201, "title"),
    "a title in two lines": ("Words.", "one\ntwo", "title"),
    "a title with a line separator": ("Words.", "one\u2028two", "title"),
    "NUL in the title": ("Words.", "a\x00b", "title"),
}


@pytest.mark.parametrize(("body", "title", "field"), BAD_WORDS.values(), ids=BAD_WORDS)
def test_words_that_cannot_be_a_note_are_refused_and_nothing_is_kept(sam, body, title, field):
    with pytest.raises(Invalid) as problem:
        write(sam, body, title)
    assert problem.value.field == field
    assert (rows(sam, Entry), rows(sam, Item)) == (0, 0)


GOOD_WORDS = {
    "one sign": ("x", ""),
    "the longest": ("x" * 50_000, "t" * 200),
    "from right to left": ("\u200fשלום \u202bעולם\u202c", "\u200fכותרת"),
    "HTML": ("<script>alert(1)</script> & <b>", "<i>title</i>"),
    "tabs and far signs": ("a\tb \U0001f469\u200d\U0001f4bb", "\U0001f30a"),
    "quotes and backslashes": ('"\\u0000" {"body": 1}', '"'),
}


@pytest.mark.parametrize(("body", "title"), GOOD_WORDS.values(), ids=GOOD_WORDS)
def test_any_text_comes_back_as_it_was_typed(sam, body, title):
    entry_id = write(sam, body, title)
    with at_work(sam):
        page = journal.read(sam, entry_id)
    assert (page.body, page.title) == (body, title)


def test_a_form_sent_twice_makes_one_note(sam):
    entry_id = uuid4()
    assert write(sam, "Once.", entry_id=entry_id) == write(sam, "Once.", entry_id=entry_id) == entry_id
    assert (rows(sam, Entry), rows(sam, Item)) == (1, 1)


def test_a_form_sent_twice_with_other_words_loses_neither(sam):
    entry_id = uuid4()
    write(sam, "First.", entry_id=entry_id)
    write(sam, "Second.", entry_id=entry_id)
    with at_work(sam):
        assert [journal.read(sam, entry_id, number).body for number in (1, 2)] == ["First.", "Second."]
    assert rows(sam, Entry) == 1


def test_a_form_sent_twice_at_the_same_moment_makes_one_note(house, sam):
    entry_id, problems = uuid4(), []
    start = threading.Barrier(2)

    def send():
        with house.app_context():
            start.wait(10)
            try:
                write(sam, "At once.", entry_id=entry_id)
            except Exception as problem:  # noqa: BLE001 - whatever it is, the test shows it
                problems.append(problem)
            db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    assert problems == []
    assert (rows(sam, Entry), rows(sam, Item)) == (1, 1)


def test_the_id_of_somebody_elses_note_is_not_found(cast):
    with pytest.raises(NotFound):
        write(cast.ben, "Mine now?", entry_id=cast.entry_id)
    with pytest.raises(NotFound):
        write(cast.foreign_client, "Mine now?", entry_id=cast.entry_id)
    with at_work(cast.ana):
        assert journal.read(cast.ana, cast.entry_id).body == "We talked at last."


def test_only_clients_write_notes(cast):
    with pytest.raises(Forbidden):
        write(cast.mara, "A therapist's own note.")


def test_nobody_writes_without_keys(cast):
    without = type(cast.ana)(cast.ana.person_id, cast.ana.practice_id, cast.ana.role)
    with pytest.raises(Locked):
        write(without, "No key in hand.")
    assert rows(cast.ana, Entry) == 2


# ------------------------------------------------------------------ editing


def test_an_edit_is_a_later_version_and_the_earlier_stays(sam):
    entry_id = write(sam, "First words.", "Title")
    with at_work(sam):
        assert journal.edit(sam, entry_id, 1, "Other words.", "Other title") == 2
    with at_work(sam):
        assert journal.read(sam, entry_id).body == "Other words."
        assert journal.read(sam, entry_id, 1).title == "Title"
        assert [version.number for version in journal.versions(sam, entry_id)] == [2, 1]


def test_an_edit_sent_twice_adds_one_version(sam):
    entry_id = write(sam, "First words.")
    for _ in range(2):
        with at_work(sam):
            assert journal.edit(sam, entry_id, 1, "Other words.") == 2
    assert events(sam, entry_id) == ["journal:entry:written", "journal:entry:edited"]


def test_two_windows_are_a_conflict_that_carries_both_texts(sam):
    entry_id = write(sam, "First words.")
    with at_work(sam):
        journal.edit(sam, entry_id, 1, "From one window.", "One")
    with pytest.raises(journal.BothChanged) as both, at_work(sam):
        journal.edit(sam, entry_id, 1, "From the other window.", "Two")
    assert both.value.version == 2
    assert both.value.kept == journal.Words("One", "From one window.")
    assert both.value.typed == journal.Words("Two", "From the other window.")
    with at_work(sam):
        assert journal.edit(sam, entry_id, 2, both.value.typed.body, both.value.typed.title) == 3
        assert journal.read(sam, entry_id, 2).body == "From one window."


@pytest.mark.parametrize("base", [0, -1, 2, 99])
def test_a_version_that_never_was_is_a_conflict(sam, base):
    entry_id = write(sam)
    with pytest.raises(journal.BothChanged), at_work(sam):
        journal.edit(sam, entry_id, base, "Other words.")


def test_nobody_edits_or_reads_what_is_not_theirs(cast):
    for entry_id in (cast.entry_id, uuid4()):
        for actor in (cast.ben, cast.foreign_client, cast.mara, cast.olga):
            with at_work(actor):
                with pytest.raises(NotFound):
                    journal.edit(actor, entry_id, 1, "Mine now?")
                with pytest.raises(NotFound):
                    journal.versions(actor, entry_id)
                with pytest.raises(NotFound):
                    journal.read(actor, entry_id)
                assert journal.shelf(actor).headers == []


def test_a_version_that_is_not_there_is_not_found(cast):
    with at_work(cast.ana):
        for number in (0, 2, -1):
            with pytest.raises(NotFound):
                journal.read(cast.ana, cast.entry_id, number)


def test_many_versions_come_in_pages(sam):
    entry_id = write(sam, "Words 1.")
    for number in range(1, 25):
        with at_work(sam):
            journal.edit(sam, entry_id, number, f"Words {number + 1}.")
    with at_work(sam):
        first = journal.versions(sam, entry_id)
        assert [version.number for version in first] == list(range(25, 5, -1))
        assert [version.number for version in journal.versions(sam, entry_id, before=6)] == [5, 4, 3, 2, 1]


# ------------------------------------------------------------------ the shelf and search


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


# ------------------------------------------------------------------ what is shared


def test_an_opening_is_written_down_for_the_client(sam, mara):
    entry_id = write(sam, "For Mara.", "Shared")
    share(sam, entry_id, mara)
    moments = [datetime(2030, 11, 18, 14, 2, tzinfo=UTC), datetime(2030, 11, 19, 9, 0, tzinfo=UTC)]
    for moment in moments:
        with time_machine.travel(moment, tick=False), at_work(mara):
            assert journal.read_shared(mara, entry_id).body == "For Mara."
    with at_work(sam):
        opening = db.session.scalars(select(Opening)).one()
        assert (opening.reader_id, opening.first_at, opening.last_at) == (mara.person_id, *moments)
    assert events(sam, entry_id).count("journal:entry:opened") == 2


def test_reading_ones_own_note_is_not_written_down(sam):
    entry_id = write(sam)
    with at_work(sam):
        journal.read(sam, entry_id)
    assert events(sam, entry_id) == ["journal:entry:written"]
    assert rows(sam, Opening) == 0


def test_a_refused_reading_leaves_no_trace(cast):
    with pytest.raises(NotFound), at_work(cast.mara):
        journal.read_shared(cast.mara, cast.private_id)
    assert rows(cast.ana, Opening) == 0
    assert "journal:entry:opened" not in events(cast.ana, cast.private_id)


def test_a_reader_goes_on_reading_the_version_that_was_shared(sam, mara):
    entry_id = write(sam, "As shared.")
    share(sam, entry_id, mara)
    with at_work(sam):
        journal.edit(sam, entry_id, 1, "Only for me.")
    with at_work(mara):
        page = journal.read_shared(mara, entry_id)
        assert (page.body, page.version) == ("As shared.", 1)
    share(sam, entry_id, mara)
    with at_work(mara):
        assert journal.read_shared(mara, entry_id).body == "Only for me."


def test_the_shared_shelf_holds_what_is_open_and_nothing_else(sam, mara):
    idris = add_person(sam.practice_id, "Idris", Role.THERAPIST)
    look_after(sam, idris)
    kept = write(sam, "Not for anyone.")
    first, second = write(sam, "One\nmore", "First"), write(sam, "Two")
    until = now() + timedelta(days=3)
    share(sam, first, mara)
    share(sam, second, mara, until=until)
    with at_work(mara):
        shelf = journal.shared_shelf(mara)
        assert [header.id for header in shelf.headers] == [second, first]
        assert [header.client for header in shelf.headers] == ["Sam", "Sam"]
        assert [header.until for header in shelf.headers] == [until, None]
        assert (shelf.headers[1].title, shelf.headers[1].first_line, shelf.older) == ("First", "One", None)
        assert kept not in {header.id for header in shelf.headers}
    with at_work(idris):
        assert journal.shared_shelf(idris).headers == []


def test_the_shared_shelf_can_be_narrowed(sam, mara):
    ben = add_person(sam.practice_id, "Ben", Role.CLIENT)
    look_after(ben, mara)
    today = now().date()
    old, new = write(sam, on_day=today - timedelta(days=40)), write(sam)
    bens = write(ben)
    for actor, entry_id in ((sam, old), (sam, new), (ben, bens)):
        share(actor, entry_id, mara)
    with at_work(mara):
        journal.read_shared(mara, new)
    with at_work(mara):

        def ids(**narrow):
            return {header.id for header in journal.shared_shelf(mara, **narrow).headers}

        assert ids() == {old, new, bens}
        assert ids(client_id=sam.person_id) == {old, new}
        assert ids(client_id=sam.person_id, days=(today - timedelta(days=28), today)) == {new}
        assert ids(unopened=True) == {old, bens}
        assert ids(client_id=uuid4()) == set()


def test_the_shared_shelf_comes_in_pages(sam, mara):
    ids = [write(sam, f"Note {number}") for number in range(5)]
    for entry_id in ids:
        share(sam, entry_id, mara)
    with at_work(mara):
        first = journal.shared_shelf(mara, most=2)
        second = journal.shared_shelf(mara, most=2, before=first.older)
        third = journal.shared_shelf(mara, most=2, before=second.older)
        found = [header.id for shelf in (first, second, third) for header in shelf.headers]
        assert found == ids[::-1]
        assert third.older is None
        assert journal.shared_shelf(mara, most=2, before=uuid4()) == first


def test_the_shared_shelf_shows_one_line_for_a_note_in_its_newest_shared_version(sam, mara):
    entry_id = write(sam, "One.")
    share(sam, entry_id, mara)
    with at_work(sam):
        journal.edit(sam, entry_id, 1, "Two.")
        journal.edit(sam, entry_id, 2, "Three.")
    share(sam, entry_id, mara, version=2)
    with at_work(mara):
        assert [(header.version, header.first_line) for header in journal.shared_shelf(mara).headers] == [(2, "Two.")]


def test_the_shared_shelf_asks_as_much_for_many_notes_as_for_few(sam, mara):
    def asked():
        with at_work(mara), counted() as statements:
            journal.shared_shelf(mara)
        return len(statements)

    share(sam, write(sam), mara)
    few = asked()
    for _ in range(30):
        share(sam, write(sam), mara)
    assert asked() == few
