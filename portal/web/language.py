"""Which language a page speaks: the one its reader chose, else one that their browser asks for and the practice has."""

from collections.abc import Callable

from flask import Flask, Response, current_app, g, has_request_context, request

from portal.core import language
from portal.domain.settings import PracticeSettings
from portal.web.session import visitor

COOKIE = "language"  # before anybody is signed in; goes when the browser is closed


def init_app(app: Flask) -> None:
    language.init_app(app, choose)
    app.jinja_env.globals.update(language=language.spoken, languages=languages, in_language=in_language)
    app.jinja_env.filters["language_name"] = language.name_of
    app.after_request(_hand_over_the_choice)


def offered() -> tuple[str, ...]:
    """The languages of the practice; all there are, where nobody knows the practice."""
    said: PracticeSettings | None = g.get("settings")
    ready = language.installed()
    return tuple(one for one in said.languages if one in ready) or (language.FIRST,) if said else ready


def choose() -> str:
    """The language of whoever asks."""
    if not has_request_context():
        return language.FIRST
    mine = offered()
    who = visitor()
    if who and who.language in mine:
        _remember(who.language)
        return who.language
    asked = request.cookies.get(name(), "")
    return asked if asked in mine else request.accept_languages.best_match(mine, mine[0])


def _remember(tag: str) -> None:
    """Pages that ask nobody who reads them, such as that of the help numbers, are in this language, too."""
    if request.cookies.get(name()) != tag:
        g.language_chosen = tag


def languages() -> list[tuple[str, str]]:
    """What can be switched to: (tag, what it calls itself), without the one that is spoken."""
    return [(one, language.name_of(one)) for one in offered() if one != language.spoken()]


def in_language(tag: str, caller: Callable[[], str]) -> str:
    """A part of a page in a language of its own, such as that of a paper; a template calls it around the part."""
    with language.speaking(tag):
        return caller()


def keep(tag: str) -> None:
    """Let this browser be answered in this language from now on, where it is one that is offered."""
    if tag in offered():
        g.language_chosen = tag


def _hand_over_the_choice(response: Response) -> Response:
    if chosen := g.pop("language_chosen", None):
        is_secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(name(), chosen, secure=is_secure, httponly=True, samesite="Lax")
    return response


def name() -> str:
    """Of the cookie."""
    return f"__Host-{COOKIE}" if current_app.config.get("SESSION_COOKIE_SECURE") else COOKIE
