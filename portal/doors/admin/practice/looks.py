"""The practice's colour: tried in every look before it is kept, and looked at on a page of its own."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.domain import settings
from portal.doors.admin.practice.kept import SettingForm, kept, shown
from portal.web.forms import Line


def add_to(bp: Blueprint) -> None:
    bp.get("/colour")(colour)
    bp.post("/colour")(keep_colour)


class ColourForm(SettingForm):
    colour = Line("Colour")


def colour() -> ResponseReturnValue:
    return shown("colour", ColourForm(formdata=None, obj=settings.here()))


def keep_colour() -> ResponseReturnValue:
    """The button beside a refusal takes the nearest shade in place of the one that was typed."""
    form = ColourForm()
    form["colour"].data = request.form.get("nearest") or form["colour"].data
    return kept("colour", form, ["colour"], "Kept. Every page has it from now on.")
