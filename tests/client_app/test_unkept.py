"""Long private forms that were left: every word stands there again; once kept, nothing of the draft is left."""

from functools import partial

import pytest
from sqlalchemy import select

from portal.core.db import db
from portal.domain import agenda, conversation, drafts, journal
from portal.models.drafts import Draft
from portal.models.vault import Item
from tests.acts import at_work, write

NOTICE = "This is your draft from"


def unkept(actor):
    with at_work(actor):
        return [draft for kind in ("talk", "card", "layout", "agenda") for draft in drafts.index(actor, kind)]


def a_plan(browser):
    return browser.get("/conversation/new").form("Go on").fill(afraid="no").press("Go on")


def after_the_session(browser):
    return browser.get("/agenda").follow("After the session")


def look(path, browser):
    return browser.get(path)


def leave(browser, form):
    """Press Leave, as a browser does it without script; the answer is no page of ours to be looked at."""
    browser._alone(browser.client.post, browser._at("/leave"), data=form.values)


@pytest.fixture
def talk_id(sam):
    with at_work(sam):
        return conversation.plan(sam, dict.fromkeys(conversation.PLAN, "") | {"about": "Sundays"})


@pytest.fixture
def layout_id(sam):
    with at_work(sam):
        return journal.make_layout(sam, "Three things", "First.")


def test_what_was_typed_stands_in_each_form_again_until_it_is_kept(sam, as_, talk_id, layout_id):
    forms = [  # the form, what is typed, and how one comes back to it
        (a_plan, {"about": "The garden", "back_on": "2099-02-30", "stop": "Tea"}, "/conversation"),
        (f"/conversation/{talk_id}/edit", {"need": "An hour"}, None),
        (f"/conversation/{talk_id}/afterwards", {"how": "Calm\nat last"}, None),
        ("/steady/card", {"helps": "Tea\nThe dog", "reminder": "It passes."}, None),
        ("/steady/plan/edit", {"people": "Kim, next door", "surroundings": "Locked away"}, None),
        ("/steady/care", {"own": "The allotment", "picks": ["walk", "music"]}, None),
        ("/notes/layouts/new", {"name": "Evening", "text": "What went well?"}, "/notes/layouts"),
        (f"/notes/layouts/{layout_id}", {"text": "First.\n\nSecond."}, None),
        ("/agenda", {"body": "The bill.\nThe flat.", "wish": "To decide", "pin": "Sleep"}, None),
        ("/agenda", {"body": "The bill alone."}, None),
        (after_the_session, {"takeaways": "Ask.", "way": "7"}, None),
    ]
    browser = as_(sam)
    for form, typed, back in forms:
        go = form if callable(form) else partial(look, form)
        filled = go(browser).form("Keep").fill(**typed)
        if form is a_plan:  # once by Leave, which keeps words as the script does
            leave(browser, filled)
            browser = as_(sam)
        else:
            assert browser.post("/drafts", filled.values).status == 200
        assert len(unkept(sam)) == 1, form
        page = browser.get(back).follow("Go on with that draft") if back else go(browser)
        if form is a_plan:  # whether somebody is afraid is asked again, for it may be another day
            assert "The garden" not in page.words
            page = page.form("Go on").fill(afraid="no").press("Go on")
        assert NOTICE in page.words, form
        again = page.form("Keep")
        for name, said in typed.items():
            assert [text.strip() for text in again.values[name]] == (said if isinstance(said, list) else [said])
        page = again.fill(**{"back_on": ""} if "back_on" in again.names else {}).press("Keep")
        assert (page.status, unkept(sam)) == (200, []), form


def test_lines_typed_before_there_was_an_agenda_stand_there_when_a_note_begins_one(sam, as_):
    entry_id, browser = write(sam, "The bill came."), as_(sam)
    leave(browser, browser.get("/agenda").form("Keep").fill(body="The flat."))
    browser = as_(sam)
    page = browser.get(f"/notes/{entry_id}").form("Add to agenda").press("Add to agenda")
    assert NOTICE in page.words
    page = page.form("Keep").press("Keep")
    with at_work(sam):
        stands = agenda.current(sam).text
    assert (stands.words.body, len(stands.pins), unkept(sam)) == ("The flat.", 1, [])


def test_a_draft_of_a_card_says_by_nothing_but_its_words_which_card_it_is_about(sam, as_):
    browser = as_(sam)
    for path, typed in (("/steady/card", {"helps": "Tea"}), ("/steady/plan/edit", {"alone": "Walk. " * 100})):
        leave(browser, browser.get(path).form("Keep").fill(**typed))
        browser = as_(sam)
        assert NOTICE in browser.get(path).words
    with at_work(sam):
        rows = db.session.query(Draft).filter_by(person_id=sam.person_id).all()
        sizes = {len(body) for body in db.session.scalars(select(Item.body).where(Item.kind == drafts.VAULT_KIND))}
    assert {row.kind for row in rows} == {"card"}
    assert len(sizes) == 1


def test_a_draft_goes_when_it_is_thrown_away_and_when_its_thing_goes(sam, as_, talk_id, layout_id):
    browser = as_(sam)
    edit, after, layout = (
        f"/conversation/{talk_id}/edit", f"/conversation/{talk_id}/afterwards", f"/notes/layouts/{layout_id}",
    )  # fmt: skip
    for path, field in ((edit, "need"), (after, "how"), (layout, "text")):
        assert browser.post("/drafts", browser.get(path).form("Keep").fill(**{field: "Typed."}).values).status == 200
    browser.get("/agenda").form("Keep").fill(body="The bill.").press("Keep")
    browser.post("/drafts", browser.get("/agenda").form("Keep").fill(wish="To be heard").values)
    assert len(unkept(sam)) == 4
    browser.get(edit).form("Keep").press("Throw this draft away")
    assert NOTICE not in browser.get(edit).words
    browser.post("/drafts", browser.get(edit).form("Keep").fill(need="Once more.").values)
    with at_work(sam):
        conversation.remove(sam, talk_id)
        journal.remove_layout(sam, layout_id)
        agenda.delete_one(sam, agenda.current(sam).id)
    assert unkept(sam) == []
