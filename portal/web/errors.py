"""The house's errors as pages. The only file that knows status codes."""

from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.core.errors import Conflict, Forbidden, Locked, NoTenant, NotFound, NotSetUp, NotSignedIn, TooSoon
from portal.domain import audit
from portal.web import session

NOT_ECHOED = frozenset({"csrf_token", "password", "code", "once", "kit"})
IDS = {
    "entry_id",
    "checkin_id",
    "summary_id",
    "person_id",
    "therapist_id",
    "version",
    "base_version",
    "about",
    "number",
}
CHOICES = {"then", "until", "level", "items", "role", "way_back", "time_zone", "keep_slug", "client", "next", "draft"}
CHOSEN = frozenset(IDS | CHOICES)  # travel unseen; everything else is shown, for somebody may have typed it


def init_app(app: Flask) -> None:
    for absent in (NotFound, Forbidden, Locked, NoTenant):
        app.register_error_handler(absent, _not_found)
    app.register_error_handler(NotSetUp, lambda _: _page(HTTPStatus.SERVICE_UNAVAILABLE, "not_set_up"))
    app.register_error_handler(NotSignedIn, _not_signed_in)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(TooSoon, _too_soon)
    app.register_error_handler(HTTPException, in_our_words)
    app.register_error_handler(Exception, _broken)


def _page(status: int, template: str | None = None, **data: Any) -> tuple[str, int]:
    return render_template(f"errors/{template or int(status)}.html", **data), int(status)


def _not_found(_problem: Exception) -> ResponseReturnValue:
    """Absent, somebody else's, another practice's, not shared: one page, one set of bytes."""
    if who := session.visitor():
        audit.record_refusal(who.practice_id, who.person_id)
    return _page(HTTPStatus.NOT_FOUND)


def _not_signed_in(_problem: Exception) -> ResponseReturnValue:
    """Reading: sign in first. Writing: the words come back on the page, so that nothing typed is lost."""
    if request.method == "POST":
        return _stale(_problem)
    return redirect(url_for("account.signin.show", next=request.full_path.rstrip("?")), HTTPStatus.SEE_OTHER)


def _stale(_problem: Exception) -> ResponseReturnValue:
    """The form was open too long, or the session ended: show what was typed, ready to be sent again."""
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_ECHOED and value]
    typed, carried = ([part for part in sent if (part[0] not in CHOSEN) is is_typed] for is_typed in (True, False))
    is_in = session.visitor() is not None
    return _page(HTTPStatus.BAD_REQUEST, "stale", typed=typed, carried=carried, signed_in=is_in)


def _conflict(problem: Exception) -> ResponseReturnValue:
    return _page(HTTPStatus.CONFLICT, message=str(problem))


def _too_soon(problem: TooSoon) -> ResponseReturnValue:
    response = make_response(*_page(HTTPStatus.TOO_MANY_REQUESTS, wait=problem.wait))
    response.headers["Retry-After"] = str(problem.wait)
    return response


def in_our_words(problem: HTTPException) -> ResponseReturnValue:
    """Werkzeug's own answers in our words; redirects and the like pass through."""
    code = problem.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if code < HTTPStatus.BAD_REQUEST:
        return problem
    known = {400, 404, 405, 413, 429, 503}
    return _page(code, str(code) if code in known else "400" if code < HTTPStatus.INTERNAL_SERVER_ERROR else "500")


def _broken(problem: Exception) -> ResponseReturnValue:
    current_app.logger.error("unexpected %s in %s", type(problem).__name__, request.endpoint)
    if current_app.testing:
        raise problem
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR)
