"""Setting up over HTTP: step by step, resumed where it was left, the kit written down, nothing ever half made."""

import re

import pytest

from portal.core.actor import Actor, Role
from portal.core.db import db, unit_of_work
from portal.core.language import speaking
from portal.domain import mail, operators, practices, preferences, settings, vault
from portal.models.operators import Operator
from portal.models.people import Membership, Person
from portal.models.practices import Practice
from tests import second_step
from tests.browser import Browser
from tests.duty import NAME, TYPED, employ, first_path, go_through, on_duty, say_who

PASSWORD = TYPED["password"]
KIT = re.compile(r"[0-9A-Z]{6}(?:-[0-9A-Z]{5}){4}")
PRACTICE, OWN = ("practice_name", "slug"), ("name", "sign_in_name", "password")


@pytest.fixture
def path(house):
    return first_path()


@pytest.fixture
def browser(house):
    return Browser(house.test_client())


def kit_on(page):
    return KIT.search(page.words)[0]


def roles(practice_id):
    """Besides that of the founder as the first recovery officer."""
    with unit_of_work(practice_id):
        return set(db.session.scalars(db.select(Membership.role))) - {Role.OFFICER}


def test_the_whole_way_from_the_printed_address_to_the_first_invitation(browser, path):
    page = go_through(browser, path)
    assert "Try it" in page.words
    page = page.form("Start empty").press("Start empty")
    assert "invitations are printed instead" in page.words
    page = page.follow("The practice kit").form("Show the kit").press()
    kit = kit_on(page)
    page = page.form("I have written").fill(group=kit.split("-")[2].lower()).press()
    assert "How privacy works here" in page.words
    page = page.form("Show my recovery code").press()
    assert kit_on(page) != kit
    second_step.enrol(browser)
    page = browser.get("/office/begin")
    assert "written down and in force" in page.words
    assert "Make the slip" in page.follow("A first therapist").text
    (practice_id,) = practices.all_ids()
    assert roles(practice_id) == {Role.ADMIN}
    with unit_of_work(practice_id):
        recovery = vault.practice_principal("recovery")
        assert vault.open_with_code(recovery.id, kit).principal_id == recovery.id
    assert browser.get(path, follow=False).response.headers["Location"].endswith("/"), "it leads nowhere any more"


def test_the_whole_way_in_german_makes_a_german_practice(browser, path):
    """What the page speaks stands ready; slips, papers and mails are in it for whoever has chosen none."""
    employ()
    page = browser.get(path)
    assert (page.tree.get("lang"), page.form("Go on").values["language"]) == ("en", ["en"])
    page = page.form("Deutsch").press("Deutsch")
    form = next(form for form in page.forms if "language" in form.names)
    assert (page.tree.get("lang"), form.values["language"]) == ("de", ["de"])
    page = form.fill(practice_name="Haus Weide", slug="weide").press()
    own = {name: TYPED[name] for name in OWN}
    page = next(form for form in page.forms if "sees_clients" in form.names).fill(**own, sees_clients="no").press()
    assert page.tree.get("lang") == "de"
    (practice_id,) = practices.all_ids()
    assert practices.at_door("weide").settings.languages == ("de", "en")
    with unit_of_work(practice_id):
        olga = db.session.scalars(db.select(Person)).one()
        assert preferences.language_of(olga.id) == "de"
        with speaking(preferences.language_of(olga.id)):
            assert mail.letters.SUBJECTS[mail.Kind.SOMETHING_NEW] == "Etwas Neues f\u00fcr Sie"
        admin = Actor(olga.id, practice_id, Role.ADMIN)
        assert settings.keep(admin, 0, languages=("en", "de")).languages == ("en", "de")  # nothing was changed before
    assert browser.get("/office/begin").tree.get("lang") == "de"


def test_whoever_runs_it_may_be_the_first_therapist_too(browser, path):
    go_through(browser, path, sees_clients="yes")
    assert roles(practices.all_ids()[0]) == {Role.ADMIN, Role.THERAPIST}


def test_it_can_be_left_at_each_step_and_goes_on_there_also_under_a_newer_address(house, browser, path):
    assert "Who runs this" in browser.get(path).words
    assert "Your practice" in say_who(browser, path).words
    again = Browser(house.test_client())
    page = again.get(path).form("Go on").fill(practice_name="Elm Yard", slug="elm", country="IE").press("Go on")
    assert "first admin" in page.words
    assert practices.all_ids() == [], "nothing is half made"
    newer = first_path()
    assert again.get(path).title == "Welcome" or again.get(path).status == 503
    page = Browser(house.test_client()).get(newer)
    assert "first admin" in page.words
    page = page.follow("Your practice")
    assert page.form("Go on").values["practice_name"] == ["Elm Yard"]
    page = page.form("Go on").fill(practice_name="Oak Yard").press("Go on")
    page.form("Set up").fill(**{name: TYPED[name] for name in OWN}, sees_clients="no").press("Set up")
    practice = db.session.scalars(db.select(Practice)).one()
    assert (practice.name, practice.slug, practice.country) == ("Oak Yard", "elm", "IE")
    db.session.remove()
    assert "Samaritans" in Browser(house.test_client()).get("/help-now").words


