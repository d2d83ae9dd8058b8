"""Mail: how it is set by whoever runs the server, and one mail to oneself to see that it arrives."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _
from portal.domain import mail
from portal.web.session import me


def add_to(bp: Blueprint) -> None:
    bp.get("/mail", endpoint="mail")(show)
    bp.post("/mail", endpoint="send_mail")(send)


def show() -> ResponseReturnValue:
    return render_template("admin/practice/mail.html", server=mail.server(), trial=mail.last_trial(me()))


def send() -> ResponseReturnValue:
    """Pressed twice, the one that waits is the one there is."""
    if mail.try_out(me()) is None:
        flash(_("You get no mail yourself, so nothing was sent. Choose it under Contact first."), "please-know")
    return redirect(url_for("admin.practice.mail"), HTTPStatus.SEE_OTHER)
