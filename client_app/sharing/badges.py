"""Who can read a thing, for every page that shows one: the badge, the panel, and what has just been done."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from flask import request, url_for

from portal.core.errors import NotFound
from portal.core.language import _, spoken
from portal.domain import consent, journal, rhythm, signals
from portal.domain.consent import Access, Answer, Audience, File, Remains
from portal.domain.journal import Header
from portal.domain.rhythm import Rhythm
from portal.web.session import me
from portal.web.templating import clock, first_name

PAGES = {  # the client's own page of each kind, and how it names the thing
    "entry": ("client.journal.show", "entry_id"),
    "excerpt": ("client.excerpts.show", "excerpt_id"),
    "goal": ("client.goals.show", "goal_id"),
    "measure": ("client.measures.show", "measure_id"),
    "agenda": ("client.agenda.show", "agenda_id"),
    "after-session": ("client.agenda.noted", "after_id"),
    "card": ("client.steady.show", "card_id"),
    "checkin": ("client.mood.show", "checkin_id"),
}


def page_of(kind: str, thing_id: UUID, **news: UUID) -> str:
    """Address of the client's own page of a thing; `news`: what has just been done, for `Done`."""
    endpoint, name = PAGES[kind]
    values: dict[str, Any] = {name: thing_id, **news}
    return url_for(endpoint, **values)


def rhythms(therapist_id: UUID | None = None) -> dict[UUID, Rhythm]:
    """When those who look after the client read, by therapist; of one of them only, when one is asked for."""
    found = rhythm.team(me())
    return found if therapist_id is None else {id_: one for id_, one in found.items() if id_ == therapist_id}


class Badge(NamedTuple):
    """What audience_badge needs: a state, first names, and whether somebody the client trusts is among them."""

    state: str
    names: list[str]
    trusted: bool = False


class Done(NamedTuple):
    """What has just begun or ended: access given, access that comes later, what stopping does not undo; or none.

    `stop_url`: where the check-in beside the note is stopped, when the reader can open that still.
    """

    shared: Access | None
    coming: Access | None
    remains: Remains | None
    stop_url: str = ""


def badge(audience: Audience) -> Badge:
    """Who can read a thing, in the badge's terms."""
    readers = audience.readers
    trusted = any(access.is_trusted for access in readers or audience.coming)
    if not readers and audience.coming:
        return Badge(
            "opens_later",
            [_("%(name)s at %(clock)s", name=first_name(one.name), clock=clock(one.since)) for one in audience.coming],
            trusted,
        )
    if not readers:
        return Badge("only_you", [])
    if all(access.is_earlier for access in readers):
        return Badge("you_and_earlier", [first_name(access.name) for access in readers], trusted)
    return Badge("you_and", [_named(access) for access in readers], trusted)


def _named(access: Access) -> str:
    name = first_name(access.name)
    return _("%(name)s (earlier version)", name=name) if access.is_earlier else name


def with_badges(headers: Iterable[Header]) -> list[tuple[Header, Badge]]:
    """Notes of a list, each with its badge; asked for all at once."""
    notes = list(headers)
    audiences = consent.audience(me(), [note.id for note in notes])
    return [(note, badge(audiences[note.id])) for note in notes]


def badges_of(thing_ids: Iterable[UUID]) -> dict[UUID, Badge]:
    """The badge of each of these things of the client's own; asked for all at once."""
    ids = list(thing_ids)
    return {thing_id: badge(audience) for thing_id, audience in consent.audience(me(), ids).items()}


def part_badge(thing_ids: Iterable[UUID]) -> Badge:
    """Who can read at least one of these, for a page that shows them together."""
    names = consent.who_reads_some(me(), thing_ids)
    return Badge("you_and_in_part" if names else "only_you", [first_name(name) for name in names])


def goes_to(kind: str, of: UUID | None = None) -> str:
    """First names of those to whom each new one of this kind opens as it is saved; nothing, when it stays private.

    Args:
        kind: of item.
        of: the thing it belongs to or changes: only those who have that by the same standing consent.
    """
    covered = consent.covered(me()).get(kind, []) if of is None else consent.covered_with(me(), kind, of)
    names = [first_name(name) for name in covered]
    first, last = ", ".join(names[:-1]), "".join(names[-1:])
    return _("%(first)s and %(last)s", first=first, last=last) if first else last


def stream_readers(what: str) -> list[UUID]:
    """By id, those to whom all of this opens by a standing consent: a name can be a part of another."""
    return [one.reader_id for one in consent.streams(me()) if one.what == what]


def kept(said: str, alone: str, kind: str, of: UUID | None = None) -> str:
    """What was kept, and for whom: one sentence more when it went to somebody by itself.

    Args:
        said: that it was kept.
        alone: the same, where it stays with the client.
        kind: of item.
        of: as for goes_to.
    """
    names = goes_to(kind, of)
    return " ".join((said, _("%(names)s can read it.", names=names))) if names else alone


