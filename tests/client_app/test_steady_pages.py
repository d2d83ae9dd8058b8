"""Cards, the plan for safety, a conversation and the library, through their pages and without script."""

from datetime import timedelta

import pytest

from portal.core.clock import now
from portal.domain import contact, conversation, prompts, steady
from portal.domain.accounts.zones import today_of
from portal.domain.steady import Slot
from tests.acts import at_work


@pytest.fixture
def browser(sam, as_):
    return as_(sam)


# ------------------------------------------------------------------ cards


def test_a_card_is_written_and_stands_on_the_steady_page(browser):
    form = browser.get("/steady").follow("Write my card").form("Keep private")
    page = form.fill(reminder="It passed last time too.", helps="Tea\nThe dog").press("Keep private")
    assert page.path == "/p/elm/steady"
    assert "Kept, only for you." in page.words
    assert "It passed last time too." in page.words
    assert "Only you" in page.words


def test_the_plan_for_safety_is_a_form_first_and_then_one_page_to_print(browser):
    form = browser.get("/steady").follow("Begin the plan").form("Keep private")
    assert {"signs", "alone", "distraction", "people", "professionals", "surroundings"} <= form.names
    form.fill(people="Kim, next door", surroundings="Tablets are with my sister.").press("Keep private")
    page = browser.get("/steady").follow("Open the plan")
    assert "Kim, next door" in page.words
    assert "Tablets are with my sister." in page.words
    assert "Who answers now" in page.words
    assert "Professionals and services" not in page.words, "an empty part is not there"


def test_picks_are_ticked_when_one_comes_back_and_made_up_ones_are_dropped(sam, browser):
    form = browser.get("/steady/care").form("Keep private")
    form.fill(picks=["walk", "music", "<script>"], own="The allotment").press("Keep private")
    assert browser.get("/steady/care").form("Keep private").values["picks"] == ["walk", "music"]
    assert "A walk round the block" in browser.get("/steady").words
    with at_work(sam):
        assert set(steady.card(sam, Slot.CARE).words["picks"].split()) == {"walk", "music"}


@pytest.mark.parametrize(("path", "field"), [("/steady/card", "helps"), ("/steady/plan/edit", "alone")])
def test_what_is_too_long_stands_there_again_with_a_sentence(browser, path, field):
    page = browser.get(path).form("Keep private").fill(**{field: "x" * 1_001}).press("Keep private")
    assert "1,001" in page.words
    assert page.form("Keep private").values[field][0].strip() == "x" * 1_001


def test_of_two_windows_both_texts_stand_on_the_page(browser):
    browser.get("/steady/card").form("Keep private").fill(helps="Zero").press("Keep private")
    one, other = (browser.get("/steady/card").form("Keep private") for _ in range(2))
    one.fill(helps="First window").press("Keep private")
    page = other.fill(helps="Second window").press("Keep private")
    assert page.status == 409
    assert "First window" in page.words
    assert page.form("Keep private").values["helps"][0].strip() == "Second window"
    assert "Second window" in page.form("Keep private").press("Keep private").words


def test_what_another_window_picked_is_told_in_words(browser):
    browser.get("/steady/care").form("Keep private").fill(own="Tea").press("Keep private")
    one, other = (browser.get("/steady/care").form("Keep private") for _ in range(2))
    one.fill(picks=["walk"]).press("Keep private")
    page = other.fill(own="The dog").press("Keep private")
    assert page.status == 409
    assert "A walk round the block Tea" in page.words


# ------------------------------------------------------------------ a conversation


def begin(browser, answer="no"):
    return browser.get("/conversation").follow("Plan a conversation").form("Go on").fill(afraid=answer).press("Go on")


def test_a_plan_is_asked_for_written_and_looked_back_on(browser):
    page = begin(browser).form("Keep private").fill(need="One evening a week.", opening="I miss us.")
    page = page.press("Keep private")
    assert "One evening a week." in page.words
    page = page.follow("Write down how it was").form("Keep private").fill(how="He listened.").press("Keep private")
    assert "He listened." in page.words
    assert "You wrote down how it was." in browser.get("/conversation").words


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_whoever_may_be_afraid_is_urged_into_no_talk(sam, browser, answer):
    page = begin(browser, answer)
    assert page.path.endswith("/conversation/new"), "the browser's history must not tell the answer"
    assert "Then this can wait" in page.words
    assert "How do I begin?" not in page.words
    with at_work(sam):
        assert conversation.timeline(sam) == ([], None)
        assert prompts.avoids_risk(sam)


def test_a_no_about_one_person_does_not_take_back_a_yes_about_another(sam, browser):
    begin(browser, "yes")
    assert "How do I begin?" in begin(browser, "no").words
    with at_work(sam):
        assert prompts.avoids_risk(sam)
    form = browser.get("/questions").form("Keep, only for me")
    assert form.values["left_out"] == ["y"]
    del form.values["left_out"]
    form.press("Keep, only for me")
    with at_work(sam):
        assert not prompts.avoids_risk(sam)


