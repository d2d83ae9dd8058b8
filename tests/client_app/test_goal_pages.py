"""Goals on the page: written, changed, ticked, looked at, put aside; nothing that was typed is lost."""

import pytest

from portal.domain import consent, goals
from tests.acts import at_work, write

LEVELS = {
    "level_0": "I shout",
    "level_1": "I leave",
    "level_2": "I ask for ten minutes",
    "level_3": "I come back",
    "level_4": "We finish",
}


def keep(actor, title="Ask for ten minutes", **more):
    with at_work(actor):
        return goals.write(actor, goals.Words.checked(title, "", "yes", **more))


def read(actor, goal_id):
    with at_work(actor):
        return goals.read(actor, goal_id).text


def written(browser, **more):
    form = browser.get("/goals/new").form("Keep private")
    return form.fill(**{"title": "Ask for ten minutes", "hands": "yes"} | more).press("Keep private")


def test_a_newcomer_may_pick_one_or_none(sam, as_):
    page = as_(sam).get("/goals")
    assert page.title == "Goals"
    assert "Pick one small thing, or none." in page.words
    assert page.follow("Write down a goal").title == "Goal"


def test_a_goal_is_written_shown_and_stands_on_the_list(sam, as_):
    browser = as_(sam)
    page = written(browser, why="Because shouting helps nobody.", low="not once", high="every time")
    assert page.title == "Goal"
    assert "Only you can read this" in page.words
    for said in ("Ask for ten minutes", "Because shouting helps nobody.", "not once", "every time", "In my hands: yes"):
        assert said in page.words
    assert "Ask for ten minutes" in browser.get("/goals").words
    assert "Ask" not in page.title


def test_what_is_not_in_ones_hands_leads_to_the_part_that_is(sam, as_):
    page = written(as_(sam), hands="no")
    assert "There may be a part of it that is yours" in page.words
    assert page.follow("Change this goal").form("Keep private").values["title"] == ["Ask for ten minutes"]


def test_a_goal_without_words_is_a_sentence_and_everything_else_stays(sam, as_):
    page = written(as_(sam), title=" ", why="I know why.", hands="partly", review_on="soon")
    assert page.title == "Problem: Goal"
    assert "This is no day. Write it like 2026-03-31." in page.words
    page = page.form("Keep private").fill(review_on="").press("Keep private")
    assert "A goal needs a few words. One small thing is plenty." in page.words
    form = page.form("Keep private")
    assert (form.values["why"], form.values["hands"]) == (["I know why."], ["partly"])
    assert form.fill(title="Now it has").press("Keep private").title == "Goal"


def test_two_windows_show_both_texts(sam, as_):
    goal_id, browser = keep(sam), as_(sam)
    form = browser.get(f"/goals/{goal_id}/edit").form("Keep private")
    browser.get(f"/goals/{goal_id}/edit").form("Keep private").fill(title="The first window").press("Keep private")
    page = form.fill(title="The second window").press("Keep private")
    assert (page.status, page.title) == (409, "Choose")
    assert "The first window" in page.words
    assert page.form("Keep this one, only for me").press("Keep this one, only for me").status == 200
    assert read(sam, goal_id).words.title == "The second window"


def test_steps_are_added_ticked_moved_and_taken_off_without_script(sam, as_):
    goal_id, browser = keep(sam), as_(sam)
    for said in ("Write the sentence down", "Say it once"):
        page = (
            browser.get(f"/goals/{goal_id}")
            .form("Add this step, only for me")
            .fill(step=said)
            .press("Add this step, only for me")
        )
    page = page.form("Up").press("Up")
    assert page.title == "Goal"
    assert [step.words for step in read(sam, goal_id).steps] == ["Say it once", "Write the sentence down"]
    page = page.form("Say it once").press("Say it once")
    assert "Done " in page.words
    page = browser.get("/goals").form("Write the sentence down").press("Write the sentence down")
    assert page.title == "Goals"
    assert "Every step is done." in page.words
    browser.get(f"/goals/{goal_id}").form("Take off").press("Take off")
    assert [step.words for step in read(sam, goal_id).steps] == ["Write the sentence down"]
    page = (
        browser.get(f"/goals/{goal_id}")
        .form("Add this step, only for me")
        .fill(step="x" * 201)
        .press("Add this step, only for me")
    )
    assert "This line can have 200 characters; it has 201." in page.words
    assert page.form("Add this step, only for me").values["step"] == ["x" * 201]
    page = page.form("Add this step").fill(step="Typed, and another button pressed").press("Write the sentence down")
    page = page.form("Add this step").fill(step="x" * 201).press("Up")
    assert page.form("Add this step, only for me").values["step"] == ["x" * 201]
    kept = [(step.words, step.done_on is None) for step in read(sam, goal_id).steps]
    assert kept == [("Typed, and another button pressed", True), ("Write the sentence down", True)]


def test_a_button_beside_a_typed_step_opens_a_private_goal_to_nobody(sam, mara, as_):
    goal_id, browser = keep(sam), as_(sam)
    with at_work(sam):
        goals.add_step(sam, goal_id, "Say it once")
        consent.give_stream(sam, mara.person_id, "goals", 30)
    page = browser.get(f"/goals/{goal_id}").form("Add this step").fill(step="Half typed").press("Say it once")
    assert [step.words for step in read(sam, goal_id).steps] == ["Say it once", "Half typed"]
    assert "Only you can read this" in page.words
    for path, words in (("edit", {"title": "A typo less"}), ("levels", {f"level_{at}": "So" for at in range(5)})):
        page = browser.get(f"/goals/{goal_id}/{path}").form("Keep private").fill(**words).press("Keep private")
        assert "Only you can read this" in page.words
    page = page.form("Add this step").fill(step="Mine").press("Add this step, only for me")
    assert "Only you can read this" in page.words
    page = page.form("Add this step").fill(step="Said").press("Add this step and show Mara")
    assert "Only you can read this" not in page.words
    assert "Keep private" not in browser.get(f"/goals/{goal_id}/edit").words
    page = browser.get(f"/goals/{goal_id}/edit").form("Save and show").fill(title="Later").press("Save and show Mara")
    assert "Only you can read this" not in page.words


