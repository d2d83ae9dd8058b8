"""The plain matters: where Leave leads, how long things stay, reading days and invitations, rules for signing in."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from portal.core.dates import WEEKDAYS
from portal.core.language import _, installed, lazy, name_of
from portal.domain import settings
from portal.domain.settings import Rules
from portal.doors.admin.practice.kept import SettingForm, kept, shown, tried
from portal.web.forms import Line, numbered
from portal.web.session import fresh, me

KEPT = lazy("Kept. It holds from now on.")
RULES = [
    SelectChoice(Rules.ANY, lazy("A passkey or an app with numbers")),
    SelectChoice(Rules.PASSKEY, lazy("A passkey alone")),
]


def add_to(bp: Blueprint) -> None:
    for path, view, keep in (
        ("/leave", leave, keep_leave),
        ("/retention", retention, keep_retention),
        ("/rhythm", rhythm, keep_rhythm),
        ("/signing-in", signing_in, keep_signing_in),
        ("/languages", languages, keep_languages),
    ):
        bp.get(path)(view)
        bp.post(path)(keep)


class Whole(Line):
    """A whole number as somebody types it; anything else stays as it was typed, for the sentence beside it."""

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else str(value)

    @property
    def number(self) -> int | None:
        return numbered(self.data)


class LeaveForm(SettingForm):
    leave_url = Line(lazy("Address of the page"))


class RetentionForm(SettingForm):
    record_years = Whole(lazy("Years the record stays"))
    keep_closed_days = Whole(lazy("Days a closed account can come back"))


class RhythmForm(SettingForm):
    reads_on = SelectMultipleField(
        lazy("Therapists read here on"),
        choices=[SelectChoice(at, name) for at, name in enumerate(WEEKDAYS)],
        coerce=lambda chosen: int(chosen) if str(chosen) in set("0123456") else -1,
        validate_choice=False,
    )
    invitation_days = Whole(lazy("Days an invitation works"))


class SigningInForm(SettingForm):
    staff_factor = RadioField(lazy("Staff sign in with their password and"), choices=RULES, validate_choice=False)
    clients_factor_required = BooleanField(lazy("Clients need a second step, too"))


class LanguagesForm(SettingForm):
    first = RadioField(lazy("The practice\u2019s own language"), choices=(), validate_choice=False)
    others = BooleanField(lazy("Everybody can choose another language for themselves"))


def leave() -> ResponseReturnValue:
    fresh()
    return shown("leave", _as_it_stands(LeaveForm))


def keep_leave() -> ResponseReturnValue:
    fresh()
    return kept("leave", LeaveForm(), ["leave_url"], _("Kept. Leave goes there from now on, on every page."))


def retention() -> ResponseReturnValue:
    fresh()
    return shown("retention", _as_it_stands(RetentionForm))


def keep_retention() -> ResponseReturnValue:
    fresh()
    said = _("Kept. It holds from now on; a day that was named already comes no earlier.")
    return kept("retention", RetentionForm(), ["record_years", "keep_closed_days"], said)


def rhythm() -> ResponseReturnValue:
    return shown("rhythm", _as_it_stands(RhythmForm))


def keep_rhythm() -> ResponseReturnValue:
    return kept("rhythm", RhythmForm(), ["reads_on", "invitation_days"], KEPT)


def signing_in() -> ResponseReturnValue:
    fresh()
    return shown("signing_in", _as_it_stands(SigningInForm))


def keep_signing_in() -> ResponseReturnValue:
    fresh()
    said = _("Kept. Whoever needs one more step is led to it at their next sign-in.")
    return kept("signing_in", SigningInForm(), ["staff_factor", "clients_factor_required"], said)


def languages() -> ResponseReturnValue:
    return shown("languages", _languages(formdata=None))


def keep_languages() -> ResponseReturnValue:
    form = _languages()
    return tried("languages", form, lambda version: settings.keep(me(), version, languages=_chosen(form)), KEPT)


def _languages(**typed: Any) -> Any:
    now = settings.here()
    stands = {"first": now.languages[0], "others": len(now.languages) > 1, "version": now.version}
    form = LanguagesForm(**typed, data=stands)
    form["first"].choices = [SelectChoice(tag, name_of(tag)) for tag in installed()]
    return form


def _chosen(form: Any) -> tuple[str, ...]:
    """The practice's own language, and behind it the rest, where people can choose."""
    return (form.first.data, *(installed() if form.others.data else ()))


def _as_it_stands(form: type[SettingForm]) -> Any:
    return form(formdata=None, obj=settings.here())
