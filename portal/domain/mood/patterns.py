"""The pattern finder: which words go with higher or lower days, more than chance would have it. Only for the person.

It claims no cause. What is compared and how is said on the page in plain words, and here exactly:

* The last 365 days. A day's level is the median of its check-ins.
* For an activity only days count on which any activity was ticked, for a feeling word only those with any feeling word:
  a day on which nothing was ticked says nothing about it.
* A word is looked at when at least 10 of these days have it and at least 10 do not.
* Of those words, the ones whose days are most evenly divided, and no more of them than the days allow: with n days the
  smallest possible p is 1/n, so more than n q words could never be told from chance. They are chosen without a look at
  the levels.
* The difference of the mean level of days with and without the word, tested by turning the word's days round against
  the levels, the days in their order and the gaps where they are: `statistics.circular_shift_test`, two-sided, every
  turn computed.
* All p-values together through Benjamini and Hochberg with q = 0.1.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from portal.core.actor import Actor
from portal.core.statistics import Shifted, benjamini_hochberg, circular_shift_test, median
from portal.domain.accounts.zones import today_of
from portal.domain.mood.rows import told_since, words_of_each

DAYS = 365
LEAST = 10  # days with a word, and days without
Q = 0.1  # of what is shown, the share that is expected to be chance

Sort = Literal["feeling", "activity"]


@dataclass(frozen=True, slots=True)
class DayTold:
    """A day with a check-in: the median of its levels, and what was ticked, in lower case."""

    on_day: date
    level: float
    feelings: frozenset[str]
    activities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word, how many days have it and how many do not; `difference` of their mean levels, None when not compared."""

    word: str
    sort: Sort
    days_with: int
    days_without: int
    difference: float | None


@dataclass(frozen=True, slots=True)
class Patterns:
    """What stands out among the `filled` of the last `days` that have a check-in, what was compared and does not.

    `waiting` are words for which there are not enough days yet.
    """

    days: int
    filled: int
    found: list[Pattern]
    others: list[Pattern]
    waiting: list[Pattern]


def patterns(actor: Actor) -> Patterns:
    """The acting person's own, from their own check-ins. Nothing of it is kept."""
    told = told_since(actor, today_of(actor) - timedelta(days=DAYS - 1))
    words = words_of_each(actor, [each.id for each in told])
    levels: dict[date, list[int]] = {}
    feelings: dict[date, set[str]] = {}
    activities: dict[date, set[str]] = {}
    for each in told:
        levels.setdefault(each.on_day, []).append(each.level)
        if each.id in words:
            feelings.setdefault(each.on_day, set()).update(word.lower() for word in words[each.id].feelings)
            activities.setdefault(each.on_day, set()).update(word.lower() for word in words[each.id].activities)
    return find(
        DayTold(day, median(said), frozenset(feelings.get(day, ())), frozenset(activities.get(day, ())))
        for day, said in levels.items()
    )


def find(days: Iterable[DayTold]) -> Patterns:
    """What goes with what, in these days; each day once."""
    in_order = sorted(days, key=lambda day: day.on_day)
    series: Mapping[Sort, list[DayTold]] = {
        "feeling": [day for day in in_order if day.feelings],
        "activity": [day for day in in_order if day.activities],
    }
    every = [_counted(sort, word, some) for sort, some in series.items() for word in _words(sort, some)]
    enough = [each for each in every if min(each.days_with, each.days_without) >= LEAST]
    chosen = _as_many_as_the_days_allow(enough)
    tested = [(each, _test(each, series[each.sort])) for each in chosen]
    stands_out = benjamini_hochberg([shifted.p for _, shifted in tested], Q)
    compared = [
        (Pattern(each.word, each.sort, each.days_with, each.days_without, shifted.difference), out)
        for (each, shifted), out in zip(tested, stands_out, strict=True)
    ]
    return Patterns(
        days=DAYS,
        filled=len(in_order),
        found=sorted((each for each, out in compared if out), key=lambda each: -abs(each.difference or 0)),
        others=[each for each, out in compared if not out],
        waiting=sorted((each for each in every if each not in chosen), key=lambda each: (-each.days_with, each.word)),
    )


def _words(sort: Sort, days: Iterable[DayTold]) -> list[str]:
    return sorted({word for day in days for word in _said(sort, day)})


def _said(sort: Sort, day: DayTold) -> frozenset[str]:
    return day.feelings if sort == "feeling" else day.activities


def _counted(sort: Sort, word: str, days: list[DayTold]) -> Pattern:
    having = sum(word in _said(sort, day) for day in days)
    return Pattern(word, sort, having, len(days) - having, None)


def _as_many_as_the_days_allow(enough: list[Pattern]) -> list[Pattern]:
    chosen: list[Pattern] = []
    for each in sorted(enough, key=lambda each: (-min(each.days_with, each.days_without), each.sort, each.word)):
        fewest = min(one.days_with + one.days_without for one in (*chosen, each))
        if len(chosen) + 1 <= fewest * Q:
            chosen.append(each)
    return chosen


def _test(pattern: Pattern, days: list[DayTold]) -> Shifted:
    return circular_shift_test([day.level for day in days], [pattern.word in _said(pattern.sort, day) for day in days])
