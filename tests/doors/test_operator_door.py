"""The operators' door by its pages, and what people read at a practice that is closed for now."""

from portal.core.db import unit_of_work
from portal.domain import operators
from portal.domain.operators import care
from portal.models.operators import OperatorSession
from tests.browser import Browser
from tests.duty import NAME, PASSWORD, employ, on_duty


def typed(duty, **changes):
    return {"sign_in_name": NAME, "password": PASSWORD, "code": duty.code(), **changes}


def test_an_operator_signs_in_reaches_the_page_asked_for_and_signs_out(house):
    duty, browser = employ(), Browser(house.test_client())
    form = browser.get("/operator/health").form("Sign in")
    page = form.fill(**typed(duty, code="000000")).press()
    assert "didn't match" in page.words.replace("\u2019", "'")
    page = page.form("Sign in").fill(**typed(duty)).press()
    assert page.title == "Health · Harbour"
    names = {cookie.key for cookie in browser.client._cookies.values()}
    assert names == {"form", "operator"}
    left = page.form("Sign out").press(follow=False)
    assert "storage" in left.response.headers["Clear-Site-Data"]
    assert browser.get("/operator").title == "Sign in"
    with unit_of_work(None, writes=False):
        assert operators.coming_in.db.session.query(OperatorSession).count() == 0


def test_a_way_that_leads_elsewhere_is_not_gone(house):
    for way in ("//evil.example", "https://evil.example/operator/", "/p/willow/in", "/operator\\evil", "/operatorx"):
        duty = employ(f"watch{abs(hash(way))}@example.org")
        browser = Browser(house.test_client())
        form = browser.get("/operator/in", query_string={"next": way}).form("Sign in")
        page = form.fill(sign_in_name=duty.name, password=PASSWORD, code=duty.code()).press("Sign in", follow=False)
        assert page.response.headers["Location"] == "/operator", way


def test_who_comes_to_a_practice_that_is_closed_for_now_reads_so_and_finds_help(house, cast, as_):
    employ()
    ana = as_(cast.ana)
    form = ana.get("/notes/new").form("Keep private").fill(body="Words that must not be lost.")
    _, who = on_duty(house)
    care.pause(who, cast.ana.practice_id)
    page = ana.get("/home")
    assert page.status == 503
    assert "closed for the moment" in page.words
    assert ana.get("/help-now").status == 200
    assert "Words that must not be lost." in form.press("Keep private").text
    assert ana.client.get("/p/oak/in").status_code == 200
    care.resume(who, cast.ana.practice_id)
    assert ana.get("/home").status == 200
