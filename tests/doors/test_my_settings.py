"""Settings: what one is called, safe contact, and where one is signed in."""

import pytest
import time_machine

from portal.core.clock import now
from portal.core.db import unit_of_work
from portal.domain import accounts, contact, sessions
from portal.domain.contact import Mode
from tests.acts import at_work

ADDRESS = "quiet.place@example.org"


def mine(actor):
    with at_work(actor):
        return contact.mine(actor)


@pytest.mark.parametrize("who", ["ana", "mara", "olga"])
def test_everybody_has_settings_and_only_a_client_reminders(cast, as_, who):
    page = as_(getattr(cast, who)).get("/me")
    assert page.title.startswith("Settings")
    assert {"Reading", "Contact", "Devices"} <= {words.split(" ")[0] for words in page.links}
    assert any(words.startswith("Reminders") for words in page.links) == (who == "ana")


def test_a_name_pronouns_and_a_zone_are_ones_own(cast, as_):
    page = as_(cast.ana).get("/me").form("Keep these")
    page = page.fill(name="Anneke", pronouns="they", time_zone="Europe/Dublin").press()
    assert "This is how you are called" in page.words
    with at_work(cast.ana):
        assert accounts.called(cast.ana) == accounts.Called("Anneke", "they", "Europe/Dublin")
    office = as_(cast.olga).get(f"/office/people/{cast.ana.person_id}")
    assert "Anneke" in office.words
    assert "they" in office.words


def test_a_zone_that_is_not_on_the_list_stays_as_it_is(cast, as_):
    with at_work(cast.ana):
        accounts.be_called(cast.ana, "Ana", "", "Etc/GMT+3")
    as_(cast.ana).get("/me").form("Keep these").fill(pronouns="she").press()
    with at_work(cast.ana):
        assert accounts.called(cast.ana) == accounts.Called("Ana", "she", "Etc/GMT+3")


def test_a_client_says_when_their_day_begins_and_staff_are_not_asked(cast, as_):
    page = as_(cast.ana).get("/me").form("Keep these").fill(day_begins="4").press()
    assert page.form("Keep these").values["day_begins"] == ["4"]
    assert "day_begins" not in as_(cast.mara).get("/me").form("Keep these").values


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": " "}, "Enter a name"),
        ({"pronouns": "x" * 41}, "40 characters"),
        ({"time_zone": "Mars/Base"}, "Choose one of"),
        ({"day_begins": "7"}, "Choose one of the hours"),
        ({"day_begins": "x"}, "Choose one of the hours"),
    ],
)
def test_what_cannot_be_kept_is_said(cast, as_, changes, says):
    browser = as_(cast.ana)
    values = browser.get("/me").form("Keep these").values | changes
    assert says in browser.post("/me", values).words


def test_contact_is_chosen_and_staff_see_only_its_name(cast, as_):
    ana = as_(cast.ana)
    form = ana.get("/me/contact").form("Keep this choice")
    assert form.values["mode"] == ["none"]
    form = form.fill(mode="plain", address=ADDRESS, first="9", until="17")
    form.values["weekdays"] = ["0", "4"]
    page = form.press()
    assert "Mail may come like this from now on." in page.words
    assert mine(cast.ana) == contact.Choice(Mode.PLAIN, contact.Reach(ADDRESS, 9, 17, (0, 4)), 1)
    for who in (cast.olga, cast.mara):
        page = as_(who).get(f"/office/people/{cast.ana.person_id}")
        assert ADDRESS not in page.text
        assert ("Plain mail" in page.words) == (who is cast.olga)
    assert "A change: where, when or whether mail may reach you." in ana.get("/me/devices").words
    form = ana.get("/me/contact").form("Keep this choice").fill(address="elsewhere@example.org")
    with time_machine.travel(now() + sessions.FRESH):
        assert form.press().title == "Password", "a session left open moves nobody's mail"
    assert mine(cast.ana).reach.address == ADDRESS


def test_a_problem_keeps_what_was_typed_and_another_window_is_never_overruled(cast, as_):
    ana = as_(cast.ana)
    first, second = (ana.get("/me/contact").form("Keep this choice") for _ in range(2))
    page = first.fill(mode="plain", address="nowhere").press()
    assert "Enter an e-mail address" in page.words
    page.form("Keep this choice").fill(address=ADDRESS).press()
    page = second.fill(mode="normal", address="typed@example.org", until="8").press()
    assert "changed in another window" in page.words
    assert f"Plain mail, to {ADDRESS} , from 0:00 until 24:00, every day." in page.words
    typed = page.form("Keep this choice").values
    assert (typed["mode"], typed["address"], typed["until"]) == (["normal"], ["typed@example.org"], ["8"])
    assert mine(cast.ana).mode is Mode.PLAIN
    page.form("Keep this choice").press()
    assert mine(cast.ana).reach.address == "typed@example.org"
    page = second.fill(mode="none").press()
    assert "Normal mail, to typed@example.org" in page.words
    assert "From now on no mail comes." in page.form("Keep this choice").fill(mode="none").press().words


def test_devices_are_named_by_their_times_and_signed_out_one_by_one(cast, as_):
    ana = as_(cast.ana)
    with unit_of_work(cast.ana.practice_id):
        cookie = sessions.start(cast.ana.practice_id, cast.ana.person_id, cast.ana.keys)
        sessions.start(cast.ben.practice_id, cast.ben.person_id, cast.ben.keys)
    page = ana.get("/me/devices")
    assert page.title == "Devices"
    assert (page.words.count("This device"), page.words.count("Another device or browser")) == (1, 1)
    with at_work(cast.ana):
        other = sessions.open_with(cookie).session_id
    assert as_(cast.ben).get("/me/devices").words.count("Sign out") >= 1
    ben = as_(cast.ben)
    ben.post(f"/me/devices/{other}/out", {"csrf_token": ben.token()})
    with at_work(cast.ana):
        assert sessions.open_with(cookie), "nobody signs somebody else out"
    page = ana.post(f"/me/devices/{other}/out", {"csrf_token": ana.token()})
    assert "That device is signed out." in page.words
    with at_work(cast.ana):
        assert sessions.open_with(cookie) is None
    assert "Sign out everywhere" not in page.words
    this = next(form for form in ana.get("/me/devices").forms if "/me/devices/" in form.node.get("action", ""))
    assert this.press().title == "Welcome"
    assert ana.get("/me/devices").title == "Sign in"
