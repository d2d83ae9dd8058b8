"""The benchmark itself: its texts, its verdicts, and that all of it still runs. What it measures is nobody's test."""

import json
import subprocess
import sys
from random import Random

import pytest

from portal.bench import report, words
from portal.bench.report import Verdict
from portal.bench.rounds import Case, Figures, measure
from tests.architecture.rules import ROOT


def figures(*walls, cpu=(1.0,), name="a case", **about):
    return Figures(Case(name, print, float, **about), cpu=list(cpu), wall=list(walls))


# ------------------------------------------------------------------ texts


def test_made_up_texts_are_as_long_as_pepys_entries():
    lengths = sorted(len(text) for text in words.texts(2000))
    assert 450 < lengths[200] < 700  # a tenth has 571 at most
    assert 1250 < lengths[1000] < 1550  # half has 1,392 at most
    assert 2800 < lengths[1800] < 3800  # nine tenths have 3,264 at most
    assert lengths[-1] <= 19_624


def test_made_up_texts_are_the_same_ones_each_time():
    assert list(words.texts(20)) == list(words.texts(20))


@pytest.mark.parametrize("length", [1, 2, 200, 2000])
def test_a_text_is_exactly_as_long_as_asked_and_never_holds_the_word_that_is_searched_for(length):
    text = words.text_of(length, Random(length))
    assert len(text) == length
    assert words.ABSENT not in text


def test_texts_can_come_from_a_file_and_begin_again_at_its_end(tmp_path):
    file = tmp_path / "texts.jsonl"
    file.write_text('{"text": "One."}\n\n{"text": "Two.", "date": null}\n', encoding="utf-8")
    assert list(words.texts(3, file)) == ["One.", "Two.", "One."]


# ------------------------------------------------------------------ measuring and judging


def test_every_round_does_everything_once_in_turn():
    done = []
    cases = [Case(name, lambda name=name: done.append(name), lambda: 0.0, once=True) for name in ("first", "second")]
    found = measure(cases, 3, str)
    assert done == ["first", "second"] * 3
    assert [len(found[name].wall) for name in found] == [3, 3]


def test_cpu_is_what_the_clock_says_for_each_call():
    ticks = iter(range(10))
    [figures] = measure([Case("slow", int, lambda: float(next(ticks)), once=True)], 1, str).values()
    assert figures.cpu == [1000.0]


def test_a_limit_whose_rounds_differ_by_more_than_twice_makes_a_run_noisy():
    found = {"L0": figures(1.0, 2.1, is_limit=True), "L1": figures(1.0, 1.9, is_limit=True), "page": figures(1.0, 9.0)}
    assert report.noisy(found) == ["L0"]


def test_ratios_hold_the_best_rounds_against_each_other():
    assert report.ratio(figures(1.0, cpu=(9.0, 3.0)), figures(1.0, cpu=(2.0, 8.0))) == 1.5


@pytest.mark.parametrize(("seen", "kept"), [(24.9, True), (25.0, True), (25.1, False)])
def test_a_verdict_keeps_what_is_not_above_its_limit(seen, kept):
    verdict = Verdict("a page", seen, 25, "ms")
    assert verdict.is_kept is kept
    assert ("MISSED" in str(verdict)) is not kept


# ------------------------------------------------------------------ all of it


@pytest.mark.slow
def test_the_whole_benchmark_still_runs(tmp_path):
    """Without judging: on little data and a busy machine its figures mean nothing."""
    told = tmp_path / "figures.json"
    command = [sys.executable, "-m", "portal.bench", "--small", "--rounds", "1", "--no-judge", "--json", told]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(told.read_text(encoding="utf-8"))
    assert {"L0 ping", "journal, newest 20", "inbox, 60 clients", "search, absent word"} <= set(found["milliseconds"])
    assert len(found["verdicts"]) == 23
    assert "of at most" in done.stdout
