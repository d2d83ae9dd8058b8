"""Notes: the blueprint of their pages, and the forms on them."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint
from wtforms import DateField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from portal.core.errors import NotFound
from portal.core.language import lazy
from portal.domain import goals, journal, mood
from portal.domain.accounts import today_of
from portal.domain.journal import Beside, Filters, Margin
from portal.web.drafting import Drafted
from portal.web.forms import Form, HiddenId, HiddenNumber, Line, OnceId, Text
from portal.web.session import me

bp = Blueprint("journal", __name__, url_prefix="/notes")

KIND = "entry"  # of the drafts written here
LONGEST_SEARCH = 200  # characters
NO_GOAL = SelectChoice("", lazy("None"))
NOT_A_DAY = lazy("Choose a day, or type one like 2026-11-18.")
LEVELS = [SelectChoice(str(level), words) for level, words in mood.LEVELS.items()]
WHO = [
    SelectChoice("", lazy("Everyone")),
    SelectChoice("me", lazy("Only me")),
    SelectChoice("someone", lazy("Someone too")),
]
CHECKINS = [
    SelectChoice("", lazy("With or without")),
    SelectChoice("with", lazy("With")),
    SelectChoice("without", lazy("Without")),
]


def _level(said: object) -> int | None:
    """The level of a radio button; None of anything else, for a note needs no check-in."""
    return int(str(said)) if str(said) in {str(level) for level in mood.LEVELS} else None


class Day(DateField):  # type: ignore[misc]  # WTForms is untyped
    """A calendar day of the writer's own; a draft keeps it as it was typed."""

    def process_data(self, value: Any) -> None:
        """A day, or what a draft kept of one."""
        try:
            self.data = date.fromisoformat(value) if isinstance(value, str) and value else value or None
        except ValueError:
            self.data = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Nothing typed is no day; what is no day is said in our words."""
        if not "".join(valuelist).strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NOT_A_DAY) from None


class Goals(SelectField):  # type: ignore[misc]  # WTForms is untyped
    """One of the client's goals, those near or the one that is chosen. One that is gone, or is not theirs, is none."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, validators=[Optional()], validate_choice=False, **more)
        self.choices = [NO_GOAL, *(SelectChoice(str(goal.id), goal.headline) for goal in goals.mine(me(), goals.NEAR))]

    def process(self, *args: Any, **more: Any) -> None:
        super().process(*args, **more)
        if self.data and all(choice.value != self.data for choice in self.choices):
            with suppress(NotFound, ValueError):
                goal = goals.read(me(), UUID(str(self.data)))
                self.choices.append(SelectChoice(str(goal.id), goal.headline))

    @property
    def goal_id(self) -> UUID | None:
        chosen = next((choice.value for choice in self.choices[1:] if choice.value == self.data), None)
        return UUID(chosen) if chosen else None


class NoteForm(Drafted):
    entry_id = OnceId()
    checkin_id = OnceId()
    base_margin = HiddenNumber(default=0)
    question_id = HiddenId()  # that it answers

    title = Line(lazy("Title"))
    body = Text(lazy("Your note"))
    on_day = Day(lazy("Day"), [Optional()])
    tags = Line(lazy("Tags"), [Optional()])
    goal_id = Goals(lazy("A goal it has to do with"))
    level = RadioField(lazy("How are things?"), coerce=_level, choices=LEVELS, validate_choice=False)

    def margin(self, checkin_id: UUID | None = None) -> Margin:
        """What was chosen to stand beside the note.

        Args:
            checkin_id: of the check-in that stands there already; otherwise that of the level chosen now, if any.
        """
        made = self["checkin_id"].data if self["level"].data else None
        return Margin.checked(self["tags"].data.split(","), self["goal_id"].goal_id, checkin_id or made)


class EditForm(NoteForm):
    base_version = HiddenNumber()


class SearchForm(Form):
    words = Line(lazy("Words in your notes"), [Length(max=LONGEST_SEARCH, message=lazy("Fewer words find more."))])
    first = Day(lazy("From"), [Optional()])
    last = Day(lazy("Until"), [Optional()])
    tag = Line(lazy("Tag"), [Optional(), Length(max=journal.LONGEST_TAG, message=lazy("No tag is as long as this."))])
    goal_id = Goals(lazy("Goal"))
    who = RadioField(lazy("Who can read it"), choices=WHO, default="", validate_choice=False)
    checkin = RadioField(lazy("A check-in with it"), choices=CHECKINS, default="", validate_choice=False)

    @property
    def filters(self) -> Filters:
        """What is asked for beside the words."""
        tag = self["tag"].data.lstrip("#").strip()
        is_shared = {"me": False, "someone": True}.get(self["who"].data)
        has_checkin = {"with": True, "without": False}.get(self["checkin"].data)
        return Filters(self["first"].data, self["last"].data, tag, self["goal_id"].goal_id, is_shared, has_checkin)


class LayoutForm(Drafted):
    layout_id = OnceId()
    base_version = HiddenNumber(default=0)
    name = Line(lazy("Name"))
    text = Text(lazy("What a note begins with"))


def beside_data(stands: Beside) -> dict[str, Any]:
    """What stands beside a note, as the fields of its form."""
    goal_id = stands.margin.goal_id
    return {
        "on_day": stands.on_day,
        "tags": said(stands.margin.tags),
        "goal_id": str(goal_id) if goal_id else "",
        "base_margin": stands.version,
    }


def said(tags: Iterable[str]) -> str:
    """Tags as one line."""
    return ", ".join(tags)


def today() -> date:
    """The writer's own."""
    return today_of(me())
