"""One's own page: when one reads and works, who covers, when one is away; and the ways to one's other settings."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from portal.core.dates import WEEKDAYS
from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.domain import accounts, rhythm
from portal.domain.rhythm import Away, Rhythm, Says
from portal.web.forms import Day, Form, HiddenNumber, an_id, problems_in
from portal.web.session import me
from portal.web.templating import first_name

bp = Blueprint("rhythm", __name__, url_prefix="/me")

DAYS = [SelectChoice(at, name) for at, name in enumerate(WEEKDAYS)]
PLACES = (  # words, a line about it, icon, endpoint
    (lazy("Name and clock"), lazy("What you are called, and where you live"), "pen-line", "account.me.show"),
    (lazy("Reading"), lazy("Colours, size and spacing of the words"), "sliders-horizontal", "account.preferences.show"),
    (lazy("Shortcuts"), lazy("Single keys in the inbox, on or off"), "list-checks", "therapist.inbox.shortcuts"),
    (lazy("Contact"), lazy("Whether mail may come, where to and when"), "mail", "account.contact.show"),
    (lazy("Password"), lazy("Another one, and new keys if somebody knew it"), "lock", "account.password.show"),
    (lazy("Second step"), lazy("An app or a passkey beside the password"), "key-round", "account.factors.index"),
    (lazy("Way back in"), lazy("For when the password is forgotten"), "key-round", "account.way_back.show"),
    (lazy("Devices"), lazy("Where you are signed in"), "shield-check", "account.devices.index"),
)


def _a_weekday(chosen: object) -> int:
    """0 for Monday to 6; -1, which no rule lets pass, of anything else."""
    return int(str(chosen)) if str(chosen) in set("0123456") else -1


def _a_sentence(chosen: object) -> Says:
    return next((says for says in Says if says == chosen), Says.AWAY)


class RhythmForm(Form):
    version = HiddenNumber()
    reads = SelectMultipleField(lazy("You read on"), choices=DAYS, coerce=_a_weekday, validate_choice=False)
    works = SelectMultipleField(lazy("You work on"), choices=DAYS, coerce=_a_weekday, validate_choice=False)
    cover = SelectField(lazy("Who covers for you"), coerce=an_id, validate_choice=False)
    away_from = Day(lazy("First day"))
    back_on = Day(lazy("Back on"))
    says = RadioField(
        lazy("What clients read then"), choices=(), coerce=_a_sentence, validate_choice=False, default=Says.AWAY
    )


@bp.get("")
def show() -> ResponseReturnValue:
    return _page(_as_it_stands())


@bp.post("")
def keep() -> ResponseReturnValue:
    form: Any = RhythmForm()
    if form.validate_on_submit():
        with problems_in(form):
            days = (form.reads.data, form.works.data)
            rhythm.keep(me(), *days, form.cover.data, _away(form), form.version.data)
            flash(_("Kept. Your clients read it like this from now on."))
            return redirect(url_for("therapist.rhythm.show"), 303)
    if rhythm.ELSEWHERE in form.reads.errors:  # what was kept there is shown beside what was chosen here
        stands = rhythm.of(me(), me().person_id)
        form.version.data, form.version.raw_data = stands.version, None
        return _page(form, stands)
    return _page(form)


def _away(form: Any) -> Away | None:
    first, back_on = form.away_from.data, form.back_on.data
    if first is None and back_on is None:
        return None
    if back_on is None:
        raise Invalid("back_on", _("Choose the day you are back."))
    if first is None:
        raise Invalid("away_from", _("Choose the first day you are away."))
    return Away(first, back_on, form.says.data or Says.AWAY)


def _as_it_stands() -> Form:
    mine = rhythm.of(me(), me().person_id)
    away = {"away_from": mine.away.first, "back_on": mine.away.back_on, "says": mine.away.says} if mine.away else {}
    days = {"reads": list(mine.reads), "works": list(mine.works)}
    return RhythmForm(formdata=None, version=mine.version, cover=mine.cover_id, **days, **({"says": Says.AWAY} | away))


def _page(form: Any, stands: Rhythm | None = None) -> str:
    team = rhythm.colleagues(me())
    form.cover.choices = [("", _("Nobody")), *((one.id, one.name) for one in team)]
    name = first_name(accounts.called(me()).name)
    form.says.choices = [
        SelectChoice(says, _("%(name)s %(words)s until …", name=name, words=words))
        for says, words in rhythm.SENTENCES.items()
    ]
    mine = rhythm.of(me(), me().person_id)
    places = [(words, line, icon, url_for(page)) for words, line, icon, page in PLACES]
    return render_template(
        "therapist/rhythm/show.html", form=form, stands=stands, mine=mine, has_team=bool(team), places=places
    )
