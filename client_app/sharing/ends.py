"""Until when: on every form that opens something, the ends ready to tick and another day of one's own."""

from datetime import date

from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.domain import consent
from portal.web.forms import Agreeing, Day
from portal.web.session import me
from portal.web.templating import day

AS_LONG_AS_I_LIKE = "stop"
ANOTHER = "day"
ANOTHER_DAY = SelectChoice(ANOTHER, lazy("Until another day"))
TWO_ENDS = lazy("A day is chosen here, and something else above. Choose “Until another day” there, or empty this.")


class EndForm(Agreeing):
    """A form whose field `until` has ready-made ends, in days from today, and the choice ANOTHER_DAY."""

    session_day: date | None = None  # of the next session, where that is an end to choose
    most = consent.FARTHEST  # days from today, for a day that is chosen freely
    another_day = Day(lazy("Another day"), [Optional()])

    @property
    def session_choice(self) -> str | None:
        """The choice that ends with the next session; it names the day, so that another day is another choice."""
        return f"session-{self.session_day}" if self.session_day else None

    def last(self) -> int | date | None:
        """The last day: so many from today, or one of the calendar; None when it has no end.

        Raises:
            Invalid: no day where one was to stand, or one beside another choice: nobody guesses which was meant.
        """
        chosen, on = self["until"].data, self["another_day"].data
        if chosen == ANOTHER and on is None:
            raise Invalid("another_day", _("Choose a day, or one of the ends above."))
        if chosen != ANOTHER and on is not None:
            raise Invalid("another_day", TWO_ENDS)
        if chosen == self.session_choice:
            return self.session_day
        return on or (None if chosen == AS_LONG_AS_I_LIKE else int(chosen))

    @property
    def hint(self) -> str:
        """Which days there are to choose from, in a sentence."""
        first, last = consent.days_to_choose(me(), self.most)
        return _(
            "From %(first)s to %(last)s. It closes at midnight after that day, where you are now.",
            first=day(first),
            last=day(last),
        )
