"""Counting, missing answers, and what is more than chance: against the figures of the cited papers."""

import pytest

from portal.core.errors import Invalid
from portal.domain.measures import change, scores
from portal.domain.measures.change import Outcome, between
from portal.domain.measures.packs import Group
from tests.domain.test_measures_packs import SHIPPED, pack


def answers(name, *values):
    """Values in the order of the questions; None is no answer."""
    items = pack(name).items
    return {item.id: value for item, value in zip(items, values, strict=True) if value is not None}


def total(name, *values):
    return scores.score(pack(name), answers(name, *values)).total


def end(found, way):
    """The answers that give the highest or the lowest total."""
    return {
        item.id: max(item.options, key=lambda option: way * scores.counted(item, option.value)).value
        for item in found.items
    }


@pytest.mark.parametrize("name", sorted(name for name, _ in SHIPPED))
def test_totals_reach_from_end_to_end_of_the_published_range(name):
    found = pack(name)
    assert scores.score(found, end(found, -1)).total == found.low
    assert scores.score(found, end(found, 1)).total == found.high
    first = found.items[0].id
    assert scores.score(found, {**end(found, 1), first: end(found, -1)[first]}).total < found.high


def test_trap_4_who_5_is_four_times_the_sum():
    assert total("who5", 5, 5, 5, 5, 5) == 100
    assert total("who5", 3, 3, 2, 3, 2) == 52
    assert total("who5", 0, 0, 0, 0, 1) == 4


def test_questions_asked_the_other_way_round_are_turned():
    assert total("core10", 0, 4, 4, 0, 0, 0, 0, 0, 0, 0) == 0
    assert total("core10", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) == 8
    assert total("core10", 2, 1, 3, 1, 0, 0, 3, 2, 2, 1) == 15
    assert total("rses", 3, 3, 0, 3, 0, 3, 3, 0, 0, 0) == 30
    assert total("rses", *[2] * 10) == 15


def test_trap_5_the_order_of_questions_changes_no_total():
    there = answers("rses", 3, 2, 1, 2, 0, 3, 1, 2, 1, 0)
    assert scores.score(pack("rses"), dict(reversed(there.items()))) == scores.score(pack("rses"), there)
    assert scores.score(pack("rses"), there).total == 22


@pytest.mark.parametrize("name", ["phq9", "gad7", "phq2", "who5", "csi4", "csi16", "k10", "k6"])
def test_trap_9_with_an_answer_missing_there_is_no_total(name):
    found = pack(name)
    lacking = end(found, 1)
    del lacking[found.items[-1].id]
    assert scores.score(found, lacking) == scores.Score(None, len(found.items) - 1, 1, is_filled=False)


def test_trap_9_core_10_is_prorated_when_one_is_missing_and_not_with_two():
    assert total("core10", 2, 2, 2, 2, 2, 2, 2, 2, 2, None) == 20
    assert total("core10", 1, 3, 3, 1, 1, None, 2, 2, 3, 3) == pytest.approx(10 * 15 / 9)
    assert scores.score(pack("core10"), answers("core10", *[1] * 9, None)).is_filled
    assert total("core10", *[2] * 8, None, None) is None


def test_rses_fills_up_to_two_with_the_rounded_mean():
    assert total("rses", 3, 3, 0, 3, 0, 3, 3, 0, None, None) == 30
    assert total("rses", 2, 2, 1, 2, 1, 2, 1, 2, 2, None) == 16 - 1 + 2 * 0 + 2  # 15 of nine, their mean is 1.7
    assert total("rses", *[2] * 7, None, None, None) is None


def test_no_answer_at_all_gives_no_total():
    assert scores.score(pack("core10"), {}) == scores.Score(None, 0, 10, is_filled=False)


def test_trap_9_the_question_on_difficulty_is_asked_only_when_something_is_above_zero_and_never_counts():
    found = pack("phq9")
    assert scores.unanswered(found, answers("phq9", *[0] * 9)) == []
    some = answers("phq9", 1, *[0] * 8)
    assert scores.unanswered(found, some) == [found.follow_up]
    assert scores.score(found, {**some, found.follow_up.id: 3}).total == 1
    assert scores.unanswered(found, {**some, found.follow_up.id: 3}) == []


@pytest.mark.parametrize(("name", "value"), [("phq9_1", 4), ("phq9_1", -1), ("phq9_10", 1), ("", 0)])
def test_an_answer_there_is_not_is_refused(name, value):
    with pytest.raises(Invalid):
        scores.score(pack("phq9"), {name: value})


@pytest.mark.parametrize(
    ("name", "number", "value", "is_risk"),
    [
        ("phq9", 9, 0, False),
        ("phq9", 9, 1, True),
        ("core10", 6, 0, False),
        ("core10", 6, 1, True),
        ("phq9", 8, 3, False),
    ],
)
def test_the_question_on_harming_oneself_shows_from_one_on_even_when_others_are_missing(name, number, value, is_risk):
    item = pack(name).items[number - 1]
    assert scores.risks(pack(name), {item.id: value}) == ([item] if is_risk else [])


