"""What templates may use: times in the reader's zone, the reader's wishes, asset addresses; and nothing undefined."""

import hashlib
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from flask import Flask, current_app, g, url_for
from jinja2 import StrictUndefined

from portal.core import dates
from portal.core.actor import Role
from portal.core.clock import now, zone
from portal.core.language import _
from portal.core.markdown import first_line, structure
from portal.domain import inbox, recovery
from portal.domain.recovery import Told
from portal.domain.settings import PracticeSettings
from portal.web import language, palette, styles
from portal.web.session import visitor

MORNING, AFTERNOON = range(5, 12), range(12, 18)  # hours
TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "mx", "miss", "sir", "rev", "st"})


def init_app(app: Flask) -> None:
    language.init_app(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.pop("config", None)
    app.jinja_env.globals.update(
        asset=asset,
        colour=colour,
        greeting=greeting,
        is_made_up=is_made_up,
        leaves_at=leaves_at,
        practice_name=practice_name,
        practice_sheet=practice_sheet,
        prefs=prefs,
        to_read=to_read,
        way_back=way_back,
        way_back_stop=way_back_stop,
        where_closed=where_closed,
    )
    app.context_processor(lambda: {"leave_url": leave_url()})
    app.jinja_env.filters.update(
        day=day,
        month=month,
        said=dates.said,
        number=dates.number,
        last_day=last_day,
        ending=ending,
        clock=clock,
        moment=moment,
        local=local,
        first_name=first_name,
        capital=capital,
        small=small,
        structure=structure,
        first_line=first_line,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def asset(name: str) -> str:
    """Address of a static file, with a mark that changes when the file does."""
    return url_for("static", filename=name, v=_mark(Path(current_app.static_folder or ""), name))


@cache
def _mark(folder: Path, name: str) -> str:
    content = styles.joined(folder, name) if name in styles.SHEETS else (folder / name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def colour(name: str, theme: str) -> str:
    """A colour of the palette as '#RRGGBB', where no style sheet reaches. theme: light, dark or dim."""
    return palette.colours(theme)[name]


def practice_name() -> str:
    return g.get("practice_name") or "Harbour"


def leave_url() -> str:
    """Where Leave leads: what the practice has set, else the installation's; that is there whatever is away."""
    said: PracticeSettings | None = g.get("settings")
    return (said and said.leave_url) or str(current_app.config["LEAVE_URL"])


def practice_sheet() -> str | None:
    """The address of the sheet with the practice's colour; none where it has the house's own."""
    said: PracticeSettings | None = g.get("settings")
    if said is None or not said.colour:
        return None
    name = styles.name_of(said.colour)
    return url_for("static", filename=name, v=styles.mark_of(said.colour))


def is_made_up() -> bool:
    """Whether this is the made-up practice; each of its pages says so."""
    return bool(g.get("is_made_up", False))


def leaves_at() -> datetime | None:
    """When the practice is removed, if it is to be; each of its pages says so."""
    found: datetime | None = g.get("leaves_at")
    return found


def prefs() -> tuple[str, ...]:
    """Classes of prefs.css that the reader has asked for; base.html puts them on <html>. The style page tries more."""
    if "prefs" in g:
        tried: tuple[str, ...] = g.prefs
        return tried
    who = visitor()
    return tuple(who.preferences.classes.split()) if who else ()


def to_read() -> int:
    """How much there is to read for a therapist, in the navigation of every page of theirs; asked once for a page."""
    if "to_read" not in g:
        who = visitor()
        g.to_read = inbox.count(who.acting_as(Role.THERAPIST)) if who and Role.THERAPIST in who.roles else 0
    found: int = g.to_read
    return found


def way_back() -> list[Told]:
    """What each page tells somebody who was helped back in lately, or is to be; asked only when there is something."""
    who = visitor()
    if who is None or who.told_until is None or who.told_until < now():
        return []
    return recovery.told(who.acting_as(min(who.roles)))


def where_closed() -> str | None:
    """Where somebody finds what is closed since they began anew; None for everybody else."""
    who = visitor()
    if who is None or not recovery.is_closed(who.acting_as(min(who.roles))):
        return None
    return url_for("account.closed.show")


def way_back_stop(request_id: UUID) -> str:
    """Where they say that it is not them."""
    return url_for("account.way_back.stop", request_id=request_id)


def local(value: datetime) -> datetime:
    """The moment in the reader's own zone."""
    who = visitor()
    return value.astimezone(zone(who.time_zone if who else "UTC"))


def greeting() -> str:
    """'Good evening', by the reader's own clock; the night belongs to the evening."""
    hour = local(now()).hour
    return _("Good morning") if hour in MORNING else _("Good afternoon") if hour in AFTERNOON else _("Good evening")


def day(value: date | datetime) -> str:
    """'Tuesday 18 November', with the year when it is not this one."""
    on = local(value).date() if isinstance(value, datetime) else value
    return dates.said(on, "full" if on.year == local(now()).year else "full_year")


def month(value: date) -> str:
    """'November 2025'."""
    return dates.said(value, "month")


def last_day(until: datetime) -> str:
    """The last day on which something is open that ends at this moment: midnight belongs to the day before.

    With the time of day for whoever is in another zone by now, or reads from one: there it is no midnight.
    """
    before = until - timedelta(seconds=1)
    return day(before) if local(before).date() < local(until).date() else moment(until)


def ending(until: datetime) -> str:
    """'the end of Tuesday 18 November', for a sentence that says until when."""
    last = last_day(until)
    return _("the end of %(day)s", day=last) if last != moment(until) else last


def clock(value: datetime) -> str:
    """'14:02' where the reader is."""
    return f"{local(value):%H:%M}"


def moment(value: datetime) -> str:
    """'Tuesday 18 November, 14:02'."""
    return _("%(day)s, %(clock)s", day=day(value), clock=clock(value))


def capital(words: str) -> str:
    """The same with a capital at the front, for a name of a kind that begins a line; the rest stays as it is."""
    said = str(words)
    return said[:1].upper() + said[1:]


def small(words: str) -> str:
    """The same with a small letter at the front, for words inside a sentence; nouns after it keep their capitals."""
    said = str(words)
    return said[:1].lower() + said[1:]


def first_name(name: str) -> str:
    """What somebody is called in a sentence: 'Mara' of Mara Lindqvist, and the whole name where a title leads it."""
    first = name.split(maxsplit=1)[0]
    return name if first.rstrip(".").casefold() in TITLES else first
