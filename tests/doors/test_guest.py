"""The door of someone a client trusts: what is open to them, one line back, and nothing that tells of anything else."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from portal.core.clock import now
from portal.domain import consent
from tests.acts import also_trusts, at_work, audience, mara, sam, share, stop, trust, write

__all__ = ["mara", "sam"]


def secrets_of(page):
    return ["".join(node.itertext()) for node in page.tree.iter("p") if node.get("class") == "secret"]


def test_from_the_clients_page_to_the_first_answer_without_script(sam, as_):
    browser, entry_id = as_(sam), write(sam, "I asked again tonight.", "After we talked")
    page = browser.get("/sharing").follow("Someone you trust")
    link, code = secrets_of(page.form("Make a link").fill(name="Jo").press("Make a link"))
    guest = as_(None, "elm")
    join = guest.get(link[link.index("/invited") :]).form().fill(code=code).press()
    assert "whoever invited you makes a new link" in join.words
    join.form("Join").fill(name="Jo", password="kettle lantern meadow otter").press("Join")
    assert "Nothing is open to you right now." in guest.get("/with").words
    preview = browser.get(f"/notes/{entry_id}").follow("See it as Jo will")
    assert "For 14 days" in preview.words
    assert "Until I stop sharing" not in preview.words
    preview.form("Share with Jo").press("Share with Jo").form("Open it now").press("Open it now")
    opened = guest.get("/with")
    assert "I asked again tonight." in opened.words
    assert "How to be helpful" in opened.words
    said = opened.form("I am here").press("I am here")
    assert "You answered on" in said.words
    second = opened.form("Send to Sam").fill(words="Typed in another window.").press("Send to Sam")
    assert "These words were not sent." in second.words
    assert "Typed in another window." in second.text
    assert "I am here, whenever you like." in browser.get(f"/notes/{entry_id}").words
    page = browser.get("/sharing/people").form("End it with Jo").press("End it with Jo")
    assert "they are not told" in page.words
    assert "This is not available." in guest.get(f"/with/{entry_id}").words


def test_ended_stopped_and_never_shared_are_the_same_page_to_the_byte(sam, as_):
    jo = trust(sam)
    ended, stopped, never = write(sam, "One."), write(sam, "Two."), write(sam, "Three.")
    share(sam, ended, jo, until=now() + timedelta(days=1))
    share(sam, stopped, jo)
    assert "One." in as_(jo).get(f"/with/{ended}").words
    stop(sam, stopped, jo)
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        browser = as_(jo)
        pages = [browser.get(f"/with/{thing_id}") for thing_id in (ended, stopped, never, uuid4())]
    assert {page.status for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert "This is not available." in pages[0].words


def test_the_pages_say_the_same_whatever_else_the_client_has_or_shares(sam, mara, as_):
    jo, kim, entry_id = trust(sam), trust(sam, "Kim"), write(sam, "One.")
    share(sam, entry_id, jo)
    browser, places = as_(jo), ("/with?all=1", f"/with/{entry_id}")
    browser.get(f"/with/{entry_id}")
    before = [browser.get(path).words for path in places]
    for number in range(3):
        share(sam, write(sam, f"Note {number}"), mara)
        share(sam, write(sam, f"Other {number}"), kim)
    assert [browser.get(path).words for path in places] == before


def test_a_page_of_one_client_tells_nothing_of_another(cast, as_):
    jo = trust(cast.ana)
    share(cast.ana, cast.entry_id, jo)
    browser = as_(jo)
    before = browser.get(f"/with/{cast.entry_id}").words
    also_trusts(cast.ben, jo)
    share(cast.ben, write(cast.ben, "Ben's."), jo)
    assert browser.get(f"/with/{cast.entry_id}").words == before
    for client, other in ((cast.ana, "Ben"), (cast.ben, "Ana")):
        for path in ("/sharing", "/sharing/people"):
            assert other not in as_(client).get(path).words.replace("Ana Sharing", "")


def test_putting_it_down_and_leaving(sam, as_):
    jo, entry_id = trust(sam), write(sam)
    share(sam, entry_id, jo)
    page = as_(jo).get(f"/with/{entry_id}").form("Close it for me").press("Close it for me")
    assert "It is closed for you." in page.words
    assert audience(sam, entry_id) == ()
    page = page.form("Leave for good").press("Leave for good")
    assert "Nothing is open to you right now." in page.words
    client = as_(sam)
    assert "Jo Park" not in client.get("/sharing/people").words
    assert "left, and everything you opened to them is closed" in client.get("/sharing/log").words


@pytest.mark.parametrize("words", ["", "x" * 300])
def test_an_answer_that_cannot_be_sent_is_given_back(sam, as_, words):
    jo, entry_id = trust(sam), write(sam)
    share(sam, entry_id, jo)
    page = as_(jo).get(f"/with/{entry_id}").form("Send to Sam").fill(words=words).press("Send to Sam")
    assert page.title == "Problem: Open"
    assert page.form("Send to Sam").values["words"] == [words]
    with at_work(sam):
        assert consent.answers(sam, [entry_id]) == []
