"""Looking at goals: ratings with gaps, levels agreed before they are scored, what is noticed quietly, the T-score."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.db import db
from portal.core.errors import Invalid
from portal.domain import goals
from portal.domain.goals import Words
from portal.models.goals import GoalRating
from portal.models.vault import Item
from tests.acts import at_work

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


def keep(actor, title="Ask for ten minutes", at=TUESDAY, **more):
    return do(actor, goals.write, Words(title, **more), at=at)


def looks(actor, goal_id):
    return [(said.rating, said.attainment, said.number) for said in do(actor, goals.look_back, goal_id).looks]


def test_a_rating_is_an_item_of_its_own_and_leaves_the_goal_as_it_is(sam):
    goal_id = keep(sam)
    rating_id = do(sam, goals.look, goal_id, 3)
    with at_work(sam):
        kinds = db.session.execute(select(Item.kind, Item.thing_id).order_by(Item.kind)).all()
    assert kinds == [("goal", goal_id), ("goal-rating", rating_id)]
    assert do(sam, goals.read, goal_id).version == 1


def test_days_without_a_rating_stay_gaps(sam):
    goal_id = keep(sam, at=TUESDAY - timedelta(days=40))
    for ago, rating in ((35, 1), (20.1, 2), (20, 5), (19, 5), (0, 6)):
        do(sam, goals.look, goal_id, rating, at=TUESDAY - timedelta(days=ago))
    past = do(sam, goals.look_back, goal_id, 30)
    assert past.told == "On 3 of 30 days you rated this. Between 2 and 6."
    assert [day.said for day in past.chart.told if day.said != "Not rated"] == ["2, then 5", "5", "6"]
    assert len(past.chart.joins) == 1
    assert len(past.looks) == 5


@pytest.mark.parametrize(("rating", "field"), [(None, "rating"), (11, "rating"), (-1, "rating")])
def test_a_rating_is_zero_to_ten(sam, rating, field):
    goal_id = keep(sam)
    with pytest.raises(Invalid) as problem:
        do(sam, goals.look, goal_id, rating)
    assert problem.value.field == field
    assert looks(sam, goal_id) == []


def test_a_look_sent_again_with_another_number_is_one_look_with_that_number(sam):
    goal_id, rating_id = keep(sam), uuid4()
    for rating in (3, 3, 7):
        assert do(sam, goals.look, goal_id, rating, rating_id=rating_id) == rating_id
    assert looks(sam, goal_id) == [(7, None, None)]


def test_a_look_sent_twice_is_one(sam):
    goal_id, rating_id = keep(sam), uuid4()
    for _ in range(2):
        do(sam, goals.look, goal_id, 3, rating_id=rating_id)
    with at_work(sam):
        assert db.session.scalar(select(func.count()).select_from(GoalRating)) == 1


def test_levels_come_before_scores_and_once_scored_only_a_new_set_can_follow(sam):
    goal_id = keep(sam)
    with pytest.raises(Invalid):
        do(sam, goals.look, goal_id, None, 0, 1)
    do(sam, goals.agree, goal_id, LEVELS, 1, 1)
    other = ("No word", *LEVELS[1:])
    do(sam, goals.agree, goal_id, other, 1, 2)
    do(sam, goals.look, goal_id, None, -1, 1)
    with pytest.raises(Invalid) as problem:
        do(sam, goals.agree, goal_id, LEVELS, 1, 3)
    assert problem.value.field == "level_0"
    assert "a new set" in str(problem.value)
    do(sam, goals.agree, goal_id, LEVELS, 2, 3)
    levels = do(sam, goals.read, goal_id).text.levels
    assert (levels.number, levels.word(-2), levels.word(2)) == (2, "I shout", "We finish it")
    with pytest.raises(Invalid) as problem:
        do(sam, goals.look, goal_id, None, 0, 1)
    assert problem.value.field == "attainment"
    do(sam, goals.look, goal_id, 7, 0, 2, at=TUESDAY + timedelta(hours=1))
    assert looks(sam, goal_id) == [(7, 0, 2), (None, -1, 1)]


def test_five_levels_need_words_and_two_windows_notice_one_another(sam):
    goal_id = keep(sam)
    with pytest.raises(Invalid) as problem:
        do(sam, goals.agree, goal_id, (*LEVELS[:3], " ", LEVELS[4]), 1, 1)
    assert problem.value.field == "level_3"
    do(sam, goals.agree, goal_id, LEVELS, 1, 1)
    with pytest.raises(Invalid) as problem:
        do(sam, goals.agree, goal_id, ("Other", *LEVELS[1:]), 1, 1)
    assert "another window" in str(problem.value)
    assert do(sam, goals.read, goal_id).text.levels.words == LEVELS


@pytest.mark.parametrize("attainment", [-3, 3])
def test_attainment_has_five_levels(sam, attainment):
    goal_id = keep(sam)
    do(sam, goals.agree, goal_id, LEVELS, 1, 1)
    with pytest.raises(Invalid):
        do(sam, goals.look, goal_id, None, attainment, 1)


# ------------------------------------------------------------------ noticing


def test_what_was_hoped_for_is_noticed_once_and_a_lower_look_never(sam):
    goal_id = keep(sam)
    do(sam, goals.agree, goal_id, LEVELS, 1, 1)

    def noticed(rating, attainment, day):
        at = TUESDAY + timedelta(days=day)
        do(sam, goals.look, goal_id, rating, attainment, 1, at=at)
        return do(sam, goals.look_back, goal_id, at=at).noticed

    assert noticed(3, -1, 0) == ""
    assert noticed(2, 0, 7) == ""  # the level is there, and the number is lower: no sentence on such a day
    assert noticed(4, 1, 14).startswith("That is the third time you came back")
    assert noticed(6, 0, 21) == ""
    other = keep(sam, "Another")
    do(sam, goals.agree, other, LEVELS, 1, 1)
    do(sam, goals.look, other, None, 0, 1)
    assert do(sam, goals.look_back, other).noticed.startswith("This is what you hoped for")


def test_a_look_on_the_chosen_day_is_a_kept_review_and_the_day_is_done_with(sam):
    first = TUESDAY.date() + timedelta(days=2)
    goal_id = keep(sam, review_on=first)
    for day, again_on in ((0, None), (2, None), (3, first + timedelta(days=7)), (9, None)):
        do(sam, goals.look, goal_id, 5, at=TUESDAY + timedelta(days=day), again_on=again_on)
    assert [said.is_review for said in do(sam, goals.look_back, goal_id).looks] == [True, False, True, False]
    assert do(sam, goals.read, goal_id).text.words.review_on is None


def test_a_look_sent_again_with_another_day_to_look_again_takes_that_day(sam):
    goal_id, rating_id, day = keep(sam), uuid4(), TUESDAY.date() + timedelta(days=7)
    for days in (0, 0, 1):
        do(sam, goals.look, goal_id, 5, rating_id=rating_id, again_on=day + timedelta(days=days))
    assert do(sam, goals.read, goal_id).text.words.review_on == day + timedelta(days=1)
    assert looks(sam, goal_id) == [(5, None, None)]


# ------------------------------------------------------------------ the T-score, worked out by hand


@pytest.mark.parametrize(
    ("levels", "weights", "expected"),
    [
        ([0], None, 50.0),
        ([1], None, 60.0),  # 10 / sqrt(0.7 + 0.3)
        ([-2], [5], 30.0),  # one goal: its weight cancels out
        ([1, 1], None, 62.4035),  # 20 / sqrt(1.4 + 1.2)
        ([2, -1], [1, 2], 50.0),
        ([2, -1], [3, 1], 64.5556),  # 50 / sqrt(7 + 4.8)
        ([-2, -2, -2], None, 22.6139),  # -60 / sqrt(2.1 + 2.7)
    ],
)
def test_a_t_score_follows_the_corrected_formula(levels, weights, expected):
    assert goals.t_score(levels, weights) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("levels", "weights"), [([], None), ([3], None), ([0], [0]), ([0, 1], [1])])
def test_a_t_score_of_what_is_no_scale_is_refused(levels, weights):
    with pytest.raises(ValueError, match=r"T-score|attainment"):
        goals.t_score(levels, weights)
