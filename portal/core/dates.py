"""Days, months and numbers as they are said in the language of whoever reads them."""

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from portal.core.language import FIRST, _, lazy, locale

WEEKDAYS = (
    lazy("Monday"),
    lazy("Tuesday"),
    lazy("Wednesday"),
    lazy("Thursday"),
    lazy("Friday"),
    lazy("Saturday"),
    lazy("Sunday"),
)

# Signs of Unicode's UTS 35. A language that is not here says its days as Babel does, in the length nearest to these.
SAID: Mapping[str, Mapping[str, str]] = {
    "en": {
        "full": "EEEE d MMMM",
        "full_year": "EEEE d MMMM y",
        "number": "d",
        "day": "d MMMM",
        "day_year": "d MMMM y",
        "short": "d MMM",
        "short_year": "d MMM y",
        "month": "MMMM y",
        "month_alone": "LLLL",
        "month_short": "MMM y",
        "weekday": "EEEE",
        "weekday_short": "EEE",
    },
    "de": {
        "full": "EEEE, d. MMMM",
        "full_year": "EEEE, d. MMMM y",
        "number": "d.",
        "day": "d. MMMM",
        "day_year": "d. MMMM y",
        "short": "d. MMM",
        "short_year": "d. MMM y",
        "month": "MMMM y",
        "month_alone": "LLLL",
        "month_short": "MMM y",
        "weekday": "EEEE",
        "weekday_short": "EEE",
    },
}


def said(day: date, how: str = "full") -> str:
    """A day in words.

    Args:
        day: also a moment, in the zone it is to be said in.
        how: one of the names of SAID: "full" is 'Tuesday 18 November', "day_year" '18 November 2025'.
    """
    here = locale()
    return format_date(day, SAID.get(here.language, SAID[FIRST])[how], locale=here)


def number(value: float, places: int | None = None) -> str:
    """'12,345'; in German '12.345'. With places there are always so many: '0.8'; in German '0,8'."""
    return format_decimal(value, "#,##0." + "0" * places if places else None, locale=locale())


def between(first: date, last: date, *, with_year: bool = True) -> str:
    """'5 to 18 November 2025', in as few words as it needs; the last day without its year where that is plain."""
    end = said(last, "day_year" if with_year else "day")
    if first == last:
        return end
    how = "day_year" if first.year != last.year else "day" if first.month != last.month else "number"
    return _("%(first)s to %(last)s", first=said(first, how), last=end)
