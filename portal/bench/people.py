"""Who lives in the temporary installation: a writer with a diary, one with 10,000 notes, and a therapist with sixty."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import select, update

from portal.bench.life import live, meet, open_up
from portal.bench.words import text_of, texts
from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import accounts, caseload, consent, journal, practices, vault
from portal.domain.journal import Margin
from portal.models.people import Person
from portal.models.practices import Practice
from portal.models.vault import Item

PASSWORD = "a quiet harbour at dusk"  # noqa: S105 - of an installation that lives for minutes
BATCH = 100  # notes in one unit of work
SHARED_EACH = 9  # notes each client has opened to the therapist: of sixty, more than 500
QUOTED = 5  # of the writer's notes, in the summary that is drawn
QUOTED_LENGTH = 1400  # characters
TAG = "river"  # beside each note of the hoard, so that filtering by it spares nothing
NOTHING = Margin()


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is."""

    diary: int = 3415  # notes of the writer, as many as Pepys wrote
    hoard: int = 10_000  # notes of the one who searches
    hoard_length: int = 2_000  # characters of each
    shared_at_once: int = 5_000  # notes of the hoard that are shared in one go
    clients: int = 60
    days: int = 1826  # that the writer looks back on: five years
    therapists: int = 100  # of the whole practice, as its office sees it
    office: int = 5_000  # clients there
    trail: int = 1_000_000  # lines of its activity log


SMALL = Size(diary=60, hoard=200, shared_at_once=100, clients=5, days=20, therapists=5, office=60, trail=2_000)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people, and the ids of what is asked for."""

    practice_id: UUID
    therapist: Actor
    writer: Actor
    searcher: Actor
    note_id: UUID  # of the writer's, in the middle of the diary
    shared_id: UUID  # a note the therapist may open
    quoted: tuple[UUID, ...]  # items
    past: tuple[UUID, ...]  # items of the hoard
    size: Size

    @staticmethod
    def address(name: str) -> str:
        return f"{name.lower()}@example.org"


def settle(size: Size, file: Path | None, say: Callable[[str], object]) -> Cast:
    """Make the practice and let everybody write.

    Args:
        size: how much.
        file: texts for the diary, as for `words.texts`.
        say: is told what is being done.
    """
    practice_id = uuid4()
    with unit_of_work(practice_id):
        practices.establish(practice_id, "Willow House", "willow", "Olga", Cast.address("Olga"), PASSWORD)
        db.session.execute(update(Practice).values(is_made_up=True))  # nobody is asked for a second step
        olga = db.session.scalars(select(Person)).one()
        therapist = _person(practice_id, "Mara", Role.THERAPIST)
        names = ("Samuel", "Elizabeth", *(f"Client {number}" for number in range(size.clients - 2)))
        clients = [_person(practice_id, name, Role.CLIENT) for name in names]
        for client in clients:
            caseload.assign(Actor(olga.id, practice_id, Role.ADMIN), client.person_id, therapist.person_id)
    writer, searcher, *others = clients
    say(f"{size.diary:,} notes for the diary")
    diary = _write(writer, texts(size.diary, file))
    say(f"{size.days:,} days with a check-in each")
    live(writer, therapist, size.days)
    say(f"{size.hoard:,} notes to search through")
    dice = Random(1)  # noqa: S311 - nothing secret
    hoard = _write(searcher, (text_of(size.hoard_length, dice) for _ in range(size.hoard)), Margin((TAG,)))
    say(f"{SHARED_EACH} shared notes from each of the other clients")
    for client in others:
        _share(client, therapist, _write(client, texts(SHARED_EACH)))
    quoted = _write(writer, (text_of(QUOTED_LENGTH, dice) for _ in range(QUOTED)))
    _share(writer, therapist, quoted)
    say("a session with each of them tomorrow")
    meet(therapist, clients)
    open_up(writer, therapist)
    return Cast(
        practice_id,
        therapist,
        writer,
        searcher,
        diary[len(diary) // 2],
        quoted[0],
        _items(writer, quoted),
        _items(searcher, hoard[: size.shared_at_once]),
        size,
    )


def _person(practice_id: UUID, name: str, role: Role) -> Actor:
    person, keys = accounts.add_person(practice_id, name, Cast.address(name.replace(" ", "-")), role, "UTC")
    person.joined_at = now()
    if " " not in name:
        vault.set_password(keys, PASSWORD)
    return Actor(person.id, practice_id, role, keys)


def _write(client: Actor, bodies: Iterable[str], margin: Margin = NOTHING) -> list[UUID]:
    rest, ids = iter(bodies), []
    while some := list(islice(rest, BATCH)):
        with unit_of_work(client.practice_id):
            ids += [journal.write(client, body, body[:30].replace("\n", " "), margin=margin) for body in some]
    return ids


def _share(client: Actor, therapist: Actor, entry_ids: Iterable[UUID]) -> None:
    with unit_of_work(client.practice_id):
        for entry_id in entry_ids:
            consent.share(client, entry_id, therapist.person_id)


def _items(client: Actor, entry_ids: Iterable[UUID]) -> tuple[UUID, ...]:
    with unit_of_work(client.practice_id, writes=False):
        wanted = set(entry_ids)
        mine = select(Item.thing_id, Item.id).where(Item.owner_id == client.unlocked().principal_id)
        return tuple(item_id for thing_id, item_id in db.session.execute(mine) if thing_id in wanted)
