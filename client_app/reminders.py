"""Reminders: what for, on which days, at what time; by mail only where that is allowed."""

from datetime import time
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from portal.core.errors import Invalid
from portal.domain import mail, reminders
from portal.domain.reminders import About
from portal.web.forms import Form, Line, OnceId, problems_in
from portal.web.session import me

bp = Blueprint("reminders", __name__, url_prefix="/me/reminders")

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMES = {
    About.CHECKIN: "Check in",
    About.WRITE: "Write a line",
    About.GOALS: "Look at a goal",
    About.SESSION: "Get ready for the next session",
    About.REVISIT: "Come back to a conversation",
}
NO_TIME = "Enter a time of the day, such as 20:30."


def _about(chosen: object) -> About | None:
    return next((about for about in About if about == chosen), None)


def _weekday(chosen: object) -> int:
    """0 for Monday to 6; -1, which no rule lets pass, of anything else."""
    return int(str(chosen)) if str(chosen) in {*"0123456"} else -1


class ReminderForm(Form):
    reminder_id = OnceId()
    about = RadioField(
        "What for?",
        choices=[SelectChoice(about, words) for about, words in NAMES.items() if about is not About.REVISIT],
        coerce=_about,
        validate_choice=False,
    )
    weekdays = SelectMultipleField(
        "On these days",
        choices=[SelectChoice(at, name) for at, name in enumerate(DAYS)],
        coerce=_weekday,
        validate_choice=False,
    )
    at = Line("At")
    by_mail = BooleanField("Also by mail")


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(ReminderForm(at="20:00"))


@bp.post("")
def keep() -> ResponseReturnValue:
    form: Any = ReminderForm()
    if form.validate_on_submit():
        with problems_in(form):
            typed = {"by_mail": form.by_mail.data, "reminder_id": form.reminder_id.data}
            reminders.set(me(), _chosen(form), _time(form), form.weekdays.data, **typed)
            flash("The reminder is set. Only you can see it.")
            return redirect(url_for("client.reminders.index"), 303)
    return _page(form)


@bp.post("/<uuid:reminder_id>/end")
def end(reminder_id: UUID) -> ResponseReturnValue:
    reminders.end(me(), reminder_id)
    flash("That reminder comes no more.")
    return redirect(url_for("client.reminders.index"), 303)


def _chosen(form: Any) -> About:
    if form.about.data is None:
        raise Invalid("about", "Choose what for.")
    chosen: About = form.about.data
    return chosen


def _time(form: Any) -> time:
    try:
        return time.fromisoformat(form.at.data).replace(tzinfo=None)
    except ValueError:
        raise Invalid("at", NO_TIME) from None


def _page(form: Any) -> str:
    rows = [(line, NAMES[line.rule.about], _when(line)) for line in reminders.mine(me())]
    gets_mail = mail.comes_to(me().person_id)
    asks = {"form": form, "rows": rows, "gets_mail": gets_mail, "paused_at": mail.standing(me()).paused_at}
    return render_template("client/reminders/index.html", **asks)


def _when(line: reminders.Line) -> str:
    """'Monday and Thursday at 20:00', or the one day by its date."""
    names = [DAYS[at] for at in line.rule.weekdays]
    if len(names) == len(DAYS):
        names = ["Every day"]
    days = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names) or "Once,"
    return f"{days} at {line.rule.at:%H:%M}"
