"""The operators' door by its pages, and what people read at a practice that is closed for now."""

from portal.core.clock import now
from portal.core.db import unit_of_work
from portal.domain import operators
from portal.domain.operators import care
from portal.domain.operators.coming_in import FRESH
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


def test_while_a_removal_waits_everybody_reads_the_day_and_can_take_theirs_along(house, cast, as_):
    employ()
    browser, who = on_duty(house)
    ana, olga, mara, nobody = as_(cast.ana), as_(cast.olga), as_(cast.mara), as_(None, "willow")
    care.let_go_of(who, cast.ana.practice_id, "willow")
    day = "is removed, with everything in it"
    assert "speak with them" in olga.get("/office").words
    assert day in mara.get("/desk").words
    assert "closes for good" in nobody.get("/in").words
    home = ana.get("/home")
    assert "closes for good" in home.words
    assert ana.get("/notes/new").form("Keep private").fill(body="Still mine.").press("Keep private").status == 200
    page = home.follow("Take yours along")
    assert page.status == 200
    asked = page.follow("Take everything").form("Make the archive").press()
    assert asked.status == 200
    browser.get(f"/operator/practices/{cast.ana.practice_id}").form("Stop the removal").press()
    for page in (olga.get("/office"), ana.get("/home"), nobody.get("/in")):
        assert day not in page.words
        assert "closes for good" not in page.words


def test_what_changes_a_practice_asks_for_a_proof_and_then_leads_back_to_the_page_with_the_button(house, cast):
    duty = employ()
    browser, _ = on_duty(house)
    practice = f"/operator/practices/{cast.ana.practice_id}"
    with unit_of_work(None):
        operators.coming_in.db.session.query(OperatorSession).one().proved_at = now() - FRESH
    for act in ("pause", "open", "host", "archive", "keep", "remove-made-up"):
        page = browser.post(f"{practice}/{act}", {"csrf_token": browser.token()})
        assert (page.status, page.title) == (200, "Again · Harbour"), act
    made_up = browser.post("/operator/practices/made-up", {"csrf_token": browser.token()})
    assert made_up.title == "Again · Harbour"
    assert page.form("Go on").fill(password=PASSWORD, code=duty.code()).press().path == practice
    assert care.one(cast.ana.practice_id).paused_at is None
    for act, said in (("host", {"host": "willow.example", "is_understood": "y"}), ("remove", {"slug": "willow"})):
        assert browser.post(f"{practice}/{act}", {"csrf_token": browser.token(), **said}).path == practice, act
    there = care.one(cast.ana.practice_id)
    assert (there.host, there.leaves_at is None) == ("willow.example", False)


def test_the_operators_pages_stand_at_the_installations_own_address_alone(house, cast):
    employ()
    _, who = on_duty(house)
    care.keep_host(who, cast.ana.practice_id, "willow.example")
    for host in ("willow.example", "willow.example.", "evil.example", "192.0.2.1:8000", ""):
        assert Browser(house.test_client()).get("/operator/in", headers={"Host": host}).status == 404, host
    for host in ("127.0.0.1:8000", "localhost", "LOCALHOST."):
        assert Browser(house.test_client()).get("/operator/in", headers={"Host": host}).status == 200, host
