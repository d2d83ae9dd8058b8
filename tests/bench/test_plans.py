"""Whether a page finds its rows by an index, in a practice where others have written thousands of notes."""

import re

import pytest
from sqlalchemy import create_engine, text

from tests.bench.asked import Asked, postgresql_plan, questions, sqlite_plan, work_of
from tests.bench.crowd import CLIENTS, NOTES, arrive, come, write

pytestmark = [pytest.mark.slow, pytest.mark.tampers]

GROWING = frozenset(
    {"entry", "item", "item_key", "grant_", "opening", "audit", "checkin", "quotation", "summary", "job", "session"}
)
# These show or count everyone of a practice, or fill their page with anybody's lines, so they are more work with more
# people; not with what people write.
ALL_PEOPLE = {"admin: people", "admin: caseloads", "admin: log"}
FIRST = 55  # of the crowd, who have written already: the newest line of each is more than a page of the log
IN_ORDER = {"ix_audit_listed_all"}  # of a practice, read from its end until there are enough for a page
MOST_ROWS = 500  # of one table, looked at for one page; the crowd has 12,000 of each
LISTED = "SELECT at FROM audit INDEXED BY ix_audit_listed_all WHERE practice_id = ? AND place IS NOT NULL"
SCAN = re.compile(r"SCAN (\w+?)(_\d+)?\b")
WHOLE_PRACTICE = re.compile(r"SEARCH (\w+?)(_\d+)? USING .*\(practice_id=\?\)")


def questions_of(pages):
    for name, open_page in pages.items():
        open_page()
        with questions() as asked:
            open_page()
        yield from ((name, question) for question in asked if question.reads)


def sqlite_problems(question):
    """Lines of the plan that look through a whole growing table, or through a whole practice's part of it."""
    steps = sqlite_plan(question)
    found = [step for step in steps for seen in (SCAN, WHOLE_PRACTICE) if _names(seen.match(step.line))]
    return sorted({step.line for step in found if not _stops(question, step, steps)})


def _stops(question, step, steps):
    """Whether an index is read in its own order, by a question that wants no more than a page: nothing is sorted."""
    in_order = any(f"INDEX {name} (" in step.line for name in IN_ORDER) and " LIMIT " in question.statement
    return in_order and not any("TEMP B-TREE" in other.line for other in steps if other.parent == step.parent)


def _names(match):
    return match and (match[1] in GROWING or f"{match[1]}{match[2] or ''}" in GROWING)


def postgresql_problems(practice_id, question):
    """Nodes of the plan that look at many rows of a table."""
    nodes = [node for node in postgresql_plan(practice_id, question) if "Relation Name" in node]
    return [
        (node["Node Type"], node["Relation Name"], looked_at(node)) for node in nodes if looked_at(node) > MOST_ROWS
    ]


def looked_at(node):
    each = sum(node.get(rows, 0) for rows in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck"))
    return each * node["Actual Loops"]


@pytest.mark.on("sqlite")
def test_on_sqlite_every_question_of_every_page_is_answered_by_an_index(practice, pages):
    practice.check_in()
    practice.grow(30)
    problems = {(name, line) for name, question in questions_of(pages) for line in sqlite_problems(question)}
    assert problems == set()


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    "bad",
    [
        "SELECT body FROM item WHERE body = ?",
        "SELECT box FROM item_key WHERE practice_id = ?",
        f"{LISTED} ORDER BY at DESC",  # no end
        f"{LISTED} ORDER BY event LIMIT 50",  # all of them sorted, for fifty
    ],
)
def test_on_sqlite_a_question_without_an_index_would_be_noticed(house, bad):
    assert sqlite_problems(Asked(bad, (b"",)))


@pytest.mark.on("sqlite")
def test_on_sqlite_a_page_is_no_more_work_when_others_write_thousands_of_notes(practice, pages):
    practice.grow(30)
    alone = {name: work_of(open_page) for name, open_page in pages.items()}
    people = come(practice.id, practice.cast.idris)
    write(people[:FIRST])
    alone |= {name: work_of(pages[name]) for name in ALL_PEOPLE}
    write(people[FIRST:])
    crowded = {name: work_of(open_page) for name, open_page in pages.items()}
    assert {name: (alone[name], work) for name, work in crowded.items() if work > alone[name] * 1.2} == {}


@pytest.mark.on("postgresql")
def test_on_postgresql_no_page_looks_at_the_rows_of_others(practice, pages, settings):
    practice.grow(30)
    arrive(practice.id, practice.cast.idris)
    count_rows(settings)
    everything = questions_of(pages)
    problems = [(name, *each) for name, question in everything for each in postgresql_problems(practice.id, question)]
    assert problems == []


@pytest.mark.on("postgresql")
def test_on_postgresql_a_look_at_the_whole_crowd_would_be_noticed(practice, settings):
    arrive(practice.id, practice.cast.idris)
    count_rows(settings)
    scan = Asked("SELECT body FROM item WHERE body = %(body)s", {"body": b""})
    [(_, table, looked)] = postgresql_problems(practice.id, scan)
    assert table == "item"
    assert looked >= CLIENTS * NOTES


def count_rows(settings):
    """What PostgreSQL does by itself a minute later."""
    owner = create_engine(settings.owner_database_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text("vacuum (analyze)"))
    owner.dispose()
