"""Leaving at once: the session is dead, the browser forgets, what was typed stays as a draft; nothing is in the way."""

import re

import pytest

from portal.core.db import db, unit_of_work
from portal.domain import drafts
from portal.models.sessions import SignedIn

AWAY = "https://www.bbc.co.uk/weather"


def sessions_of(actor):
    with unit_of_work(actor.practice_id, writes=False):
        return db.session.query(SignedIn).filter_by(person_id=actor.person_id).count()


def unfinished(actor):
    with unit_of_work(actor.practice_id, writes=False):
        return drafts.index(actor, "entry")


def goes_on(answer):
    """Whether this is the page that makes way for the other site by itself, and says nothing."""
    page = answer.get_data(as_text=True)
    sent_on = f'<meta http-equiv="refresh" content="0; url={AWAY}">' in page
    return answer.status_code == 200 and sent_on and "<title>One moment</title>" in page and "Harbour" not in page


def leave(browser, data=None, **more):
    """Press the button; the answer is no page of ours to be looked at like the others."""
    return browser._alone(browser.client.post, browser._at("/leave"), data=data or {}, **more)


def test_leaving_ends_the_session_and_clears_the_browser_and_goes_to_a_page_that_tells_nothing(cast, as_):
    ana = as_(cast.ana)
    answer = leave(ana)
    assert goes_on(answer)
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert sessions_of(cast.ana) == 0
    assert ana.get("/home", follow=False).status == 303


def test_the_old_cookies_open_nothing_afterwards(cast, as_):
    ana = as_(cast.ana)
    kept = {name: ana.client.get_cookie(name).value for name in ("harbour", "form")}
    leave(ana)
    for name, value in kept.items():
        ana.client.set_cookie(name, value)
    assert ana.get("/home", follow=False).status == 303


def test_it_is_tried_once_for_real_while_joining(cast, as_):
    page = as_(cast.ana).get("/start")
    tries = [button for button in page.tree.iter("button") if "Try Leave now" in "".join(button.itertext())]
    forms = {form.get("id"): form.get("action") for form in page.tree.iter("form")}
    assert [forms[button.get("form")] for button in tries] == ["/p/willow/leave"]
    assert "Does anyone else use this phone" in page.words
    assert "It can’t clear this browser’s history." in page.words
    assert "Try Leave now" not in as_(cast.mara).get("/start").words


def test_whoever_is_not_signed_in_leaves_too(cast, as_):
    assert goes_on(leave(as_(None, "willow")))


@pytest.mark.parametrize("path", ["/p/nowhere/leave", "/leave"])
def test_an_address_of_no_practice_lets_go_too(cast, house, path):
    assert goes_on(house.test_client().post(path))


def test_a_database_that_is_away_keeps_nobody(cast, as_, monkeypatch):
    ana = as_(cast.ana)

    def away(*_args, **_more):
        raise ConnectionError

    monkeypatch.setattr("portal.app.practices.at_door", away)
    answer = leave(ana)
    assert goes_on(answer)
    assert "Clear-Site-Data" in answer.headers


