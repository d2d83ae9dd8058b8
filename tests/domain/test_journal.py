"""Writing and changing notes."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, Locked, NotFound
from portal.domain import consent, journal
from portal.models.audit import AuditRow
from portal.models.journal import Entry
from portal.models.people import Person
from portal.models.vault import Item
from tests.acts import at_once, at_work, share, write


def rows(actor, model):
    with at_work(actor):
        return db.session.scalar(select(func.count()).select_from(model))


def events(actor, entry_id):
    with at_work(actor):
        return list(
            db.session.scalars(select(AuditRow.event).where(AuditRow.subject_id == entry_id).order_by(AuditRow.seq))
        )


# ------------------------------------------------------------------ writing


def test_a_note_is_read_back_as_it_was_written(sam):
    entry_id = write(sam, "We talked.\r\n\r\nAt last.", "  After we talked ")
    with at_work(sam):
        page = journal.read(sam, entry_id)
    assert (page.title, page.body) == ("After we talked", "We talked.\n\nAt last.")
    assert page.version == 1


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
    "from right to left": ("\u200f\u05e9\u05dc\u05d5\u05dd \u202b\u05e2\u05d5\u202c", "\u200f\u05db\u05d5"),
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


def test_a_form_sent_twice_takes_nothing_off_the_trail(cast):
    with at_work(cast.ana):
        first = journal.write(cast.ana, "Written in the same breath.")
        journal.write(cast.ana, "We talked at last.", "After we talked", entry_id=cast.entry_id)
    assert events(cast.ana, first) == ["journal:entry:written"]


def test_a_form_sent_twice_with_other_words_loses_neither(sam):
    entry_id = uuid4()
    write(sam, "First.", entry_id=entry_id)
    write(sam, "Second.", entry_id=entry_id)
    with at_work(sam):
        assert [journal.read(sam, entry_id, number).body for number in (1, 2)] == ["First.", "Second."]
    assert rows(sam, Entry) == 1


def test_a_form_sent_twice_at_the_same_moment_makes_one_note(house, sam):
    entry_id = uuid4()
    assert at_once(house, lambda: write(sam, "At once.", entry_id=entry_id)) == []
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


# ------------------------------------------------------------------ what a note answers


def test_a_note_keeps_the_question_it_answers_through_every_version(sam, mara):
    asked_id = uuid4()
    entry_id = write(sam, "The walk.", question="What went well?\r\nAnd then?", asked_id=asked_id)
    with at_work(sam):
        journal.edit(sam, entry_id, 1, "The long walk.")
        page = journal.read(sam, entry_id)
        assert (page.question, page.asked_id, page.version) == ("What went well?\nAnd then?", asked_id, 2)
        assert [found.id for found in journal.search(sam, "well long")] == [entry_id]
    share(sam, entry_id, mara)
    with at_work(mara):
        assert consent.read_shared(mara, entry_id).shown.question == "What went well?\nAnd then?"


def test_a_note_from_before_there_were_questions_opens():
    kept = journal.Words.from_bytes(b'{"title": "T", "body": "B"}')
    assert kept == journal.Words("T", "B")
    assert kept.to_bytes() == b'{"title": "T", "body": "B"}'


@pytest.mark.parametrize("question", ["q" * 2_001, "half \ud83d a sign"])
def test_a_question_that_cannot_be_kept_is_refused(sam, question):
    with pytest.raises(Invalid) as problem:
        write(sam, "Words.", question=question)
    assert problem.value.field == "question"


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
