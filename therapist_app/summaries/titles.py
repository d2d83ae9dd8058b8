"""Summaries: the blueprint of their pages, and what each of them is called on a page."""

from collections.abc import Iterable
from datetime import date

from flask import Blueprint, Response

from portal.core import dates
from portal.core.language import _
from portal.domain.summaries import Card, File

bp = Blueprint("summaries", __name__, url_prefix="/summaries")


def as_pdf(found: File | None) -> Response | None:
    """The answer that a browser saves under the file's name; None when there is no file."""
    if found is None:
        return None
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.pdf, mimetype="application/pdf", headers=headers)


def titled(cards: Iterable[Card]) -> list[tuple[Card, str]]:
    return [(card, title(card)) for card in cards]


def title(card: Card) -> str:
    """'Summary for Sam, 6 to 20 November', with years where they are not the one it was asked for in."""
    return _(
        "Summary for %(name)s, %(days)s",
        name=card.client.split()[0],
        days=_days(card.first, card.last, card.asked_at.year),
    )


def _days(first: date, last: date, year: int) -> str:
    return dates.between(first, last, with_year=last.year != year)
