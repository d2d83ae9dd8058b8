"""A fresh start by its pages (T67): asked of who can read it, handed back, kept; and an app in place of days."""

import re
from base64 import urlsafe_b64encode
from datetime import timedelta

import time_machine

from portal.core.clock import now
from portal.core.db import unit_of_work
from portal.domain import consent, vault
from tests import second_step
from tests.acts import trust
from tests.doors.test_back_in import NEW, also_an_officer, ask
from tests.recovery_stories import agreed, name_of


def begun_anew(cast, as_):
    """Ana's browser, after two officers have agreed that she begins anew; no code of before opens anything."""
    with unit_of_work(cast.ana.practice_id):
        vault.stop_hold(cast.ana.keys.principal_id, vault.practice_principal("recovery").id)
    also_an_officer(cast.mara)
    waiting = as_(None, "willow")
    pairing = re.search(r"[2-9A-Z]{3} [2-9A-Z]{3}", ask(waiting, name_of(cast.ana)).words).group()
    page = as_(cast.tova).get("/officer/").form("Look").fill(pairing=pairing).press().form("Agree that they")
    page.fill(confirmed="y", sign_in_name=name_of(cast.ana)).press()
    as_(cast.mara).get("/officer/").follow("Ana").form("Agree").fill(confirmed="y").press()
    waiting.get("/back-in").form("Come back in").fill(password=NEW).press()
    return waiting


def test_what_others_have_open_is_asked_for_handed_back_and_kept(cast, as_):
    friend = trust(cast.ana)
    with unit_of_work(cast.ana.practice_id):
        consent.share(cast.ana, cast.entry_id, friend.person_id)
    ana, mara, jo = begun_anew(cast, as_), as_(cast.mara), as_(friend)
    for reader in (cast.mara, friend):
        page = ana.post(f"/me/closed/ask/{reader.person_id}", {"csrf_token": ana.token()})
        assert "Asked." in page.words
    ana_id = cast.ana.person_id
    assert jo.post(f"/with/hand-back/{cast.ben.person_id}", {"csrf_token": jo.token()}).status == 404
    for reader, browser, path in (
        (cast.mara, mara, f"/desk/clients/{ana_id}/hand-back"),
        (friend, jo, f"/with/hand-back/{ana_id}"),
    ):
        assert "Speak with them first." in browser.post(path, {"csrf_token": browser.token()}).words
        with unit_of_work(cast.ana.practice_id):
            assert reader.person_id not in {one.id for one in consent.holders(cast.ana) if one.given_at}
        with time_machine.travel(now() + timedelta(minutes=11), tick=False):
            data = {"csrf_token": browser.token(), "confirmed": "y"}
            assert "Your password again" in browser.post(path, data).words
        assert "Handed back" in browser.post(path, data).words
    assert "It is among your own again." in ana.post("/me/closed/keep", {"csrf_token": ana.token()}).words
    assert "After we talked" in ana.get("/notes").words
    assert "What you had shared" in ana.get("/me/closed").words, "and who handed it back"


def test_a_code_of_ones_own_app_takes_the_place_of_two_days(cast, as_):
    with unit_of_work(cast.ana.practice_id):
        second_step.give(cast.ana)
    waiting, (cookie, _) = as_(None, "willow"), agreed(cast.ana, cast.tova)
    waiting.client.set_cookie("waiting", urlsafe_b64encode(cookie).decode())
    form = waiting.get("/back-in").form("Go on now")
    assert "You can go on here" in form.page.words
    form = form.fill(code="000000").press().form("Go on now")
    page = form.fill(code=second_step.code()).press()
    assert page.form("Come back in")
