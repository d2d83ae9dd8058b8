"""The forms of check-ins: one tap, or all of it."""

from datetime import datetime
from typing import Any

from wtforms import DateField, RadioField, SelectField, SelectMultipleField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.core.language import _, lazy
from portal.domain import mood
from portal.domain.mood import Words
from portal.web.forms import Form, HiddenNumber, Line, OnceId

LEVELS = [SelectChoice(str(level), words) for level, words in mood.LEVELS.items()]
ENERGY = [SelectChoice("", lazy("Leave it open")), *(SelectChoice(str(n), words) for n, words in mood.ENERGY.items())]


def one_of_five(said: object) -> int | None:
    """The number of a choice; None, which no rule takes for a level, of anything else."""
    return int(str(said)) if str(said) in {str(level) for level in mood.LEVELS} else None


class Day(DateField):  # type: ignore[misc]  # WTForms is untyped
    """A calendar day, as every browser sends it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the day like this: 2026-11-20.")) from None


class Clock(TimeField):  # type: ignore[misc]  # WTForms is untyped
    """A time of day, as every browser sends it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the time like this: 18:30.")) from None


class Ticked(SelectMultipleField):  # type: ignore[misc]  # WTForms is untyped
    """Words that were ticked; which of them can be kept says the domain."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, choices=(), validate_choice=False, **more)


class CheckinForm(Form):
    """One tap."""

    checkin_id = OnceId()
    level = RadioField(lazy("How are things right now?"), coerce=one_of_five, choices=LEVELS, validate_choice=False)


class WordsForm(CheckinForm):
    """All of it: when it was, and whatever words somebody likes to add."""

    base_version = HiddenNumber(default=0)
    day = Day(lazy("Day"), [InputRequired(lazy("Choose a day."))])
    clock = Clock(lazy("Time"), [InputRequired(lazy("Choose a time, roughly."))])
    feelings = Ticked(lazy("Any words for it?"))
    own_feelings = Line(lazy("Words of your own"))
    energy = SelectField(lazy("Energy"), coerce=one_of_five, choices=ENERGY, validate_choice=False)
    activities = Ticked(lazy("What was going on?"))
    own_activities = Line(lazy("Something else that was going on"))
    line = Line(lazy("A line about it"))

    @property
    def words(self) -> Words:
        """What was said beside the level; raises Invalid."""
        feelings = [*_said(self, "feelings"), *_said(self, "own_feelings")]
        activities = [*_said(self, "activities"), *_said(self, "own_activities")]
        return Words.checked(self["line"].data, feelings, self["energy"].data, activities)

    @property
    def moment(self) -> datetime:
        """When it was, as the clock showed it there."""
        return datetime.combine(self["day"].data, self["clock"].data)


class OwnForm(Form):
    """Words of one's own that are not to be offered any more."""

    feelings = Ticked(lazy("Words for how it is"))
    activities = Ticked(lazy("What was going on"))


def filled(line: mood.Line) -> WordsForm:
    """The form as this check-in stands."""
    reading, words = line.reading, line.reading.words or Words()
    said: dict[str, Any] = {
        "checkin_id": reading.id,
        "base_version": reading.version,
        "level": reading.level,
        "day": line.at.date(),
        "clock": line.at.time(),
        "feelings": list(words.feelings),
        "activities": list(words.activities),
        "energy": words.energy,
        "line": words.line,
    }
    return WordsForm(formdata=None, data=said)


def _said(form: Form, name: str) -> list[str]:
    said = form[name].data or ()
    return said.split(",") if isinstance(said, str) else list(said)
