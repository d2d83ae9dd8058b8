"""Which language a page speaks: the one its reader chose, else one that their browser asks for and the practice has."""

from flask import Flask, current_app, g, has_request_context, request

from portal.core import language
from portal.domain.settings import PracticeSettings
from portal.web.session import visitor

COOKIE = "language"  # before anybody is signed in; goes when the browser is closed


def init_app(app: Flask) -> None:
    language.init_app(app, choose)
    app.jinja_env.globals.update(language=language.spoken, languages=languages)


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
        return who.language
    asked = request.cookies.get(name(), "")
    return asked if asked in mine else request.accept_languages.best_match(mine, mine[0])


def languages() -> list[tuple[str, str]]:
    """What can be switched to: (tag, what it calls itself), without the one that is spoken."""
    return [(one, language.name_of(one)) for one in offered() if one != language.spoken()]


def name() -> str:
    """Of the cookie."""
    return f"__Host-{COOKIE}" if current_app.config.get("SESSION_COOKIE_SECURE") else COOKIE
