"""The practice's colour: tried in every look before it is kept, and looked at on a page of its own."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.core.language import _, lazy
from portal.domain import settings
from portal.doors.admin.practice.kept import SettingForm, kept, shown
from portal.web.forms import Line


def add_to(bp: Blueprint) -> None:
    bp.get("/colour")(colour)
    bp.post("/colour")(keep_colour)


class ColourForm(SettingForm):
    colour = Line(lazy("Colour"))


def colour() -> ResponseReturnValue:
    return shown("colour", ColourForm(formdata=None, obj=settings.here()))


def keep_colour() -> ResponseReturnValue:
    return kept("colour", ColourForm(), ["colour"], _("Kept. Every page has it from now on."))
