"""The house's errors as pages. The only file that decides which status code an error is."""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Flask, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.exceptions import HTTPException
from wtforms import ValidationError

from portal.core.errors import (
    Busy,
    Conflict,
    Forbidden,
    Locked,
    NeedsFactor,
    NoTenant,
    NotFound,
    NotFresh,
    NotSetUp,
    NotSignedIn,
    Paused,
    TooSoon,
)
from portal.domain import audit, recovery
from portal.web import operators, proving, session, uploads
from portal.web.sent import SECRETS, given_back

# Answers to a form that could not be taken: what was typed stands on the page again. Others, such as a form that came
# from somebody else's site, are not repeated.
GIVE_BACK = frozenset(
    {HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.TOO_MANY_REQUESTS}
    | {HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE}
)
SAME_MAY_WORK_LATER = frozenset(
    {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE}
)
LARGEST_GIVEN_BACK = 8 * 1024 * 1024  # bytes of a request that was too large
A_MOMENT = 3  # seconds; a line of password hashes is through by then
BACK_IN = 60  # seconds; what we tell programs that ask while the database is away


def init_app(app: Flask, is_away: Callable[[Exception], bool]) -> None:
    """Turn every problem into its page; `is_away` tells when the database did not answer."""
    for absent in (NotFound, Forbidden, Locked, NoTenant):
        app.register_error_handler(absent, _not_found)
    app.register_error_handler(NotSetUp, lambda _: _page(HTTPStatus.SERVICE_UNAVAILABLE, "not_set_up"))
    app.register_error_handler(Paused, lambda _: _page(HTTPStatus.SERVICE_UNAVAILABLE, "paused"))
    app.register_error_handler(NotSignedIn, _not_signed_in)
    app.register_error_handler(NotFresh, _not_fresh)
    app.register_error_handler(NeedsFactor, _needs_factor)
    app.register_error_handler(CSRFError, _without_token)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(TooSoon, _too_soon)
    app.register_error_handler(Busy, lambda _: _later(A_MOMENT, *_page(HTTPStatus.SERVICE_UNAVAILABLE, "busy")))
    app.register_error_handler(HTTPException, in_our_words)
    app.register_error_handler(Exception, _unexpected)
    app.extensions["portal.is_away"] = is_away


def _page(status: int, template: str | None = None, **data: Any) -> tuple[str, int]:
    if request.method == "POST" and status in GIVE_BACK:
        data = {**given_back(), "again": status in SAME_MAY_WORK_LATER and _can_be_sent_again(), **data}
    return render_template(f"errors/{template or int(status)}.html", **data), int(status)


def _not_found(_problem: Exception) -> ResponseReturnValue:
    """Absent, somebody else's, another practice's, not shared: one page, one set of bytes.

    Of their own, closed since a fresh start: a page that says so.
    """
    if who := session.visitor():
        named = [value for value in (request.view_args or {}).values() if isinstance(value, UUID)]
        if named and recovery.is_closed_thing(who.practice_id, who.person_id, named):
            return _page(HTTPStatus.NOT_FOUND, "closed")
        audit.record_refusal(who.practice_id, who.person_id, who.roles)
    return _page(HTTPStatus.NOT_FOUND)


def _not_signed_in(_problem: Exception) -> ResponseReturnValue:
    """Reading: sign in first. Writing: the words come back on the page, so that nothing typed is lost."""
    if operators.is_their_room():
        back_to = request.path if request.method == "GET" else None
        return redirect(url_for("operators.signin.show", next=back_to), HTTPStatus.SEE_OTHER)
    if request.method == "POST":
        return _stale(_problem)
    return redirect(url_for("account.signin.show", next=request.full_path.rstrip("?")), HTTPStatus.SEE_OTHER)


