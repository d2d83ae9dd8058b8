"""Giving a questionnaire: to one's own clients, in a rhythm, and without ever learning whether it was answered."""

import pytest

from portal.domain import measures
from tests.acts import at_work
from tests.cast import look_after


def give(cast, as_, name="phq9", rhythm="fortnight"):
    form = as_(cast.mara).get("/desk/clients").follow("Give a questionnaire").form("Give it")
    return form.fill(client=cast.ana.person_id, questionnaire=name, rhythm=rhythm).press("Give it")


def test_what_is_given_stands_on_both_pages_and_the_rest_stays_the_clients(cast, as_):
    page = give(cast, as_)
    assert "Given. Answering stays free" in page.words
    assert "PHQ-9, every 14 days" in page.words
    hers = as_(cast.ana).get("/measures")
    assert "Given to you" in hers.words
    assert "From Mara, every 14 days" in hers.words
    assert "Nobody is told whether you did." in hers.words
    before = as_(cast.mara).get("/desk/measures/assign").words
    with at_work(cast.ana):
        pack = measures.here().get("phq9", "1")
        measures.keep(cast.ana, pack, {item.id: 1 for item in pack.every_item}, gaps=False)
    assert as_(cast.mara).get("/desk/measures/assign").words == before
    assert "Answered for now, next on" in as_(cast.ana).get("/measures").words


def test_one_goes_to_many_at_once_and_sent_twice_is_once(cast, as_):
    look_after(cast.ben, cast.mara)
    form = as_(cast.mara).get("/desk/measures/assign").form("Give it")
    form.fill(client=[cast.ana.person_id, cast.ben.person_id], questionnaire="who5", rhythm="week", due_on="2099-01-01")
    for _ in range(2):
        page = form.press("Give it")
    assert "Given to 2 clients." in page.words
    for client in (cast.ana, cast.ben):
        assert as_(client).get("/measures").words.count("Given to you") == 1
    assert page.words.count("WHO-5, every 7 days, for") == 2


def test_ended_it_is_gone_from_both(cast, as_):
    page = give(cast, as_).form("End").press("End")
    assert "Ended. It is not asked for any more." in page.words
    assert "What you gave" not in page.words
    assert "Given to you" not in as_(cast.ana).get("/measures").words


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"client": []}, "Tick whom it is for."),
        ({"client": "not-an-id"}, "is not on your caseload any more. Nothing was sent."),
        ({"due_on": "2020-01-01"}, "This day has gone by."),
        ({"questionnaire": "dass21"}, "Choose one of the questionnaires."),
        ({"rhythm": "hourly"}, "Choose how often."),
    ],
)
def test_what_cannot_be_given_is_said_beside_its_field(cast, as_, said, told):
    form = as_(cast.mara).get("/desk/measures/assign").form("Give it")
    good = {"client": cast.ana.person_id, "questionnaire": "phq9", "rhythm": "once"}
    page = form.fill(**good | said).press("Give it")
    assert told in page.words
    assert "What you gave" not in page.words


def test_somebody_elses_client_cannot_be_given_any(cast, as_):
    form = as_(cast.mara).get("/desk/measures/assign").form("Give it")
    both = [cast.ana.person_id, cast.ben.person_id]
    page = form.fill(client=both, questionnaire="phq9", rhythm="once").press("Give it")
    assert "is not on your caseload any more. Nothing was sent." in page.words
    assert "Given to you" not in as_(cast.ana).get("/measures").words
    assert "Given to you" not in as_(cast.ben).get("/measures").words
