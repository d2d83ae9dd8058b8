"""What stands beside a note: tags, a goal, a check-in, its day, a pin. It is its writer's alone."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.domain import consent, journal, vault
from portal.domain.journal import Margin
from portal.models.journal import Entry
from portal.models.vault import Item
from tests.acts import at_work, read_by, share, write


def beside(actor, entry_id):
    with at_work(actor):
        return journal.beside(actor, entry_id)


def keep(actor, entry_id, margin, base=0, **more):
    with at_work(actor):
        page = journal.read(actor, entry_id)
        return journal.edit(
            actor, entry_id, page.version, page.body, page.title, margin=margin, base_margin=base, **more
        )


def test_what_stands_beside_a_note_is_kept_and_makes_no_version_of_its_words(sam):
    margin = Margin(("work", "Sundays"), uuid4(), uuid4())
    entry_id = write(sam, "Words.", margin=margin)
    assert beside(sam, entry_id).margin == margin
    assert keep(sam, entry_id, Margin(("work",)), base=1) == 1
    found = beside(sam, entry_id)
    assert (found.margin, found.version) == (Margin(("work",)), 2)
    assert keep(sam, entry_id, Margin(), base=2) == 1
    assert beside(sam, entry_id).margin == Margin()
    with at_work(sam):
        assert [version.number for version in journal.versions(sam, entry_id)] == [1]


def test_a_reader_of_the_note_cannot_open_what_stands_beside_it(sam, mara):
    entry_id = write(sam, "Words.", margin=Margin(("secret",)))
    share(sam, entry_id, mara)
    assert read_by(mara, entry_id) == "Words."
    with at_work(mara):
        items = list(db.session.scalars(db.select(Item.id).where(Item.kind == "entry-margin")))
        assert len(items) == 1
        assert vault.read(mara.unlocked(), items) == {}
        with pytest.raises(NotFound):
            journal.beside(mara, entry_id)


def test_two_windows_never_make_a_silent_winner(sam):
    entry_id = write(sam, "Words.", margin=Margin(("one",)))
    keep(sam, entry_id, Margin(("two",)), base=1)
    with pytest.raises(journal.MarginChanged) as problem:
        keep(sam, entry_id, Margin(("three",)), base=1)
    assert (problem.value.stands.margin.tags, problem.value.stands.version) == (("two",), 2)
    assert keep(sam, entry_id, Margin(("two",)), base=1) == 1  # the same is no conflict
    keep(sam, entry_id, Margin(("three",)), base=2)
    assert beside(sam, entry_id).margin.tags == ("three",)


def test_a_form_sent_twice_keeps_one_margin_and_other_tags_are_a_change(sam):
    entry_id = uuid4()
    for tags in (("one",), ("one",), ("two",)):
        write(sam, "Words.", entry_id=entry_id, margin=Margin(tags))
    assert beside(sam, entry_id).margin.tags == ("two",)
    with pytest.raises(journal.MarginChanged):
        write(sam, "Words.", entry_id=entry_id, margin=Margin(("three",)))


def test_the_day_can_be_changed_later_and_is_a_later_version(sam):
    entry_id, yesterday = write(sam, "Words."), now().date() - timedelta(days=1)
    assert keep(sam, entry_id, Margin(), on_day=yesterday) == 2
    assert beside(sam, entry_id).on_day == yesterday
    for wrong in (now().date() + timedelta(days=2), date(1899, 12, 31)):
        with pytest.raises(Invalid) as problem:
            keep(sam, entry_id, Margin(), base=1, on_day=wrong)
        assert problem.value.field == "on_day"
    with at_work(sam):
        assert db.session.get(Entry, entry_id).zone == "UTC"


def test_tags_are_said_once_without_signs_around_them():
    assert Margin.checked(["  Sleep ", "#sleep", "", "\u200b", "two  words", "E\u0301vian"]).tags == (
        "Sleep",
        "two words",
        "\u00c9vian",
    )


@pytest.mark.parametrize("tags", [["t" * 41], [str(n) for n in range(11)], ["half \ud83d"], ["ring\x07"]])
def test_tags_that_cannot_be_kept_are_refused(tags):
    with pytest.raises(Invalid) as problem:
        Margin.checked(tags)
    assert problem.value.field == "tags"


def test_a_pinned_note_stands_on_top_until_it_is_unpinned(sam):
    first, second = write(sam, "First."), write(sam, "Second.")
    for _ in range(2):
        with at_work(sam):
            journal.pin(sam, first, pinned=True)
    with at_work(sam):
        assert [header.id for header in journal.pinned(sam)] == [first]
        assert [(header.id, header.is_pinned) for header in journal.shelf(sam).headers] == [
            (second, False),
            (first, True),
        ]
        journal.pin(sam, first, pinned=False)
        assert journal.pinned(sam) == []


def test_nobody_pins_or_sees_beside_what_is_not_theirs(cast):
    for actor in (cast.ben, cast.mara, cast.olga, cast.foreign_client):
        for act in (
            lambda who: journal.beside(who, cast.entry_id),
            lambda who: journal.pin(who, cast.entry_id, pinned=True),
        ):
            with pytest.raises(NotFound), at_work(actor):
                act(actor)


def test_the_day_a_reader_sees_is_of_the_version_they_were_given(sam, mara):
    first, later = date(2025, 3, 1), date(2025, 6, 1)
    entry_id = write(sam, "Words.", on_day=first)
    share(sam, entry_id, mara)
    assert keep(sam, entry_id, Margin(), on_day=later) == 2
    with at_work(mara):
        header = consent.shelf(mara).headers[0]
        shown = consent.read_shared(mara, entry_id).shown
        in_range = [len(consent.shelf(mara, days=(day, day)).headers) for day in (first, later)]
    assert (header.on_day, shown.on_day, in_range) == (first, first, [1, 0])
    with at_work(sam):
        assert (journal.read(sam, entry_id).on_day, journal.read(sam, entry_id, 1).on_day) == (later, first)
        assert journal.restore(sam, entry_id, 1, 2) == 2
    share(sam, entry_id, mara)
    with at_work(mara):
        assert consent.read_shared(mara, entry_id).shown.on_day == later
