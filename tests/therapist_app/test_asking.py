"""The therapist gives, to one or to many, worded for each; the pages are the same whatever a client does with it."""

import re

import pytest

from portal.core.db import db
from portal.domain import prompts
from portal.domain.prompts import library
from portal.models.caseload import Assignment
from tests.acts import at_work
from tests.cast import look_after

GIVE, WORD, SEND = "Give it to those ticked", "Word it for each first", "Give it to these 2 clients"


def do(verb, actor, *args, **more):
    with at_work(actor):
        return verb(actor, *args, **more)


def ask_form(browser, cast, **values):
    form = browser.get("/desk/prompts/assign").form(GIVE)
    return form.fill(client=cast.ana.person_id, **{"s1-text": "What would you like to keep?"}, **values)


def asked_of(client):
    return [one.question.text for one in do(prompts.shelf, client).asked]


def test_a_question_in_ones_own_words_is_given_and_ended(cast, as_):
    browser = as_(cast.mara)
    assert "You have given nothing just now." in browser.get("/desk/prompts/given").words
    form = ask_form(browser, cast, rhythm="weekday", weekday="3", **{"s1-minutes": "10"})
    page = form.press(GIVE)
    form.press(GIVE)  # sent twice
    assert page.words.count("What would you like to keep?") == 1
    assert ", every Thursday, about 10 minutes" in browser.get("/desk/prompts/given").words
    assert asked_of(cast.ana) == ["What would you like to keep?"]
    page = browser.get("/desk/prompts/given").form("End").press("End")
    assert "You have given nothing just now." in page.words


def test_one_of_the_library_brings_its_words_and_says_for_whom_it_is_not(cast, as_):
    risky = next(
        question for question in library(cast.mara.person_id).questions.values() if "abuse_risk" in question.risks
    )
    browser = as_(cast.mara)
    themes = [topic.id for topic in library(cast.mara.person_id).topics]
    theme = browser.get(f"/desk/prompts?theme={themes.index(risky.topic) + 1}")
    assert "Not where somebody may be afraid at home" in theme.words
    page = theme.follow(f"Ask: {risky.text}")
    assert "It is not for somebody who may be afraid there." in page.words
    form = page.form(GIVE)
    assert form.values["s1-text"] == [f"{risky.text}"]
    form.fill(client=cast.ana.person_id, **{"s1-text": "In our words: what is it?"}).press(GIVE)
    [asked] = do(prompts.shelf, cast.ana).asked
    assert (asked.question.text, asked.question.safety_note) == ("In our words: what is it?", risky.safety_note)
    other = next(one for one in library(cast.mara.person_id).about("self_care"))
    form.fill(**{"s1-text": risky.text, "s1-what": other.id}).press(GIVE)  # chosen anew, and not looked at again
    assert other.text in asked_of(cast.ana)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"s1-text": ""}, "There is no question here yet."),
        ({"s1-text": "x" * 601}, "A question can have 600 characters; this one has 601."),
        ({"s1-what": "never-heard-of"}, "Choose one of the list, or your own words."),
        ({"s1-beside": "never-heard-of"}, "This is not on the practice's shelf any more."),
        ({"s1-minutes": "61"}, "A number of minutes from 1 to 60, or none."),
        ({"client": []}, "Tick whom it is for."),
        ({"client": ["", "x"]}, "is not on your caseload any more. Nothing was sent."),
        ({"due_on": "2020-01-01"}, "This day has gone by."),
        ({"due_on": "soon"}, "This is no day."),
        ({"rhythm": "days", "days": "0"}, "A number of days from 1 to 90."),
        ({"rhythm": "weekday", "weekday": "x"}, "Choose a day of the week."),
        ({"rhythm": "hourly"}, "Choose how often."),
    ],
)
def test_what_cannot_be_given_comes_back_with_a_sentence_and_nothing_lost(cast, as_, values, said):
    form = ask_form(as_(cast.mara), cast).fill(**{"s1-text": "Kept words?", **values})
    page = form.press(GIVE)
    assert said in page.words
    assert page.form(GIVE).values["s1-text"] == [values.get("s1-text", "Kept words?")]
    assert do(prompts.given, cast.mara) == []


def test_another_therapists_client_among_many_stops_all_of_it_and_names_nobody(cast, as_):
    form = ask_form(as_(cast.mara), cast)
    page = form.fill(client=[cast.ana.person_id, cast.ben.person_id]).press(GIVE)
    assert "Somebody ticked here is not on your caseload any more. Nothing was sent." in page.words
    assert "Ben" not in page.words
    assert do(prompts.given, cast.mara) == asked_of(cast.ana) == asked_of(cast.ben) == []


