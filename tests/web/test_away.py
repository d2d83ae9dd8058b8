"""While the database is away: a page that says so, help that answers all the same, and no word that is lost."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from portal.core.db import db, is_away, unit_of_work
from portal.domain import help as help_numbers
from portal.domain import journal
from tests.browser import Browser

WORDS = "We talked for the first time in weeks.\n\nHe said he would think about it."


@pytest.fixture
def ana(cast, as_):
    return as_(cast.ana)


def write(browser, words=WORDS):
    return browser.get("/notes/new").form("Keep").fill(title="Late", body=words)


def said(page):
    return page.response.status_code, page.title, page.response.headers.get("Retry-After")


def can_be_sent_again(page):
    return any("Send it again" in form.buttons for form in page.forms)


def notes(actor):
    with unit_of_work(actor.practice_id, writes=False):
        return [header.title for header in journal.shelf(actor).headers]


# ------------------------------------------------------------------ the page


def test_every_page_says_that_it_is_back_soon_and_works_again_by_itself(database, ana):
    assert ana.get("/home").status == 200
    database.leave()
    for path in ("/home", "/notes", "/in", "/", "/status", "/no/such/page"):
        page = ana.get(path)
        assert said(page) == (503, "Back soon", "60"), path
        assert page.links["See who you can reach"].endswith("/help-now")
        assert "Ana" not in page.text
    database.come_back()
    assert ana.get("/home").status == 200


def test_help_the_offline_page_and_its_worker_need_no_database(database, ana, house):
    database.leave()
    for browser in (ana, Browser(house.test_client())):
        for path in ("/help-now", "/offline", "/worker.js", "/app.webmanifest"):
            assert browser.get(path).status == 200
    with ana.client.get("/p/willow/static/css/base.css") as sheet:
        assert sheet.status_code == 200


def test_the_practices_own_help_numbers_are_missed_and_nothing_else(cast, as_, database):
    said = {"name": "Night line", "whom": "Anyone nearby", "call": "116 123", "hours": "8 pm to 2 am"}
    with unit_of_work(cast.olga.practice_id):
        help_numbers.add_line(cast.olga, said)
    assert "Night line" in as_(None, "willow").get("/help-now?country=IE").words
    database.leave()
    page = as_(None, "willow").get("/help-now?country=IE")
    assert page.status == 200
    assert "Samaritans" in page.words
    assert "Night line" not in page.words


@pytest.mark.on("postgresql")
def test_a_database_without_room_for_one_more_is_away_too(house, ana, no_connections_left):
    db.session.remove()
    db.engine.dispose()
    assert said(ana.get("/home")) == (503, "Back soon", "60")


def test_the_log_names_the_kind_of_problem_and_nothing_else(database, ana, capsys):
    form = write(ana)
    database.leave()
    capsys.readouterr()
    form.press()
    logged = capsys.readouterr().err
    assert "the database is away: OperationalError in client.journal.write" in logged
    assert "first time in weeks" not in logged


# ------------------------------------------------------------------ what was typed


def test_what_was_typed_stands_on_the_page_and_is_kept_once_when_it_is_sent_again(database, ana, cast):
    form = write(ana)
    database.leave()
    page = form.press()
    assert said(page) == (503, "Back soon", "60")
    again = page.form("Send it again")
    assert again.values["body"] == [WORDS]
    page = again.press()
    assert page.status == 503
    again = page.form("Send it again")
    database.come_back()
    assert again.press().status == 200
    assert again.press().status == 200
    assert notes(cast.ana).count("Late") == 1


def test_a_password_is_never_repeated_and_nothing_half_is_offered_to_be_sent(database, house, cast):
    door = Browser(house.test_client(), "/p/willow")
    form = door.get("/in").form("Sign in").fill(sign_in_name="ana@example.org", password="seven herons over the weir")
    database.leave()
    page = form.press()
    assert page.status == 503
    assert "seven herons" not in page.text
    assert "ana@example.org" in page.words
    assert not can_be_sent_again(page)


def test_what_came_without_our_token_is_not_offered_to_be_sent(database, ana):
    database.leave()
    page = ana.post("/notes/new", {"body": "Not mine.", "csrf_token": "made up"})
    assert page.status == 503
    assert "Not mine." in page.words
    assert not can_be_sent_again(page)


def test_a_form_on_somebody_elses_site_is_refused_before_anything_is_shown(database, ana):
    token = ana.token()
    database.leave()
    page = ana.post("/notes/new", {"body": "Not mine.", "csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status == 400
    assert "Not mine." not in page.text


# ------------------------------------------------------------------ what counts as away


def raised(call, kind):
    with pytest.raises(kind) as caught:
        call()
    return caught.value


def test_nobody_at_that_address_is_away():
    engine = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    assert is_away(raised(engine.connect, OperationalError))


def test_a_file_in_a_folder_that_is_gone_is_away(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'gone' / 'harbour.db'}")
    assert is_away(raised(engine.connect, OperationalError))


def test_waiting_in_vain_for_a_connection_is_away(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}", pool_size=1, max_overflow=0, pool_timeout=0.01)
    with engine.connect():
        assert is_away(raised(engine.connect, NoConnectionLeft))
    engine.dispose()


def test_a_mistake_in_a_statement_is_not_away(house):
    with db.engine.connect() as connection:
        mistake = raised(
            lambda: connection.execute(text("select nothing from nowhere")), (OperationalError, ProgrammingError)
        )
    assert not is_away(mistake)
    assert not is_away(ValueError("x"))