def _not_fresh(_problem: Exception) -> ResponseReturnValue:
    """The password first. What was sent waits in the page that asks for it, and goes on from there."""
    here = request.full_path.rstrip("?")
    if request.method != "POST":
        return redirect(url_for("account.again.show", next=here), HTTPStatus.SEE_OTHER)
    return proving.page(here, sends=True), HTTPStatus.BAD_REQUEST


def _needs_factor(_problem: Exception) -> ResponseReturnValue:
    """The second step of signing in is set up first. A form comes back, to be sent again afterwards."""
    if request.method == "POST":
        return _page(HTTPStatus.BAD_REQUEST, "factor", again=False, **given_back())
    return redirect(url_for("account.factors.index"), HTTPStatus.SEE_OTHER)


def _stale(_problem: Exception) -> ResponseReturnValue:
    """The form was open too long, or the session ended: show what was typed, ready to be sent again."""
    is_in = session.visitor() is not None or (operators.is_their_room() and operators.on_duty() is not None)
    back_to = request.path if _can_be_opened(request.path) else None
    return _page(HTTPStatus.BAD_REQUEST, "stale", signed_in=is_in, back_to=back_to, **given_back())


def _without_token(problem: Exception) -> ResponseReturnValue:
    """A page that was open for long, or somebody who tries: the log tells how often, and which form."""
    current_app.logger.warning("a form without a good token in %s", request.endpoint)
    return _stale(problem)


def _can_be_opened(path: str) -> bool:
    """Whether the address of a form is that of a page, too."""
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(path, "GET")


def _conflict(problem: Exception) -> ResponseReturnValue:
    return _page(HTTPStatus.CONFLICT, message=str(problem))


def _too_soon(problem: TooSoon) -> ResponseReturnValue:
    return _later(problem.wait, *_page(HTTPStatus.TOO_MANY_REQUESTS, wait=problem.wait, said=problem.words))


def in_our_words(problem: HTTPException) -> ResponseReturnValue:
    """Werkzeug's own answers in our words; redirects and the like pass through."""
    code = problem.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if code < HTTPStatus.BAD_REQUEST:
        return problem
    if code == HTTPStatus.SERVICE_UNAVAILABLE:
        return _later(BACK_IN, *_page(code))
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _unexpected(getattr(problem, "original_exception", None) or problem)
    if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        request.max_content_length = request.max_form_memory_size = LARGEST_GIVEN_BACK
    if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and request.endpoint in uploads.LARGEST:
        return _page(code, "413", most=uploads.largest_mb(request.endpoint))
    known = {400, 403, 404, 405, 413, 429}
    return _page(code, str(code) if code in known else "400")


def _unexpected(problem: Exception) -> ResponseReturnValue:
    return _away(problem) if current_app.extensions["portal.is_away"](problem) else _broken(problem)


def _away(problem: Exception) -> ResponseReturnValue:
    """The database does not answer. It is back in a moment, mostly; what was typed stays on the page until then."""
    session.ask_nobody()
    current_app.logger.error("the database is away: %s in %s", type(problem).__name__, request.endpoint)
    return _later(BACK_IN, *_page(HTTPStatus.SERVICE_UNAVAILABLE))


def _broken(problem: Exception) -> ResponseReturnValue:
    """Nobody foresaw this. The reference on the page leads to the line in the log, which holds no words of anybody."""
    session.ask_nobody()
    reference = "-".join(secrets.token_hex(2).upper() for _ in range(2))
    told = ("unexpected %s in %s, reference %s", type(problem).__name__, request.endpoint, reference)
    current_app.logger.error(*told, exc_info=problem)
    if current_app.testing:
        raise problem
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR, reference=reference)


def _later(seconds: int, page: str, status: int) -> ResponseReturnValue:
    response = make_response(page, status)
    response.headers["Retry-After"] = str(seconds)
    return response


# ------------------------------------------------------------------ what was sent


def _can_be_sent_again() -> bool:
    """Whether it came from a page of ours, and nothing was left out that the person would have to type anew."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except (ValidationError, HTTPException):
        return False
    return not SECRETS & set(request.form)
