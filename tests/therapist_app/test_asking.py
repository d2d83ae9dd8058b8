"""The therapist's prompts: asking one, ending it; and the page is the same whatever a client does with it."""

import re

import pytest

from portal.domain import prompts
from portal.domain.prompts import library
from tests.acts import at_work
from tests.cast import look_after


def do(verb, actor, *args, **more):
    with at_work(actor):
        return verb(actor, *args, **more)


def ask_form(browser, cast, **values):
    form = browser.get("/desk/prompts/assign").form("Ask this client")
    return form.fill(client=cast.ana.person_id, text="What would you like to keep?", **values)


def test_a_question_in_ones_own_words_is_asked_and_ended(cast, as_):
    browser = as_(cast.mara)
    assert "You ask nothing just now." in browser.get("/desk/prompts").words
    form = ask_form(browser, cast, rhythm="weekday", weekday="3")
    page = form.press("Ask this client")
    form.press("Ask this client")  # sent twice
    assert page.words.count("What would you like to keep?") == 1
    assert ", every Thursday" in browser.get("/desk/prompts").words
    assert [one.question.text for one in do(prompts.shelf, cast.ana).asked] == ["What would you like to keep?"]
    page = browser.get("/desk/prompts").form("End").press("End")
    assert "You ask nothing just now." in page.words


def test_one_of_the_library_fills_the_wording_and_says_for_whom_it_is_not(cast, as_):
    risky = next(
        question for question in library(cast.mara.person_id).questions.values() if "abuse_risk" in question.risks
    )
    browser = as_(cast.mara)
    page = browser.get("/desk/prompts/assign").form("Begin with this one").fill(prompt=risky.id).press()
    assert "It is not for somebody who may be afraid there." in page.words
    form = page.form("Ask this client")
    assert form.values["text"] == [f"{risky.text}"]
    form.fill(client=cast.ana.person_id, text="In our words: what is it?").press()
    [asked] = do(prompts.shelf, cast.ana).asked
    assert (asked.question.text, asked.question.safety_note) == ("In our words: what is it?", risky.safety_note)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": ""}, "There is no question here yet."),
        ({"text": "x" * 601}, "A question can have 600 characters; this one has 601."),
        ({"client": ""}, "Choose one of your clients."),
        ({"due_on": "2020-01-01"}, "This day has gone by."),
        ({"due_on": "soon"}, "Write the day like this"),
        ({"rhythm": "days", "days": "0"}, "A number of days from 1 to 90."),
        ({"rhythm": "weekday", "weekday": "x"}, "Choose a day of the week."),
        ({"rhythm": "hourly"}, "Choose how often."),
    ],
)
def test_what_cannot_be_asked_comes_back_with_a_sentence_and_nothing_lost(cast, as_, values, said):
    form = ask_form(as_(cast.mara), cast).fill(**{"text": "Kept words?", **values})
    page = form.press("Ask this client")
    assert said in page.words
    assert page.form("Ask this client").values["text"] == [values.get("text", "Kept words?")]
    assert do(prompts.given, cast.mara) == []


def test_another_therapists_client_cannot_be_asked(cast, as_):
    page = ask_form(as_(cast.mara), cast).fill(client=cast.ben.person_id).press("Ask this client")
    assert "Choose one of your clients." in page.words


def test_a_colleague_of_the_same_client_sees_only_their_own(cast, as_):
    look_after(cast.ana, cast.idris)
    do(prompts.ask, cast.mara, cast.ana.person_id, "From Mara?")
    do(prompts.ask, cast.idris, cast.ana.person_id, "From Idris?")
    page = as_(cast.idris).get("/desk/prompts")
    assert "From Idris?" in page.words
    assert "From Mara?" not in page.words


def test_the_page_is_the_same_whatever_the_client_does(cast, as_):
    asked_id = do(prompts.ask, cast.mara, cast.ana.person_id, "What would you like to keep?")
    browser = as_(cast.mara)

    def pages():
        paths = ("/desk/prompts", "/desk/prompts/assign", "/desk/clients", "/desk/inbox")
        return [re.sub(r'value="[^"]*"', "", browser.get(path).text) for path in paths]

    before = pages()
    for verb in (prompts.answered, prompts.set_aside, prompts.refuse, prompts.not_this_week):
        do(verb, cast.ana, asked_id)
    do(prompts.say_helped, cast.ana, asked_id, "yes")
    do(prompts.choose_topics, cast.ana, ["support"])
    do(prompts.add_own, cast.ana, "Mine?")
    assert pages() == before