@pytest.mark.parametrize("path", ["/", "/in", "/home", "/p/willow/", "/no/such/page"])
def test_before_the_set_up_other_addresses_say_where_to_look(browser, house, path):
    page = browser.get(path)
    if path == "/p/willow/":
        assert page.status == 404
    else:
        assert page.status == 503
        assert "Open the address that the start has printed" in page.words


def test_looking_at_the_page_uses_nothing_up(browser, path):
    for _ in range(3):
        assert browser.get(path).title == "Set-up"
        assert browser.client.head(path).status_code == 200
    assert "Try it" in go_through(browser, path).words


def test_before_the_set_up_any_other_token_is_not_found(browser, path):
    for made_up in ("made-up", "x" * 5_000):
        assert browser.get(f"/set-up/{made_up}").status == 503
    token = browser.token()
    for step in ("who", "practice", "admin", "made-up", "done"):
        assert browser.post(f"/set-up/made-up/{step}", {"csrf_token": token}).status == 503
    assert browser.get("/status").status == 200


def test_a_step_that_is_not_due_leads_to_the_one_that_is(house, browser, path):
    """Nobody makes a practice before its operator, and nobody a second one of either."""
    token = browser.token()
    own = {**TYPED, "sees_clients": "no", "csrf_token": token}
    assert "Who runs this" in browser.post(f"{path}/admin", own).words
    assert "Who runs this" in browser.post(f"{path}/practice", own).words
    say_who(browser, path)
    assert "Your practice" in browser.post(f"{path}/who", {**own, "seed": "A" * 32, "code": "000000"}).words
    go = browser.get(path).form("Go on").fill(practice_name="Willow House", slug="willow").press("Go on").form("Set up")
    go.fill(**{name: TYPED[name] for name in OWN}, sees_clients="no")
    go.press("Set up")
    other = Browser(house.test_client())
    assert "Try it" in other.post(f"{path}/admin", {**own, "csrf_token": other.token()}).words, "sent twice"
    assert len(practices.all_ids()) == 1
    assert db.session.scalar(db.select(db.func.count(Operator.id))) == 1


def test_a_code_that_does_not_fit_makes_no_operator_and_the_picture_stays(browser, path):
    form = browser.get(path).form("Go on")
    page = form.fill(sign_in_name=NAME, password="nine lanterns on the long pier", code="000000").press("Go on")
    assert "not the code" in page.words
    again = page.form("Go on")
    assert again.values["seed"] == form.values["seed"]
    assert again.values["password"] == [""]
    for seed in ("", "A" * 31, "A" * 33, "é" * 32, "x" * 10_000):
        page = browser.post(f"{path}/who", {**TYPED, "seed": seed, "code": "1", "csrf_token": browser.token()})
        assert page.title == "Problem: Set-up"
    assert not operators.setting_up.is_there_an_operator()


def test_another_group_shows_the_same_kit_again(browser, path):
    go_through(browser, path)
    page = browser.get("/office/kit").form("Show the kit").press()
    kit = kit_on(page)
    for group in ("XXXXX", ""):
        page = page.form("I have written").fill(group=group).press()
        assert page.title.startswith("Problem: ")
        assert kit_on(page) == kit
    page = page.form("I have written").fill(group=kit.split("-")[2]).press()
    assert "privacy" in page.words


