"""A client's page: what is shared, part by part, written down for the client; and nothing of what is not."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
import time_machine

from portal.core.clock import now
from portal.domain import agenda, appointments, consent, goals, journal, measures, process_notes
from tests.acts import therapist_of
from tests.summary_stories import ask, here, share

LEVELS = ("Not at all", "Once, by text", "Once a week", "Most days", "Every day")


@pytest.fixture
def place(sam):
    return f"/desk/clients/{sam.person_id}"


def told(client):
    return [line.sentence.format(who=line.who, what=line.what) for line in here(client, consent.log, client).lines]


def answer(client, *values, ago=0):
    pack = next(pack for pack in measures.here().offered() if pack.id == "phq9")
    said = {item.id: value for item, value in zip(pack.items, values, strict=True)}
    with time_machine.travel(now() - timedelta(days=ago), tick=False):
        return here(client, measures.keep, client, pack, said, gaps=True)


def test_everything_open_now_stands_there_by_kind_and_leads_to_where_it_is_read(sam, mara, as_, place):
    desk = as_(mara)
    assert "Nothing is shared yet. That is normal at the start." in desk.get(place).words
    share(sam, mara, "We talked at last, and then we did not.", "After we talked")
    here(sam, journal.write, sam, "Not for anyone.", "Mine")
    goal_id = here(sam, goals.write, sam, goals.Words("Ask for ten minutes"))
    here(sam, consent.share, sam, goal_id, mara.person_id)
    page = desk.get(place)
    assert "After we talked" in page.words
    assert "Ask for ten minutes" in page.words
    assert "Not for anyone" not in page.text
    assert "We talked at last, and then we did not." not in page.words
    assert told(sam) == [], "a list is no opening"
    narrowed = page.follow("Goals").browser.get(f"{place}?kind=goal")
    assert "After we talked" not in narrowed.words
    assert "Nothing of this kind is shared now." in desk.get(f"{place}?kind=card").words
    assert "We talked at last, and then we did not." in page.follow("After we talked").words
    assert told(sam) == ["Mara Lindqvist opened “After we talked”"]


def test_goals_show_ratings_levels_and_a_t_score_with_what_it_depends_on(sam, mara, as_, place):
    assert "Nothing shared." in as_(mara).get(f"{place}/goals").words
    here(sam, consent.give_stream, sam, mara.person_id, "goals", 90)
    first, second = (here(sam, goals.write, sam, goals.Words(title)) for title in ("Ask for ten minutes", "Go out"))
    for goal_id in (first, second):
        here(sam, goals.agree, sam, goal_id, LEVELS, 1, 1)
    here(sam, goals.look, sam, first, 4, 1, 1)
    page = as_(mara).get(f"{place}/goals")
    assert "T 60.0, over 1 goal" in page.words
    here(sam, goals.look, sam, second, 2, 1, 1)
    page = as_(mara).get(f"{place}/goals")
    assert "T 62.4, over 2 goals" in page.words  # 50 + 10 * 2 / sqrt(0.7 * 2 + 0.3 * 4)
    assert "how bold the levels are" in page.words
    assert page.words.count("Here now") == 2
    assert "On 1 of 90 days Sam rated this. Each time 4." in page.words
    assert "Mara Lindqvist looked at how far your goals are" in told(sam)
    shelf = here(mara, consent.shelf, mara).headers
    assert [one.opened_at is None for one in shelf] == [False, False], "each goal that stands there is opened"
    assert " T " not in as_(sam).get(f"/goals/{first}").words


def test_a_goal_shared_alone_shows_no_number_of_it(sam, mara, as_, place):
    goal_id = here(sam, goals.write, sam, goals.Words("Ask for ten minutes"))
    here(sam, consent.share, sam, goal_id, mara.person_id)
    before = as_(mara).get(f"{place}/goals").words
    for rating in (3, 8):
        here(sam, goals.look, sam, goal_id, rating)
    assert as_(mara).get(f"{place}/goals").words == before
    assert "No ratings in these 90 days." in before


def test_measures_are_drawn_with_a_band_and_told_in_words_of_reliable_change(sam, mara, as_, place):
    here(sam, consent.give_stream, sam, mara.person_id, "measures", 90)
    answer(sam, *[2] * 9, ago=30)
    answer(sam, *[1] * 9, ago=10)
    page = as_(mara).get(f"{place}/measures")
    assert "9 points lower than the first shared." in page.words
    assert "more than chance alone usually does. It may or may not matter to Sam." in page.words
    assert "up and down from the first total" in page.words
    assert "up and down from the last total" in page.follow("Band round the last").words
    assert "trend-band" in page.text
    assert "18 of 27" in page.words
    assert told(sam)[0] == "Mara Lindqvist looked at your questionnaires over time"
    day = next(words for words in page.links if words.endswith(("October", "November", "December")))
    assert "PHQ-9" in page.follow(day).words


def test_prompts_agendas_and_summaries_of_this_client_alone(sam, mara, as_, place):
    share(sam, mara, "One thing.")
    summary = ask(mara, sam)
    agenda_id = here(sam, agenda.write, sam, agenda.Words("The quarrel on Sunday, and what came after it"), uuid4())
    here(sam, consent.share, sam, agenda_id, mara.person_id)
    desk = as_(mara)
    assert "The quarrel" in desk.get(f"{place}/agendas").words
    assert "One thing" not in desk.get(f"{place}/agendas").words
    assert str(summary) in desk.get(f"{place}/summaries").text
    assert "You ask nothing of this client" in desk.get(f"{place}/prompts").words


def test_the_head_says_when_the_two_meet(sam, mara, as_, place):
    assert "No session is set." in as_(mara).get(place).words
    slot = appointments.Slot(now().date() + timedelta(days=2), time(14, 10), 50, appointments.Kind.ROOM)
    here(mara, appointments.add, mara, sam.person_id, slot, uuid4())
    page = as_(mara).get(place)
    assert "Next session" in page.words
    assert "14:10" in page.words
    assert "Sam" not in page.title


def test_another_therapist_sees_neither_the_notes_nor_the_summaries(sam, mara, as_, place):
    here(mara, process_notes.write, mara, sam.person_id, "Mine alone.")
    idris = as_(therapist_of(sam, "Idris"))
    for part in ("own-notes", "record", "summaries"):
        assert "Mine alone." not in idris.get(f"{place}/{part}").text
    assert "No own notes yet." in idris.get(f"{place}/own-notes").words
