"""How often a page asks the database, and for how many rows: always the same, however much there is."""

import pytest

from tests.bench.asked import questions, rows, sqlite_steps

pytestmark = pytest.mark.slow

STATEMENTS = {
    "client: today": 11,
    "client: notes": 7,
    "client: a note": 8,
    "client: versions": 8,
    "client: before sharing": 8,
    "client: check-ins": 5,
    "client: sharing": 7,
    "client: shared with one": 8,
    "client: who opened what": 7,
    "therapist: inbox": 6,
    "therapist: inbox, all": 6,
    "therapist: a note": 13,
    "therapist: clients": 4,
    "therapist: summaries": 7,
    "therapist: choosing": 9,
    "admin: people": 10,
}
PAGE = 20 + 1  # one more, to know whether there is more
MORE_ROWS = {  # pages that show more, and how much at most
    "client: who opened what": 50 + 1,
    "therapist: clients": "everyone they look after",
    "therapist: choosing": "everyone they look after",
    "admin: people": "everyone",
}
FLAT = (
    "client: notes",
    "client: a note",
    "client: versions",
    "client: before sharing",
    "client: check-ins",
)


def asked_by(open_page):
    """What a page asks for when it is opened again: the first time may write down that somebody is there."""
    open_page()
    with questions() as asked:
        open_page()
    return asked


def test_a_page_asks_as_often_with_two_hundred_notes_as_with_ten(practice, pages):
    practice.grow(10)
    few = {name: len(asked_by(open_page)) for name, open_page in pages.items()}
    practice.grow(190)
    many = {name: len(asked_by(open_page)) for name, open_page in pages.items()}
    assert few == STATEMENTS
    assert many == STATEMENTS


def test_a_page_fetches_the_rows_it_shows_and_one_more(practice, pages):
    practice.grow(200)
    fetched = {
        name: max(rows(practice.id, question) for question in asked_by(open_page) if question.reads)
        for name, open_page in pages.items()
    }
    assert {name for name, most in fetched.items() if most > PAGE} == set(MORE_ROWS)
    assert fetched["client: who opened what"] == MORE_ROWS["client: who opened what"]


@pytest.mark.on("sqlite")
def test_a_clients_pages_are_no_more_work_with_two_hundred_notes_than_with_fifty(practice, pages):
    practice.grow(50)
    few = {name: work_of(pages[name]) for name in FLAT}
    practice.grow(150)
    many = {name: work_of(pages[name]) for name in FLAT}
    assert {name: (few[name], many[name]) for name in FLAT if many[name] > few[name] * 1.1} == {}


def work_of(open_page):
    open_page()
    with sqlite_steps() as steps:
        open_page()
    return steps.count


def test_a_question_for_each_row_would_be_noticed(practice, cast):
    """The counting counts: as many statements as notes, when each is asked for by itself."""
    from portal.core.db import unit_of_work
    from portal.domain import journal

    practice.grow(5)
    with unit_of_work(practice.id, writes=False):
        shelf = journal.shelf(cast.ana)
        with questions() as asked:
            for header in shelf.headers:
                journal.read(cast.ana, header.id)
    assert len(asked) >= len(shelf.headers) > 5
