"""Statistics against values worked out by hand or published, and what each of them promises."""

from random import Random

import pytest

from portal.core.statistics import benjamini_hochberg, circular_shift_test, rolling_median

# Benjamini and Hochberg's own example (1995, section 4): 15 p-values, four of them rejected at q = 0.05.
PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_the_rolling_median_is_of_the_value_and_those_before_it():
    assert rolling_median([1, 5, 3, 2, 9], window=3, least=3) == [None, None, 3, 3, 3]


def test_with_too_few_observed_values_there_is_no_median():
    assert rolling_median([4, None, None, 2, 3], window=4, least=3) == [None] * 5
    assert rolling_median([4, None, None, 2, 3], window=4, least=2) == [None, None, None, 3, 2.5]


def test_a_step_without_a_value_gets_none_however_many_lie_around_it():
    assert rolling_median([3, 3, 3, None, 3], window=7, least=3) == [None, None, 3, None, 3]


def test_the_published_example_of_benjamini_and_hochberg_comes_out():
    shuffled = Random(1).sample(PUBLISHED, len(PUBLISHED))
    rejected = benjamini_hochberg(shuffled, 0.05)
    assert sorted(p for p, out in zip(shuffled, rejected, strict=True) if out) == PUBLISHED[:4]


@pytest.mark.parametrize(
    ("p_values", "rejected"),
    [([], []), ([0.2], [False]), ([0.05, 0.05], [True, True]), ([0.09, 0.1, 0.06], [True, True, True])],
)
def test_it_steps_up_from_the_largest_that_passes(p_values, rejected):
    assert benjamini_hochberg(p_values, 0.1) == rejected


def test_every_turn_is_computed_and_the_observed_one_is_counted():
    found = circular_shift_test([5, 1, 1, 1], [True, False, False, False])
    assert (found.difference, found.p, found.marked) == (4, 1 / 4, 1)


def test_it_looks_in_both_directions():
    assert circular_shift_test([1, 5, 5, 5], [True, False, False, False]).p == 1 / 4
    assert circular_shift_test([1, 3, 3, 5], [True, False, False, False]).p == 2 / 4


def test_where_every_value_is_the_same_nothing_is_rare():
    assert circular_shift_test([2.5] * 12, [True, False] * 6).p == 1


@pytest.mark.parametrize(
    ("values", "marks"), [([], []), ([1, 2], [True, True]), ([1, 2], [False, False]), ([1], [True, False])]
)
def test_without_both_kinds_there_is_nothing_to_compare(values, marks):
    with pytest.raises(ValueError, match="some have none"):
        circular_shift_test(values, marks)


def test_turning_every_place_agrees_with_doing_it_step_by_step():
    dice = Random(7)
    values = [dice.choice((1, 1.5, 2, 3, 4.5)) for _ in range(31)]
    marks = [dice.random() < 0.4 for _ in range(31)]

    def difference(turn):
        turned = marks[-turn:] + marks[:-turn]
        having = [value for value, mark in zip(values, turned, strict=True) if mark]
        lacking = [value for value, mark in zip(values, turned, strict=True) if not mark]
        return sum(having) / len(having) - sum(lacking) / len(lacking)

    found = circular_shift_test(values, marks)
    every = [abs(difference(turn)) for turn in range(31)]
    assert found.difference == pytest.approx(difference(0))
    assert found.p == sum(each >= every[0] - 1e-9 for each in every) / 31
