"""The library: prompts of the practice and one's own, every wording kept, two windows, put away and gone."""

import pytest

from portal.domain import prompts
from tests.acts import at_work

MINE, OURS = "Keep, only for me", "Keep for the practice"


def write(browser, button, **values):
    return browser.get("/desk/prompts/new").form(button).fill(**{"text": "What grew?", **values}).press(button)


def the_form(page):
    return page.form(OURS)


def test_one_of_the_practice_is_found_by_colleagues_and_ones_own_by_nobody(cast, as_):
    mara, idris = as_(cast.mara), as_(cast.idris)
    write(mara, OURS, topic="support", minutes="10", is_risky="y")
    write(mara, MINE, text="Only mine?")
    assert "Only mine?" in mara.get("/desk/prompts").words
    page = idris.get("/desk/prompts")
    assert "Only mine?" not in page.words
    assert "About 10 minutes · last worded by Mara" in page.words
    assert "Not where somebody may be afraid at home" in page.words
    assert "Only mine?" not in idris.get("/desk/prompts/assign").text
    with at_work(cast.mara):
        own = next(one for one in prompts.stock(cast.mara) if not one.is_common)
    for path in (f"/desk/prompts/{own.id}", f"/desk/prompts/{own.id}/edit", f"/desk/prompts/new?from={own.id}"):
        assert idris.get(path).status == 404


def test_every_wording_stays_and_what_was_given_keeps_its_words(cast, as_):
    browser = as_(cast.mara)
    page = write(browser, OURS, is_risky="y")
    given = page.follow("Ask it").form("Give it").fill(client=cast.ana.person_id).press("Give it to those ticked")
    assert "What grew?" in given.words
    page = page.follow("Word it anew").form(OURS).fill(text="What grew this week?").press(OURS)
    assert "How it read before" in page.words
    assert "Version 1" in page.words
    assert "What grew?" in as_(cast.ana).get("/questions").words
    assert (
        "If you are ever afraid of how somebody may react" in as_(cast.ana).get("/questions").follow("What grew?").words
    )
    page = page.form("Put away").press("Put away")
    assert "What grew this week?" not in browser.get("/desk/prompts/assign").text
    page = page.form("Bring it back").press().form("Put away").press("Put away")
    page = page.form("Delete for good").press("Delete for good, with every wording")
    assert "What grew" not in page.words
    assert "What grew?" in as_(cast.ana).get("/questions").words


@pytest.mark.parametrize("button", [MINE, OURS])
def test_two_windows_never_win_silently_and_a_form_sent_twice_is_one(cast, as_, button):
    browser = as_(cast.mara)
    form = browser.get("/desk/prompts/new").form(button).fill(text="What grew?")
    for _ in range(2):
        page = form.press(button)
    one, two = (page.follow("Word it anew").form(button) for _ in range(2))
    one.fill(text="First?").press(button)
    page = two.fill(text="Second?").press(button)
    assert page.status == 409
    assert "First?" in page.words
    page = page.form(button).press(button)
    assert "Second?" in page.words
    assert "Version 2" in page.words
    with at_work(cast.mara):
        assert [one.wording.text for one in prompts.stock(cast.mara)] == ["Second?"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": " "}, "There is no question here yet."),
        ({"text": "x" * 601}, "A question can have 600 characters; this one has 601."),
        ({"topic": "never-heard-of"}, "Choose one of the themes, or none."),
        ({"beside": "never-heard-of"}, "Choose something the practice keeps, or nothing."),
        ({"minutes": "61"}, "A number of minutes from 1 to 60, or none."),
    ],
)
def test_what_cannot_be_kept_comes_back_whole(cast, as_, values, said):
    page = write(as_(cast.mara), MINE, **values)
    assert said in page.words
    assert page.form(MINE).values["text"] == [values.get("text", "What grew?")]
    with at_work(cast.mara):
        assert prompts.stock(cast.mara) == []


def test_words_are_looked_for_in_all_of_the_library(cast, as_):
    browser = as_(cast.mara)
    write(browser, MINE, text="What grew in the garden?")
    write(browser, OURS, text="What did the Garden ask for?")
    question = next(iter(prompts.library(cast.mara.person_id).questions.values()))
    form = browser.get("/desk/prompts").form("Look")
    page = form.fill(words="GARDEN what").press("Look")
    assert "What grew in the garden?" in page.words
    assert "What did the Garden ask for?" in page.words
    assert question.text in form.fill(words=question.text[:40]).press("Look").words
    assert "Nothing has all of these words." in form.fill(words="zeppelin").press("Look").words
    assert "By theme" in form.fill(words=" ").press("Look").words


def test_another_may_begin_with_one_of_harbours(cast, as_):
    question = next(iter(prompts.library(cast.mara.person_id).questions.values()))
    form = as_(cast.mara).get(f"/desk/prompts/new?from={question.id}").form(MINE)
    assert form.values["text"] == [question.text]
    assert form.values["minutes"] == [str(question.minutes)]
