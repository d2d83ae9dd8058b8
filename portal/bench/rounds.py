"""Measuring in interleaved rounds: everything once, then everything again, so a neighbour's load hits all alike."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median

Clock = Callable[[], float]
SECONDS = 1.0  # each case in each round
NOISY = 2.0  # a limit whose rounds differ by more than this factor says: the machine was busy


@dataclass(frozen=True, slots=True)
class Case:
    """Something to be measured.

    `act` is called over and over in each round, or just `once`. `clock` gives the CPU seconds spent so far by whoever
    does the work. `ready` is called before and not measured. `limits` are names of the cases it is held against.
    """

    name: str
    act: Callable[[], object]
    clock: Clock
    once: bool = False
    ready: Callable[[], object] = lambda: None
    limits: tuple[str, ...] = ()
    is_limit: bool = False


@dataclass(slots=True)
class Figures:
    """Milliseconds for each call: CPU and wall, one figure for each round (of walls its median)."""

    case: Case
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    @property
    def spread(self) -> float:
        """How much longer the slowest round took than the quickest."""
        return max(self.wall) / min(self.wall)

    @property
    def is_noisy(self) -> bool:
        return self.case.is_limit and self.spread > NOISY

    def add_round(self, seconds: float) -> None:
        """Measure once more, for so long."""
        self.case.ready()
        walls: list[float] = []
        before = self.case.clock()
        while not walls or (sum(walls) < seconds and not self.case.once):
            start = time.perf_counter()
            self.case.act()
            walls.append(time.perf_counter() - start)
        self.cpu.append((self.case.clock() - before) * 1000 / len(walls))
        self.wall.append(median(walls) * 1000)


def measure(
    cases: Iterable[Case], rounds: int, say: Callable[[str], object], seconds: float = SECONDS
) -> dict[str, Figures]:
    """All cases, one after the other, so many times; what a case needs from the one before it is thus there."""
    found = {case.name: Figures(case) for case in cases}
    for number in range(rounds):
        say(f"Round {number + 1} of {rounds}")
        for figures in found.values():
            figures.add_round(seconds)
    return found
