"""Questions a therapist asks: who can read them, how often they come, and that nobody learns what became of them."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, Locked, NotFound
from portal.core.language import speaking
from portal.domain import caseload, prompts, vault
from portal.domain.prompts import library
from portal.domain.prompts.rhythm import Rhythm
from portal.models.caseload import Assignment
from portal.models.prompts import Asked
from portal.models.vault import Item
from tests.acts import at_work, therapist_of

TUESDAY = datetime(2025, 11, 18, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)
EVERY_THURSDAY = Rhythm(weekday=3)
EVERY_TEN_DAYS = Rhythm(days=10)


def do(verb, actor, *args, at=TUESDAY, **more):
    with time_machine.travel(at, tick=False), at_work(actor):
        return verb(actor, *args, **more)


def ask(therapist, client, text="What would you like to keep?", *more, **terms):
    return do(prompts.ask, therapist, client.person_id, text, *more, **terms)


def asked(client, at=TUESDAY):
    """What is asked of them now: the words, and the day it is for."""
    return [(one.question.text, one.due_on) for one in do(prompts.shelf, client, at=at).asked]


def test_the_client_reads_what_their_therapist_asks(sam, mara):
    ask(mara, sam, " What would you\r\nlike to keep? ", due_on=date(2025, 11, 20))
    [one] = do(prompts.shelf, sam).asked
    assert (one.question.text, one.therapist) == ("What would you like to keep?", "Mara Lindqvist")
    assert (one.due_on, one.rhythm) == (date(2025, 11, 20), "once")
    today = do(prompts.for_today, sam)
    assert (today.text, today.therapist, today.due_on) == (one.question.text, one.therapist, one.due_on)


def test_what_is_made_from_the_library_brings_its_follow_ups_along(sam, mara):
    known = next(question for question in library(mara.person_id).questions.values() if question.follow_ups)
    asked_id = ask(mara, sam, "In your words: what is it?", made_from=known.id)
    found = do(prompts.find, sam, asked_id).question
    assert (found.text, found.follow_ups, found.why) == ("In your words: what is it?", known.follow_ups, known.why)
    assert do(prompts.find, sam, ask(mara, sam, made_from=uuid4())).question.follow_ups == ()


def test_a_question_of_the_library_that_nobody_reworded_is_read_in_the_clients_language(sam, mara):
    known = next(iter(library(mara.person_id).questions.values()))
    asked_id = ask(mara, sam, known.text, made_from=known.id)
    own_id = ask(mara, sam, f"{known.text} Today?", made_from=known.id)
    assert do(prompts.find, sam, asked_id).question.text == known.text
    with at_work(sam), speaking("de"):
        assert (
            prompts.find(sam, asked_id).question.text == library(sam.person_id).made_from(known.slug).text != known.text
        )
        assert prompts.find(sam, own_id).question.text == f"{known.text} Today?"


def test_nobody_but_the_two_can_open_it(cast, sam):
    with at_work(cast.ana):
        asked_id = prompts.ask(cast.mara, cast.ana.person_id, "Only for Ana?")
        item_id = db.session.scalars(select(Item.id).where(Item.thing_id == asked_id)).one()
        for actor in (cast.ana, cast.mara):
            assert b"Only for Ana?" in vault.read_one(actor.keys, item_id)
        for actor in (cast.ben, cast.idris, cast.vera, cast.olga, cast.foreign_therapist):
            with pytest.raises(Locked):
                vault.read_one(actor.keys, item_id)
    for actor in (cast.ben, cast.foreign_client):
        with pytest.raises(NotFound):
            do(prompts.find, actor, asked_id)


def test_a_therapist_asks_only_their_own_clients(cast):
    for client in (cast.ben, cast.foreign_client, cast.idris):
        with pytest.raises(Invalid) as problem:
            ask(cast.mara, client)
        assert problem.value.field == "client"
    with pytest.raises(Invalid):
        ask(cast.vera, cast.ana)
    for actor in (cast.ana, cast.olga):
        with pytest.raises(Forbidden):
            ask(actor, cast.ana)


@pytest.mark.parametrize("text", ["", " \n", "x" * 601, "a\x00b"])
def test_what_cannot_be_a_question_is_not_asked(sam, mara, text):
    with pytest.raises(Invalid) as problem:
        ask(mara, sam, text)
    assert problem.value.field == "text"
    assert asked(sam) == []


def test_a_day_that_has_gone_by_is_not_asked_for(sam, mara):
    with pytest.raises(Invalid) as problem:
        ask(mara, sam, due_on=date(2025, 11, 17))
    assert problem.value.field == "due_on"


def test_a_form_sent_twice_asks_once_and_a_strangers_id_is_not_found(cast):
    asked_id = uuid4()
    assert ask(cast.mara, cast.ana, asked_id=asked_id) == ask(cast.mara, cast.ana, asked_id=asked_id) == asked_id
    assert len(asked(cast.ana)) == 1
    with pytest.raises(NotFound):
        ask(cast.idris, cast.ben, asked_id=asked_id)


def test_there_is_room_for_thirty_questions(sam, mara):
    for number in range(30):
        ask(mara, sam, f"Number {number}?")
    with pytest.raises(Invalid):
        ask(mara, sam, "One more?")


# ------------------------------------------------------------------ how often


def test_once_is_asked_until_it_is_answered_also_after_its_day(sam, mara):
    asked_id = ask(mara, sam, "Once?", due_on=date(2025, 11, 20))
    for later in (0, 2, 40):
        assert asked(sam, TUESDAY + later * DAY) == [("Once?", date(2025, 11, 20))]
    do(prompts.answered, sam, asked_id)
    assert asked(sam, TUESDAY + 40 * DAY) == []


def test_on_a_weekday_an_answer_counts_for_the_day_that_comes_next(sam, mara):
    asked_id = ask(mara, sam, "Thursdays?", EVERY_THURSDAY, due_on=date(2025, 11, 29))
    assert asked(sam) == [("Thursdays?", date(2025, 11, 20))]
    do(prompts.answered, sam, asked_id)  # on Tuesday, early
    assert asked(sam, TUESDAY + 2 * DAY) == []
    assert asked(sam, TUESDAY + 3 * DAY) == [("Thursdays?", date(2025, 11, 27))]
    do(prompts.answered, sam, asked_id, at=TUESDAY + 9 * DAY)  # on Thursday itself
    assert asked(sam, TUESDAY + 9 * DAY) == []
    assert asked(sam, TUESDAY + 30 * DAY) == [("Thursdays?", date(2025, 12, 18))], "nothing piles up"


def test_every_so_many_days_are_counted_from_the_answer(sam, mara):
    asked_id = ask(mara, sam, "Tens?", EVERY_TEN_DAYS, due_on=date(2025, 11, 20))
    assert asked(sam) == [("Tens?", date(2025, 11, 20))]
    do(prompts.answered, sam, asked_id, at=TUESDAY + 4 * DAY)
    assert asked(sam, TUESDAY + 13 * DAY) == []
    assert asked(sam, TUESDAY + 14 * DAY) == [("Tens?", date(2025, 12, 2))]


@pytest.mark.parametrize(
    ("kind", "weekday", "days", "said"),
    [
        ("once", 3, 4, "once"),
        ("weekday", 3, None, "every Thursday"),
        ("days", None, 1, "every day"),
        ("days", 2, 90, "every 90 days"),
    ],
)
def test_a_rhythm_is_told_in_words_and_kept_as_a_code(kind, weekday, days, said):
    rhythm = Rhythm.checked(kind, weekday, days)
    assert rhythm.told() == said
    assert Rhythm.from_text(rhythm.to_text()) == rhythm


@pytest.mark.parametrize(
    ("kind", "weekday", "days", "field"),
    [
        ("weekday", None, None, "weekday"),
        ("weekday", 7, None, "weekday"),
        ("days", None, None, "days"),
        ("days", None, 0, "days"),
        ("days", None, 91, "days"),
        ("", None, None, "rhythm"),
        ("hourly", None, None, "rhythm"),
    ],
)
def test_a_rhythm_there_is_not_is_refused(kind, weekday, days, field):
    with pytest.raises(Invalid) as problem:
        Rhythm.checked(kind, weekday, days)
    assert problem.value.field == field


def test_what_is_due_first_stands_first(sam, mara):
    ask(mara, sam, "Some day?")
    ask(mara, sam, "Friday?", due_on=date(2025, 11, 21))
    ask(mara, sam, "Thursday?", EVERY_THURSDAY)
    assert [text for text, _ in asked(sam)] == ["Thursday?", "Friday?", "Some day?"]


# ------------------------------------------------------------------ what becomes of it


def test_set_aside_not_this_one_and_not_this_week_are_the_clients_own(sam, mara):
    asked_id = ask(mara, sam, "Weekly?", EVERY_THURSDAY)
    do(prompts.not_this_week, sam, asked_id)
    assert asked(sam, TUESDAY + 6 * DAY) == []
    assert len(asked(sam, TUESDAY + 7 * DAY)) == 1
    for put_away, place in ((prompts.set_aside, "aside"), (prompts.refuse, "refused")):
        do(put_away, sam, asked_id)
        found = do(prompts.shelf, sam, at=TUESDAY + 20 * DAY)
        assert found.asked == []
        assert [question.id for question in getattr(found, place)] == [asked_id]
    do(prompts.bring_back, sam, asked_id)
    assert len(asked(sam)) == 1


def test_the_therapist_learns_nothing_of_it(sam, mara):
    first, second = (ask(mara, sam, text) for text in ("First?", "Second?"))
    before = do(prompts.given, mara)
    do(prompts.answered, sam, first)
    do(prompts.say_helped, sam, first, "yes")
    do(prompts.refuse, sam, second)
    assert do(prompts.given, mara) == before
    assert {one.text for one in before} == {"First?", "Second?"}


def test_what_is_ended_is_asked_no_longer_and_the_client_keeps_the_words(cast):
    asked_id = ask(cast.mara, cast.ana, "Keep me?")
    for stranger in (cast.idris, cast.vera):
        with pytest.raises(NotFound):
            do(prompts.end, stranger, asked_id)
    for _ in range(2):
        do(prompts.end, cast.mara, asked_id)
    assert asked(cast.ana) == do(prompts.given, cast.mara) == []
    assert do(prompts.find, cast.ana, asked_id).question.text == "Keep me?"


def test_when_a_therapist_goes_their_questions_go_quietly_and_do_not_come_back(cast):
    asked_id = ask(cast.mara, cast.ana, "Keep me?")
    with at_work(cast.olga):
        assignment = db.session.scalars(select(Assignment).where(Assignment.therapist_id == cast.mara.person_id)).one()
        caseload.end(cast.olga, assignment.id)
        caseload.assign(cast.olga, cast.ana.person_id, cast.mara.person_id)
    assert asked(cast.ana) == do(prompts.given, cast.mara) == []
    assert do(prompts.find, cast.ana, asked_id).question.text == "Keep me?"


def test_who_asked_is_known_for_a_therapists_question_only(sam, mara):
    other = therapist_of(sam, "Idris Cole")
    asked_id = ask(other, sam)
    assert do(prompts.who_asked, sam, asked_id) == other.person_id
    for question_id in (next(iter(library(sam.person_id).questions)), do(prompts.add_own, sam, "Mine?"), uuid4()):
        assert do(prompts.who_asked, sam, question_id) is None


def test_a_form_sent_again_with_other_words_another_rhythm_or_day_is_a_second_question(sam, mara):
    asked_id = uuid4()
    for words in ("One?", "One?", "Two?", "Two?"):
        ask(mara, sam, words, asked_id=asked_id)
    for rhythm, day in ((EVERY_THURSDAY, None), (EVERY_THURSDAY, None), (Rhythm(), date(2025, 11, 20))):
        ask(mara, sam, "One?", rhythm, due_on=day, asked_id=asked_id)
    found = [(one.question.text, one.rhythm, str(one.due_on)) for one in do(prompts.shelf, sam).asked]
    assert sorted(found) == [
        ("One?", "every Thursday", "2025-11-20"),
        ("One?", "once", "2025-11-20"),
        ("One?", "once", "None"),
        ("Two?", "once", "None"),
    ]


def test_the_row_tells_neither_words_nor_how_often():
    assert {column.key for column in Asked.__table__.columns} == {
        "id", "practice_id", "client_id", "therapist_id", "given_at", "ended_at", "paused_at",
    }  # fmt: skip
