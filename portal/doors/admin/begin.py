"""The first days of a practice: what is done and what is still open; and the end of one that was made up."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.domain import accounts, mail, recovery
from portal.domain.operators import removing
from portal.web.session import me, see_out
from portal.web.templating import is_made_up

bp = Blueprint("begin", __name__)


@bp.get("/begin")
def show() -> ResponseReturnValue:
    staff = [person for person in accounts.people(me()) if person.is_open]
    return render_template(
        "admin/begin/show.html",
        kit_is_open=recovery.kit_is_open(me()),
        has_therapist=any(person.is_therapist for person in staff),
        has_client=any(person.is_client for person in staff),
        has_mail=mail.is_set(),
        officers=len(recovery.officers()),
    )


@bp.get("/made-up")
def made_up() -> ResponseReturnValue:
    if not is_made_up():
        raise NotFound
    return render_template("admin/begin/made_up.html")


@bp.post("/made-up")
def remove() -> ResponseReturnValue:
    """Everything of the made-up practice goes at once; of any other one this is not to be had."""
    if not is_made_up():
        raise NotFound
    removing.remove_made_up(me().practice_id)
    see_out()
    return redirect("/")
