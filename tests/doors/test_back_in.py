"""The way back in through the pages: a browser that waits, officers, the client's choice; nothing told to strangers."""

import re
from base64 import urlsafe_b64encode

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.domain import recovery, vault
from portal.models.people import Person
from tests import second_step
from tests.cast import KIT, PASSWORD, add_person, also_an_officer
from tests.recovery_stories import agreed, name_of

NEW = "four lanterns along the quay"
CODE = re.compile(r"[0-9A-Z]{6}(?:-[0-9A-Z]{5}){4}")


def a_code(page):
    return CODE.search(page.words).group()


def ask(browser, name):
    return browser.get("/back-in").follow("Ask the practice").form("Show me a code").fill(sign_in_name=name).press()


def test_a_client_is_helped_back_in_by_two_officers_and_told_on_every_page(cast, as_):
    """T26 through the pages: code read out, it is them, a second officer, a new password in the browser that waited."""
    also_an_officer(cast.mara)
    waiting, tova, mara = as_(None, "willow"), as_(cast.tova), as_(cast.mara)
    page = ask(waiting, name_of(cast.ana))
    assert "This browser waits" in page.words
    pairing = re.search(r"[2-9A-Z]{3} [2-9A-Z]{3}", page.words).group()
    page = tova.get("/officer/")
    assert "Ana" not in page.words, "whose browser asked is not told before its code is"
    page = page.form("Look").fill(pairing="K4M 7TW").press()
    assert "No browser waits with this code." in page.words
    page = page.form("Look").fill(pairing=pairing.lower()).press()
    assert "Ana" in page.words
    assert "Ana" not in page.title
    page = page.form("Agree").press()
    assert "Speak with them first." in page.words
    page = page.form("Agree").fill(confirmed="y", factors_lost="y").press()
    assert "Lost: it is taken away" in page.words
    assert "Their browser goes on when the two days are over" in page.words
    assert "Agree" not in [words for form in page.forms for words in form.buttons], "the same officer is one"
    assert "The practice has agreed." in waiting.get("/back-in").words
    ana = as_(cast.ana)
    for path in ("/home", "/notes", "/me"):
        assert "second step of signing in is taken away then. That is not me: stop it" in ana.get(path).words
    mara.get("/officer/").follow("Ana").form("Agree").fill(confirmed="y").press()
    page = waiting.get("/back-in")
    assert "You can go on" in page.words
    page = page.form("Come back in").fill(password="short").press()
    assert "at least 12 characters" in page.words
    page = page.form("Come back in").fill(password=NEW).press()
    assert a_code(page)
    page = waiting.get("/home")
    assert "somebody was helped back into this account by Tova" in page.words
    assert "back into this account with the help of the practice" in waiting.get("/sharing/log").words
    assert ana.get("/home", follow=False).status == 303, "every session of before has ended"
    assert "back into" not in as_(cast.ben).get("/home").words


def test_stopping_it_on_any_page_ends_it_for_the_browser_that_waits(cast, as_):
    waiting, ana = as_(None, "willow"), as_(cast.ana)
    cookie, _ = agreed(cast.ana, cast.tova)
    waiting.client.set_cookie("waiting", urlsafe_b64encode(cookie).decode())
    page = ana.get("/notes").form("That is not me").press()
    assert "Stopped. Nothing opens for whoever asked." in page.words
    assert "That is not me" not in ana.get("/home").words
    page = waiting.get("/back-in")
    assert "This request is over" in page.words
    page = page.form("Begin again").press()
    assert "Use my code" in page.words


def test_an_officer_who_cannot_sign_in_uses_the_kit_in_the_browser_that_waits(cast, as_):
    page = ask(as_(None, "willow"), name_of(cast.tova))
    page = page.form("Use the kit").fill(kit="7H3K9Z-WRONG").press()
    assert "no recovery officer's" in page.words
    page = page.form("Use the kit").fill(kit=KIT).press()
    assert "The practice has agreed." in page.words


