"""From the admin's form to the new person's first page, over HTTP; and everything that may go wrong between."""

import re

import pytest

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import vault
from portal.models.people import Invitation, Person
from tests import second_step
from tests.browser import Browser
from tests.cast import add_person, found_practice
from tests.doors.visits import agreed

PASSWORD = "seven herons over the weir"
CODE = re.compile(r"enter this code: (\w{3} \w{3})")
LINK = re.compile(r"squares: (\S+)")


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN)


@pytest.fixture
def office(as_, olga):
    return as_(olga)


@pytest.fixture
def guest(house, olga):
    return Browser(house.test_client())


def invite(office, role="client", name="Ana", sign_in_name="ana@example.org"):
    """The slip's two lines: the path of the link, and the code."""
    form = office.get("/office/invite").form("Make the slip")
    return slip_on(form.fill(name=name, sign_in_name=sign_in_name, role=role).press())


def slip_on(page):
    assert page.title.startswith("Slip"), page.words
    link, code = LINK.search(page.words)[1], CODE.search(page.words)[1]
    return link.partition("/p/willow")[2], code


def enter_code(guest, path, code):
    return guest.get(path).form("Continue").fill(code=code).press()


def wrong(code):
    return code[:-1] + ("2" if code[-1] != "2" else "3")


def people_here(olga):
    with unit_of_work(olga.practice_id):
        return {person.name: person for person in db.session.query(Person)}


# ------------------------------------------------------------------ the whole way


def test_a_client_joins_with_link_and_code_and_lands_in_their_room(office, guest, olga):
    path, code = invite(office)
    page = guest.get(path)
    assert page.title == "Join"
    assert "Ana" not in page.text, "the link alone names nobody"
    page = page.form("Continue").fill(code=code.lower()).press()
    assert "ana@example.org" in page.words
    form = page.form("Join")
    assert form.values["name"] == ["Ana"]
    assert "way_back" not in form.values, "nothing is chosen for anybody"
    page = form.fill(name="Anneke", password=PASSWORD, way_back="only_me").press()
    assert "How your privacy works" in page.words
    page = page.form("Show my recovery code").press()
    kept = re.search(r"[0-9A-Z]{6}(?:-[0-9A-Z]{5}){4}", page.words)[0]
    assert agreed(page.follow("Start")).title == "Today"
    with unit_of_work(olga.practice_id):
        principal = vault.principal_of(db.session.query(Person).filter_by(name="Anneke").one().id)
        assert vault.open_with_code(principal.id, kept).principal_id == principal.id
        assert vault.holders(principal.id) == frozenset()


@pytest.mark.parametrize(("role", "title"), [("therapist", "Today"), ("admin", "Overview")])
def test_staff_have_no_way_back_to_choose(office, guest, olga, role, title):
    path, code = invite(office, role)
    form = enter_code(guest, path, code).form("Join")
    assert "way_back" not in form.names
    assert form.fill(password=PASSWORD).press().follow("Later").title == "Second step"
    second_step.enrol(guest)
    assert guest.get("/start").follow("Later").title.startswith(title)


def test_the_slip_says_it_once(office, olga):
    page = (
        office.get("/office/invite").form("Make the slip").fill(name="Ana", sign_in_name="ana", role="client").press()
    )
    _path, code = slip_on(page)
    page = page.follow("Done")
    assert code not in page.words
    assert "Slip good until" in page.words


def test_the_link_is_made_from_the_settings_and_not_from_the_browsers_word(house, office):
    form = office.get("/office/invite").form("Make the slip").fill(name="Ana", sign_in_name="ana", role="client")
    kept = "; ".join(f"{cookie.key}={cookie.value}" for cookie in office.client._cookies.values())
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Cookie": kept}
    elsewhere = Browser(house.test_client(use_cookies=False), office.base)
    page = elsewhere.post("/office/invite", form.values, headers=forged)
    assert LINK.search(page.words)[1].startswith("http://127.0.0.1:8000/")
    assert "evil.example" not in page.text


def test_with_several_practices_the_link_names_the_practice(house, office, olga):
    found_practice("oak", "Oak Yard")
    path, code = invite(office)
    guest = Browser(house.test_client(), "/p/willow")
    assert enter_code(guest, path, code).form("Join")
    elsewhere = Browser(house.test_client(), "/p/oak")
    assert "cannot be used" in elsewhere.get(path).words


# ------------------------------------------------------------------ the link


def test_looking_uses_nothing_up(office, guest):
    path, code = invite(office)
    for _ in range(10):
        assert guest.get(path).status == 200
        assert guest.client.head(path).status_code == 200
        assert guest.client.options(path).status_code == 200
    assert enter_code(guest, path, code).form("Join")


def test_no_link_that_is_over_tells_why(house, office, guest, olga):
    """Never made, used, tried too often, replaced, past its day: the same bytes."""
    old, _ = invite(office, sign_in_name="old")
    with unit_of_work(olga.practice_id):
        db.session.query(Invitation).one().expires_at = now()
    used, code = invite(office, sign_in_name="used")
    enter_code(guest, used, code).form("Join").fill(password=PASSWORD, way_back="practice").press()
    tried, code = invite(office, sign_in_name="tried")
    for _ in range(5):
        enter_code(Browser(house.test_client()), tried, wrong(code))
    replaced, _ = invite(office, sign_in_name="replaced", name="Rex")
    office.get(f"/office/people/{people_here(olga)['Rex'].id}").form("Make a new slip").press()
    pages = [
        Browser(house.test_client()).get(path)
        for path in (old, used, tried, replaced, "/invited/made-up", "/invited/%00")
    ]
    assert {page.text for page in pages} == {pages[0].text}
    assert {page.status for page in pages} == {200}
    assert "cannot be used any more" in pages[0].words


