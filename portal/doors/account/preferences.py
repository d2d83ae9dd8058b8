"""How the page looks to whoever reads it: text, colours, spacing, motion, and what is hidden until it is wanted."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from portal.core.actor import Role
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
    "theme": ("Colours", {"system": "As on this device", "light": "Light", "dark": "Dark", "dim": "Dim"}),
    "text": ("Size of the words", {size: f"{size} %" for size in preferences.CHOICES["text"]}),
    "space": ("Room between lines and words", {"normal": "Normal", "roomy": "Roomy"}),
    "voice": ("Letters of your notes", {"serif": "Book letters", "sans": "Plain letters", "dyslexic": "OpenDyslexic"}),
    "contrast": ("Contrast", {"system": "As on this device", "more": "More"}),
    "motion": ("Movement", {"system": "As on this device", "less": "Less"}),
    "veil": ("Blur notes until I point at them", {"off": "No", "on": "Yes"}),
    "previews": ("How notes begin, on Today", {"on": "Show", "off": "Hide"}),
    "cover": ("Cover the page after a minute in another window", {"on": "Yes", "off": "No"}),
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
            flash("This is how pages look to you from now on.")
            return redirect(url_for("account.preferences.show"), 303)
    return _page(form)


def _page(form: Any) -> ResponseReturnValue:
    return render_template("account/preferences/show.html", form=form, layout=LAYOUTS[me().role])
