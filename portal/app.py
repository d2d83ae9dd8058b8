"""The app factory: wires core, doors and the given rooms. Decides nothing."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from flask import Blueprint, Flask, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings
from portal import models
from portal.core import db as database
from portal.core import jobs, keyring, logs, mail, site
from portal.core.db import db
from portal.core.errors import NotFound, NotSetUp, Paused
from portal.core.keyring import Ring
from portal.domain import measures, practices
from portal.domain import settings as practice_settings
from portal.domain.help import read as read_help
from portal.domain.operators import restoring
from portal.doors import account, admin, appointments, guest, install, officer, status, style
from portal.doors import help as help_door
from portal.doors import operators as operators_door
from portal.web import errors, operators, security, session, styles, templating, uploads
from portal.web.address import PracticeInThePath, asked, by_another_word, by_tls

LARGEST_REQUEST = 2 * 1024 * 1024  # bytes; the longest note in its worst encoding fits
# blueprints that answer before a practice exists
NEEDS_NO_PRACTICE = frozenset({"status", "style", "account.setup", "account.language"})
OPEN_WHEN_PAUSED = NEEDS_NO_PRACTICE | {"account.leave"}  # whoever is in can still leave without a trace
NEEDS_NO_TOKEN = (  # none of these acts on anything
    "portal.doors.account.leave.now",
    "portal.doors.account.sessions.stay",
    "portal.doors.account.language.speak",
)
NEEDS_NO_DATABASE = frozenset({"help", "install"})  # these answer when nothing else does, and ask nobody who they are


def create_app(settings: Settings, rooms: Iterable[Blueprint] = ()) -> Flask:
    """Build the application from frozen settings and the rooms the roof knows."""
    app = Flask("portal", template_folder="templates", static_folder="static")
    app.config.update(_config(settings))
    logs.init_app(app)
    keyring.init_app(app, _ring(settings))
    jobs.init_app(app, settings.redis_url, settings.queue_name)
    site.init_app(app, settings.public_url)
    mail.init_app(app, settings.mail)
    db.init_app(app)
    security.init_app(app)
    uploads.init_app(app)
    app.before_request(_arrive)
    csrf = CSRFProtect(app)
    for named in NEEDS_NO_TOKEN:
        csrf.exempt(named)
    for part in (session, operators, templating, styles):
        part.init_app(app)
    errors.init_app(app, database.is_away)
    workshop = (style.door,) if settings.environment == "development" else ()
    for room in (
        status.bp,
        help_door.bp,
        install.bp,
        account.door,
        admin.door,
        officer.door,
        guest.door,
        appointments.bp,
        operators_door.door,
        *workshop,
        *rooms,
    ):
        app.register_blueprint(room)
    for endpoint, view in app.view_functions.items():
        if _needs_the_database(endpoint):
            app.view_functions[endpoint] = _in_a_unit_of_work(view)
    app.wsgi_app = PracticeInThePath(app.wsgi_app)  # type: ignore[method-assign]
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *(settings.proxies,) * 4)  # type: ignore[method-assign]
    return app


def check(app: Flask) -> None:
    """Refuse to serve when secrets, the database's roles or questionnaires are not what the promises rest on."""
    with app.app_context():
        database.check_role()
        practices.check_pepper()
        measures.here()
        restoring.check()
    with app.app_context():
        db.engine.dispose()  # the web server forks after this, and no connection may be shared


def _config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secrets.session_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},  # an exception's text names no values
        "OWNER_DATABASE_URL": settings.owner_database_url,
        "TESTING": settings.testing,
        "PROPAGATE_EXCEPTIONS": settings.testing,  # a problem while answering one is a page, FLASK_DEBUG or not
        "SESSION_COOKIE_NAME": "__Host-form" if settings.is_https else "form",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,  # a person may write for hours; the session has its own limits
        "WTF_CSRF_SSL_STRICT": False,  # needs a Referer, which our own Referrer-Policy withholds
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST,
        "MAX_FORM_PARTS": 500,
        "ONLY_BY_TLS": settings.proxies if settings.is_https and not settings.plain_http else 0,
        "LEAVE_URL": settings.leave_url,
        "COUNTRY": settings.country,
        "HELP": read_help(settings.data_dir),
    }


def _ring(settings: Settings) -> Ring:
    kept = settings.secrets
    return Ring(
        kept.pepper,
        kept.audit_key,
        kept.worker_public,
        kept.worker_private,
        settings.argon2_memory_kib,
        settings.argon2_passes,
        settings.data_dir,
    )


def _arrive() -> ResponseReturnValue | None:
    """Find the practice whose door this is and open its unit of work; the guards already stand inside it."""
    if not _needs_the_database(request.endpoint or ""):
        return by_tls(None)
    database.begin(None, writes=False)
    slug, host = asked()
    practice = practices.at_door(slug, host)
    if sealed := by_tls(practice.host if practice and practice.host == host.lower().rstrip(".") else None):
        return sealed
    if operators.is_their_room():
        operators.keep_apart(slug, host)
        practice = None
    needs_one = request.blueprint not in NEEDS_NO_PRACTICE and not operators.is_their_room()
    if practice is None and needs_one:
        raise NotFound if slug or practices.all_ids() else NotSetUp
    g.practice_id = practice and practice.id
    g.practice_name = practice and practice.name
    g.practice_country = practice and practice.country
    g.is_made_up = bool(practice and practice.is_made_up)
    g.leaves_at = practice and practice.leaves_at
    database.begin(g.practice_id, writes=request.method not in ("GET", "HEAD", "OPTIONS"))
    if practice:
        g.settings, g.is_made_up = practice.settings, practice.is_made_up
        practice_settings.hold(practice.settings)
        if practice.paused_at and request.blueprint not in OPEN_WHEN_PAUSED:
            raise Paused
        if slug not in (None, practice.slug) and request.method == "GET":
            return redirect(by_another_word(practice.slug))  # what is sent from an old page is still taken as it is
    return None


def _needs_the_database(endpoint: str) -> bool:
    return endpoint != "static" and endpoint.rpartition(".")[0] not in NEEDS_NO_DATABASE


def _in_a_unit_of_work(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view that returns commits, a view that raises rolls back; a reader that lost a race runs again as a writer."""

    @wraps(view)
    def run(**url_parts: Any) -> Any:
        try:
            return _finished(view, url_parts)
        except Exception as problem:
            database.abandon()
            if not database.lost_a_race(problem):
                raise
        database.begin(g.practice_id)
        try:
            return _finished(view, url_parts)
        except BaseException:
            database.abandon()
            raise

    return run


def _finished(view: Callable[..., Any], url_parts: dict[str, Any]) -> Any:
    answer = view(**url_parts)
    operators.touch()
    session.touch()  # last: a password hash refuses to run in a unit that has written
    if request.method == "HEAD":
        database.abandon()  # nobody read anything, so nothing was opened
    else:
        database.commit()
    return answer


__all__ = ["create_app", "models"]
