"""The practice's name and its word in addresses."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from portal.core.language import _, lazy
from portal.domain import settings
from portal.doors.admin.practice.kept import SettingForm, shown, tried
from portal.web.forms import Line
from portal.web.session import fresh, me


def add_to(bp: Blueprint) -> None:
    bp.get("/name")(name)
    bp.post("/name")(keep_name)


class NameForm(SettingForm):
    name = Line(lazy("Name of the practice"))
    slug = Line(lazy("Word in addresses"))
    is_understood = BooleanField(lazy("I know that this word or name tells something, and want it"))


def name() -> ResponseReturnValue:
    fresh()
    called = settings.called(me())
    form = NameForm(formdata=None, version=settings.here().version, name=called.name, slug=called.slug)
    return shown("name", form, **_more())


def keep_name() -> ResponseReturnValue:
    fresh()
    form = NameForm()

    def change(version: int) -> None:
        typed, is_understood = (form[part].data for part in ("name", "slug")), form["is_understood"].data
        settings.rename(me(), version, *typed, is_understood=is_understood)

    return tried("name", form, change, _("Kept. Addresses with the word from before go on leading here."), _more)


def _more() -> dict[str, Any]:
    return {"called": settings.called(me())}
