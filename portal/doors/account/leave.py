"""Leaving at once: the session ends, the browser forgets, and a page that tells nothing takes its place.

A form may not lead to another site, by our own policy for contents; so the answer is a page that goes on by itself.
"""

from contextlib import suppress
from uuid import uuid4

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import BadRequest
from wtforms import ValidationError

from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.whole import whole
from portal.domain import accounts, sessions
from portal.domain.sessions import Visitor
from portal.doors.account.drafts import keep_typed
from portal.web.errors import in_our_words
from portal.web.session import anyone, forget_browser, vanish, visitor
from portal.web.templating import leave_url

bp = Blueprint("leave", __name__)
bp.before_request(anyone)


@bp.post("/leave")
def now() -> ResponseReturnValue:
    """Without a token against cross-site requests, for an old page must let go too; words are kept only with one."""
    if who := visitor():
        _keep_words(who)
        accounts.sign_out(who)
    vanish()
    return _away()


bp.register_error_handler(BadRequest, in_our_words)  # somebody else's page sends nobody away


@bp.errorhandler(Exception)
def leave_all_the_same(problem: Exception) -> ResponseReturnValue:
    """Whatever does not work, nobody is kept here: the browser forgets, and the session ends if it can."""
    current_app.logger.error("leaving met %s", type(problem).__name__)
    with suppress(Exception):
        if who := visitor():
            sessions.end_apart(who)
    forget_browser()
    return _away()


def _keep_words(who: Visitor) -> None:
    """What was being typed stays as a draft; where another window has written on, as one more."""
    with suppress(ValidationError, NotFound, Invalid), whole():
        validate_csrf(request.form.get("csrf_token"))
        try:
            with whole():
                keep_typed(who, request.form)
        except Conflict:
            keep_typed(who, request.form, about_id=uuid4())


def _away() -> ResponseReturnValue:
    return render_template("account/leave/now.html", away=leave_url())