def test_a_link_that_lies_about_itself_leaks_nothing(guest, olga):
    page = guest.get("/invited/made-up")
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"


# ------------------------------------------------------------------ the code


def test_a_wrong_code_says_how_many_tries_are_left(office, guest):
    path, code = invite(office)
    page = enter_code(guest, path, wrong(code))
    assert page.title == "Problem: Join"
    assert "4 tries are left." in page.words
    for _ in range(3):
        page = page.form("Continue").fill(code=wrong(code)).press()
    assert "1 try is left." in page.words
    assert page.form("Continue").fill(code=code).press().form("Join")


@pytest.mark.parametrize("typed", ["", " ", "\0", "x" * 300, "<b>", "\u202e", "a\nb"])
def test_a_code_that_is_none_gets_a_sentence(office, guest, typed):
    path, _code = invite(office)
    page = enter_code(guest, path, typed)
    assert (page.status, page.title) == (200, "Problem: Join")


def test_the_form_sent_with_another_code_opens_nothing(office, guest, olga):
    path, code = invite(office)
    form = enter_code(guest, path, code).form("Join").fill(password=PASSWORD, way_back="practice")
    form.values["code"] = [wrong(code)]
    page = form.press()
    assert "tries are left" in page.words
    assert page.form("Continue"), "back to the code"
    assert people_here(olga)["Ana"].joined_at is None


# ------------------------------------------------------------------ the form


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Enter a name."),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"name": "A\0na"}, "cannot be kept"),
        ({"password": ""}, "Choose a password."),
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "password1234"}, "tried first"),
        ({"password": "ana walks ana"}, "do not count"),
        ({"way_back": []}, "Choose one of the two."),
        ({"way_back": "everyone"}, "Choose one of the two."),
    ],
)
def test_a_problem_costs_no_try_and_what_was_typed_stays(office, guest, olga, changes, says):
    path, code = invite(office)
    form = enter_code(guest, path, code).form("Join")
    page = form.fill(**{"name": "Anneke", "password": PASSWORD, "way_back": "only_me", **changes}).press()
    assert page.title == "Problem: Join"
    assert says in page.words
    again = page.form("Join")
    assert again.values["password"] == [""]
    if "name" not in changes:
        assert again.values["name"] == ["Anneke"]
    if "way_back" not in changes:
        assert again.values["way_back"] == ["only_me"]
    page = again.fill(name="Anneke", password=PASSWORD, way_back="only_me").press()
    assert page.title == "Start"
    with unit_of_work(olga.practice_id):
        assert db.session.query(Invitation).one().tries == 0


def test_sent_twice_it_leads_to_the_same_place(house, office, guest, olga):
    path, code = invite(office)
    form = enter_code(guest, path, code).form("Join").fill(password=PASSWORD, way_back="practice")
    before = {cookie.key: cookie.value for cookie in guest.client._cookies.values()}
    assert form.press().title == "Start"
    second = Browser(house.test_client())  # the browser gave the first answer up, so its cookies never came
    for name, value in before.items():
        second.client.set_cookie(name, value)
    form.page.browser = second
    assert form.press().title == "Start"
    assert len(people_here(olga)) == 2


def test_an_invite_form_sent_twice_makes_one_person(office, guest, olga):
    form = office.get("/office/invite").form("Make the slip").fill(name="Ana", sign_in_name="ana", role="client")
    first, second = slip_on(form.press()), slip_on(form.press())
    assert len(people_here(olga)) == 2
    assert "cannot be used" in guest.get(first[0]).words
    assert enter_code(guest, *second).form("Join")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Enter a name."),
        ({"name": "x" * 81}, "at most 80"),
        ({"name": "A\0na"}, "cannot be kept"),
        ({"sign_in_name": ""}, "Enter an e-mail"),
        ({"sign_in_name": "OLGA@example.org"}, "Somebody here signs in with this already."),
        ({"role": []}, "Choose one."),
        ({"role": "owner"}, "Choose one."),
        ({"role": "confidant"}, "Choose one."),
        ({"person_id": "not an id"}, None),
    ],
)
def test_an_invite_form_with_a_problem_keeps_what_was_typed(office, olga, changes, says):
    form = office.get("/office/invite").form("Make the slip")
    form.fill(**{"name": "Ana of the weir", "sign_in_name": "ana", "role": "client", **changes})
    page = form.press()
    if says is None:
        assert slip_on(page)
        return
    assert page.title.startswith("Problem: Invite")
    assert says in page.words
    if "name" not in changes:
        assert page.form("Make the slip").values["name"] == ["Ana of the weir"]
    assert list(people_here(olga)) == ["Olga"]


def test_an_id_that_belongs_to_somebody_takes_nobody_over(office, olga):
    form = office.get("/office/invite").form("Make the slip")
    form.fill(name="Eve", sign_in_name="eve", role="admin", person_id=str(olga.person_id))
    page = form.press()
    assert "signs in with this already" in page.words
    assert list(people_here(olga)) == ["Olga"]


def test_names_with_markup_are_shown_as_they_were_typed(office, olga):
    invite(office, name='<script>alert("x")</script>', sign_in_name="<i>x</i>")
    page = office.get("/office/people")
    assert '<script>alert("x")</script>' in page.words
    page = page.follow("<script>")
    assert "<i>x</i>" in page.words


def test_somebody_signed_in_can_open_a_link_without_losing_anything(office):
    path, code = invite(office)
    page = enter_code(office, path, code)
    page = page.form("Join").fill(password=PASSWORD, way_back="practice").press()
    assert "How your privacy works" in page.words
    assert office.get("/office/people").status == 404, "this browser is Ana's now"
