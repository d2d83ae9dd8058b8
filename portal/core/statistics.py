"""Statistics of few numbers with holes between them, each as it was published; pure, and knows no therapy."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

__all__ = ["Shifted", "benjamini_hochberg", "circular_shift_test", "median", "rolling_median"]


@dataclass(frozen=True, slots=True)
class Shifted:
    """What a circular-shift test found.

    `difference` is the mean of the values with a mark less the mean of those without; `p` the share of all shifts that
    give a difference at least as large, in either direction, the observed one among them.
    """

    difference: float
    p: float
    marked: int


def rolling_median(values: Sequence[float | None], window: int, least: int) -> list[float | None]:
    """The median of each value and those before it, as far as the window reaches.

    Args:
        values: at even steps in time, None where nothing was observed.
        window: how many steps, the present one included.
        least: with fewer observed values in the window there is no median.

    Returns:
        one for each step. A step without a value has none either: nothing is told about what was not observed.
    """
    found: list[float | None] = []
    for at, value in enumerate(values):
        seen = [each for each in values[max(0, at + 1 - window) : at + 1] if each is not None]
        found.append(median(seen) if value is not None and len(seen) >= least else None)
    return found


def benjamini_hochberg(p_values: Sequence[float], q: float) -> list[bool]:
    """Which of these hypotheses to reject, so that of the rejected ones at most a share q is expected to be true.

    The step-up procedure of Benjamini and Hochberg (1995, J. R. Stat. Soc. B 57, 289-300): order the p-values, find the
    largest k with p(k) <= k q / m, and reject the k smallest.

    Args:
        p_values: one for each hypothesis that was tested, not only for the promising ones.
        q: the false discovery rate, between 0 and 1.
    """
    ordered = sorted(p_values)
    passing = [p for place, p in enumerate(ordered, 1) if p <= place * q / len(ordered)]
    return [bool(passing) and p <= passing[-1] for p in p_values]


def circular_shift_test(values: Sequence[float], marks: Sequence[bool]) -> Shifted:
    """Whether values go with marks, in a series whose neighbours resemble each other.

    Shuffling would tear neighbours apart and make chance look rare. Here the marks stay in their order and are turned
    round against the values, as Lotwick and Silverman (1982, J. R. Stat. Soc. B 44, 406-413) turn point patterns on a
    torus. With n values there are n turns; all are computed and the observed one is counted among them, so p is never
    below 1/n (why never zero: Phipson and Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9, 39). It assumes that no stretch
    of the series is of another kind than the rest: a long drift makes it less exact.

    Args:
        values: of the observed steps in order; those that were not observed are no part of it and stay where they are.
        marks: of the same steps; some, but not all of them.

    Raises:
        ValueError: marks on none or on all, or not as many as values.
    """
    count, marked = len(values), sum(marks)
    if len(marks) != count or not 0 < marked < count:
        raise ValueError("some of the values have a mark, and some have none")
    twice, total = [*values, *values], sum(values)
    turned = zip(*(twice[at : at + count] for at, mark in enumerate(marks) if mark), strict=True)
    # The sum under the marks says everything: both means, and so their difference, follow from it and the total.
    away = [abs(sum(under) * count - total * marked) for under in turned]
    sum_here = sum(value for value, mark in zip(values, marks, strict=True) if mark)
    difference = sum_here / marked - (total - sum_here) / (count - marked)
    return Shifted(difference, sum(each >= away[0] for each in away) / count, marked)
