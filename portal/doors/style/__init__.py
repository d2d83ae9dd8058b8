"""The style page: every component in every state. It exists in development only; the factory decides."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from portal.doors.style import sheet
from portal.web import palette
from portal.web.session import anyone

door = Blueprint("style", __name__, url_prefix="/style")
door.before_request(anyone)


@door.get("")
def show() -> ResponseReturnValue:
    chosen = frozenset(request.args.values())
    g.prefs = tuple(value for part in sheet.PREFS.values() for value in part if value and value in chosen)
    return render_template(
        "style/show.html",
        groups=sheet.GROUPS,
        prefs_to_try=sheet.PREFS,
        palette=palette.palette(),
        contrasts=sheet.contrasts(),
        **sheet.samples(),
    )
