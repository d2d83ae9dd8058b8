"""Who of the operators is here: a cookie, a session and guards of their own, which open nothing of any practice."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from http import HTTPStatus

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.core import site
from portal.core.errors import NotFound, NotSignedIn
from portal.domain import operators
from portal.domain.operators import OnDuty

ROOM = "operators"  # the blueprint all their pages hang on
SIGNED = "operator"  # in the signed cookie: which session the secret one must open


def init_app(app: Flask) -> None:
    app.context_processor(lambda: {"on_duty": on_duty() if is_their_room() else None})
    app.after_request(_hand_over_the_cookie)


def is_their_room() -> bool:
    """Whether this request is for a page of the operators."""
    return (request.blueprint or "").partition(".")[0] == ROOM


def on_duty() -> OnDuty | None:
    """The operator signed in on this browser, or nobody. Two cookies must agree, as for everybody."""
    if "on_duty" not in g:
        g.on_duty = _recognise()
    found: OnDuty | None = g.on_duty
    return found


def _recognise() -> OnDuty | None:
    try:
        cookie = urlsafe_b64decode(request.cookies.get(_cookie_name(), "").encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        return None
    found = operators.on_duty(cookie) if cookie else None
    return found if found and str(found.session_id) == session.get(SIGNED) else None


def me() -> OnDuty:
    """The operator at work. Raises NotSignedIn: nobody is."""
    who = on_duty()
    if who is None:
        raise NotSignedIn
    return who


# ------------------------------------------------------------------ guards


def only_operator() -> None:
    """Guard of the operators' pages: whoever is anything else, and nobody, is asked to sign in as one."""
    me()


def keep_apart(slug: str | None, host: str) -> None:
    """The operators' pages stand at the installation's own address, and at no other.

    Args:
        slug: of a practice, in the path.
        host: that was asked, as typed.

    Raises:
        NotFound: a practice's path, its host, or a host that nobody has named.
    """
    if slug is not None or not site.is_own(host):
        raise NotFound


def to_prove_again(back_to: str | None = None) -> ResponseReturnValue | None:
    """Before a sensitive act: the page for password and code, unless they were given a moment ago.

    Args:
        back_to: the page with the button, where a form was sent to an address that is no page.
    """
    if me().is_fresh:
        return None
    return redirect(url_for("operators.signin.again", next=back_to or request.path), HTTPStatus.SEE_OTHER)


# ------------------------------------------------------------------ coming and going


def let_in(cookie: bytes) -> None:
    """Make this browser the operator's. Whoever was signed in on it, in a practice or here, is not any more."""
    session.clear()
    g.pop("csrf_token", None)  # Flask-WTF keeps the old session's for the rest of the request
    found = operators.on_duty(cookie)
    if found is None:
        raise NotSignedIn
    session[SIGNED] = str(found.session_id)
    g.on_duty, g.operator_cookie = found, urlsafe_b64encode(cookie).decode()


def renew(cookie: bytes) -> None:
    """Give this browser another secret for the session it is in; its open forms stay good."""
    g.operator_cookie = urlsafe_b64encode(cookie).decode()


def see_out() -> None:
    """Forget this browser: both cookies, and whatever the site kept in it."""
    session.clear()
    g.on_duty, g.operator_cookie, g.clear_site_data = None, "", '"cache", "cookies", "storage"'


def touch() -> None:
    """Keep the session of the operator who is here alive."""
    if is_their_room() and (who := on_duty()):
        operators.touch(who)


def _cookie_name() -> str:
    return "__Host-operator" if current_app.config["SESSION_COOKIE_SECURE"] else "operator"


def _hand_over_the_cookie(response: Response) -> Response:
    cookie, is_secure = g.pop("operator_cookie", None), current_app.config["SESSION_COOKIE_SECURE"]
    if cookie:
        response.set_cookie(_cookie_name(), cookie, secure=is_secure, httponly=True, samesite="Strict")
    elif cookie == "":
        response.delete_cookie(_cookie_name(), secure=is_secure)
    return response