def test_somebody_elses_page_sends_nobody_away(cast, as_):
    ana = as_(cast.ana)
    assert leave(ana, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert sessions_of(cast.ana) == 1


def test_leaving_is_no_link(cast, as_):
    ana = as_(cast.ana)
    assert ana.get("/leave").status == 405
    assert sessions_of(cast.ana) == 1


def test_words_that_cannot_be_kept_do_not_keep_the_session(cast, as_, monkeypatch):
    ana = as_(cast.ana)
    form = typed(ana, body="One.")

    def falls(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr("portal.doors.account.leave.keep_typed", falls)
    assert goes_on(leave(ana, form))
    assert sessions_of(cast.ana) == 0


# ------------------------------------------------------------------ what was being typed


def typed(browser, path="/notes/new", **words):
    """The writing form as it stands, sent by the Leave button, as a browser does it without script."""
    return browser.get(path).form("Keep").fill(**words).values


def test_what_was_typed_stays_as_a_draft_and_opens_again(cast, as_):
    ana = as_(cast.ana)
    leave(ana, typed(ana, title="Tonight", body="I went quiet again."))
    (draft,) = unfinished(cast.ana)
    again = as_(cast.ana)
    page = again.get(f"/notes/new?draft={draft.about_id}")
    assert page.form("Keep private").values["body"] == ["I went quiet again."]
    assert "This is your draft from" in page.words
    assert "I went quiet again." in again.get("/notes").words
    assert "Go on with that draft" in again.get("/notes/new").words


def test_a_change_of_a_note_stays_as_a_draft_and_the_note_as_it_was(cast, as_):
    ana, path = as_(cast.ana), f"/notes/{cast.private_id}"
    leave(ana, typed(ana, f"{path}/edit", body="Not for anyone, ever."))
    again = as_(cast.ana)
    assert "Not for anyone, ever." not in again.get(path).words
    page = again.get(f"{path}/edit")
    assert page.form("Keep").values["body"] == ["Not for anyone, ever."]
    assert "The note itself stands as it was." in page.words


def test_where_another_window_has_written_on_both_texts_stay(cast, as_):
    ana = as_(cast.ana)
    form = typed(ana, body="From one window.")
    other = typed(ana)["window"]
    ana.post("/drafts", form | {"body": "From the other window.", "window": other})
    leave(ana, form)
    assert {draft.words["body"] for draft in unfinished(cast.ana)} == {"From one window.", "From the other window."}


def test_without_the_pages_token_nothing_is_planted(cast, as_):
    ana = as_(cast.ana)
    form = typed(ana, body="Planted.") | {"csrf_token": "made-up"}
    assert goes_on(leave(ana, form))
    assert unfinished(cast.ana) == []


@pytest.mark.parametrize("change", [{"draft_of": "x"}, {"number": "-1"}, {"draft": "summary"}, {"body": "x" * 70_000}])
def test_a_form_that_is_not_ours_or_too_long_lets_go_all_the_same(cast, as_, change):
    ana = as_(cast.ana)
    assert goes_on(leave(ana, typed(ana, body="One.") | change))
    assert sessions_of(cast.ana) == 0


# ------------------------------------------------------------------ the buttons


@pytest.mark.parametrize(
    ("who", "path"),
    [(None, "/"), (None, "/in"), ("ana", "/home"), ("ana", "/notes"), ("ana", "/notes/new"), ("ana", "/no-such-page")],
)
def test_the_page_has_a_button_and_one_for_the_keyboard_right_after_the_first_link(cast, as_, who, path):
    page = as_(cast.people[who] if who else None, "willow").get(path)
    reached = [
        node
        for node in page.tree.find("body").iter()
        if (node.tag in ("a", "button") and "disabled" not in node.attrib) or node.tag == "textarea"
    ]
    assert reached[0].get("href") == "#main"
    hidden, shown = [node for node in page.tree.iter("button") if node.get("data-leave")]
    assert reached[1] is hidden
    for button in (hidden, shown):
        target = {form.node.get("id"): form.node for form in page.forms}[button.get("form")]
        assert re.search(r"/leave\Z", button.get("formaction") or target.get("action"))
        assert target.get("method") == "post"


def test_the_enter_key_presses_neither_leave_nor_throw_away(cast, as_):
    """The first button in the order of the page is the one that the Enter key of a one-line field presses."""
    ana = as_(cast.ana)
    ana.post("/drafts", typed(ana, f"/notes/{cast.private_id}/edit", body="On its way."))
    for path in ("/notes/new", f"/notes/{cast.private_id}/edit"):
        page = ana.get(path)
        note = next(form.node for form in page.forms if form.node.get("id") == "note")
        theirs = [node for node in page.tree.iter("button") if node.get("form") == "note" or node in list(note.iter())]
        assert len(theirs) > 2
        assert "disabled" in theirs[0].attrib


def test_staff_have_no_leave_button(cast, as_):
    assert "data-leave" not in as_(cast.mara).get("/desk/inbox").text
