"""The shelf of notes: all of them, a month, this day in other years, and looking for some."""

from datetime import date
from http import HTTPStatus
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from client_app.journal.forms import KIND, SearchForm, bp, today
from client_app.sharing import Badge, with_badges
from portal.domain import drafts, journal
from portal.domain.journal import Filters, Header
from portal.web.session import me


@bp.get("")
def index() -> ResponseReturnValue:
    before, after = _place()
    shelf = journal.shelf(me(), before, after)
    is_first = not (before or after)
    return render_template(
        "client/journal/index.html",
        form=SearchForm(),
        months=_by_month(with_badges(shelf.headers)),
        pinned=with_badges(journal.pinned(me())) if is_first else [],
        shelf=shelf,
        drafts=drafts.index(me(), KIND) if is_first else [],
    )


@bp.post("")
def search() -> ResponseReturnValue:
    """By POST, so that what is looked for stands in no address."""
    form = SearchForm()
    is_sound = form.validate_on_submit()
    if is_sound and not form.words.data and form.filters == Filters():
        return redirect(url_for("client.journal.index"), HTTPStatus.SEE_OTHER)
    found = journal.search(me(), form.words.data, form.filters) if is_sound else []
    return render_template(
        "client/journal/found.html",
        form=form,
        notes=with_badges(found),
        most=journal.FOUND,
        narrowed=form.filters != Filters(),
    )


@bp.get("/month")
def this_month() -> ResponseReturnValue:
    return month(today().year, today().month)


@bp.get("/month/<int:year>/<int:number>")
def month(year: int, number: int) -> ResponseReturnValue:
    found = journal.month(me(), year, number, *_place())
    return render_template("client/journal/month.html", month=found, notes=with_badges(found.shelf.headers))


@bp.get("/this-day")
def this_day() -> ResponseReturnValue:
    notes = with_badges(journal.on_this_day(me()))
    return render_template("client/journal/this_day.html", notes=notes, today=today())


def _place() -> tuple[UUID | None, UUID | None]:
    """The notes to go on from, as the address names them."""
    return request.args.get("before", type=UUID), request.args.get("after", type=UUID)


class _Month(NamedTuple):
    """Notes of one month, for a heading of their own."""

    first: date
    notes: list[tuple[Header, Badge]]


def _by_month(notes: list[tuple[Header, Badge]]) -> list[_Month]:
    months = groupby(notes, key=lambda note: note[0].on_day.replace(day=1))
    return [_Month(first, list(some)) for first, some in months]
