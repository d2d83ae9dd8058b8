"""What an export is made from: the opened texts by kind, and what each kind of thing is turned into."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.clock import zone
from portal.core.db import db
from portal.core.parts import parts
from portal.models.people import Person
from portal.models.vault import Item

CHUNK = 5_000  # ids in one statement
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of one text, opened."""

    item_id: UUID
    kind: str
    thing_id: UUID
    version: int
    made_at: datetime
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing: as data, as Markdown files by name, as FHIR resources, and files taken as they are."""

    name: str
    records: list[Plain] = field(repr=False)
    pages: list[tuple[str, str]] = field(default_factory=list, repr=False)
    resources: list[Plain] = field(default_factory=list, repr=False)
    files: list[tuple[str, bytes]] = field(default_factory=list, repr=False)


class Shelf:
    """The client's texts. Whoever takes a kind says so, so that what nobody took is noticed and goes along plainly."""

    def __init__(self, actor: Actor, texts: dict[UUID, bytes]) -> None:
        self.actor = actor
        self.person = db.session.scalars(select(Person).where(Person.id == actor.person_id)).one()
        self.patient = {"reference": urn(actor.person_id)}
        self.zone: ZoneInfo = zone(self.person.time_zone)
        self.taken: set[str] = set()
        self._kinds: dict[str, dict[UUID, list[Kept]]] = defaultdict(lambda: defaultdict(list))
        for kept in _kept(texts):
            self._kinds[kept.kind][kept.thing_id].append(kept)

    def take(self, kind: str) -> dict[UUID, list[Kept]]:
        """By thing: its versions of this kind, oldest first."""
        self.taken.add(kind)
        return self._kinds.get(kind, {})

    def newest(self, kind: str) -> dict[UUID, Kept]:
        """By thing: its newest version of this kind."""
        return {thing_id: versions[-1] for thing_id, versions in self.take(kind).items()}

    def rest(self) -> Iterator[Kept]:
        """What nobody took."""
        for kind in sorted(self._kinds.keys() - self.taken):
            for versions in self._kinds[kind].values():
                yield from versions


def urn(thing_id: UUID) -> str:
    return f"urn:uuid:{thing_id}"


def moment(at: datetime, here: ZoneInfo | None = None) -> str:
    """Seconds are enough; with an offset, as FHIR asks for. Where a zone had an odd one, before railways, in UTC."""
    local = at.astimezone(here) if here else at
    offset = local.utcoffset()
    plain = offset is not None and not offset.total_seconds() % 60
    return (local if plain else at).isoformat(timespec="seconds")


def _kept(texts: dict[UUID, bytes]) -> Iterator[Kept]:
    columns = (Item.id, Item.kind, Item.thing_id, Item.version, Item.created_at)
    for some in parts(list(texts), CHUNK):
        query = select(*columns).where(Item.id.in_(some)).order_by(Item.version, Item.created_at)
        for item_id, kind, thing_id, version, made_at in db.session.execute(query):
            yield Kept(item_id, kind, thing_id, version, made_at, texts[item_id])