@pytest.mark.parametrize(
    ("name", "points", "label"),
    [
        ("phq9", 4, "minimal"), ("phq9", 5, "mild"), ("phq9", 14, "moderate"), ("phq9", 15, "moderately severe"),
        ("phq9", 20, "severe"), ("gad7", 15, "severe"), ("core10", 5, "healthy"), ("core10", 5.6, "healthy"),
        ("core10", 10.99, "low level"), ("core10", 11, "mild"), ("core10", 24, "moderate to severe"),
        ("core10", 25, "severe"), ("who5", 28, "low: likely depression, assess"),
        ("who5", 52, "above screening cut-off"),
    ],
)  # fmt: skip
def test_bands_are_the_published_ones(name, points, label):
    assert scores.band_of(pack(name), points).label == label


def test_without_a_total_or_without_bands_there_is_none():
    assert scores.band_of(pack("phq9"), None) is None
    assert scores.band_of(pack("k10"), 20) is None


# ------------------------------------------------------------------ reliable change


@pytest.mark.parametrize(
    ("name", "sem", "s_diff", "raw"),
    [
        ("phq9", 1.8241, 2.5797, 5.056), ("gad7", 1.2728, 1.8, 3.528), ("core10", 2.435, 3.4435, 6.749),
        ("csi4", 0.9798, 1.3856, 2.716), ("csi16", 2.4042, 3.4, 6.664),
    ],
)  # fmt: skip
def test_the_published_figures_come_out(name, sem, s_diff, raw):
    known = pack(name).change.precision
    assert change.standard_error(known.sd, known.reliability) == pytest.approx(sem, abs=1e-4)
    assert change.standard_error_of_difference(known.sd, known.reliability) == pytest.approx(s_diff, abs=1e-4)
    assert change.raw_change(known.sd, known.reliability) == pytest.approx(raw, abs=1e-3)


def test_at_ninety_percent_core_10_needs_what_its_paper_says():
    known = pack("core10").change.precision
    assert change.raw_change(known.sd, known.reliability, 1.645) == pytest.approx(5.665, abs=1e-3)
    assert pack("core10").change.published.points == 6


def test_the_line_between_two_groups_is_cut_off_c():
    known = pack("core10").change
    assert change.cutoff_c(known.clinical, known.general) == pytest.approx(10.46, abs=5e-3)
    assert change.cutoff_c(Group(10, 2), Group(0, 2)) == 5


@pytest.mark.parametrize(
    ("name", "before", "after", "reliable", "outcome"),
    [
        ("phq9", 16, 11, False, Outcome.UNCHANGED), ("phq9", 16, 10, True, Outcome.IMPROVED),
        ("phq9", 16, 9, True, Outcome.RECOVERED), ("phq9", 9, 3, True, Outcome.IMPROVED),
        ("phq9", 10, 16, True, Outcome.DETERIORATED), ("gad7", 12, 9, False, Outcome.UNCHANGED),
        ("gad7", 12, 8, True, Outcome.RECOVERED), ("core10", 20, 14, False, Outcome.UNCHANGED),
        ("core10", 20, 13, True, Outcome.IMPROVED), ("core10", 17, 10, True, Outcome.RECOVERED),
        ("csi4", 12, 14, False, Outcome.UNCHANGED), ("csi4", 12, 15, True, Outcome.RECOVERED),
        ("csi16", 60, 53, True, Outcome.DETERIORATED), ("csi16", 44, 50, False, Outcome.UNCHANGED),
        ("who5", 40, 48, False, Outcome.UNCHANGED), ("who5", 40, 52, True, Outcome.RECOVERED),
        ("who5", 60, 48, True, Outcome.DETERIORATED),
    ],
)  # fmt: skip
def test_what_is_more_than_chance_and_which_way(name, before, after, reliable, outcome):
    found = between(pack(name), before, after)
    assert (found.is_reliable, found.outcome) == (reliable, outcome)
    assert found.points == after - before


def test_the_index_is_the_difference_in_units_of_its_own_error():
    assert between(pack("phq9"), 15, 10).index == pytest.approx(-5 / 2.5797, abs=1e-4)
    assert between(pack("who5"), 40, 60).index is None


@pytest.mark.parametrize("name", ["k10", "k6", "rses", "phq2"])
def test_where_no_figure_is_known_nothing_is_claimed(name):
    found = between(pack(name), 20, 5)
    assert (found.is_reliable, found.needed, found.outcome) == (None, None, None)


# ------------------------------------------------------------------ what others state


def test_trap_10_a_stated_total_that_the_answers_do_not_give_is_flagged_and_ours_is_used():
    ours = total("phq9", 1, 1, 1, 1, 1, 1, 1, 1, 2)
    assert ours == 10
    assert scores.disagree(ours, 13)
    assert scores.disagree(ours, None)
    assert not scores.disagree(ours, 10.0)
    assert not scores.disagree(total("core10", *[1] * 9, None), 14.4)
    assert not scores.disagree(None, None)