def test_a_note_keeps_its_goal_when_there_are_many_nearer_ones_to_choose_from(sam, as_, monkeypatch):
    monkeypatch.setattr(goals, "NEAR", 1)
    goal_id, note, browser = keep(sam), write(sam, "A note."), as_(sam)
    browser.get(f"/notes/{note}/edit").form("Keep").fill(goal_id=goal_id).press()
    keep(sam, "Nearer")
    form = browser.get(f"/notes/{note}/edit").form("Keep")
    assert form.values["goal_id"] == [str(goal_id)]
    page = form.fill(body="Other words.").press()
    assert ("Ask for ten minutes" in page.words, "Other words." in page.words) == (True, True)


def test_a_goal_is_deleted_for_good_and_its_pin_leads_nowhere(sam, as_):
    goal_id, browser = keep(sam), as_(sam)
    page = browser.get(f"/goals/{goal_id}").form("Add to agenda").press("Add to agenda")
    assert "Look at it" in page.links
    page = browser.get(f"/goals/{goal_id}").form("Delete it for good").press("Delete it for good")
    assert (page.title, "The goal is gone for good." in page.words) == ("Goals", True)
    assert browser.get(f"/goals/{goal_id}").status == 404
    page = browser.get("/agenda")
    assert "Look at it" not in page.links
    page = page.form("Delete it for good").press("Delete it for good")
    assert "The agenda is gone for good." in page.words


def test_a_look_is_kept_drawn_and_told(sam, as_):
    goal_id, browser = keep(sam), as_(sam)
    page = browser.get(f"/goals/{goal_id}")
    assert "Your numbers" not in page.words
    page = page.form("Save, only for me").press("Save, only for me")
    assert "Choose a number, or leave this for another day." in page.words
    page = page.form("Save, only for me").fill(rating="6").press("Save, only for me")
    assert "On 1 of 90 days you rated this. Each time 6." in page.words
    assert "Not rated" in page.words
    assert "On 1 of 30 days you rated this." in page.follow("30 days").words
    assert "CC BY-NC-SA" in page.words


@pytest.mark.parametrize("rating", ["11", "-1", "x", "999999999999999999999999"])
def test_an_answer_outside_the_scale_is_a_sentence(sam, as_, rating):
    goal_id = keep(sam)
    page = as_(sam).get(f"/goals/{goal_id}")
    page = page.form("Save, only for me").fill(rating=rating).press("Save, only for me")
    assert page.title == "Problem: Goal"
    with at_work(sam):
        assert goals.look_back(sam, goal_id).looks == []


def test_levels_are_agreed_first_and_later_there_is_a_new_set(sam, as_):
    goal_id, browser = keep(sam), as_(sam)
    page = browser.get(f"/goals/{goal_id}").follow("Write five levels")
    assert page.title == "Levels"
    page = page.form("Keep private").fill(**LEVELS | {"level_3": ""}).press("Keep private")
    assert "Each of the five needs a few words" in page.words
    page = page.form("Keep private").fill(**LEVELS).press("Keep private")
    page = page.form("Save, only for me").fill(attainment="0").press("Save, only for me")
    assert "This is what you hoped for when you wrote the levels." in page.words
    page = page.follow("A new set of levels")
    assert "so they stay as they are" in page.words
    page = page.form("Keep the new set, only for me").fill(level_0="I am loud").press("Keep the new set, only for me")
    assert "0, of an earlier set" in page.words
    assert read(sam, goal_id).levels.number == 2


def test_levels_that_were_scored_in_another_window_are_kept_as_a_new_set_and_not_lost(sam, as_):
    goal_id, browser = keep(sam), as_(sam)
    browser.get(f"/goals/{goal_id}/levels").form("Keep private").fill(**LEVELS).press("Keep private")
    late = browser.get(f"/goals/{goal_id}/levels").form("Keep private").fill(level_0="I am loud")
    browser.get(f"/goals/{goal_id}").form("Save, only for me").fill(attainment="-1").press("Save, only for me")
    page = late.press("Keep private")
    assert "New levels are a new set." in page.words
    page = page.form("Keep the new set, only for me").press("Keep the new set, only for me")
    assert (page.title, read(sam, goal_id).levels.words[0], read(sam, goal_id).levels.number) == (
        "Goal",
        "I am loud",
        2,
    )


@pytest.mark.parametrize(
    ("button", "said", "state"),
    [
        ("Pause", "Paused. It waits here as long as you like.", "paused"),
        ("It is reached", "Reached. It stays here, to look back on.", "reached"),
        ("Let it go", "Let go. Changing your mind is part of it.", "let-go"),
    ],
)
def test_a_goal_is_put_aside_and_taken_up_again(sam, as_, button, said, state):
    goal_id, browser = keep(sam), as_(sam)
    page = browser.get(f"/goals/{goal_id}").form(button).press(button)
    assert said in page.words
    assert read(sam, goal_id).state == state
    page = browser.get("/goals").follow("Ask for ten minutes")
    page.form("Take it up again").press("Take it up again")
    assert read(sam, goal_id).state == "open"


def test_somebody_elses_goal_is_no_page(cast, as_):
    goal_id = keep(cast.ana)
    for actor in (cast.ben, cast.mara):
        assert as_(actor).get(f"/goals/{goal_id}").status == 404
