"""Safe contact: whether mail may come, how plainly, where to, in which hours and on which days."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from portal.core.dates import WEEKDAYS
from portal.core.language import _, lazy
from portal.domain import accounts, contact, mail
from portal.domain.contact import Choice, Mode, Reach
from portal.doors.account.invitations import MAIL, a_mode
from portal.doors.account.preferences import LAYOUTS
from portal.web.forms import Form, HiddenNumber, Line, problems_in
from portal.web.session import fresh, me, signed_in

bp = Blueprint("contact", __name__, url_prefix="/me/contact")
bp.before_request(signed_in)

ANY_TIME = Reach("")


def a_weekday(chosen: object) -> int:
    """0 for Monday to 6; -1, which no rule lets pass, of anything else."""
    return int(str(chosen)) if str(chosen) in set("0123456") else -1


def _an_hour(chosen: object) -> int:
    return int(str(chosen)) if str(chosen) in {str(hour) for hour in contact.HOURS} else -1


def _hours(first: int, last: int) -> list[SelectChoice]:
    return [SelectChoice(hour, f"{hour}:00") for hour in range(first, last + 1)]


class ContactForm(Form):
    version = HiddenNumber()
    mode = RadioField(lazy("May we send you mail?"), choices=MAIL, coerce=a_mode, validate_choice=False)
    address = Line(lazy("Address for mail"), [Length(max=254, message=lazy("Use a shorter one."))])
    first = SelectField(lazy("From"), choices=_hours(0, 23), coerce=_an_hour, validate_choice=False)
    until = SelectField(lazy("Until"), choices=_hours(1, 24), coerce=_an_hour, validate_choice=False)
    weekdays = SelectMultipleField(
        lazy("On these days"),
        choices=[SelectChoice(at, name) for at, name in enumerate(WEEKDAYS)],
        coerce=a_weekday,
        validate_choice=False,
    )


@bp.get("")
def show() -> ResponseReturnValue:
    return _page(_as_it_stands())


@bp.post("")
def keep() -> ResponseReturnValue:
    fresh()
    form: Any = ContactForm()
    if form.validate_on_submit():
        with problems_in(form):
            typed = (form[part].data for part in ("address", "first", "until", "weekdays", "version"))
            mail.choose(me(), form.mode.data or Mode.NONE, *typed)
            is_off = form.mode.data in (Mode.NONE, None)
            flash(_("From now on no mail comes.") if is_off else _("Mail may come like this from now on."))
            return redirect(url_for("account.contact.show"), 303)
    if form.mode.errors:  # another window was quicker: what it kept is shown beside what was typed
        stands = contact.mine(me())
        form.version.data, form.version.raw_data = stands.version, None
        return _page(form, stands)
    return _page(form)


def _as_it_stands() -> Form:
    choice = contact.mine(me())
    reach = choice.reach or ANY_TIME
    asked = {"address": reach.address, "first": reach.first, "until": reach.until, "weekdays": list(reach.weekdays)}
    return ContactForm(formdata=None, version=choice.version, mode=choice.mode, **asked)


def _page(form: Form, stands: Choice | None = None) -> str:
    return render_template(
        "account/contact/show.html",
        form=form,
        stands=stands,
        weekdays=", ".join(str(WEEKDAYS[at]) for at in stands.reach.weekdays) if stands and stands.reach else "",
        has_mail=mail.is_set(),
        standing=mail.standing(me()),
        zone=accounts.called(me()).time_zone.replace("_", " "),
        layout=LAYOUTS[me().role],
    )