def test_nothing_tells_whether_a_name_exists(cast, as_):
    """T33: asking and guessing codes, for a name somebody has and one nobody has: the same pages byte for byte."""
    pages = {}
    for name in (name_of(cast.ana), "nobody@example.org"):
        browser = as_(None, "willow")
        asked = ask(browser, name)
        guessed = browser.get("/back-in/code").form("Come back in")
        refused = guessed.fill(sign_in_name=name, code="7H3K9Z-2MQXR", password=NEW).press()
        pages[name] = [
            (page.status, re.sub(r"[2-9A-Z]{3} [2-9A-Z]{3}|value=\"[^\"]*\"", "", page.text))
            for page in (asked, refused)
        ]
        assert "That didn't match." in refused.words
        assert NEW not in refused.text
    first, second = pages.values()
    assert first == second


def test_for_the_officer_only_me_looks_like_a_name_nobody_has(cast, as_):
    """T25 through the pages."""
    eve = add_person(cast.ana.practice_id, "Eve", Role.CLIENT, password=PASSWORD)
    recovery.only_me(eve, PASSWORD)
    said = []
    for name in (name_of(eve), "nobody@example.org"):
        page = ask(as_(None, "willow"), name)
        pairing = re.search(r"[2-9A-Z]{3} [2-9A-Z]{3}", page.words).group()
        found = as_(cast.tova).get("/officer/").form("Look").fill(pairing=pairing).press()
        assert "Not possible from here" in found.words
        said.append(found.words)
    assert said[0] == said[1]


def test_a_client_begins_anew_and_opens_it_all_with_the_code_of_before(cast, as_):
    """T67 through the pages: told that it is closed, where it shows; the old code, and nothing is closed any more."""
    with unit_of_work(cast.ana.practice_id):
        code = vault.new_code(cast.ana.keys)
        vault.stop_hold(cast.ana.keys.principal_id, vault.practice_principal("recovery").id)
    also_an_officer(cast.mara)
    waiting = as_(None, "willow")
    pairing = re.search(r"[2-9A-Z]{3} [2-9A-Z]{3}", ask(waiting, name_of(cast.ana)).words).group()
    page = as_(cast.tova).get("/officer/").form("Look").fill(pairing=pairing).press().form("Agree that they")
    page = page.fill(sign_in_name=name_of(cast.ben)).press()
    assert "Speak with them first." in page.words
    page = page.form("Agree that they").fill(confirmed="y", sign_in_name=name_of(cast.ben)).press()
    assert "No browser waits with this code for whoever" in page.words
    page.form("Agree that they").fill(confirmed="y", sign_in_name=name_of(cast.ana)).press()
    assert "It begins anew then" in as_(cast.ana).get("/home").words
    page = as_(cast.mara).get("/officer/").follow("Ana")
    assert "They begin anew" in page.words
    page.form("Agree").fill(confirmed="y").press()
    waiting.get("/back-in").form("Come back in").fill(password=NEW).press()
    assert "It began anew then." in waiting.get("/home").words
    assert "After we talked" not in waiting.get("/notes").words
    waiting.get("/me/closed").form("Ask to hand it back").press()
    page = as_(cast.mara).get("/desk/today").follow("Ana")
    assert "asked you to hand back" in page.words
    assert "They ask for what they shared" not in page.form("Hand it back").fill(confirmed="y").press().words
    page = waiting.get("/me/closed").form("Keep it as mine").press()
    assert "It is among your own again." in page.words
    assert "After we talked" in waiting.get("/notes").words
    assert "handed back what you had shared" in waiting.get("/sharing/log").words
    page = waiting.get("/notes").follow("How it opens again").form("Open it again").fill(word="not this one").press()
    assert "That opens nothing of yours" in page.words
    page = page.form("Open it again").fill(word=code.lower()).press()
    assert "Nothing of yours is closed." in page.words
    assert "opened again what was closed" in waiting.get("/sharing/log").words
    assert waiting.get("/me/closed").status == 200


def test_a_recovery_code_opens_the_account_and_a_new_one_takes_its_place(cast, as_):
    """T24 through the pages: from the first session's page to the day the password is gone."""
    eve = add_person(cast.ana.practice_id, "Eve", Role.CLIENT, password=PASSWORD)
    page = as_(eve).get("/start").form("Show my recovery code").press()
    code, browser = a_code(page), as_(None, "willow")
    page = browser.get("/in").follow("Find a way back").follow("Use my code").form("Come back in")
    page = page.fill(sign_in_name=name_of(eve), code=code.lower().replace("-", " "), password=NEW).press()
    assert a_code(page) != code
    assert browser.get("/home").status == 200
    page = as_(None, "willow").get("/back-in/code").form("Come back in")
    assert "didn't match" in page.fill(sign_in_name=name_of(eve), code=code, password=NEW).press().words


