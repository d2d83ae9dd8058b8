"""What a total and a change mean, in plain words: no diagnosis, no praise, and nothing a number cannot know."""

from portal.core import dates
from portal.core.language import _, lazy, ngettext
from portal.domain.measures import change, scores
from portal.domain.measures.change import Difference, Outcome
from portal.domain.measures.packs import Pack
from portal.domain.measures.scores import Score

BEYOND = {  # of a published line: its side, and whether a total lies there
    ("at_or_above", True): lazy("At or above %(line)s, %(called)s."),
    ("at_or_above", False): lazy("Below %(line)s, %(called)s."),
    ("at_or_below", True): lazy("At or below %(line)s, %(called)s."),
    ("at_or_below", False): lazy("Above %(line)s, %(called)s."),
    ("below", True): lazy("Below %(line)s, %(called)s."),
    ("below", False): lazy("At or above %(line)s, %(called)s."),
}


def number(points: float) -> str:
    """'12', '18.9': as few signs as it needs."""
    return dates.number(round(points, 1))


def total(pack: Pack, score: Score) -> str:
    """'12 of 27', or why there is none."""
    if score.total is not None:
        return _("%(total)s of %(high)s", total=number(score.total), high=pack.high)
    if not pack.missing.at_most:
        return ngettext(
            "No total. One question has no answer, and it needs all of them.",
            "No total. %(num)s questions have no answer, and it needs all of them.",
            score.missing,
        )
    return ngettext(
        "No total. One question has no answer, and it needs all but %(allowed)s of them.",
        "No total. %(num)s questions have no answer, and it needs all but %(allowed)s of them.",
        score.missing,
        allowed=pack.missing.at_most,
    )


def filled(pack: Pack, score: Score) -> str:
    """How the place of a missing answer was filled; nothing where none was."""
    if not score.is_filled:
        return ""
    if pack.missing.fill == "prorate":
        return ngettext(
            "One question has no answer: the total is %(items)s times the mean of the others. "
            "Read it with a grain of salt.",
            "%(num)s questions have no answer: the total is %(items)s times the mean of the others. "
            "Read it with a grain of salt.",
            score.missing,
            items=len(pack.items),
        )
    return ngettext(
        "One question has no answer: its place has the mean of the others, rounded. Read it with a grain of salt.",
        "%(num)s questions have no answer: its place has the mean of the others, rounded. "
        "Read it with a grain of salt.",
        score.missing,
    )


def band(pack: Pack, points: float | None) -> str:
    """'In the range often called moderate.', and the published lines where there are no ranges; nothing otherwise."""
    found = scores.band_of(pack, points)
    if found is not None:
        return _("In the range %(called)s.", called=found.said)
    if points is None or not pack.cutoffs:
        return ""
    line = pack.cutoffs[0]
    is_there = scores.is_beyond(line, points)
    said = BEYOND[line.side, is_there] % {"line": number(line.value), "called": line.said}
    if line.is_checked:
        return said
    return " ".join((said, _("This line has not been compared with the paper it comes from.")))


def direction(pack: Pack) -> str:
    return _("A lower total is the lighter end.") if pack.lower_is_better else _("A higher total is the lighter end.")


def moved(pack: Pack, found: Difference, than: str, whom: str = "") -> str:
    """How far a total lies from an earlier one, and whether that is more than chance.

    Args:
        pack: the questionnaire.
        found: the two totals.
        than: 'the first time', 'the first shared', 'the time before'.
        whom: to whom it may matter, by name; nothing for whoever reads it.
    """
    if not found.points:
        return _("The same as %(than)s.", than=than)
    step = abs(found.points)
    told = {"points": number(step), "than": than}
    is_one, is_lower = number(step) == "1", found.points < 0
    if is_one and is_lower:
        said = [_("1 point lower than %(than)s.", than=than)]
    elif is_one:
        said = [_("1 point higher than %(than)s.", than=than)]
    elif is_lower:
        said = [_("%(points)s points lower than %(than)s.", **told)]
    else:
        said = [_("%(points)s points higher than %(than)s.", **told)]
    if found.is_reliable is None:
        said += [_("From when on a difference is more than chance is not known here for this questionnaire.")]
    elif not found.is_reliable:
        said += [_("That is smaller than the questionnaire can tell apart from chance.")]
    else:
        said += [_("That is more than chance alone usually does."), _matters(whom)]
    if found.is_reliable and found.outcome is Outcome.RECOVERED and pack.cutoffs:
        line = pack.cutoffs[0]
        said += [_("It also crossed %(line)s, %(called)s.", line=number(line.value), called=line.said)]
    return " ".join(said)


def _matters(whom: str) -> str:
    if whom:
        return _("It may or may not matter to %(whom)s.", whom=whom)
    return _("It may or may not matter to you.")


def worked_out(pack: Pack) -> list[str]:
    """Where the figures come from, for whoever wants to know."""
    counted = {"scheme": pack.scheme, "source": pack.missing.source}
    told = [_("How it is counted: %(scheme)s. Missing answers: %(source)s.", **counted)]
    if pack.bands:
        told.append(_("Ranges: %(source)s.", source=pack.bands_source))
    told += [f"{number(line.value)}: {line.said}. {line.source}." for line in pack.cutoffs]
    if pack.change is None:
        return [*told, _("Change: no figure for its precision was found, so none is given.")]
    if known := pack.change.precision:
        error, both = (
            of(known.sd, known.reliability) for of in (change.standard_error, change.standard_error_of_difference)
        )
        precise = _(
            "Change, after Jacobson and Truax 1991: people differ by %(sd)s (standard deviation), reliability "
            "%(reliability)s. So one total is uncertain by %(error)s, the difference of two by %(both)s, and 95 of 100 "
            "differences by chance alone stay within %(within)s. %(source)s.",
            sd=dates.number(known.sd),
            reliability=dates.number(known.reliability),
            error=dates.number(error, 2),
            both=dates.number(both, 2),
            within=dates.number(change.Z_95 * both, 2),
            source=known.source,
        )
        unchecked = [] if known.is_checked else [_("These two figures have not been compared with the papers.")]
        told.append(" ".join((precise, *unchecked)))
    if published := pack.change.published:
        figures = {"points": number(published.points), "source": published.source}
        told.append(
            _(
                "Published: %(points)s points at %(confidence)s %% confidence. %(source)s.",
                confidence=published.confidence,
                **figures,
            )
            if published.confidence
            else _("Published: %(points)s points. %(source)s.", **figures)
        )
    told.append(pack.change.why)
    if pack.change.clinical and pack.change.general:
        line = dates.number(change.cutoff_c(pack.change.clinical, pack.change.general), 2)
        told.append(
            _(
                "Half-way between people in treatment and others (cut-off c): %(line)s. %(source)s.",
                line=line,
                source=pack.change.groups_source,
            )
        )
    return told
