"""Help numbers for everybody: signed in or not, with or without a practice, and while the database is away."""

from collections.abc import Iterator

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.help import Book, Country
from portal.web.session import anyone

bp = Blueprint("help", __name__)
bp.before_request(anyone)

REGION = 2  # letters of a country in a language tag such as en-IE (BCP 47)


@bp.get("/help-now")
def show() -> ResponseReturnValue:
    likely = list(_likely())
    guessed = likely[0] if likely else None
    chosen = book().of(request.args["country"]) if "country" in request.args else guessed
    others = [country for country in likely if country is not chosen]
    return render_template("help/show.html", book=book(), chosen=chosen, others=others)


def book() -> Book:
    """The numbers this installation was started with."""
    found: Book = current_app.config["HELP"]
    return found


def _likely() -> Iterator[Country]:
    """Where this person may be: where the practice is, if that is set, then what the browser's languages name."""
    seen = set()
    for code in (current_app.config["COUNTRY"], *_regions()):
        country = book().of(code)
        if country and country.code not in seen:
            seen.add(country.code)
            yield country


def _regions() -> Iterator[str]:
    for language in request.accept_languages.values():
        yield from (part for part in language.replace("_", "-").split("-")[1:] if len(part) == REGION)