def done(audience: Audience, thing_id: UUID) -> Done | None:
    """What the address says was done a moment ago, as far as it is so."""
    shared, stopped = (request.args.get(name, type=UUID) for name in ("shared", "stopped"))
    if shared:
        access, coming = audience.of(shared), audience.coming_to(shared)
        return Done(access, coming, None) if access or coming else None
    left = remains(stopped, thing_id) if stopped and not audience.of(stopped) else None
    return Done(None, None, left, _still_open(thing_id, stopped)) if stopped and left else None


def _still_open(entry_id: UUID, reader_id: UUID) -> str:
    """Where this reader's access to the check-in beside a note is stopped, if there is any."""
    try:
        checkin_id = journal.beside(me(), entry_id).margin.checkin_id
    except NotFound:
        return ""
    is_open = checkin_id and consent.audience(me(), [checkin_id])[checkin_id].of(reader_id)
    return url_for("client.sharing.stop", thing_id=checkin_id, reader_id=reader_id) if is_open else ""


def panel(audience: Audience, thing_id: UUID | None = None, kind: str = "entry") -> list[dict[str, Any]]:
    """The rows of share_panel: everyone the thing can be shared with, and everyone else who can read it.

    Args:
        audience: who can read it now.
        thing_id: of the thing, for the buttons; None while it is being written.
        kind: of the thing.
    """
    circle = {known.id: known for known in consent.readers(me(), kind)}
    given = {access.person_id: access for access in audience.readers + audience.coming}
    names = {one.id: one.name for one in circle.values()} | {one.person_id: one.name for one in given.values()}
    trusted = {one.id for one in circle.values() if one.is_trusted} | {
        one.person_id for one in given.values() if one.is_trusted
    }
    return [
        _row(person_id, name, audience, thing_id, in_circle=person_id in circle, is_trusted=person_id in trusted)
        for person_id, name in names.items()
    ]


def readers_of(thing_id: UUID, kind: str) -> list[dict[str, Any]]:
    """The same rows for one thing of the client's own, where the page needs nothing else of it."""
    return panel(consent.audience(me(), [thing_id])[thing_id], thing_id, kind)


def _row(  # noqa: PLR0913 - what a row says
    person_id: UUID, name: str, audience: Audience, thing_id: UUID | None, *, in_circle: bool, is_trusted: bool
) -> dict[str, Any]:
    access, coming = audience.of(person_id), audience.coming_to(person_id)
    row = {
        "id": person_id,
        "name": name,
        "short": first_name(name),
        "role": _role(in_circle=in_circle, is_trusted=is_trusted),
        "kind": "trusted" if is_trusted else "staff",
        "state": "off" if access is None else "earlier" if access.is_earlier and in_circle else "on",
        "opens_at": coming and coming.since,
    }
    if thing_id is not None:
        for what in ("preview", "stop", "undo", "open_now"):
            row[f"{what}_url"] = url_for(f"client.sharing.{what}", thing_id=thing_id, reader_id=person_id)
    return row


def _role(*, in_circle: bool, is_trusted: bool) -> str:
    if is_trusted:
        return _("Someone you trust")
    return _("Your therapist") if in_circle else _("You shared this with them")


def remains(reader_id: UUID, thing_id: UUID | None = None) -> Remains | None:
    """What stopping does not undo; None for somebody the client never shared with."""
    try:
        return consent.what_remains(me(), reader_id, thing_id)
    except NotFound:
        return None


class Sharing(NamedTuple):
    """All that the page of a thing says about who can read it; `_said.html` and the panel draw it."""

    badge: Badge
    audience: Audience
    readers: list[dict[str, Any]]
    done: Done | None
    answers: list[Answer]
    made: list[File]
    signals: list[dict[str, Any]]


def sharing_of(thing_id: UUID, kind: str = "entry") -> Sharing:
    """The same for one thing of the client's own."""
    audience = consent.audience(me(), [thing_id])[thing_id]
    answers = consent.answers(me(), [thing_id])
    made = consent.files_made(me(), thing_id) if audience.readers else []
    rows = panel(audience, thing_id, kind)
    of_it = signals_on(rows, thing_id)
    return Sharing(badge(audience), audience, rows, done(audience, thing_id), answers, made, of_it)


def signals_on(rows: list[dict[str, Any]], thing_id: UUID) -> list[dict[str, Any]]:
    """Of the rows of share_panel those of therapists who have the thing, or soon do, each with the signal on it."""
    given = [row for row in rows if row["kind"] == "staff" and (row["state"] != "off" or row["opens_at"])]
    known = {one.therapist_id: one for one in signals.of_things(me(), [thing_id])} if given else {}
    return [
        {
            **row,
            "signal": known.get(row["id"]),
            "spoken": spoken(),
            "ask_url": url_for("client.signals.ask", thing_id=thing_id, reader_id=row["id"]),
            "take_back_url": url_for("client.signals.take_back", thing_id=thing_id, reader_id=row["id"]),
        }
        for row in given
    ]
