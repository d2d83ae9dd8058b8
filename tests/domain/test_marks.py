"""Marks: words a therapist has marked in what is shared; gone with the consent, and never copied."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.text import clusters
from portal.domain import consent, journal, marks
from portal.models.marks import Mark
from portal.models.vault import Item
from tests.acts import at_once
from tests.cast import add_person, look_after
from tests.summary_stories import here, lose_client, share, stop

BODY = "I asked **again** tonight.\n\nHe said no. The cafe\u0301 was shut \U0001f469\u200d\U0001f467 today."


def item_of(thing_id, version=1):
    return db.session.scalars(select(Item.id).where(Item.thing_id == thing_id, Item.version == version)).one()


@pytest.fixture
def note(cast):
    """A note of Ana's that Mara reads: its id and that of its version."""
    entry_id = share(cast.ana, cast.mara, BODY)
    return entry_id, here(cast.mara, item_of, entry_id)


def add(cast, item_id, words, who="mara"):
    actor = getattr(cast, who)
    return here(actor, marks.add, actor, item_id, words)


def said(cast):
    return [mark.words for mark in here(cast.mara, marks.of, cast.mara, cast.ana.person_id)]


def test_words_are_marked_as_they_are_seen_and_read_anew_each_time(cast, note):
    entry_id, item_id = note
    first = add(cast, item_id, "again  tonight.\r\nHe said")
    assert add(cast, item_id, "again tonight.\nHe said") == first
    add(cast, item_id, " The caf\u00e9 was ")
    assert said(cast) == ["again tonight.\nHe said", "The cafe\u0301 was"]
    found = here(cast.mara, marks.of, cast.mara, cast.ana.person_id)[0]
    assert (found.thing_id, found.item_id, found.until) == (entry_id, item_id, None)
    assert "again" not in repr(found)


def test_a_letter_is_never_parted_from_what_belongs_to_it(cast, note):
    for half in ("The cafe", "shut \U0001f469", "\u200d\U0001f467 today"):
        with pytest.raises(Invalid, match="not in what is open"):
            add(cast, note[1], half)
    add(cast, note[1], "shut \U0001f469\u200d\U0001f467")
    assert said(cast) == ["shut \U0001f469\u200d\U0001f467"]
    flags, skin, hebrew = "\U0001f1eb\U0001f1ee\U0001f1f8\U0001f1ea", "\U0001f44d\U0001f3fd", "\u05e9\u05b8\u05dc"
    assert clusters(flags + skin + hebrew) == [flags[:2], flags[2:], skin, hebrew[:2], hebrew[2:]]
    assert clusters("") == []
    assert clusters(" \u0301") == [" ", "\u0301"]


def test_one_enormous_word_can_be_marked_up_to_a_length(cast):
    entry_id = share(cast.ana, cast.mara, "x" * 20_000)
    item_id = here(cast.mara, item_of, entry_id)
    with pytest.raises(Invalid, match="5,001") as problem:
        add(cast, item_id, "x" * 5_001)
    assert problem.value.field == "words"
    add(cast, item_id, "x" * 5_000)
    assert [len(words) for words in said(cast)] == [5_000]
    assert here(cast.mara, marks.of, cast.mara, cast.ana.person_id)[0].beginning == "x" * marks.BEGINNING + "\u2026"
    with pytest.raises(Invalid, match="Choose some words"):
        add(cast, item_id, " \u200f ")


def test_a_mark_is_gone_with_the_consent_and_the_row_with_the_words(cast, note):
    entry_id, item_id = note
    add(cast, item_id, "He said no.")
    here(cast.ana, journal.edit, cast.ana, entry_id, 1, "Other words.")
    assert said(cast) == ["He said no."]
    stop(cast.ana, entry_id, cast.mara)
    assert said(cast) == []
    with pytest.raises(NotFound):
        add(cast, item_id, "He said no.")
    here(cast.ana, journal.delete_entry, cast.ana, entry_id)
    here(cast.ana, journal.erase, cast.ana, entry_id)
    assert here(cast.mara, lambda: db.session.scalar(select(func.count()).select_from(Mark))) == 0


def test_nobody_marks_what_is_not_open_to_them_or_sees_the_marks_of_somebody_else(cast, note):
    private = here(cast.ana, item_of, cast.private_id)
    mark_id = add(cast, note[1], "He said no.")
    for item_id in (private, uuid4()):
        with pytest.raises(NotFound):
            add(cast, item_id, "Not for anyone.")
    ines = add_person(cast.ana.practice_id, "Ines", cast.mara.role)
    look_after(cast.ana, ines)
    for other in (ines, cast.idris, cast.vera, cast.olga, cast.ana, cast.foreign_therapist):
        with pytest.raises((NotFound, Forbidden)):
            here(other, marks.add, other, note[1], "He said no.")
        with pytest.raises(NotFound):
            here(other, marks.drop, other, mark_id)
        assert here(other, marks.of, other, cast.ana.person_id) == []
    lose_client(cast.mara)
    assert said(cast) == []


def test_marking_is_an_opening_and_a_mark_can_go(cast, note):
    mark_id = add(cast, note[1], "He said no.")
    assert here(cast.mara, consent.was_opened, cast.mara, note[0])
    here(cast.mara, marks.drop, cast.mara, mark_id)
    assert said(cast) == []
    with pytest.raises(NotFound):
        here(cast.mara, marks.drop, cast.mara, mark_id)


def test_words_marked_twice_at_the_same_moment_are_one_mark(house, cast, note):
    assert at_once(house, lambda: add(cast, note[1], "He said no.")) == []
    assert said(cast) == ["He said no."]


def test_the_number_of_marks_has_an_end_and_says_so(cast):
    entry_id = share(cast.ana, cast.mara, " ".join(f"word{number}" for number in range(marks.MOST + 1)))
    item_id = here(cast.mara, item_of, entry_id)

    def all_of_them():
        for number in range(marks.MOST):
            db.session.add(
                Mark(
                    practice_id=cast.ana.practice_id, client_id=cast.ana.person_id, therapist_id=cast.mara.person_id,
                    item_id=item_id, first=number, last=number + 1,
                )
            )  # fmt: skip

    here(cast.mara, all_of_them)
    with pytest.raises(Invalid, match="300 marked parts"):
        add(cast, item_id, "word17")
