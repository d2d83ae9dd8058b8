"""The table, the verdicts and the JSON of a run."""

import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from portal.bench.processes import Memory
from portal.bench.rounds import Figures
from portal.core.clock import now

Found = Mapping[str, Figures]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A limit the project has set itself, and what was seen."""

    what: str
    seen: float
    at_most: float
    unit: str = ""

    @property
    def is_kept(self) -> bool:
        return self.seen <= self.at_most

    def __str__(self) -> str:
        said = "kept" if self.is_kept else "MISSED"
        return f"{self.what:44}{self.seen:12,.2f}  of at most {self.at_most:>6,g} {self.unit:4}{said}"


def ratio(figures: Figures, limit: Figures) -> float:
    """How many times the CPU of the limit it takes, best round against best round: load only ever adds."""
    return min(figures.cpu) / min(limit.cpu)


def noisy(found: Found) -> list[str]:
    """The limits whose rounds differ so much that the run should be repeated."""
    return [name for name, figures in found.items() if figures.is_noisy]


def table(found: Found) -> list[str]:
    """One line for each case: CPU and wall, best round and median, and CPU against the limits."""
    head = f"{'milliseconds':32}{'CPU best':>10}{'median':>10}{'wall best':>11}{'median':>10}   CPU against"
    return [head, *(_line(figures, found) for figures in found.values())]


def of_memory(seen: Mapping[str, Iterable[Memory]]) -> list[str]:
    """One line for each server: its processes in megabytes."""
    head = f"{'megabytes':32}{'resident':>10}{'share':>10}"
    return [head, *(_memory_line(name, memory) for name, some in seen.items() for memory in some)]


def keep(path: Path, found: Found, seen: Mapping[str, Iterable[Memory]], verdicts: Iterable[Verdict]) -> None:
    """Write everything down as JSON: every round, so that another run can be held against it."""
    whole = {
        "when": now().isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
        "noisy": noisy(found),
        "milliseconds": {
            name: {
                "cpu": figures.cpu,
                "wall": figures.wall,
                "against": {limit: ratio(figures, found[limit]) for limit in figures.case.limits},
            }
            for name, figures in found.items()
        },
        "megabytes": {name: [asdict(memory) for memory in some] for name, some in seen.items()},
        "verdicts": [{**asdict(verdict), "is_kept": verdict.is_kept} for verdict in verdicts],
    }
    path.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")


def _line(figures: Figures, found: Found) -> str:
    numbers = (min(figures.cpu), median(figures.cpu), min(figures.wall), median(figures.wall))
    cpu, cpu_median, wall, wall_median = (f"{number:,.2f}" for number in numbers)
    against = ", ".join(f"{ratio(figures, found[name]):.2f} x {name.split()[0]}" for name in figures.case.limits)
    return f"{figures.case.name:32}{cpu:>10}{cpu_median:>10}{wall:>11}{wall_median:>10}   {against}".rstrip()


def _memory_line(name: str, memory: Memory) -> str:
    share = "" if memory.share is None else f"{memory.share:.0f}"
    return f"{name:32}{memory.resident:>10.0f}{share:>10}"