def test_whoever_is_afraid_by_now_is_not_led_back_to_a_talk(sam, browser):
    with at_work(sam):
        conversation.plan(sam, {"about": "The talk we planned."}, today_of(sam))
    assert "The talk we planned." in browser.get("/home").words
    begin(browser, "yes")
    assert "The talk we planned." not in browser.get("/home").words


def test_without_an_answer_there_is_no_plan(sam, browser):
    page = browser.get("/conversation/new").form("Go on").press("Go on")
    assert "Choose one of these." in page.words
    form = begin(browser).form("Keep private").fill(need="Sent by hand, past the question.")
    form.values["asked"] = [""]
    assert form.press("Keep private").path.endswith("/conversation/new")
    with at_work(sam):
        assert conversation.timeline(sam) == ([], None)


def test_an_empty_plan_and_an_odd_day_are_said_and_given_back(browser):
    assert "One line is plenty." in begin(browser).form("Keep private").press("Keep private").words
    page = begin(browser).form("Keep private").fill(need="Rest.", back_on="31.3.2026").press("Keep private")
    assert "Write it like 2026-03-31." in page.words
    assert page.form("Keep private").values["need"][0].strip() == "Rest."
    assert page.form("Keep private").values["back_on"] == ["31.3.2026"]


def test_a_plan_can_be_begun_again_from_an_earlier_one_and_removed(sam, browser):
    page = begin(browser).form("Keep private").fill(need="One evening a week.").press("Keep private")
    again = page.follow("Plan it again").form("Go on").fill(afraid="no").press("Go on")
    assert again.form("Keep private").values["need"][0].strip() == "One evening a week."
    again.form("Keep private").press("Keep private")
    with at_work(sam):
        assert len(conversation.timeline(sam)[0]) == 2
    page = page.form("Remove it for good").press()
    assert "Removed, with every version of it." in page.words
    with at_work(sam):
        assert len(conversation.timeline(sam)[0]) == 1


def test_a_day_to_come_back_can_be_taken_off(sam, browser):
    page = begin(browser).form("Keep private").fill(need="Rest.", back_on="2027-01-05").press("Keep private")
    assert "You come back to it on" in page.words
    assert "You come back to it on" not in page.form("Take the day off").press().words


def test_mail_on_that_day_is_a_tick_for_whoever_gets_mail(sam, browser, box):
    page = begin(browser).form("Keep private").fill(need="Rest.").press("Keep private")
    assert "remind" not in page.follow("Change the plan").form("Keep private").names
    with at_work(sam):
        contact.keep(sam, contact.Mode.PLAIN, "a@example.org", 0, 24, range(7), 0)
    form = page.follow("Change the plan").form("Keep private").fill(remind="y")
    asked = form.press("Keep private")
    assert "Choose the day to be reminded on" in asked.words
    soon = (now() + timedelta(days=30)).date().isoformat()
    page = asked.form("Keep private").fill(back_on=soon).press("Keep private")
    assert "A mail says “A reminder you set” that day." in page.words
    assert page.follow("Write down how it was").form("Keep private").values["remind"] == ["y"]
    assert "Come back to a conversation Once, at 10:00" in browser.get("/me/reminders").words
    with at_work(sam):
        contact.keep(sam, contact.Mode.NONE, "", 0, 24, range(7), contact.mine(sam).version)
    page = browser.get(page.path)
    assert ("You come back to it on" in page.words, "A mail says" in page.words) == (True, False)
    page = page.form("Take the day off").press()
    assert "No reminders." in browser.get("/me/reminders").words


def test_questions_that_may_help_stand_beside_it(browser):
    page = browser.get("/conversation").follow("Coming back to the conversation")
    assert page.title == "Questions"
    assert "Coming back to the conversation" in page.words


# ------------------------------------------------------------------ the library


def test_something_is_saved_found_again_and_finished(browser):
    shelf = browser.get("/steady").follow("Open the library")
    assert "Hold Me Tight" in shelf.words
    save = next(form for form in shelf.forms if form.values.get("slug") == ["hold-me-tight"])
    save.press("Save for later")
    saved = browser.get("/steady/library?show=saved")
    assert "Hold Me Tight" in saved.words
    assert "Burnout" not in saved.words
    saved.form("Done with it").press("Done with it")
    assert "Done with it" in browser.get("/steady/library?show=saved").words


def test_a_made_up_slug_is_not_found(browser):
    token = browser.token()
    answer = browser.post("/steady/library/marks", {"csrf_token": token, "slug": "x", "what": "saved", "on": "yes"})
    assert answer.status == 404
