"""Reliable change: whether two totals differ by more than the questionnaire's own unreliability would make them.

Jacobson, N. S. and Truax, P. (1991). Clinical significance: a statistical approach to defining meaningful change in
psychotherapy research. Journal of Consulting and Clinical Psychology, 59, 12-19.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from portal.domain.measures.packs import Change, Group, Pack
from portal.domain.measures.scores import is_beyond

Z_95 = 1.96  # of the normal distribution: 95 of 100 differences by chance alone lie within


class Outcome(StrEnum):
    """Jacobson and Truax's four; recovered is a reliable change for the better that also crosses the line."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"


@dataclass(frozen=True, slots=True)
class Difference:
    """A total beside an earlier one.

    `index` is the RCI, None where spread and reliability are not known. `needed` is the smallest difference that is
    more than chance, None where no figure is known; then `is_reliable` is None as well.
    """

    before: float
    after: float
    points: float
    index: float | None
    needed: float | None
    is_reliable: bool | None
    outcome: Outcome | None


def standard_error(sd: float, reliability: float) -> float:
    """SEM: how far one total lies from the true one. sd: of people before treatment."""
    return sd * sqrt(1 - reliability)


def standard_error_of_difference(sd: float, reliability: float) -> float:
    """S_diff: the same, of two totals."""
    return sqrt(2 * standard_error(sd, reliability) ** 2)


def index(before: float, after: float, sd: float, reliability: float) -> float:
    """RCI: the difference in units of its own error; more than 1.96 either way is reliable."""
    return (after - before) / standard_error_of_difference(sd, reliability)


def raw_change(sd: float, reliability: float, z: float = Z_95) -> float:
    """The points that a difference must exceed."""
    return z * standard_error_of_difference(sd, reliability)


def cutoff_c(clinical: Group, general: Group) -> float:
    """The total that is as likely among people in treatment as among people in general, each by their own spread."""
    return (general.sd * clinical.mean + clinical.sd * general.mean) / (general.sd + clinical.sd)


def needed(change: Change | None) -> float | None:
    """The points the pack asks for: to be exceeded when worked out here, to be reached when published."""
    if change is None:
        return None
    if change.uses == "published" and change.published:
        return change.published.points
    return raw_change(change.precision.sd, change.precision.reliability) if change.precision else None


def is_reliable(change: Change | None, points: float) -> bool | None:
    """Whether a difference of so many points, either way, is more than chance; None where nobody knows."""
    asked = needed(change)
    if change is None or asked is None:
        return None
    return abs(points) >= asked if change.uses == "published" else abs(points) > asked


def between(pack: Pack, before: float, after: float) -> Difference:
    """One total beside an earlier one of the same questionnaire."""
    points = after - before
    precision = pack.change.precision if pack.change else None
    rci = index(before, after, precision.sd, precision.reliability) if precision else None
    reliable = is_reliable(pack.change, points)
    return Difference(
        before, after, points, rci, needed(pack.change), reliable, _outcome(pack, before, after, reliable)
    )


def _outcome(pack: Pack, before: float, after: float, reliable: bool | None) -> Outcome | None:  # noqa: FBT001
    if reliable is None:
        return None
    if not reliable:
        return Outcome.UNCHANGED
    if (after < before) is not pack.lower_is_better:
        return Outcome.DETERIORATED
    line = pack.cutoffs[0] if pack.cutoffs else None
    crossed = line is not None and is_beyond(line, before) and not is_beyond(line, after)
    return Outcome.RECOVERED if crossed else Outcome.IMPROVED