def test_a_recovery_code_changes_nothing_before_the_second_step_is_right(cast, as_):
    """Whoever found the paper and has no app neither uses the code up nor throws anybody out."""
    eve = add_person(cast.ana.practice_id, "Eve", Role.CLIENT, password=PASSWORD)
    with unit_of_work(eve.practice_id):
        code = vault.new_code(eve.keys)
        second_step.give(eve)
    elsewhere, typed = as_(eve), {"sign_in_name": name_of(eve), "code": code, "password": NEW}
    found = as_(None, "willow").get("/back-in/code").form("Come back in").fill(**typed).press()
    assert found.title.endswith("Sign in")
    assert found.form("Go on").fill(code="000000").press().title.endswith("Sign in")
    assert elsewhere.get("/home").status == 200
    browser = as_(None, "willow")
    page = browser.get("/back-in/code").form("Come back in").fill(**typed).press(follow=False)
    page = second_step.answer(page)
    assert "The second step is done." in page.words
    page = page.form("Come back in").fill(**typed).press()
    assert a_code(page) != code
    assert browser.get("/home").status == 200
    assert elsewhere.get("/home", follow=False).status == 303
    page = as_(None, "willow").get("/back-in/code").form("Come back in").fill(**typed).press()
    assert "didn't match" in page.words


def test_a_client_chooses_only_me_and_back_with_nothing_ticked_beforehand(cast, as_):
    eve = add_person(cast.ana.practice_id, "Eve", Role.CLIENT, password=PASSWORD)
    browser, elsewhere = as_(eve), as_(eve)
    page = browser.get("/me").follow("Way back in")
    form = page.form("Keep this choice")
    assert "way_back" not in form.values
    assert "Now: the practice can help you back in." in page.words
    assert "Tova alone holds the recovery key here." in page.words, "the honest sentence where one person holds it"
    assert "Choose one of the two." in form.press().words
    page = form.fill(way_back="only_me", password="not it at all").press()
    assert "That is not your password now." in page.words
    page = page.form("Keep this choice").fill(way_back="only_me", password=PASSWORD).press()
    assert a_code(page)
    assert elsewhere.get("/home", follow=False).status == 303
    page = browser.get("/me/back-in")
    assert "Now: only you." in page.words
    page = page.form("Keep this choice").fill(way_back="practice").press()
    assert "Now: the practice can help you back in." in page.words
    for somebody, says in ((cast.mara, "A recovery officer of the practice"), (cast.olga, "A recovery officer")):
        page = as_(somebody).get("/me/back-in")
        assert says in page.words
        assert "Keep this choice" not in [words for form in page.forms for words in form.buttons]


def test_an_officer_tries_both_ways_and_makes_a_new_kit(cast, as_):
    tova = as_(cast.tova)
    page = tova.get("/officer/kit")
    assert "No kit is in force." in page.words
    page = page.form("Try my key").press()
    assert "Your key opens the recovery key." in page.words
    page = page.form("Make a new kit").press()
    kit = a_code(page)
    assert "the operator keeps it" in page.words, "two practices live here: neither gets the installation's own secret"
    page = page.form("I have written").fill(group="XXXXX").press()
    assert a_code(page) == kit
    page = page.form("I have written").fill(group=kit.split("-")[2]).press()
    assert "The kit is in force." in page.words
    page = page.form("Try the paper").fill(kit=kit[:-2]).press()
    assert "That is not the kit in force." in page.words
    page = page.form("Try the paper").fill(kit=kit.lower()).press()
    assert "The paper opens the recovery key." in page.words
    olga = as_(cast.olga)
    page = olga.get("/office/kit")
    assert "The set-up is finished when" not in page.words
    page = page.form("Let them hold").fill(kit=kit, person_id=str(cast.vera.person_id)).press()
    assert "They hold the recovery key from now on." in page.words
    with unit_of_work(cast.olga.practice_id):
        assert {one.name for one in recovery.officers()} == {"Tova", "Vera"}
        assert db.session.get(Person, cast.vera.person_id).name == "Vera"
