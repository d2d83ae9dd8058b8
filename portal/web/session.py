"""Who is at the door: the signed-in person as an Actor, and the guards of each room."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from portal.core.actor import Actor, Role
from portal.core.errors import NeedsFactor, NotFound, NotFresh, NotSignedIn
from portal.domain import devices, sessions, settings
from portal.domain.factors import Site
from portal.domain.sessions import Half, Visitor, halfway
from portal.domain.settings import Rules

SECRET, KNOWN = "harbour", "known"  # cookies: of the session, and of a browser that was here before
HALF = "half"  # in the signed cookie
FIRST_DAY = frozenset({"admin.begin", "admin.kit"})  # parts of the office that set-up itself leads through
# where somebody with several roles arrives first
ROOMS = (Role.CLIENT, Role.THERAPIST, Role.ADMIN, Role.OFFICER, Role.CONFIDANT)


class Account(UserMixin):  # type: ignore[misc]  # Flask-Login is untyped
    """What Flask-Login holds: the visitor, named by the session and not by the person."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.id = str(visitor.session_id)


def init_app(app: Flask) -> None:
    logins = LoginManager(app)
    logins.session_protection = None  # our own cookie is the stronger lock
    logins.user_loader(_recognise)
    app.context_processor(lambda: {"visitor": visitor()})
    app.after_request(_hand_over_the_cookie)


def _recognise(session_id: str) -> Account | None:
    """Two cookies must agree: the signed one names the session, the secret one opens it."""
    if g.get("practice_id") is None:
        return None
    found = sessions.open_with(_kept_in(SECRET))
    return Account(found) if found and str(found.session_id) == session_id else None


def half() -> Half:
    """Whoever has given a right password in this browser and no second factor yet; both cookies must agree here, too.

    Raises:
        NotSignedIn: nobody, or it was too long ago.
    """
    found = halfway.open_with(_kept_in(SECRET)) if g.get("practice_id") else None
    if found is None or str(found.id) != session.get(HALF):
        raise NotSignedIn
    return found


def visitor() -> Visitor | None:
    """Whoever is signed in, or nobody."""
    return current_user.visitor if current_user and current_user.is_authenticated else None


def ask_nobody() -> None:
    """From here on this request is nobody's: its page must come out although the database does not answer."""
    g.practice_id = None


def whoever() -> Visitor:
    """Whoever is signed in, in all their roles.

    Raises:
        NotSignedIn: nobody is.
    """
    who = visitor()
    if who is None:
        raise NotSignedIn
    return who


