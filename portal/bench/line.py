"""Ten files asked for at once: how long the line takes, and what a page costs meanwhile, against a quiet minute."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from portal.bench.browser import CannotMeasure
from portal.bench.files import PATIENCE, Files

MANY = 10
QUIET = 40  # pages opened before, and as many after


@dataclass(frozen=True, slots=True)
class Line:
    """Seconds until the last was there; milliseconds of a page in quiet and meanwhile (medians)."""

    seconds: float
    quiet: float
    meanwhile: float

    @property
    def ratio(self) -> float:
        return self.meanwhile / self.quiet


def stand(files: Files, open_page: Callable[[], object]) -> Line:
    """Ask for all of them, and open the page over and over until each is there.

    Raises:
        CannotMeasure: the worker did not make them.
    """
    before = [_wall(open_page) for _ in range(QUIET)]
    began = time.monotonic()
    waiting = [files.order() for _ in range(MANY)]
    meanwhile = []
    while waiting := [one for one in waiting if not files.is_there(one)]:
        meanwhile.append(_wall(open_page))
        if time.monotonic() - began > MANY * PATIENCE:
            raise CannotMeasure(f"{len(waiting)} of {MANY} files were not made.")
    seconds = time.monotonic() - began
    after = [_wall(open_page) for _ in range(QUIET)]
    return Line(seconds, median(before + after), median(meanwhile))


def _wall(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000
