"""The look, once a month, at what is still open: each thing with each reader once, to be kept open or made private."""

from dataclasses import dataclass, replace
from uuid import UUID

from portal.core.actor import Actor
from portal.domain import caseload
from portal.domain.accounts.zones import today_of
from portal.domain.consent import book, sharing
from portal.domain.consent.overview import OpenThing, chosen


@dataclass(frozen=True, slots=True)
class Still:
    """A thing that is open to somebody by choice, and has not been settled in this look."""

    thing: OpenThing
    reader_id: UUID
    name: str
    is_trusted: bool


def look(actor: Actor) -> tuple[list[Still], int]:
    """What is left to settle, twenty at a time, newest shared first; and how much there is of it in all.

    What opens by itself is not part of it: that has an end of its own.

    Args:
        actor: the client, with keys.
    """
    found, together = chosen(actor, book.read(actor).settled)
    return [Still(thing, row.reader_id, row.name, bool(row.is_trusted)) for row, thing in found], together


def settle(actor: Actor, thing_id: UUID, reader_id: UUID, *, stays: bool) -> bool:
    """Keep one thing open to one reader, or close it at once; the last one ends the look.

    Returns:
        whether the look is over: a month from now Today tells again.

    Raises:
        NotFound: no such thing, or not theirs; or nobody they ever shared with.
    """
    caseload.hold(actor.person_id)  # the book is one text: what another window keeps in it comes before or after
    sharing.kind_of(actor, thing_id)
    sharing.known_reader(actor, reader_id)
    if stays:
        kept = book.read(actor)
        book.keep(actor, replace(kept, settled=tuple({*kept.settled, (thing_id, reader_id)})))
    else:
        sharing.stop(actor, thing_id, reader_id)
    is_over = look(actor)[1] == 0
    if is_over:
        looked(actor)
    return is_over


def looked(actor: Actor) -> None:
    """The client has seen what is open; a month from now they are told again."""
    caseload.hold(actor.person_id)
    book.keep(actor, replace(book.read(actor), looked_on=today_of(actor), settled=()))
