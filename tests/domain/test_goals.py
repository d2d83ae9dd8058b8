"""Goals: own words, small steps in an order, levels that are agreed before anything is scored, and a quiet history."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import inspect, select

from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, Locked, NotFound
from portal.domain import agenda, consent, goals, receipts, vault
from portal.domain.goals import State, Words
from portal.models.goals import Goal, GoalRating
from portal.models.vault import Item
from tests.acts import at_work
from tests.statements import counted

TUESDAY = datetime(2025, 11, 18, 20, 0, tzinfo=UTC)
LEVELS = (
    "I shout",
    "I leave without a word",
    "I say that I need ten minutes",
    "I come back after them",
    "We finish it",
)


def do(actor, verb, *args, at=TUESDAY, **more):
    with time_machine.travel(at, tick=False), at_work(actor):
        return verb(actor, *args, **more)


def words(title="Ask for ten minutes", why="Because shouting helps nobody.", hands="yes", **more):
    return Words.checked(title, why, hands, **more)


def keep(actor, title="Ask for ten minutes", at=TUESDAY, **more):
    return do(actor, goals.write, words(title), at=at, **more)


def titles(actor):
    return [goal.text.words.title for goal in do(actor, goals.mine)]


# ------------------------------------------------------------------ words


def test_a_goal_comes_back_as_it_was_written_and_nobody_else_has_one(sam, mara):
    said = words(low="  Not once ", high="Every time", review_on=date(2025, 12, 2))
    goal_id = do(sam, goals.write, said)
    found = do(sam, goals.read, goal_id)
    assert (found.text.words, found.text.state, found.version) == (said, State.OPEN, 1)
    assert found.text.words.low == "Not once"
    assert do(mara, goals.mine) == []
    with at_work(sam), pytest.raises(Locked):
        vault.read_one(mara.keys, found.item_id)
    with pytest.raises(NotFound):
        do(mara, goals.read, goal_id)
    with pytest.raises(Forbidden):
        keep(mara)


def test_in_clear_lie_ids_moments_and_a_version_only(sam):
    assert {column.key for column in inspect(Goal).columns} == {
        "id", "practice_id", "client_id", "made_at", "touched_at", "version",
    }  # fmt: skip
    assert {column.key for column in inspect(GoalRating).columns} == {
        "id", "practice_id", "client_id", "goal_id", "on_day", "at", "version",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", {"title": " \u200f "}),
        ("title", {"title": "x" * 201}),
        ("title", {"title": "two\nlines"}),
        ("title", {"title": "a\x00b"}),
        ("why", {"why": "x" * 2001}),
        ("why", {"why": "half \ud83d"}),
        ("hands", {"hands": ""}),
        ("hands", {"hands": "maybe"}),
        ("low", {"low": "x" * 81}),
        ("high", {"high": "bell \x07"}),
    ],
)
def test_what_cannot_be_a_goal_is_said_in_a_sentence(field, typed):
    with pytest.raises(Invalid) as problem:
        words(**typed)
    assert problem.value.field == field
    assert str(problem.value).endswith(".")


@pytest.mark.parametrize("ago", [1, -731])
def test_a_day_to_look_again_can_come(sam, ago):
    day = TUESDAY.date() - timedelta(days=ago)
    with pytest.raises(Invalid) as problem:
        do(sam, goals.write, words(review_on=day))
    assert problem.value.field == "review_on"
    goal_id = keep(sam)
    with pytest.raises(Invalid):
        do(sam, goals.look, goal_id, 5, again_on=day)
    do(sam, goals.look, goal_id, 5, again_on=TUESDAY.date())
    later = TUESDAY + timedelta(days=9)
    do(sam, goals.edit, goal_id, 2, words("Other words", review_on=TUESDAY.date()), at=later)
    assert do(sam, goals.read, goal_id).text.words.title == "Other words"


def test_a_form_sent_twice_is_one_goal_and_somebody_elses_id_is_not_found(cast):
    goal_id = uuid4()
    assert keep(cast.ana, goal_id=goal_id) == keep(cast.ana, goal_id=goal_id) == goal_id
    assert titles(cast.ana) == ["Ask for ten minutes"]
    for actor in (cast.ben, cast.foreign_client):
        with pytest.raises(NotFound):
            keep(actor, goal_id=goal_id)


def test_two_windows_have_no_silent_winner_and_a_ticked_step_is_no_quarrel(sam):
    goal_id = keep(sam)
    step = do(sam, goals.add_step, goal_id, "Say it once")
    assert do(sam, goals.edit, goal_id, 1, words("First window")) == 3
    with pytest.raises(goals.BothChanged) as both:
        do(sam, goals.edit, goal_id, 1, words("Second window"))
    assert (both.value.version, both.value.kept.title, both.value.typed.title) == (3, "First window", "Second window")
    do(sam, goals.tick, goal_id, step, done=True)
    assert do(sam, goals.edit, goal_id, 3, words("Third")) == 5
    text = do(sam, goals.read, goal_id).text
    assert (text.words.title, text.steps[0].done_on) == ("Third", TUESDAY.date())
    with pytest.raises(goals.BothChanged):
        do(sam, goals.edit, goal_id, 99, words("From nowhere"))


@pytest.mark.parametrize("state", [State.PAUSED, State.REACHED, State.LET_GO])
def test_a_goal_can_be_put_aside_and_taken_up_again(sam, state):
    goal_id = keep(sam)
    do(sam, goals.stand, goal_id, state)
    assert (do(sam, goals.read, goal_id).text.state, do(sam, goals.next_step)) == (state, None)
    do(sam, goals.stand, goal_id, state)
    do(sam, goals.stand, goal_id, State.OPEN)
    assert do(sam, goals.read, goal_id).is_open
    assert do(sam, goals.read, goal_id).version == 3


# ------------------------------------------------------------------ steps


def steps(actor, goal_id):
    return [step.words for step in do(actor, goals.read, goal_id).text.steps]


def test_steps_are_added_ticked_moved_and_taken_off(sam):
    goal_id = keep(sam)
    one, two, three = (do(sam, goals.add_step, goal_id, said) for said in ("One", "Two", "Three"))
    do(sam, goals.move_step, goal_id, three, earlier=True)
    do(sam, goals.move_step, goal_id, one, earlier=True)
    assert steps(sam, goal_id) == ["One", "Three", "Two"]
    do(sam, goals.move_step, goal_id, one, earlier=False)
    do(sam, goals.move_step, goal_id, two, earlier=False)
    assert steps(sam, goal_id) == ["Three", "One", "Two"]
    do(sam, goals.tick, goal_id, three, done=True)
    do(sam, goals.tick, goal_id, three, done=True, at=TUESDAY + timedelta(days=1))
    assert do(sam, goals.read, goal_id).text.steps[0].done_on == TUESDAY.date()
    assert do(sam, goals.next_step).words == "One"
    do(sam, goals.tick, goal_id, three, done=False)
    do(sam, goals.remove_step, goal_id, one)
    do(sam, goals.remove_step, goal_id, one)
    assert steps(sam, goal_id) == ["Three", "Two"]
    with pytest.raises(NotFound):
        do(sam, goals.tick, goal_id, one, done=True)


@pytest.mark.parametrize("said", ["", " \u200e", "x" * 201, "a\nb", "a\x00"])
def test_a_step_that_cannot_be_kept_is_refused(sam, said):
    goal_id = keep(sam)
    with pytest.raises(Invalid) as problem:
        do(sam, goals.add_step, goal_id, said)
    assert problem.value.field == "step"


def test_a_step_sent_twice_is_one_and_there_are_thirty_at_most(sam):
    goal_id, step_id = keep(sam), uuid4()
    for _ in range(2):
        do(sam, goals.add_step, goal_id, "Once", step_id)
    assert steps(sam, goal_id) == ["Once"]
    for number in range(29):
        do(sam, goals.add_step, goal_id, f"Step {number}")
    with pytest.raises(Invalid):
        do(sam, goals.add_step, goal_id, "One more")


def test_the_step_for_today_belongs_to_the_goal_touched_least_lately(sam):
    first, second = keep(sam, "First"), keep(sam, "Second", at=TUESDAY + timedelta(hours=1))
    do(sam, goals.add_step, first, "Of the first", at=TUESDAY + timedelta(hours=2))
    do(sam, goals.add_step, second, "Of the second", at=TUESDAY + timedelta(hours=3))
    found = do(sam, goals.next_step)
    assert (found.goal_id, found.words, found.goal) == (first, "Of the first", "First")
    do(sam, goals.look, first, 4, at=TUESDAY + timedelta(hours=4))
    assert do(sam, goals.next_step).goal_id == second


def test_somebody_elses_goal_is_not_found_by_any_verb(cast):
    goal_id = keep(cast.ana)
    for actor in (cast.ben, cast.mara, cast.foreign_client):
        for verb, args in (
            (goals.edit, (goal_id, 1, words())),
            (goals.stand, (goal_id, State.LET_GO)),
            (goals.add_step, (goal_id, "Mine")),
            (goals.look, (goal_id, 5)),
            (goals.agree, (goal_id, LEVELS, 1, 1)),
            (goals.look_back, (goal_id,)),
        ):
            with pytest.raises(NotFound):
                do(actor, verb, *args)


def test_all_goals_cost_as_many_questions_as_one(sam):
    def asked():
        with counted() as statements:
            do(sam, goals.mine)
        return len(statements)

    keep(sam)
    few = asked()
    for number in range(12):
        keep(sam, f"Goal {number}")
    assert asked() == few


def test_a_deleted_goal_is_gone_with_its_steps_and_numbers_and_its_receipts_stay(sam, mara):
    goal_id, other = keep(sam), keep(sam, "Another")
    do(sam, goals.add_step, goal_id, "Say it once")
    do(sam, goals.look, goal_id, 4)
    do(sam, goals.look, other, 5)
    do(sam, agenda.pin, "goal", goal_id)
    do(sam, consent.share, goal_id, mara.person_id)
    acts = len(do(sam, receipts.item_ids))
    with pytest.raises(NotFound):
        do(mara, goals.delete_one, goal_id)
    do(sam, goals.delete_one, goal_id)
    with at_work(sam):
        assert [goal.id for goal in goals.mine(sam)] == [other]
        assert [row.goal_id for row in db.session.scalars(select(GoalRating))] == [other]
        kinds = list(db.session.scalars(select(Item.kind)))
        assert (kinds.count(goals.KIND), kinds.count(goals.RATING_KIND)) == (1, 1)
        assert goals.still_there(sam, [goal_id, other]) == {other}
    assert len(do(sam, receipts.item_ids)) == acts == 1
    for verb in (goals.read, goals.delete_one):
        with pytest.raises(NotFound):
            do(sam, verb, goal_id)
