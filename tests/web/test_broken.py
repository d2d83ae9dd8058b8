"""When something breaks that nobody foresaw, or is too much at once: a reference, and the words that were typed."""

import json
import re

import pytest

from portal.core.errors import Conflict, NotFound, TooSoon
from portal.domain import journal
from portal.web import errors, session
from tests.browser import Browser
from tests.headers import amiss

WORDS = "Tamsin does not sleep.\nNor do I."
REFERENCE = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}")


@pytest.fixture
def on_arrival():
    """What happens once, after the practice of a request is found and before anybody is asked who they are."""
    return []


@pytest.fixture
def breakable(another_app, cast, as_, on_arrival, monkeypatch):
    """A house as it runs for people, where writing a note raises what it is told to; and Ana's browser in it.

    Flask's own switch for developers is on, and must show nobody anything.
    """
    monkeypatch.setenv("FLASK_DEBUG", "1")
    app = another_app(environment="production")
    problem = []
    app.before_request(lambda: on_arrival.pop()() if on_arrival else None)

    def unsteady(whole):
        def view():
            if problem:
                raise problem[0]
            return whole()

        return view

    for endpoint in ("client.journal.new", "client.journal.write"):
        app.view_functions[endpoint] = unsteady(app.view_functions[endpoint])
    browser = Browser(app.test_client(), "/p/willow")
    for cookie in as_(cast.ana).client._cookies.values():
        browser.client.set_cookie(cookie.key, cookie.value)
    return browser, problem


def write(browser, body=WORDS):
    return browser.get("/notes/new").form("Keep").fill(title="Late", body=body)


def can_be_sent_again(page):
    return any("Send it again" in form.buttons for form in page.forms)


# ------------------------------------------------------------------ broken


def test_a_broken_page_says_what_is_safe_and_a_reference_that_stands_in_the_log(breakable, capsys):
    ana, problem = breakable
    problem.append(ValueError(WORDS))
    capsys.readouterr()
    page = ana.get("/notes/new")
    assert (page.status, page.title) == (500, "Problem")
    assert amiss(page.response) == []
    assert not re.search(r"Tamsin|ValueError|Traceback|\.py\b", page.text)
    assert "Nothing was changed." in page.words
    assert page.links["See who you can reach"] == "/p/willow/help-now"
    reference = REFERENCE.search(page.words)[0]
    logged = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    told = [line for line in logged if reference in line["said"]]
    assert [line["problem"] for line in told] == ["ValueError"]
    assert "client.journal.new" in told[0]["said"]
    assert any(step.startswith("test_broken.py") for step in told[0]["came_by"])
    assert "Tamsin" not in json.dumps(logged)


def test_two_breakdowns_have_two_references(breakable):
    ana, problem = breakable
    problem.append(ValueError("x"))
    assert len({REFERENCE.search(ana.get("/notes/new").words)[0] for _ in range(3)}) == 3


def test_what_was_typed_into_a_page_that_broke_can_be_sent_again(breakable):
    ana, problem = breakable
    form = write(ana)
    problem.append(ValueError("x"))
    page = form.press()
    assert page.status == 500
    assert page.form("Send it again").values["body"] == [WORDS]
    assert page.form("Send it again").values["title"] == ["Late"]
    problem.clear()
    page = page.form("Send it again").press()
    assert page.status == 200
    assert "Tamsin does not sleep." in page.words


@pytest.mark.parametrize("raised", [ValueError("x"), Conflict("Stopped.")])
@pytest.mark.parametrize(("where", "step"), [(journal, "write"), (session, "touch")])
def test_what_a_view_wrote_before_it_broke_is_not_kept(breakable, monkeypatch, raised, where, step):
    """It breaks after the note is in the database: while the form is taken, or later, before the answer is given."""
    ana, _ = breakable
    does = getattr(where, step)

    def does_and_breaks(*given, **more):
        does(*given, **more)
        raise raised

    form = write(ana)
    with monkeypatch.context() as broken:
        broken.setattr(where, step, does_and_breaks)
        assert form.press().status in (409, 500)
    assert "Late" not in ana.get("/notes").words
    write(ana).press()
    assert "Late" in ana.get("/notes").words


@pytest.mark.on("postgresql")  # a file that is open already stays readable when its folder is gone
def test_a_problem_while_answering_a_problem_still_gets_a_page(breakable, database):
    """The database leaves between the view and the page: the refusal can no longer be written down."""
    ana, problem = breakable

    class LeavesFirst(NotFound):
        def __init__(self):
            database.leave()

    problem.append(LeavesFirst)
    page = ana.get("/notes/new")
    assert (page.status, page.title) == (503, "Back soon")


@pytest.mark.on("postgresql")
def test_a_database_that_leaves_before_it_is_known_who_asks_is_not_asked_again(breakable, database, on_arrival):
    ana, _ = breakable
    assert ana.get("/notes/new").status == 200
    on_arrival.append(database.leave)
    page = ana.get("/notes/new")
    assert (page.status, page.title) == (503, "Back soon")


# ------------------------------------------------------------------ other refusals


@pytest.mark.parametrize(("problem", "status", "again"), [(Conflict("Stopped."), 409, False), (TooSoon(30), 429, True)])
def test_words_that_meet_a_refusal_come_back(breakable, problem, status, again):
    ana, raised = breakable
    form = write(ana)
    raised.append(problem)
    page = form.press()
    assert page.status == status
    assert "Tamsin does not sleep." in page.words
    assert can_be_sent_again(page) is again


def test_words_for_a_note_that_is_not_there_come_back(cast, as_):
    ana = as_(cast.ana)
    page = ana.post(f"/notes/{cast.mara.person_id}/edit", {"csrf_token": ana.token(), "body": WORDS})
    assert page.status == 404
    assert "Tamsin does not sleep." in page.words
    assert not can_be_sent_again(page)


def test_a_page_that_was_only_asked_for_gives_nothing_back(breakable):
    ana, problem = breakable
    problem.append(ValueError("x"))
    page = ana.get("/notes/new?body=Tamsin")
    assert "Tamsin" not in page.text
    assert "Nothing was changed." in page.words


# ------------------------------------------------------------------ too much at once


def test_far_too_long_a_text_comes_back_whole(cast, as_):
    ana = as_(cast.ana)
    long = "A line of the same. " * 150_000
    page = write(ana, long).press()
    assert (page.status, page.title) == (413, "Too long")
    box = next(node for node in page.tree.iter("textarea") if node.get("name") == "body")
    assert "".join(box.itertext()).strip() == long.strip()
    assert page.links["See who you can reach"] == "/p/willow/help-now"
    assert not can_be_sent_again(page)


def test_what_is_larger_than_anybody_types_is_not_even_read(cast, as_):
    ana = as_(cast.ana)
    page = ana.post("/notes/new", {"body": "x" * (errors.LARGEST_GIVEN_BACK + 1), "csrf_token": ana.token()})
    assert page.status == 413
    assert len(page.text) < 10_000
    assert "Nothing was changed." in page.words


def test_a_hundred_thousand_fields_are_as_harmless_as_one(cast, as_):
    ana = as_(cast.ana)
    many = "&".join(["body=x"] * 100_000)
    answer = ana.client.post(ana._at("/notes/new"), data=many, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert amiss(answer) == []
