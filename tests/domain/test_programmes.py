"""Programmes: when a step opens, that only its reader's side knows, to many or to nobody, and sent twice is once."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import measures, programmes, prompts
from portal.domain.programmes import BadStep, Task, When
from portal.domain.prompts import Mode, Opening, Rhythm, Way
from portal.domain.prompts.rhythm import ONCE
from portal.domain.prompts.terms import Beside, Terms
from portal.models.measures import MeasureAsked
from portal.models.prompts import Asked
from portal.models.vault import Item
from tests.acts import at_work
from tests.cast import look_after
from tests.domain.test_measures import take
from tests.domain.test_measures_packs import pack
from tests.statements import counted

TUESDAY = datetime(2025, 11, 18, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)
THURSDAY = TUESDAY + 2 * DAY
AFTER, AT_ONCE = Opening(Mode.AFTER), Opening()


def do(verb, actor, *args, at=TUESDAY, **more):
    with time_machine.travel(at, tick=False), at_work(actor):
        return verb(actor, *args, **more)


def give(therapist, clients, tasks, when=When(name="Six quiet weeks"), **more):  # noqa: B008 - it never changes
    return do(programmes.give, therapist, [client.person_id for client in clients], tasks, when, **more)


def open_now(client, at=TUESDAY):
    """What of it waits for this client: questions by their words, questionnaires by their name."""
    found = {one.question.text: one.question.id for one in do(prompts.shelf, client, at=at).asked}
    return found | {one.short: one.id for one in do(measures.asked, client, at=at) if one.is_open}


def steps(*openings):
    return [Task(f"{number}?", opening=opening) for number, opening in enumerate(openings, 1)]


# ------------------------------------------------------------------ when a step opens


def opens(*openings, done):
    """On which day of a programme that began on Tuesday each step opens, as days after it. done: by step, the same."""
    ids = [UUID(int=number) for number in range(len(openings) + 1)]
    first = TUESDAY.date()
    days = {ids[step]: first + day * DAY for step, day in done.items()}
    found = []
    for of in range(1, len(openings) + 2):
        way = Way(uuid4(), "", first, len(ids), tuple(zip(ids[:of], (AT_ONCE, *openings), strict=False)))
        assert Way.from_said(way.to_said()) == way
        day = way.opens_on(days.get)
        found.append(day and (day - first).days)
    return found


@pytest.mark.parametrize(
    ("opening", "before", "after"),
    [
        (AT_ONCE, 0, 0),
        (AFTER, None, 3),
        (Opening(Mode.DELAY, 4), None, 7),
        (Opening(Mode.INTERVAL, 4), 4, 4),
        (Opening(Mode.WEEKDAY, 3), 2, 2),
        (Opening(Mode.WEEKDAY, 1), 7, 7),
    ],
)
def test_the_five_ways_in_which_a_step_opens(opening, before, after):
    """Before the step ahead of it is done with, and when that was done with on the fourth day."""
    assert opens(opening, done={}) == [0, before]
    assert opens(opening, done={0: 3}) == [0, after]


def test_what_waits_for_a_step_that_is_not_open_waits_with_it():
    waiting = (AFTER, Opening(Mode.INTERVAL, 7), Opening(Mode.WEEKDAY, 0), AT_ONCE)
    assert opens(*waiting, done={}) == [0, None, None, None, 0]
    assert opens(*waiting, done={0: 1}) == [0, 1, 8, 13, 0]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (("", None, None), "mode"),
        (("hourly", 1, 1), "mode"),
        (("weekday", 7, 1), "weekday"),
        (("delay", 1, 0), "days"),
        (("interval", 1, 91), "days"),
    ],
)
def test_an_opening_there_is_not_is_refused(said, field):
    with pytest.raises(Invalid) as problem:
        Opening.checked(*said)
    assert problem.value.field == field


def test_terms_survive_being_sealed():
    way = Way(uuid4(), "Six weeks", date(2025, 11, 18), 2, ((uuid4(), AT_ONCE), (uuid4(), Opening(Mode.DELAY, 2))))
    for terms in (Terms(), Terms(Rhythm(days=3), date(2025, 11, 20), 10, Beside("book", "Hold Me Tight"), way)):
        assert Terms.from_said(terms.to_said()) == terms


# ------------------------------------------------------------------ on the client's side


@pytest.mark.parametrize("put", [prompts.answered, prompts.set_aside, prompts.refuse])
def test_the_next_step_opens_whichever_way_the_one_before_is_done_with_and_stays_open(sam, mara, put):
    give(mara, [sam], steps(AT_ONCE, AFTER, Opening(Mode.DELAY, 2)))
    assert list(open_now(sam)) == ["1?"]
    before = do(prompts.given, mara, sam.person_id)
    do(put, sam, open_now(sam)["1?"])
    assert list(open_now(sam)) == ["2?"]
    do(put, sam, open_now(sam)["2?"], at=TUESDAY + DAY)
    assert list(open_now(sam, TUESDAY + 2 * DAY)) == []
    assert list(open_now(sam, TUESDAY + 3 * DAY)) == ["3?"]
    do(prompts.bring_back, sam, before[0].id, at=TUESDAY + 4 * DAY)
    do(put, sam, before[0].id, at=TUESDAY + 5 * DAY)
    assert "3?" in open_now(sam, TUESDAY + 3 * DAY)
    assert do(prompts.given, mara, sam.person_id) == before, "what a client does is on no page of the therapist's"


def test_a_questionnaire_is_a_step_like_any_other(sam, mara):
    give(
        mara, [sam], [Task(pack=pack("who5")), Task("After it?", opening=AFTER), Task(pack=pack("phq9"), opening=AFTER)]
    )
    assert list(open_now(sam)) == ["WHO-5"]
    take(sam, "phq9", *[0] * 9, at=TUESDAY)  # of one's own accord, before its time
    take(sam, "who5", *[3] * 5, at=TUESDAY + DAY)
    assert list(open_now(sam, TUESDAY + DAY)) == ["After it?"]
    do(prompts.set_aside, sam, open_now(sam, TUESDAY + DAY)["After it?"], at=TUESDAY + DAY)
    assert list(open_now(sam, TUESDAY + DAY)) == ["PHQ-9"]
    do(measures.set_aside, sam, open_now(sam, TUESDAY + DAY)["PHQ-9"], at=TUESDAY + DAY)
    assert open_now(sam, TUESDAY + DAY) == {}
    phq9 = next(one for one in do(measures.asked, sam, at=TUESDAY + DAY) if one.short == "PHQ-9")
    assert phq9.is_aside
    do(measures.bring_back, sam, phq9.id, at=TUESDAY + DAY)
    assert list(open_now(sam, TUESDAY + DAY)) == ["PHQ-9"]
    assert do(measures.for_today, sam, at=TUESDAY + DAY).short == "PHQ-9"


def test_a_questionnaire_alone_can_be_set_aside_until_it_is_brought_back_or_answered(sam, mara):
    asked_id = do(measures.ask, mara, sam.person_id, pack("who5"), due_on=date(2025, 11, 20))
    assert do(measures.for_today, sam).due_on == date(2025, 11, 20)
    do(measures.set_aside, sam, asked_id)
    assert do(measures.for_today, sam) is None
    do(measures.bring_back, sam, asked_id)
    assert do(measures.for_today, sam).id == asked_id
    for verb in (measures.set_aside, measures.bring_back):
        with pytest.raises(NotFound):
            do(verb, sam, uuid4())


def test_a_programme_begins_on_its_day_and_rests_and_goes_on_where_the_client_is(sam, mara):
    give(mara, [sam], steps(AT_ONCE, AFTER), When(day=date(2025, 11, 20)))
    assert open_now(sam) == {}
    do(prompts.answered, sam, open_now(sam, THURSDAY)["1?"], at=THURSDAY)
    [first, _] = do(prompts.given, mara)
    do(prompts.pause, mara, first.programme.id)
    assert open_now(sam, THURSDAY) == {}
    assert do(prompts.shelf, sam, at=THURSDAY).resting == ["Step by step"]
    assert all(one.is_paused for one in do(prompts.given, mara))
    do(prompts.resume, mara, first.programme.id)
    assert list(open_now(sam, THURSDAY)) == ["2?"]
    do(prompts.end_programme, mara, first.programme.id)
    assert open_now(sam, THURSDAY) == {}
    assert do(prompts.find, sam, first.id).question.text == "1?", "the words stay the client's"
    for verb in (prompts.pause, prompts.resume, prompts.end_programme):
        with pytest.raises(NotFound):
            do(verb, mara, first.programme.id)


def test_nobody_else_pauses_or_ends_it(cast):
    give(cast.mara, [cast.ana], steps(AT_ONCE, AFTER))
    programme_id = do(prompts.given, cast.mara)[0].programme.id
    look_after(cast.ana, cast.idris)
    for verb in (prompts.pause, prompts.end_programme):
        with pytest.raises(NotFound):
            do(verb, cast.idris, programme_id)
    assert do(prompts.given, cast.idris, cast.ana.person_id) == []


# ------------------------------------------------------------------ to many


def test_to_many_each_in_their_own_words_under_ids_that_nobody_shares(cast):
    look_after(cast.ben, cast.mara)
    said = {(cast.ben.person_id, 0): "For Ben?"}
    assert give(cast.mara, [cast.ana, cast.ben], steps(AT_ONCE, AFTER), worded_for=said) == 2
    assert list(open_now(cast.ana)) == ["1?"]
    assert list(open_now(cast.ben)) == ["For Ben?"]
    assert len({one.programme.id for one in do(prompts.given, cast.mara)}) == 2
    assert [one.text for one in do(prompts.given, cast.mara, cast.ben.person_id)] == ["For Ben?", "2?"]


def test_sent_twice_is_once_and_said_otherwise_is_given_besides(cast):
    look_after(cast.ben, cast.mara)
    once_id = uuid4()
    for clients in ([cast.ana], [cast.ana], [cast.ana, cast.ben]):
        give(cast.mara, clients, steps(AT_ONCE, AFTER), once_id=once_id)
    assert len(do(prompts.given, cast.mara)) == 4
    for _ in range(2):
        give(cast.mara, [cast.ana], [Task("1?"), Task("Another?", opening=AFTER)], once_id=once_id)
    assert len(do(prompts.given, cast.mara, cast.ana.person_id)) == 4
    with pytest.raises(NotFound):
        give(cast.idris, [cast.ben], steps(AT_ONCE, AFTER), once_id=once_id)


def rows():
    return [db.session.scalar(select(func.count()).select_from(model)) for model in (Asked, MeasureAsked, Item)]


def test_one_of_many_who_is_not_mine_stops_all_of_it(cast):
    with at_work(cast.mara):
        before = rows()
    tasks = [Task("1?"), Task(pack=pack("who5"), opening=AFTER)]
    for stranger in (cast.ben, cast.foreign_client, cast.idris):
        with at_work(cast.mara):
            with pytest.raises(Invalid) as problem:
                programmes.give(cast.mara, [cast.ana.person_id, stranger.person_id], tasks, When())
            assert problem.value.field == "client"
            assert "Ben" not in str(problem.value)
    with at_work(cast.mara):
        assert rows() == before, "though the unit of work went on to its end, as it does when a page is shown again"
    for actor in (cast.ana, cast.olga):
        with pytest.raises(Forbidden):
            give(actor, [cast.ana], tasks)


@pytest.mark.parametrize(
    ("tasks", "step", "field"),
    [
        ([Task("1?"), Task(" ")], 1, "text"),
        ([Task("x" * 601)], 0, "text"),
        ([Task("1?", minutes=61)], 0, "minutes"),
        ([Task("1?"), Task("2?", beside="gone")], 1, "beside"),
    ],
)
def test_a_step_that_cannot_be_given_is_named_and_nothing_is_kept(sam, mara, tasks, step, field):
    with pytest.raises(BadStep) as problem:
        give(mara, [sam], tasks)
    assert (problem.value.step, problem.value.field) == (step, field)
    assert do(prompts.given, mara) == []


def test_there_are_bounds_to_what_goes_out_at_once(sam, mara):
    for clients, tasks, field in (
        ([], steps(AT_ONCE), "client"),
        ([sam.person_id, *(uuid4() for _ in range(30))], steps(AT_ONCE), "client"),
        ([sam.person_id, *(uuid4() for _ in range(9))], steps(*[AT_ONCE] * 7), "client"),
        ([sam.person_id], steps(*[AT_ONCE] * 13), "steps"),
        ([sam.person_id], [Task(pack=pack("who5"))] * 11, "client"),
    ):
        with pytest.raises(Invalid) as problem:
            do(programmes.give, mara, clients, tasks, When())
        assert problem.value.field == field


def test_a_page_of_what_is_given_asks_as_often_for_many_steps_as_for_one(sam, mara):
    def asked(verb, actor):
        with at_work(actor), counted() as statements:
            verb(actor)
        return len(statements)

    give(mara, [sam], steps(AT_ONCE))
    few = asked(prompts.given, mara), asked(prompts.shelf, sam)
    give(mara, [sam], [*steps(AT_ONCE, AFTER, AFTER), Task(pack=pack("who5"), opening=AFTER)])
    assert (asked(prompts.given, mara), asked(prompts.shelf, sam)) == few


def test_what_is_given_says_all_there_is_to_it(sam, mara):
    give(mara, [sam], [Task("1?", minutes=10, beside="hold-me-tight")], When(Rhythm(weekday=3)))
    give(mara, [sam], [Task("2?"), Task(pack=pack("who5"), opening=Opening(Mode.DELAY, 1))], When(name="Two"))
    two, sheet, one = sorted(do(prompts.given, mara, sam.person_id), key=lambda each: each.text == "1?")
    assert (one.minutes, one.beside.title, one.rhythm.told(), one.programme) == (
        10,
        "Hold Me Tight",
        "every Thursday",
        None,
    )
    assert (two.programme.name, two.programme.place, two.programme.of, two.rhythm) == ("Two", 1, 2, ONCE)
    assert (sheet.text, sheet.is_measure) == ("WHO-5", True)
    assert sheet.programme.opens == "a day after the one before it is done with"