def test_many_at_once_each_in_their_own_words(cast, as_):
    look_after(cast.ben, cast.mara)
    page = ask_form(as_(cast.mara), cast).fill(client=[cast.ana.person_id, cast.ben.person_id]).press(WORD)
    form = page.form(SEND)
    ana, ben = (f"w-{who.person_id.hex}-0-text" for who in (cast.ana, cast.ben))
    assert form.values[ana] == form.values[ben] == ["What would you like to keep?"]
    again = form.fill(**{ben: " "}).press(SEND)
    assert "There is no question here yet." in again.words
    assert do(prompts.given, cast.mara) == []
    again = again.form(SEND).fill(**{ben: "For Ben?"}).press("Back to the choices").form(GIVE).press(WORD)
    form = again.form(SEND)
    for _ in range(2):
        page = form.press(SEND)
    assert (asked_of(cast.ana), asked_of(cast.ben)) == (["What would you like to keep?"], ["For Ben?"])
    assert "For Ben?" not in as_(cast.ana).get("/questions").words


def test_who_leaves_while_the_page_is_open_is_sent_nothing_and_no_words_are_lost(cast, as_):
    look_after(cast.ben, cast.mara)
    page = ask_form(as_(cast.mara), cast).fill(client=[cast.ana.person_id, cast.ben.person_id]).press(WORD)
    form = page.form(SEND).fill(**{f"w-{cast.ben.person_id.hex}-0-text": "Written for Ben?"})
    with at_work(cast.olga):
        for row in db.session.query(Assignment).filter_by(client_id=cast.ben.person_id, ended_at=None):
            row.ended_at = row.since
    page = form.press(SEND)
    assert "Nothing was sent." in page.words
    assert "Written for Ben?" in page.text
    assert do(prompts.given, cast.mara) == []
    page.form(GIVE).press(GIVE)
    assert asked_of(cast.ana) == ["What would you like to keep?"]


def test_a_programme_of_questions_and_a_questionnaire_opens_step_by_step_on_the_clients_side_alone(cast, as_):
    browser = as_(cast.mara)
    page = ask_form(browser, cast).press("Add a step").form(GIVE).press("Add a step")
    form = page.form(GIVE).fill(name="Six quiet weeks", **{"s2-what": "m-who5", "s2-mode": "after"})
    form.fill(**{"s3-text": "And then?", "s3-mode": "delay", "s3-days": "0"})
    assert "A number of days from 1 to 90." in form.press(GIVE).words
    page = form.fill(**{"s3-days": "2"}).press(GIVE)
    assert "Six quiet weeks" in page.words
    assert "2 days after the one before it is done with" in page.words
    before = re.sub(r'value="[^"]*"', "", browser.get("/desk/prompts/given").text)
    hers = as_(cast.ana)
    assert "And then?" not in hers.get("/questions").words
    assert "Given to you" not in hers.get("/measures").words
    assert "step 1 of 3" in hers.get("/questions").words
    hers.get("/questions").form("Set aside").press("Set aside")
    assert "What would you like to keep?" not in hers.get("/home").words
    assert "Given to you" in hers.get("/measures").words
    hers.get("/measures").form("Not now").press("Not now")
    assert re.sub(r'value="[^"]*"', "", browser.get("/desk/prompts/given").text) == before
    page = browser.get("/desk/prompts/given").form("Let it rest").press("Let it rest")
    assert "Rests" in page.words
    assert "rests for now." in hers.get("/questions").words
    page = page.form("Let it go on").press("Let it go on").form("End all of it").press("End all of it")
    assert "You have given nothing just now." in page.words


def test_a_colleague_of_the_same_client_sees_only_their_own(cast, as_):
    look_after(cast.ana, cast.idris)
    do(prompts.ask, cast.mara, cast.ana.person_id, "From Mara?")
    do(prompts.ask, cast.idris, cast.ana.person_id, "From Idris?")
    page = as_(cast.idris).get("/desk/prompts/given")
    assert "From Idris?" in page.words
    assert "From Mara?" not in page.words


def test_the_page_is_the_same_whatever_the_client_does(cast, as_):
    asked_id = do(prompts.ask, cast.mara, cast.ana.person_id, "What would you like to keep?")
    browser = as_(cast.mara)

    def pages():
        paths = ("/desk/prompts", "/desk/prompts/given", "/desk/prompts/assign", "/desk/clients", "/desk/inbox")
        return [re.sub(r'value="[^"]*"', "", browser.get(path).text) for path in paths]

    before = pages()
    for verb in (prompts.answered, prompts.set_aside, prompts.refuse, prompts.not_this_week):
        do(verb, cast.ana, asked_id)
    do(prompts.say_helped, cast.ana, asked_id, "yes")
    do(prompts.choose_topics, cast.ana, ["support"])
    do(prompts.add_own, cast.ana, "Mine?")
    assert pages() == before
