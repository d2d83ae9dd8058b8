"""Made-up charts, and what is drawn and said of them, read back from the markup."""

from datetime import date, timedelta

from hypothesis import strategies as st

from portal.core import chart
from portal.domain import mood

NAMES, NOTHING = mood.SCALE.names, mood.SCALE.nothing
FIRST = date(2025, 11, 5)
PHONE = 184  # CSS pixels: the plot on a page 320 wide, as test_chart_measured.py measures it
SVG = "{http://www.w3.org/2000/svg}"

# A fortnight with gaps of one day and of two, alone days, and two days with several levels.
FORTNIGHT = [(3,), (2,), (2,), (), (3,), (4, 1, 3), (3,), (), (), (2,), (), (4,), (3, 3), (5, 2)]
MONTHS = [() if day % 7 == 3 or day % 11 == 5 else (1 + day * day % 5,) for day in range(90)]

# A day has none, one, or a few levels; and some days are sessions.
of_days = st.lists(st.lists(st.integers(1, 5), max_size=4).map(tuple), min_size=1, max_size=95)


def drawn(of_day=FORTNIGHT, first=FIRST, marked=()):
    """A chart of days in a row, each with its levels in order; `marked` are numbers of days."""
    calendar = [first + timedelta(days=number) for number in range(len(of_day))]
    levels = {day: said for day, said in zip(calendar, of_day, strict=True) if said}
    return chart.draw(first, len(of_day), levels, mood.SCALE, [calendar[at] for at in marked])


def group(svg, name):
    """The shapes in the groups of this class."""
    return [shape for part in svg.iter(f"{SVG}g") if part.get("class") == name for shape in part]
