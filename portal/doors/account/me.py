"""Settings: what somebody is called, and the ways to their other settings."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from portal.core.actor import Role
from portal.core.language import _, lazy, name_of
from portal.domain import accounts, recovery, reminders
from portal.doors.account.preferences import LAYOUTS
from portal.web import language
from portal.web.forms import Form, Line, SaidOnce, numbered, problems_in
from portal.web.session import me, signed_in

bp = Blueprint("me", __name__, url_prefix="/me")
bp.before_request(signed_in)

EVERYBODY = frozenset(Role)
PLACES = (  # words, a line about it, icon, endpoint, for whom
    (
        lazy("Reading"),
        lazy("Colours, size and spacing of the words"),
        "sliders-horizontal",
        "account.preferences.show",
        EVERYBODY,
    ),
    (lazy("Contact"), lazy("Whether mail may come, where to and when"), "mail", "account.contact.show", EVERYBODY),
    (lazy("Reminders"), lazy("What you want to be reminded of"), "clock", "client.reminders.index", {Role.CLIENT}),
    (
        lazy("My data"),
        lazy("Take it along, bring a journal, delete, close"),
        "download",
        "client.exports.show",
        {Role.CLIENT},
    ),
    (
        lazy("Password"),
        lazy("Another one, and new keys if somebody knew it"),
        "lock",
        "account.password.show",
        EVERYBODY,
    ),
    (
        lazy("Second step"),
        lazy("An app or a passkey beside the password"),
        "key-round",
        "account.factors.index",
        EVERYBODY,
    ),
    (lazy("Way back in"), lazy("For when the password is forgotten"), "key-round", "account.way_back.show", EVERYBODY),
    (lazy("Devices"), lazy("Where you are signed in"), "shield-check", "account.devices.index", EVERYBODY),
)


BEGINNINGS = [SelectChoice(hour, f"{hour:02}:00" if hour else lazy("At midnight")) for hour in accounts.BEGINNINGS]


class CalledForm(Form):
    name = Line(
        lazy("What would you like to be called?"), [DataRequired(lazy("Enter a name. A first name is enough."))]
    )
    pronouns = Line(lazy("Pronouns"))
    time_zone = SelectField(
        lazy("Where you live, for the time of day"), choices=(), validate_choice=False, widget=SaidOnce()
    )
    day_begins = SelectField(
        lazy("When your day begins"), choices=BEGINNINGS, coerce=numbered, validate_choice=False, default=0
    )
    language = SelectField(lazy("Language"), choices=(), validate_choice=False)


@bp.get("")
def show() -> ResponseReturnValue:
    return _page(CalledForm(obj=accounts.called(me())))


@bp.post("")
def keep() -> ResponseReturnValue:
    form = CalledForm()
    if form.validate_on_submit():
        with problems_in(form):
            parts = ("name", "pronouns", "time_zone", "language")
            name, pronouns, time_zone, spoken = (form[part].data or "" for part in parts)
            accounts.be_called(me(), name, pronouns, time_zone, form["day_begins"].data, spoken)
            language.keep(spoken)
            if me().role is Role.CLIENT:
                reminders.recount(me())
            flash(_("This is how you are called from now on."))
            return redirect(url_for("account.me.show"), 303)
    return _page(form)


def _page(form: Form) -> str:
    mine = accounts.called(me())  # theirs, whatever it is, stays theirs
    zones = dict.fromkeys([*accounts.time_zones(), mine.time_zone])
    form["language"].choices = [SelectChoice("", lazy("As this browser asks")), *_spoken(mine.language)]
    form["time_zone"].choices = [SelectChoice(name, name.replace("_", " ")) for name in zones]
    places = [(words, line, icon, url_for(page)) for words, line, icon, page, whom in PLACES if me().role in whom]
    if recovery.is_closed(me()):
        places.append((_("What is closed"), _("Since you began anew"), "lock", url_for("account.closed.show")))
    return render_template(
        "account/me/show.html", form=form, places=places, layout=LAYOUTS[me().role], has_days=me().role is Role.CLIENT
    )


def _spoken(mine: str) -> list[SelectChoice]:
    tags = dict.fromkeys([*language.offered(), *([mine] if mine else [])])
    return [SelectChoice(tag, name_of(tag)) for tag in tags]
