"""Looking for notes: by words, day, tag, goal, audience and check-in; a month of them; this day in other years."""

from datetime import date
from uuid import uuid4

import pytest

from portal.core.errors import NotFound
from portal.domain import journal
from portal.domain.journal import Filters, Margin
from tests.acts import at_work, edit, share, stop, write

GOAL = uuid4()


@pytest.fixture
def notes(sam, mara):
    """Notes by name, of three days; one is shared, one was."""
    ids = {
        "old": write(sam, "A walk by the sea.", on_day=date(2024, 2, 29), margin=Margin(("Sea", "us"), GOAL)),
        "shared": write(sam, "A walk in town.", on_day=date(2025, 3, 1), margin=Margin(("town",), checkin_id=uuid4())),
        "stopped": write(sam, "No walk.", on_day=date(2025, 3, 1)),
        "plain": write(sam, "Something else.", on_day=date(2025, 4, 2)),
    }
    for name in ("shared", "stopped"):
        share(sam, ids[name], mara)
    stop(sam, ids["stopped"], mara)
    edit(sam, ids["shared"], 1, "A walk in town, again.")
    return ids


LOOKED_FOR = {
    "words": ("walk", Filters(), ["stopped", "shared", "old"]),
    "words and a tag": ("walk", Filters(tag="SEA"), ["old"]),
    "a part of a tag is no tag": ("", Filters(tag="se"), []),
    "from a day on": ("walk", Filters(first=date(2025, 1, 1)), ["stopped", "shared"]),
    "up to a day": ("", Filters(last=date(2025, 2, 28)), ["old"]),
    "a goal": ("", Filters(goal_id=GOAL), ["old"]),
    "someone can read it, in an earlier version too": ("", Filters(is_shared=True), ["shared"]),
    "only the writer": ("walk", Filters(is_shared=False), ["stopped", "old"]),
    "with a check-in": ("", Filters(has_checkin=True), ["shared"]),
    "without one": ("", Filters(has_checkin=False), ["plain", "stopped", "old"]),
    "all at once": ("town", Filters(date(2025, 3, 1), date(2025, 3, 1), "town", None, True, True), ["shared"]),
    "nothing": ("", Filters(), []),
    "a day that is not there": ("", Filters(first=date(2025, 5, 1), last=date(2025, 4, 1)), []),
}


@pytest.mark.parametrize("case", LOOKED_FOR)
def test_what_is_looked_for_is_found_newest_first(sam, notes, case):
    words, filters, expected = LOOKED_FOR[case]
    names = {entry_id: name for name, entry_id in notes.items()}
    with at_work(sam):
        assert [names[header.id] for header in journal.search(sam, words, filters)] == expected


def test_a_month_shows_its_notes_in_pages_and_leads_to_those_beside_it(sam, notes):
    with at_work(sam):
        page = journal.month(sam, 2025, 3)
        assert [header.id for header in page.shelf.headers] == [notes["stopped"], notes["shared"]]
        assert (page.earlier, page.later) == (date(2024, 2, 29), date(2025, 4, 2))
        assert journal.month(sam, 2023, 12).later == date(2024, 2, 29)
        for year, number in ((2025, 13), (2025, 0), (0, 1), (9999, 12)):
            with pytest.raises(NotFound):
                journal.month(sam, year, number)


def test_a_long_month_comes_in_pages(sam):
    ids = [write(sam, f"Note {number}.", on_day=date(2025, 3, 1 + number % 28)) for number in range(25)]
    with at_work(sam):
        first = journal.month(sam, 2025, 3).shelf
        second = journal.month(sam, 2025, 3, before=first.older).shelf
        assert {header.id for header in [*first.headers, *second.headers]} == set(ids)
        assert journal.month(sam, 2025, 3, after=second.newer).shelf.headers == first.headers


def test_a_day_finds_itself_in_earlier_years(sam, notes):
    with at_work(sam):
        assert [header.id for header in journal.on_this_day(sam, date(2026, 3, 1))] == [
            notes["stopped"],
            notes["shared"],
        ]
        assert [header.id for header in journal.on_this_day(sam, date(2028, 2, 29))] == [notes["old"]]
        assert journal.on_this_day(sam, date(2025, 3, 1)) == []


def test_nobody_finds_what_is_not_theirs(cast):
    for actor in (cast.ben, cast.mara, cast.foreign_client):
        with at_work(actor):
            assert journal.search(actor, "talked", Filters(is_shared=None)) == []
            assert journal.on_this_day(actor, date(2999, 1, 1)) == []