def test_a_telling_word_in_the_address_is_kept_only_on_purpose(browser, path):
    page = say_who(browser, path).form("Go on").fill(practice_name="Elm", slug="couples-therapy").press("Go on")
    assert "history" in page.words
    form = page.form("Go on")
    assert form.values["practice_name"] == ["Elm"], "what was typed stays"
    assert "first admin" in form.fill(keep_slug="y").press("Go on").words


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("practice_name", "", "Enter a name."),
        ("practice_name", "x" * 81, "Use at most 80 characters."),
        ("practice_name", "Willow\0House", "cannot be kept"),
        ("slug", "Will ow!", "small letters"),
        ("name", "\u202eagl\u202cO\nBrandt", "one line"),
        ("sign_in_name", "x" * 255, "Use a shorter one."),
        ("password", "short", "at least 12 characters"),
        ("password", "passwordpassword", "easy to guess"),
        ("time_zone", "Moon/Crater", "Not a valid choice"),
        ("country", "XX", "Not a valid choice"),
        ("language", "tlh", "Not a valid choice"),
        ("password", "", "Choose a password."),
        ("sees_clients", "perhaps", "Choose one of these."),
    ],
)
def test_a_problem_is_said_in_place_and_what_was_typed_stays(browser, path, field, value, says):
    employ()
    typed = {name: TYPED[name] for name in PRACTICE} | {"time_zone": "UTC", "country": "", "language": "de"}
    page, button = browser.get(path), "Go on"
    if field not in typed:
        page, button = page.form("Go on").fill(**typed).press("Go on"), "Set up"
        typed = {name: TYPED[name] for name in OWN} | {"sees_clients": "no"}
    page = page.form(button).fill(**typed | {field: value}).press(button)
    assert page.status == 200
    assert page.title == "Problem: Set-up"
    assert says in page.words
    kept = page.form(button).values
    for name in typed.keys() - {field, "password"}:
        assert kept[name] == [typed[name]]
    assert kept.get("password") in (None, [""])
    if field in ("slug", "sign_in_name") or value == "x" * 81:
        assert kept[field] == [value]
    assert practices.all_ids() == []


def test_markup_in_names_is_shown_as_it_was_typed(browser, path):
    go_through(browser, path, name="<b>Olga</b>", practice_name="{{ 7 * 7 }}")
    second_step.enrol(browser)
    page = browser.get("/office/people")
    assert "<b>Olga</b>" in page.words
    assert page.title.endswith(" {{ 7 * 7 }}")


def test_a_huge_form_is_refused_and_nothing_happens(browser, path):
    page = browser.post(f"{path}/admin", {**TYPED, "name": "x" * (3 * 1024 * 1024)})
    assert page.status == 413
    assert practices.all_ids() == []


# ------------------------------------------------------------------ further practices, and looking around


def test_an_operator_hands_over_an_address_and_never_learns_a_password(house, browser, path):
    go_through(browser, path)
    employ("second@example.org")
    operator, _ = on_duty(house, "second@example.org")
    page = operator.get("/operator/practices/new").form("Make the address").fill(practice_name="Oak Yard", slug="oak")
    page = page.fill(language="de").press()
    address = re.search(r"http\S+/set-up/\S+", page.words)[0]
    assert len(practices.all_ids()) == 1
    assert "oak" in operator.get("/operator").words
    vera = Browser(house.test_client())
    page = vera.get(address.removeprefix("http://127.0.0.1:8000"))
    assert (page.form("Go on").values["slug"], page.form("Go on").values["language"]) == (["oak"], ["de"])
    page = page.form("Go on").fill(language="en").press("Go on").form("Set up")
    page = page.fill(name="Vera", sign_in_name="vera", password=PASSWORD, sees_clients="yes").press("Set up")
    assert "Your practice is there" in page.words
    assert "Vera" not in operator.get("/operator").text
    assert operator.get(address.removeprefix("http://127.0.0.1:8000")).status == 404, "it works once"


def test_an_address_that_was_taken_back_leads_nowhere(house, path):
    employ()
    operator, who = on_duty(house)
    with unit_of_work(None):
        address = operators.new_practice_address(who, "Oak Yard", "oak")
    token = address.rpartition("/")[2]
    assert operators.underway(token)
    operator.get("/operator").form("Take back").press()
    assert not operators.underway(token)


@pytest.mark.slow
def test_a_made_up_practice_comes_first_or_beside_says_so_and_goes_by_one_click(house, browser, path):
    page = say_who(browser, path).form("Make a made-up practice").press()
    password = re.search(r"(?:[a-z]+-){4}[a-z]+", page.words)[0]
    olga = Browser(house.test_client(), "/p/willow")
    form = olga.get("/in").form("Sign in").fill(sign_in_name="olga@example.org", password=password)
    assert "nobody here is real" in form.press().words
    page = page.follow("Go on with the set-up")
    page = page.form("Go on").fill(practice_name="Elm Yard", slug="elm").press("Go on").form("Set up")
    page.fill(**{name: TYPED[name] for name in OWN}, sees_clients="no").press("Set up")
    page = browser.get("/office/people")
    assert "nobody here is real" not in page.words, "one's own practice needs no prefix beside a made-up one"
    assert browser.post("/office/made-up", {"csrf_token": browser.token()}).status == 404
    olga.get("/office/made-up").form("Remove").press()
    (left,) = practices.all_ids()
    assert roles(left) == {Role.ADMIN}
    assert olga.get("/in").status == 404