def me() -> Actor:
    """The acting person, in the role the room asked for."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        raise NotSignedIn
    return actor


def fresh() -> Visitor:
    """Whoever is signed in, and has proved so in the last ten minutes: for what a session left open must not do.

    To be called where such a page is shown and where its form is taken, before anything is written.

    Raises:
        NotFresh: the page "Your password again" comes first; what was sent goes along and is taken up after it.
    """
    who = whoever()
    if not who.is_fresh:
        raise NotFresh
    return who


def practice_id() -> UUID:
    """The practice whose door this is."""
    found: UUID | None = g.get("practice_id")
    if found is None:
        raise NotFound
    return found


# ------------------------------------------------------------------ guards


def only(role: Role) -> Callable[[], None]:
    """Guard of a whole room: `room.before_request(only(Role.CLIENT))`. Anyone else finds nothing here."""

    def guard() -> None:
        who = visitor()
        if who is None:
            raise NotSignedIn
        if role not in who.roles:
            raise NotFound
        if lacks_factor(who) and (request.blueprint or "") not in FIRST_DAY:
            raise NeedsFactor
        g.actor = who.acting_as(role)

    guard.role = role  # type: ignore[attr-defined]  # the route census reads it
    return guard


def signed_in() -> None:
    """Guard for what every signed-in person has: their own sessions and data."""
    who = visitor()
    if who is None:
        raise NotSignedIn
    g.actor = who.acting_as(next(role for role in ROOMS if role in who.roles))


def needs_factor(who: Visitor) -> bool:
    """Whether this practice asks them for a second factor: of all who work here, and of clients where it says so."""
    is_asked = who.is_staff or (Role.CLIENT in who.roles and g.settings.clients_factor_required)
    return is_asked and not g.get("is_made_up")


def lacks_factor(who: Visitor) -> bool:
    """Whether they have none that satisfies the practice."""
    if not needs_factor(who) or who.has_passkey:
        return False
    only_passkeys = who.is_staff and g.settings.staff_factor == Rules.PASSKEY
    return not who.has_app or (only_passkeys and site().can_have_passkeys)


def site() -> Site:
    """The one address that passkeys of this practice are good for."""
    return Site.at(settings.address(practice_id()))


def anyone() -> None:
    """Guard that lets everyone in; says so out loud."""


# ------------------------------------------------------------------ coming and going


def let_in(cookie: bytes) -> Visitor | None:
    """Make this browser the one that holds the session. Everything it held before is dropped.

    Returns:
        whoever is in now; nobody, while the second factor is still to come (`half`).

    Raises:
        NotSignedIn: the cookie opens nothing.
    """
    session.clear()
    g.pop("csrf_token", None)  # Flask-WTF keeps the old session's for the rest of the request
    g.cookie = urlsafe_b64encode(cookie).decode()
    if found := sessions.open_with(cookie):
        login_user(Account(found))
        known = devices.arrive(found, _kept_in(KNOWN), request.user_agent.string)
        g.known = urlsafe_b64encode(known).decode()
        return found
    if found_half := halfway.open_with(cookie):
        session[HALF] = str(found_half.id)
        return None
    g.pop("cookie")
    raise NotSignedIn


def renew(cookie: bytes) -> None:
    """Give this browser another secret for the session it is in; its open forms stay good."""
    g.cookie = urlsafe_b64encode(cookie).decode()


def see_out() -> None:
    """Forget this browser: both cookies, and whatever the site kept in it. That it was here before stays known."""
    vanish()
    g.clear_site_data = '"cache", "storage"'


def vanish() -> None:
    """Sign this browser out and leave nothing of ours in it; next time it is a new one."""
    logout_user()
    forget_browser()


def forget_browser() -> None:
    """Take every cookie and all that the site has kept from this browser; asks no database."""
    session.clear()
    g.cookie = ""
    g.clear_site_data = '"cache", "cookies", "storage"'


def touch() -> None:
    """Keep the session of whoever is here alive."""
    if who := visitor():
        sessions.touch(who)


def arrival(next_path: str | None = None) -> str:
    """Where to go after signing in: the page asked for if it is ours, else the door, which knows the person's room."""
    return request.script_root + (next_path if next_path and is_ours(next_path) else "/")


def is_ours(path: str) -> bool:
    """Whether a path given by the browser stays on this site, whatever tricks are in it."""
    if not path.startswith("/") or any(ord(sign) <= 0x20 or sign == "\\" for sign in path) or path.startswith("//"):  # noqa: PLR2004 - control signs and space
        return False
    parts = urlsplit(path)
    return not parts.scheme and not parts.netloc


def _name(kept: str) -> str:
    return f"__Host-{kept}" if current_app.config["SESSION_COOKIE_SECURE"] else kept


def _kept_in(kept: str) -> bytes:
    """What a cookie of ours holds; nothing, where there is none or it is not ours."""
    try:
        return urlsafe_b64decode(request.cookies.get(_name(kept), "").encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        return b""


def _hand_over_the_cookie(response: Response) -> Response:
    is_secure = current_app.config["SESSION_COOKIE_SECURE"]
    cookie, known = g.pop("cookie", None), g.pop("known", None)
    how = {"secure": is_secure, "httponly": True, "samesite": "Lax"}
    if cookie:
        response.set_cookie(_name(SECRET), cookie, **how)
    elif cookie == "":
        response.delete_cookie(_name(SECRET), secure=is_secure)
    if known:
        response.set_cookie(_name(KNOWN), known, max_age=devices.FORGOTTEN, **how)
    if cleared := g.pop("clear_site_data", ""):
        response.headers["Clear-Site-Data"] = cleared
    return response
