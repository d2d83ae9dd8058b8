"""How the page looks to whoever reads it: text, colours, spacing, motion, and what is hidden until it is wanted."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.actor import Role
from portal.core.language import _, lazy
from portal.domain import preferences
from portal.web.forms import Form, problems_in
from portal.web.session import me, signed_in, whoever

bp = Blueprint("preferences", __name__, url_prefix="/me")
bp.before_request(signed_in)

LAYOUTS = {
    Role.CLIENT: "layouts/client.html",
    Role.THERAPIST: "layouts/staff.html",
    Role.ADMIN: "layouts/admin.html",
    Role.OFFICER: "layouts/officer.html",
    Role.CONFIDANT: "layouts/guest.html",
}
LABELS = {
    "theme": (
        lazy("Colours"),
        {"system": lazy("As on this device"), "light": lazy("Light"), "dark": lazy("Dark"), "dim": lazy("Dim")},
    ),
    "text": (lazy("Size of the words"), {size: f"{size} %" for size in preferences.CHOICES["text"]}),
    "space": (lazy("Room between lines and words"), {"normal": lazy("Normal"), "roomy": lazy("Roomy")}),
    "voice": (
        lazy("Letters of your notes"),
        {"serif": lazy("Book letters"), "sans": lazy("Plain letters"), "dyslexic": "OpenDyslexic"},
    ),
    "contrast": (lazy("Contrast"), {"system": lazy("As on this device"), "more": lazy("More")}),
    "motion": (lazy("Movement"), {"system": lazy("As on this device"), "less": lazy("Less")}),
    "veil": (lazy("Blur notes until I point at them"), {"off": lazy("No"), "on": lazy("Yes")}),
    "previews": (lazy("How notes begin, on Today"), {"on": lazy("Show"), "off": lazy("Hide")}),
    "cover": (lazy("Cover the page after a minute in another window"), {"on": lazy("Yes"), "off": lazy("No")}),
}


def _choice(name: str, kind: type[RadioField] | type[SelectField] = RadioField) -> RadioField | SelectField:
    label, options = LABELS[name]
    choices = [SelectChoice(value, options[value]) for value in preferences.CHOICES[name]]
    return kind(label, choices=choices, validate_choice=False)


class PreferencesForm(Form):
    theme = _choice("theme")
    text = _choice("text", SelectField)
    space = _choice("space")
    voice = _choice("voice")
    contrast = _choice("contrast")
    motion = _choice("motion")
    veil = _choice("veil")
    previews = _choice("previews")
    cover = _choice("cover")


@bp.get("/reading")
def show() -> ResponseReturnValue:
    return _page(PreferencesForm(obj=whoever().preferences))


@bp.post("/reading")
def keep() -> ResponseReturnValue:
    form: Any = PreferencesForm()
    if form.validate_on_submit():
        with problems_in(form):
            chosen = {name: form[name].data for name in LABELS if form[name].data}
            preferences.keep(me(), {**chosen, "shortcuts": whoever().preferences.shortcuts})  # chosen in the inbox
            flash(_("This is how pages look to you from now on."))
            return redirect(url_for("account.preferences.show"), 303)
    return _page(form)


def _page(form: Any) -> ResponseReturnValue:
    return render_template("account/preferences/show.html", form=form, layout=LAYOUTS[me().role])
