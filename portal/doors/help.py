"""Help numbers for everybody: signed in or not, with or without a practice, and while the database is away."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.help import lines_at_door
from portal.web.address import asked
from portal.web.numbers import book, likely
from portal.web.session import anyone

bp = Blueprint("help", __name__)
bp.before_request(anyone)


@bp.get("/help-now")
def show() -> ResponseReturnValue:
    g.practice_country, own = lines_at_door(*asked())
    found = list(likely())
    guessed = found[0] if found else None
    chosen = book().of(request.args["country"]) if "country" in request.args else guessed
    others = [country for country in found if country is not chosen]
    return render_template("help/show.html", book=book(), chosen=chosen, others=others, own=own)
