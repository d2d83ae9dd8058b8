"""Reminders: what for, on which days, at what time; by mail only where that is allowed."""

from datetime import time
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from portal.core.dates import WEEKDAYS
from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.domain import mail, reminders
from portal.domain.reminders import About
from portal.web.forms import Form, Line, OnceId, problems_in
from portal.web.session import me

bp = Blueprint("reminders", __name__, url_prefix="/me/reminders")

NAMES = {
    About.CHECKIN: lazy("Check in"),
    About.WRITE: lazy("Write a line"),
    About.GOALS: lazy("Look at a goal"),
    About.SESSION: lazy("Get ready for the next session"),
    About.REVISIT: lazy("Come back to a conversation"),
}
NO_TIME = lazy("Enter a time of the day, such as 20:30.")


def _about(chosen: object) -> About | None:
    return next((about for about in About if about == chosen), None)


def _weekday(chosen: object) -> int:
    """0 for Monday to 6; -1, which no rule lets pass, of anything else."""
    return int(str(chosen)) if str(chosen) in {*"0123456"} else -1


class ReminderForm(Form):
    reminder_id = OnceId()
    about = RadioField(
        lazy("What for?"),
        choices=[SelectChoice(about, words) for about, words in NAMES.items() if about is not About.REVISIT],
        coerce=_about,
        validate_choice=False,
    )
    weekdays = SelectMultipleField(
        lazy("On these days"),
        choices=[SelectChoice(at, name) for at, name in enumerate(WEEKDAYS)],
        coerce=_weekday,
        validate_choice=False,
    )
    at = Line(lazy("At"))
    by_mail = BooleanField(lazy("Also by mail"))


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
            flash(_("The reminder is set. Only you can see it."))
            return redirect(url_for("client.reminders.index"), 303)
    return _page(form)


@bp.post("/<uuid:reminder_id>/end")
def end(reminder_id: UUID) -> ResponseReturnValue:
    reminders.end(me(), reminder_id)
    flash(_("That reminder comes no more."))
    return redirect(url_for("client.reminders.index"), 303)


def _chosen(form: Any) -> About:
    if form.about.data is None:
        raise Invalid("about", _("Choose what for."))
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
    clock, names = f"{line.rule.at:%H:%M}", [str(WEEKDAYS[at]) for at in line.rule.weekdays]
    if not names:
        return _("Once, at %(clock)s", clock=clock)
    if len(names) == len(WEEKDAYS):
        return _("Every day at %(clock)s", clock=clock)
    first, last = ", ".join(names[:-1]), names[-1]
    days = _("%(first)s and %(last)s", first=first, last=last) if first else last
    return _("%(days)s at %(clock)s", days=days, clock=clock)
