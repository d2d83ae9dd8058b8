"""Whose door this is: `/p/<slug>/…` becomes a prefix of the application, so that every link keeps it by itself."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from portal.core import site
from portal.domain import settings
from portal.web.session import practice_id

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SLUG = "harbour.slug"
_PREFIX = re.compile(r"\A/p/([a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)(/.*|)\Z", re.DOTALL)


class PracticeInThePath:
    """WSGI layer that moves the practice's prefix from the path to the script name."""

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ.pop(SLUG, None)
        if found := _PREFIX.match(environ.get("PATH_INFO", "")):
            environ[SLUG] = found[1]
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + f"/p/{found[1]}"
            environ["PATH_INFO"] = found[2] or "/"
        return self.app(environ, start_response)


def asked() -> tuple[str | None, str]:
    """The slug in the path, if any, and the host this request says it is for: both as typed by whoever sent it."""
    return request.environ.get(SLUG), urlsplit(f"//{request.host}").hostname or ""


def by_another_word(slug: str) -> str:
    """The address that was asked for, with another slug of the same practice."""
    root = request.script_root.rpartition("/")[0]
    asked_for = request.full_path if request.query_string else request.path
    return f"{root}/{slug}{asked_for}"


def by_tls(own_host: str | None) -> ResponseReturnValue | None:
    """What to answer when a proxy passes on what came to it in clear, though the public address is https.

    A page is led to its address by https. Anything else is refused: it could be read on its way, and leading a program
    on by itself would hide that from everybody.

    Of several proxies one may put its own word in place of all the others': then nothing is known, and nothing is done.

    Args:
        own_host: of the practice that was asked, if it has one and was asked there.
    """
    proxies = current_app.config["ONLY_BY_TLS"]
    said = [word.strip().lower() for word in request.headers.get("X-Forwarded-Proto", "").split(",")]
    if not proxies or request.is_secure or "https" in said or not all(said) or len(said) < proxies:
        return None
    if request.method not in ("GET", "HEAD") or request.endpoint in (None, "static"):
        raise BadRequest
    root = site.url_at(own_host) if own_host else site.public_url()
    asked_for = request.full_path if request.query_string else request.path
    return redirect(f"{root}{request.script_root}{asked_for}", HTTPStatus.PERMANENT_REDIRECT)


def public_link(endpoint: str, **url_parts: Any) -> str:
    """The whole address of a page of this practice, to be printed or sent: made from settings, not the host."""
    return settings.address(practice_id()) + url_for(endpoint, **url_parts).removeprefix(request.script_root)
