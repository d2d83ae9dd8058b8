"""The pattern finder: it waits for enough days, finds what is there, and rarely finds what is not."""

from datetime import date, timedelta
from random import Random
from statistics import fmean, variance

import pytest
import time_machine

from portal.domain import mood
from portal.domain.mood.patterns import DayTold, find
from tests.acts import at_work
from tests.domain.check_ins import TUESDAY, check_in
from tests.statements import counted

FIRST = date(2025, 8, 1)
ACTIVITIES = [f"activity {number:02}" for number in range(20)]


def a_chart(dice, days=90, logged=0.6, effect=0.0):
    """Days whose level drifts, with twenty activities that come in stretches; the first may lift the level."""
    latent, doing, chart = 0.0, [dice.random() < 0.4 for _ in ACTIVITIES], []
    for number in range(days):
        latent = 0.8 * latent + dice.gauss(0, 0.6)
        doing = [on if dice.random() < 0.7 else dice.random() < 0.4 for on in doing]
        if dice.random() < logged:
            level = min(5, max(1, round(3 + latent + effect * (doing[0] - 0.4))))
            done = frozenset(name for name, on in zip(ACTIVITIES, doing, strict=True) if on)
            chart.append(DayTold(FIRST + timedelta(days=number), level, frozenset(), done | {"something"}))
    return chart


def naive(chart):
    """How many activities a t-test for each of them on its own would report."""
    found = 0
    for name in ACTIVITIES:
        having = [day.level for day in chart if name in day.activities]
        lacking = [day.level for day in chart if name not in day.activities]
        if min(len(having), len(lacking)) < mood.LEAST:
            continue
        spread = variance(having) / len(having) + variance(lacking) / len(lacking)
        found += abs(fmean(having) - fmean(lacking)) > 2 * spread**0.5
    return found


def test_without_any_effect_few_charts_show_one_and_the_naive_test_finds_it_in_most():
    dice = Random(20251118)
    charts = [a_chart(dice) for _ in range(200)]
    ours = sum(bool(find(chart).found) for chart in charts)
    theirs = sum(bool(naive(chart)) for chart in charts)
    assert ours <= 30
    assert theirs >= 130


def test_a_strong_effect_is_found_and_has_its_direction():
    dice = Random(3)
    for direction in (1, -1):
        charts = [find(a_chart(dice, days=365, effect=2.5 * direction)) for _ in range(20)]
        hits = [pattern for chart in charts for pattern in chart.found if pattern.word == ACTIVITIES[0]]
        assert len(hits) >= 17
        assert all(pattern.difference * direction > 0 for pattern in hits)


def told(number, level, *done):
    return DayTold(FIRST + timedelta(days=number), level, frozenset(), frozenset(done))


def test_with_nine_days_it_waits_and_with_ten_and_ten_it_compares():
    nine = [told(number, 5, "outside") for number in range(9)] + [told(9 + number, 1, "rested") for number in range(40)]
    assert [(each.word, each.days_with) for each in find(nine).waiting] == [("rested", 40), ("outside", 9)]
    ten = [*nine, told(60, 5, "outside")]
    compared = find(ten)
    assert {each.word for each in (*compared.found, *compared.others)} == {"outside", "rested"}


def test_no_more_words_are_compared_than_the_days_can_tell_from_chance():
    found = find(a_chart(Random(5), days=60, logged=1))
    assert len(found.found) + len(found.others) == 6
    assert found.waiting


def test_days_on_which_nothing_was_ticked_count_for_nothing():
    silent = [told(number, 1) for number in range(40)]
    spoken = [told(40 + number, 3, "outside" if number % 2 else "rested") for number in range(20)]
    found = find(silent + spoken)
    assert found.filled == 60
    assert {(each.days_with, each.days_without) for each in found.others} == {(10, 10)}


@pytest.mark.parametrize("seed", range(3))
def test_nothing_at_all_is_nothing_found(seed):
    assert find([]).found == find(a_chart(Random(seed), days=8)).found == []


def test_it_reads_ones_own_check_ins_in_as_few_questions_for_many_as_for_few(sam, mara):
    def asked():
        with time_machine.travel(TUESDAY, tick=False), counted() as statements, at_work(sam):
            found = mood.patterns(sam)
        return len(statements), found

    check_in(sam, 3, words=mood.Words(activities=("outside",)))
    few, _ = asked()
    for ago in range(1, 25):
        words = mood.Words(activities=("Outside",)) if ago % 2 else mood.Words(activities=("rested",))
        check_in(sam, 5 if ago % 2 else 2, at=TUESDAY - timedelta(days=ago), words=words)
    many, found = asked()
    assert many == few
    assert found.filled == 25
    assert {each.word for each in (*found.found, *found.others)} == {"outside", "rested"}
    with at_work(mara):
        assert mood.patterns(mara).filled == 0
