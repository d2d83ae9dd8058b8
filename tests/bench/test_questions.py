"""How often a page asks the database, and for how many rows: always the same, however much there is."""

import pytest

from portal.core.db import unit_of_work
from portal.domain import journal
from tests.bench.asked import questions, rows, work_of

STATEMENTS = {
    "client: today": 23,  # a few for each line it may show; however much there is behind it
    "client: notes": 12,
    "client: a note": 13,
    "client: versions": 8,
    "client: before sharing": 17,  # one for the next session, which can be its end, one for words of the practice
    "client: check-ins": 8,
    "client: sharing": 11,
    "client: shared with one": 9,
    "client: who opened what": 7,
    "therapist: today": 9,
    "therapist: brief": 22,  # a few more for each block that is there
    "therapist: sessions": 5,
    "therapist: inbox": 12,
    "therapist: inbox, all": 10,
    "therapist: a note": 24,
    "therapist: clients": 7,
    "therapist: what needs a look": 12,
    "therapist: a client": 12,
    "therapist: summaries": 8,
    "therapist: prompts": 6,
    "therapist: what is given": 7,
    "therapist: giving": 8,
    "therapist: a final": 16,
    "client: files": 6,
    "therapist: choosing": 20,
    "admin: people": 9,
    "admin: a person": 12,
    "admin: invitations": 7,
    "admin: caseloads": 8,
    "admin: one caseload": 4,
    "admin: moves": 6,
    "admin: log": 6,
    "admin: log of one": 7,
    "admin: log of one kind and some days": 7,
    "admin: a line": 6,
    "admin: records": 4,
    "admin: what is kept": 5,
    "officer: requests": 7,  # two for the drill
    "officer: records": 4,
    "officer: a record": 17,
}
PAGE = 20 + 1  # rows; one more, to know whether there is more
SHOWS_MORE = {
    "client: who opened what",  # 50 lines
    "therapist: clients",  # everyone they look after
    "therapist: what needs a look",  # the same
    "therapist: inbox",  # the place of everything that is to be read; the words of one page alone
    "therapist: a note",  # the same, beside it
    "therapist: choosing",  # the same, to choose from
    "therapist: prompts",  # all that was written here
    "therapist: what is given",  # to everyone
    "therapist: giving",  # all of both, to choose from
    "admin: people",  # everyone
    "admin: one caseload",  # everyone they look after
    "admin: log",  # 50 lines
    "admin: log of one",  # the same
    "admin: log of one kind and some days",  # the same
    "admin: caseloads",  # twelve clients of each of twenty therapists, and all who wait
}
ALWAYS_THE_SAME_WORK = (
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


@pytest.mark.slow
def test_a_page_asks_as_often_with_two_hundred_notes_as_with_ten_and_for_one_page_of_rows(practice, pages):
    practice.grow(10)
    few = {name: len(asked_by(open_page)) for name, open_page in pages.items()}
    practice.grow(190)
    asked = {name: asked_by(open_page) for name, open_page in pages.items()}
    many = {name: len(statements) for name, statements in asked.items()}
    assert few == STATEMENTS
    assert many == STATEMENTS
    fetched = {name: max(rows(practice.id, each) for each in asked[name] if each.reads) for name in asked}
    assert {name: most for name, most in fetched.items() if most > PAGE and name not in SHOWS_MORE} == {}


def test_a_question_for_each_note_would_be_noticed(practice, cast):
    practice.grow(5)
    with unit_of_work(practice.id, writes=False):
        shelf = journal.shelf(cast.ana)
        with questions() as asked:
            for header in shelf.headers:
                journal.read(cast.ana, header.id)
    assert len(asked) >= len(shelf.headers) > 5


@pytest.mark.slow
@pytest.mark.on("sqlite")
def test_a_client_with_eighty_notes_makes_no_more_work_than_one_with_thirty(practice, pages):
    practice.check_in()
    practice.grow(30)
    few = {name: work_of(pages[name]) for name in ALWAYS_THE_SAME_WORK}
    practice.grow(50)
    many = {name: work_of(pages[name]) for name in ALWAYS_THE_SAME_WORK}
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name] * 1.1} == {}
