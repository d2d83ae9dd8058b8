"""What a total and a change mean, in plain words: no diagnosis, no praise, and nothing a number cannot know."""

from portal.domain.measures import change, scores
from portal.domain.measures.change import Difference, Outcome
from portal.domain.measures.packs import Pack
from portal.domain.measures.scores import Score


def number(points: float) -> str:
    """'12', '18.9': as few signs as it needs."""
    return f"{points:.1f}".removesuffix(".0")


def total(pack: Pack, score: Score) -> str:
    """'12 of 27', or why there is none."""
    if score.total is not None:
        return f"{number(score.total)} of {pack.high}"
    lacking = "One question has no answer" if score.missing == 1 else f"{score.missing} questions have no answer"
    allowed = pack.missing.at_most
    rule = "it needs all of them" if not allowed else f"it needs all but {allowed} of them"
    return f"No total. {lacking}, and {rule}."


def filled(pack: Pack, score: Score) -> str:
    """How the place of a missing answer was filled; nothing where none was."""
    if not score.is_filled:
        return ""
    how = {
        "prorate": f"the total is {len(pack.items)} times the mean of the others",
        "rounded_mean": "its place has the mean of the others, rounded",
    }[pack.missing.fill]
    lacking = "One question has no answer" if score.missing == 1 else f"{score.missing} questions have no answer"
    return f"{lacking}: {how}. Read it with a grain of salt."


def band(pack: Pack, points: float | None) -> str:
    """'In the range often called moderate.', and the published lines where there are no ranges; nothing otherwise."""
    found = scores.band_of(pack, points)
    if found is not None:
        return f"In the range {found.said}."
    if points is None or not pack.cutoffs:
        return ""
    line = pack.cutoffs[0]
    where = "At or above" if line.side == "at_or_above" else "At or below" if line.side == "at_or_below" else "Below"
    if not scores.is_beyond(line, points):
        where = "Below" if line.side == "at_or_above" else "Above" if line.side == "at_or_below" else "At or above"
    unchecked = "" if line.is_checked else " This line has not been compared with the paper it comes from."
    return f"{where} {number(line.value)}, {line.said}.{unchecked}"


def direction(pack: Pack) -> str:
    return "A lower total is the lighter end." if pack.lower_is_better else "A higher total is the lighter end."


def moved(pack: Pack, found: Difference, than: str, whom: str = "you") -> str:
    """How far a total lies from an earlier one, and whether that is more than chance.

    Args:
        pack: the questionnaire.
        found: the two totals.
        than: 'the first time', 'the first shared', 'the time before'.
        whom: to whom it may matter; whoever answered.
    """
    if not found.points:
        return f"The same as {than}."
    step = number(abs(found.points))
    points = "1 point" if step == "1" else f"{step} points"
    said = f"{points} {'lower' if found.points < 0 else 'higher'} than {than}."
    if found.is_reliable is None:
        return f"{said} From when on a difference is more than chance is not known here for this questionnaire."
    if not found.is_reliable:
        return f"{said} That is smaller than the questionnaire can tell apart from chance."
    said = f"{said} That is more than chance alone usually does. It may or may not matter to {whom}."
    if found.outcome is Outcome.RECOVERED and pack.cutoffs:
        said = f"{said} It also crossed {number(pack.cutoffs[0].value)}, {pack.cutoffs[0].said}."
    return said


def worked_out(pack: Pack) -> list[str]:
    """Where the figures come from, for whoever wants to know."""
    told = [f"How it is counted: {pack.scheme}. Missing answers: {pack.missing.source}."]
    if pack.bands:
        told.append(f"Ranges: {pack.bands_source}.")
    told += [f"{number(line.value)}: {line.said}. {line.source}." for line in pack.cutoffs]
    if pack.change is None:
        return [*told, "Change: no figure for its precision was found, so none is given."]
    if known := pack.change.precision:
        error, both = (
            of(known.sd, known.reliability) for of in (change.standard_error, change.standard_error_of_difference)
        )
        told.append(
            f"Change, after Jacobson and Truax 1991: people differ by {known.sd:g} (standard deviation), reliability "
            f"{known.reliability:g}. So one total is uncertain by {error:.2f}, the difference of two by {both:.2f}, "
            f"and 95 of 100 differences by chance alone stay within {change.Z_95 * both:.2f}. {known.source}."
            + ("" if known.is_checked else " These two figures have not been compared with the papers.")
        )
    if published := pack.change.published:
        sure = f" at {published.confidence} % confidence" if published.confidence else ""
        told.append(f"Published: {number(published.points)} points{sure}. {published.source}.")
    told.append(pack.change.why)
    if pack.change.clinical and pack.change.general:
        line = change.cutoff_c(pack.change.clinical, pack.change.general)
        told.append(
            f"Half-way between people in treatment and others (cut-off c): {line:.2f}. {pack.change.groups_source}."
        )
    return told
