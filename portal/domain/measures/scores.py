"""Counting: from the answers to one questionnaire to its total. Pure; each rule is the pack's, with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain.measures.packs import Band, Cutoff, Item, Pack

SAME = 0.05  # points; a total that was written with one decimal is still the same
Answers = Mapping[str, int]  # of each question that was answered, by its id: the value beside the answer as published


@dataclass(frozen=True, slots=True)
class Score:
    """A total, None where the rule for missing answers gives none; how many of the questions that count were answered.

    `is_filled`: the place of a missing answer was filled as the pack's rule says.
    """

    total: float | None
    answered: int
    missing: int
    is_filled: bool


def counted(item: Item, value: int) -> int:
    """What an answer adds; a question asked the other way round is turned here and nowhere else."""
    return item.lowest + item.highest - value if item.reverse else value


def score(pack: Pack, answers: Answers) -> Score:
    """The total of these answers.

    Raises:
        Invalid: an answer to a question there is not, or one outside its scale.
    """
    check(pack, answers)
    values = [counted(item, answers[item.id]) for item in pack.items if item.id in answers]
    missing = len(pack.items) - len(values)
    if not values or missing > pack.missing.at_most:
        return Score(None, len(values), missing, is_filled=False)
    total = Fraction(sum(values))
    if missing and pack.missing.fill == "prorate":
        total = total * len(pack.items) / len(values)
    elif missing:
        total += missing * round(total / len(values))
    return Score(plain(total * pack.times), len(values), missing, is_filled=missing > 0)


def check(pack: Pack, answers: Answers) -> None:
    """Raise Invalid for an answer that this questionnaire does not have."""
    items = {item.id: item for item in pack.every_item}
    for name, value in answers.items():
        if name not in items:
            raise Invalid("answers", _("One of the answers belongs to a question that is not asked here."))
        if items[name].option(value) is None:
            raise Invalid(items[name].field, _("Choose one of the answers that are there."))


def unanswered(pack: Pack, answers: Answers) -> list[Item]:
    """Questions without an answer. The one about difficulty is asked only when something was above zero."""
    lacking = [item for item in pack.items if item.id not in answers]
    if pack.follow_up and pack.follow_up.id not in answers:
        above = any(counted(item, answers[item.id]) > 0 for item in pack.items if item.id in answers)
        lacking += [pack.follow_up] if above else []
    return lacking


def risks(pack: Pack, answers: Answers) -> list[Item]:
    """Questions on ending one's life or harming oneself that were answered with anything but no."""
    return [item for item in pack.items if item.risk_from is not None and answers.get(item.id, -1) >= item.risk_from]


def disagree(ours: float | None, stated: float | None) -> bool:
    """Whether a total that somebody states is not the one that the answers give; ours is the one to show.

    A published example states 13 where its answers add up to 10 (HL7 SDC, PHQ-9).
    """
    return (ours is None) != (stated is None) or (ours is not None and abs(ours - (stated or 0)) > SAME)


def band_of(pack: Pack, total: float | None) -> Band | None:
    """The published range a total lies in; one between two whole numbers belongs to the lower."""
    if total is None:
        return None
    return next((band for band in reversed(pack.bands) if total >= band.low), None)


def is_beyond(cutoff: Cutoff, total: float) -> bool:
    """Whether a total lies on the side of people who ask for help."""
    if cutoff.side == "at_or_above":
        return total >= cutoff.value
    return total <= cutoff.value if cutoff.side == "at_or_below" else total < cutoff.value


def plain(number: Fraction) -> float:
    """A whole number as one, anything else as close as a float comes."""
    return int(number) if number.denominator == 1 else float(number)
