"""Help numbers for whoever is asking: where the practice is, and what the browser's languages name."""

from collections.abc import Iterator

from flask import current_app, g, request

from portal.domain.help import Book, Country

REGION = 2  # letters of a country in a language tag such as en-IE (BCP 47)


def book() -> Book:
    """The numbers this installation was started with."""
    found: Book = current_app.config["HELP"]
    return found


def likely() -> Iterator[Country]:
    """Where this person may be: where the practice is, the installation, then what the browser's languages name."""
    seen = set()
    for code in (g.get("practice_country"), current_app.config["COUNTRY"], *_regions()):
        country = book().of(code)
        if country and country.code not in seen:
            seen.add(country.code)
            yield country


def _regions() -> Iterator[str]:
    for language in request.accept_languages.values():
        yield from (part for part in language.replace("_", "-").split("-")[1:] if len(part) == REGION)
