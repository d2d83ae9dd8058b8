"""The client's house has no room without a door: every page can be reached from Today by following links."""

from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import NotFound

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import accounts, consent, demo, journal, mood, practices, sessions
from tests.access.policy import CLIENT, ROUTES, SIGNED_IN
from tests.file_stories import ask_for_pages
from tests.screens import pages

EACH = 2  # pages of one kind that are looked at: the first ones met
MORE = {"client.prompts.show": 12}  # those of one's own come after those that are asked and offered
LED_TO_OTHERWISE = {  # pages that no link leads to, each with the reason
    "client.handovers.show": "once a move is asked",
    "client.handovers.choose": "once a move is asked",
    "client.handovers.preview": "once a move is asked",
    "account.start.agreement": "on joining, when the practice asks",
    "account.again.show": "before what a session left open must not do",
    "account.factors.new_passkey": "where the address has a name and a certificate",
    "account.start.show": "the pages before the first day",
    "account.closed.show": "where something is closed since a fresh start",
    "client.imports.show": "once a journal was brought along",
    "client.pausing.show": "while everything is paused",
    "client.steady.show": "from what is shared, once a card is; it leads on to the card's own page",
}


def reached(browser):
    """The endpoints that links lead to from Today on; a form that only asks is a link too."""
    adapter = pages.application().url_map.bind("here")
    found, waiting, seen = Counter(), ["/home"], set()
    while waiting:
        path = waiting.pop(0)
        try:
            endpoint, _ = adapter.match(urlsplit(path).path)
        except NotFound:
            continue
        found[endpoint] += 1
        if (
            endpoint in pages.NO_PAGES
            or ROUTES[endpoint] not in (CLIENT, SIGNED_IN)
            or found[endpoint] > MORE.get(endpoint, EACH)
        ):
            continue
        page = browser.get(path)
        assert page.status == 200, path
        for url in _ways(page):
            way = url.removeprefix(browser.base)
            if way.startswith("/") and way not in seen:
                seen.add(way)
                waiting.append(way)
    return set(found)


def _ways(page):
    yield from page.links.values()
    for form in page.forms:
        if form.node.get("method", "get") == "get":
            yield form.node.get("action") or page.path


def _of_the_room():
    found = {rule.endpoint for rule in pages.rules() if ROUTES[rule.endpoint] in (CLIENT, SIGNED_IN)}
    return found - set(pages.NO_PAGES)


@pytest.mark.slow
def test_every_page_of_the_room_can_be_reached_from_today(house, as_):
    sam = _sam()
    with unit_of_work(sam.practice_id):
        [mara] = consent.readers(sam)[:1]
        notes = journal.shelf(sam).headers
        for note in notes[:6]:
            consent.share(sam, note.id, mara.id)
        journal.excerpt(sam, notes[0].id, journal.read(sam, notes[0].id).version, [0])
        mood.check_in(sam, 3, mood.Words.checked("", ["like a kite"]))
    ask_for_pages(sam, now().date() - timedelta(days=90))
    assert _of_the_room() - reached(as_(sam)) == {*LED_TO_OTHERWISE} & _of_the_room()


def test_a_new_client_comes_to_every_place_that_needs_nothing_to_have_been_done(sam, mara, as_):
    only_later = {
        "client.journal.this_day": "once there are notes",
        "client.journal.this_month": "once there are notes",
        "client.looking.show": "once something is open to somebody",
        "client.mood.own": "once there are words of one's own",
        "client.mood.patterns": "once there is a check-in",
        "client.mood.shelf": "once there is a check-in",
        "client.steady.edit_safety": "stands where the plan will be",
    }
    needs_nothing = _of_the_room() & {rule.endpoint for rule in pages.rules() if not rule.arguments}
    assert needs_nothing - reached(as_(sam)) == {*LED_TO_OTHERWISE, *only_later} & needs_nothing


def _sam():
    """Of the made-up practice, with their keys, as after signing in."""
    password = next(line for line in list(demo.fill()) if "password" in line).rpartition(" ")[2]
    (practice_id,) = practices.all_ids()
    cookie = accounts.sign_in(practice_id, "sam@example.org", password, "127.0.0.1")
    with unit_of_work(practice_id, writes=False):
        found = sessions.open_with(cookie)
    db.session.remove()
    return Actor(found.person_id, practice_id, Role.CLIENT, found.keys)
