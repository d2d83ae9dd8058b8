"""Resources: books, podcasts, sites and groups that the practice keeps, and what a client saved of them.

A starter set comes with the house. A practice adds its own, and takes off what does not fit it.
"""

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.language import _, from_file, lazy
from portal.core.text import is_one_line, taken
from portal.domain import steady
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.domain.steady import Slot
from portal.models.resources import Resource as Row

STARTER = Path(__file__).parents[1] / "assets" / "resources.json"
KINDS = {"book": lazy("Book"), "podcast": lazy("Podcast"), "site": lazy("Website"), "group": lazy("Group")}
LONGEST = {"title": 160, "by": 160, "about": 400, "url": 400}  # characters
MARKS = ("saved", "done")
MOST = 80  # things on a shelf that somebody is to find their way on
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]{3,}")


@dataclass(frozen=True, slots=True)
class Resource:
    """Something to read, hear, look at or go to. `url` is empty for most: a title is enough to ask a library for."""

    slug: str
    kind: str
    title: str
    by: str
    about: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """One of them as its client sees it: whether they saved it, and whether they are done with it."""

    resource: Resource
    is_saved: bool
    is_done: bool


def shelf(actor: Actor) -> list[Resource]:
    """What the practice keeps now, by kind and title: the starter set, less what was taken off, and its own."""
    rows = list(db.session.scalars(readable(Row, actor)))
    known = {row.slug for row in rows}
    own = [_plain(row) for row in rows if row.ended_at is None]
    found = [*own, *(_said(one) for one in starter() if one.slug not in known)]
    return sorted(found, key=lambda one: (list(KINDS).index(one.kind), one.title.casefold(), one.slug))


def marked(actor: Actor) -> list[Marked]:
    """The shelf with a client's own marks.

    Args:
        actor: a client, with keys.
    """
    marks = steady.card(actor, Slot.MARKS).words
    saved, done = (set(marks[name].split()) for name in MARKS)
    return [Marked(one, one.slug in saved, one.slug in done) for one in shelf(actor)]


def mark(actor: Actor, slug: str, what: str, *, is_on: bool) -> None:
    """Save one, or say that one is done with it; or take that back. Nobody else can see it.

    Args:
        actor: a client, with keys.
        slug: which.
        what: "saved" or "done".
        is_on: whether it is.

    Raises:
        NotFound: no such resource or mark.
    """
    known = {one.slug for one in shelf(actor)}
    if what not in MARKS or slug not in known:
        raise NotFound(slug)
    steady.mark(actor, what, slug, known, is_on=is_on)


def add(  # noqa: PLR0913, PLR0917 - what is said about a resource
    actor: Actor, kind: str, title: str, by: str = "", about: str = "", url: str = "", resource_id: UUID | None = None
) -> str:
    """Put one on the practice's shelf.

    Args:
        actor: an admin.
        kind: one of KINDS.
        title: at most 160 characters.
        by: who made it.
        about: a sentence or two.
        url: where it is, beginning with https:// or http://; or nothing.
        resource_id: made when the form was shown: sent twice, it is one.

    Returns:
        its slug.

    Raises:
        Invalid: a field that cannot be kept, or the shelf is full.
    """
    _only_who_may(actor)
    if kind not in KINDS:
        raise Invalid("kind", _("Choose what it is."))
    if len(shelf(actor)) >= MOST:
        raise Invalid("title", _("The shelf holds %(most)s things. Take one off first.", most=MOST))
    said = {"title": title, "by": by, "about": about, "url": url}
    said = {name: _checked(name, text) for name, text in said.items()}
    if not said["title"]:
        raise Invalid("title", _("Give it the title people know it by."))
    if said["url"] and not _ADDRESS.fullmatch(said["url"]):
        raise Invalid("url", _("An address begins with https:// and has no spaces. It can also stay empty."))
    slug = str(resource_id or uuid4())
    row = Row(practice_id=actor.practice_id, slug=slug, kind=kind, **said)
    if not add_new(row):
        return slug
    record(actor, Event.RESOURCE_KEPT, row.id)
    return slug


def take_off(actor: Actor, slug: str) -> None:
    """Take one off the shelf. Twice changes nothing.

    Raises:
        NotFound: there is no such resource.
    """
    _only_who_may(actor)
    row = db.session.scalar(writable(Row, actor).where(Row.slug == slug).with_for_update())
    if row is None:
        one = next((one for one in starter() if one.slug == slug), None)
        if one is None:
            raise NotFound(slug)
        row = Row(practice_id=actor.practice_id, **{name: getattr(one, name) for name in Resource.__slots__})
        if not add_new(row):  # somebody else takes it off at this moment
            return
    if row.ended_at is None:
        row.ended_at = now()
        db.session.flush()
        record(actor, Event.RESOURCE_ENDED, row.id)


@cache
def starter() -> tuple[Resource, ...]:
    """General kinds and well-known titles, without addresses: nothing here can go out of date or lead astray."""
    return tuple(Resource(**said) for said in json.loads(STARTER.read_text(encoding="utf-8")))


def _said(one: Resource) -> Resource:
    """One of the starter set for whoever looks. A title that somebody gave their work stays as they gave it."""
    title = one.title if one.by else str(from_file(one.title))
    return replace(one, title=title, about=str(from_file(one.about)))


def _only_who_may(actor: Actor) -> None:
    if actor.role is not Role.ADMIN:
        raise Forbidden


def _plain(row: Row) -> Resource:
    return Resource(row.slug, row.kind, row.title, row.by, row.about, row.url)


def _checked(name: str, text: str) -> str:
    text = taken(name, text, LONGEST[name])
    if not is_one_line(text):
        raise Invalid(name, _("Please keep this on one line."))
    return text
