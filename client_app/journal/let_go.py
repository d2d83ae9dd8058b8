"""Write and let go: a place to write where nothing is sent, kept, or saved on the way."""

from flask import render_template
from flask.typing import ResponseReturnValue

from client_app.journal.forms import bp


@bp.get("/let-go")
def let_go() -> ResponseReturnValue:
    return render_template("client/journal/let_go.html")


@bp.get("/let-go/gone")
def gone() -> ResponseReturnValue:
    return render_template("client/journal/gone.html")
