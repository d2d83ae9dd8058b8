"""The table, the verdicts and the JSON of a run."""

import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.bench.rounds import Figures
from portal.core.clock import now


@dataclass(frozen=True, slots=True)
class Verdict:
    """A limit the project has set itself, and what was seen: the best round, for load only ever adds."""

    what: str
    seen: float
    at_most: float
    unit: str

    @property
    def is_kept(self) -> bool:
        return self.seen <= self.at_most

    def __str__(self) -> str:
        said = "kept" if self.is_kept else "MISSED"
        return f"{self.what:46}{self.seen:10,.2f}  of at most {self.at_most:,g} {self.unit:7} {said}"


def ratio(figures: Figures, limit: Figures) -> float:
    """How many times the CPU of the limit it takes, best round against best round."""
    return min(figures.cpu) / min(limit.cpu) if min(limit.cpu) else float("nan")


def noisy(found: Mapping[str, Figures]) -> list[str]:
    """The limits whose rounds differ so much that the run should be repeated."""
    return [name for name, figures in found.items() if figures.is_noisy]


def table(found: Mapping[str, Figures]) -> list[str]:
    """One line for each case: CPU and wall, best round and median, and CPU against the limits."""
    head = f"{'milliseconds':32}{'CPU best':>10}{'median':>10}{'wall best':>11}{'median':>10}   CPU against"
    return [head, *(_line(figures, found) for figures in found.values())]


def _line(figures: Figures, found: Mapping[str, Figures]) -> str:
    numbers = (min(figures.cpu), median(figures.cpu), min(figures.wall), median(figures.wall))
    against = ", ".join(f"{ratio(figures, found[name]):.2f} x {name.split()[0]}" for name in figures.case.limits)
    cpu, cpu_median, wall, wall_median = (f"{number:,.2f}" for number in numbers)
    return f"{figures.case.name:32}{cpu:>10}{cpu_median:>10}{wall:>11}{wall_median:>10}   {against}".rstrip()
