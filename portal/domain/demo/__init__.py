"""A made-up practice to look around in: people, four months of notes and check-ins, and what they opened."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update

from portal.core.actor import Actor, Role
from portal.core.clock import living_at, now
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict
from portal.domain import accounts, caseload, consent, journal, mood, practices, recovery, vault
from portal.domain.demo import (
    agenda,
    appointments,
    as_it_comes,
    beside,
    board,
    brief,
    goals,
    inbox,
    measures,
    own_notes,
    prompts,
    rhythm,
    settings,
    signals,
    steady,
    summaries,
    wordings,
)
from portal.models.confidants import Trust
from portal.models.people import Person
from portal.models.practices import Practice
from portal.models.settings import PracticeSlug

TEXTS = Path(__file__).parents[2] / "assets" / "demo"
SLUG = "willow"
ADMIN = "Olga"
OFFICER = "Tova"  # the practice's recovery officer beside Olga, and nothing else here
CASELOADS = {
    "Mara": ("Sam", "Priya", "Tom", "Elif"),
    "Idris": ("Jonas", "Dana", "Marek", "Ruth"),
    "Vera": ("Noor", "Luis", "Hana", "Wilhelm"),
}
DIARIST = "Wilhelm"  # his notes are W. N. P. Barbellion's diary
TRUSTED = {"Jo": "Sam", "Aylin": "Elif"}  # someone they trust, and who trusts them
TRUSTED_DAYS = 14  # how long what is opened to a friend stays open
MONTHS_BACK = 120  # days
USUAL = 3  # the level that check-ins come back to
SHARED_OF_DIARY = 25  # every so many entries one is opened to the therapist
WORDS = (
    "amber",
    "basket",
    "cedar",
    "delta",
    "ember",
    "fennel",
    "gravel",
    "hollow",
    "indigo",
    "juniper",
    "kettle",
    "lantern",
    "meadow",
    "nutmeg",
    "orchard",
    "pebble",
    "quarry",
    "ribbon",
    "saddle",
    "timber",
    "umber",
    "velvet",
    "willow",
    "yonder",
)
FEELINGS = {
    1: ("empty", "lonely"),
    2: ("worried", "not heard"),
    3: ("unsure", "calm"),
    4: ("hopeful", "relieved"),
    5: ("glad", "proud"),
}
LINES = {1: "Too much today.", 2: "Tired.", 4: "A lighter day.", 5: "Good, and I noticed it."}


@dataclass(frozen=True, slots=True)
class Entered:
    """Who can sign in to the practice that was made: one password for all, shown once. `people`: role, sign-in name."""

    practice_id: UUID
    slug: str
    password: str
    kit: str
    people: tuple[tuple[str, str], ...]


def fill() -> Iterator[str]:
    """Make the practice, as `begin`, and say in lines who can sign in, and with which password."""
    entered = begin()
    yield f"Everybody signs in with this password: {entered.password}"
    yield f"The practice's practice kit: {entered.kit}"
    yield from (f"{role:10} {sign_in_name}" for role, sign_in_name in entered.people)


def begin() -> Entered:
    """Make the practice, beside whatever practices there are; everything in it is made afresh, its password too.

    Raises:
        Conflict: there is a made-up practice already.
    """
    with unit_of_work(None, writes=False):
        if db.session.scalar(select(Practice.id).where(Practice.is_made_up).limit(1)):
            raise Conflict("There is a made-up practice already. It can be removed, and made anew.")
        taken = {*db.session.scalars(select(Practice.slug)), *db.session.scalars(select(PracticeSlug.slug))}
    slug = next(each for each in chain((SLUG,), (f"{SLUG}-{number}" for number in count(2))) if each not in taken)
    password = "-".join(secrets.choice(WORDS) for _ in range(5))
    practice_id = uuid4()
    with unit_of_work(practice_id), living_at(now() - timedelta(days=MONTHS_BACK + 1)):
        kit = practices.establish(practice_id, "Willow House", slug, ADMIN, _address(ADMIN), password)
        db.session.execute(update(Practice).where(Practice.id == practice_id).values(is_made_up=True))
        people = _people(practice_id, password)
        recovery_keys = vault.open_with_code(vault.practice_principal("recovery").id, kit)
        recovery.make_officer(people[ADMIN], people[OFFICER].person_id, recovery_keys)
        rhythm.say(people)
    for client in (name for clients in CASELOADS.values() for name in clients):
        with unit_of_work(practice_id):
            _write(people[client], people)
    with unit_of_work(practice_id):
        for therapist, clients in CASELOADS.items():
            appointments.meet(people[therapist], [people[client] for client in clients])
    with unit_of_work(practice_id):
        inbox.triage(people["Mara"])
    with unit_of_work(practice_id):
        summaries.sum_up(people["Mara"], people["Sam"])
    with unit_of_work(practice_id):
        steady.prepare(people["Sam"])
        own_notes.keep(people["Mara"], people["Sam"])
        signals.raise_one(people["Sam"], people["Mara"])
        brief.open_up(people[brief.WHO], people["Mara"])
        as_it_comes.share(people["Elif"], people["Mara"])
    with unit_of_work(practice_id):
        board.arrange(people, people[ADMIN])
    with unit_of_work(practice_id):
        for friend, client in TRUSTED.items():
            _trust(people[client], people[friend])
    others = tuple((str(actor.role), _address(name)) for name, actor in people.items() if name != ADMIN)
    return Entered(practice_id, slug, password, kit, (("admin", _address(ADMIN)), *others))


def _address(name: str) -> str:
    return f"{name.lower()}@example.org"


# ------------------------------------------------------------------ people


def _people(practice_id: UUID, password: str) -> dict[str, Actor]:
    """Therapists, clients and trusted people, all joined, and each client on a caseload."""
    roles = dict.fromkeys(CASELOADS, Role.THERAPIST)
    roles |= dict.fromkeys((name for clients in CASELOADS.values() for name in clients), Role.CLIENT)
    roles |= dict.fromkeys(TRUSTED, Role.CONFIDANT) | {OFFICER: Role.OFFICER}
    people = {name: _person(practice_id, name, role, password) for name, role in roles.items()}
    olga = db.session.scalars(select(Person).where(Person.name == ADMIN)).one()
    people[ADMIN] = admin = Actor(olga.id, practice_id, Role.ADMIN)
    for therapist, clients in CASELOADS.items():
        for client in clients:
            caseload.assign(admin, people[client].person_id, people[therapist].person_id)
    wordings.word(admin)
    return people


def _person(practice_id: UUID, name: str, role: Role, password: str) -> Actor:
    person, keys = accounts.add_person(practice_id, name, _address(name), role, "UTC")
    person.joined_at = now()
    vault.set_password(keys, password)
    return Actor(person.id, practice_id, role, keys)


def _trust(client: Actor, friend: Actor) -> None:
    """The client's newest note, open to someone they trust until it ends by itself."""
    trust = Trust(
        practice_id=client.practice_id, client_id=client.person_id, confidant_id=friend.person_id, days=TRUSTED_DAYS
    )
    db.session.add(trust)
    db.session.flush()
    newest = journal.shelf(client).headers[0]
    consent.share(client, newest.id, friend.person_id)
    consent.reply(friend, newest.id, consent.PHRASES[friend.role][1])


# ------------------------------------------------------------------ what they wrote


def _write(client: Actor, people: dict[str, Actor]) -> None:
    """Live through the client's months: each note on its day, opened to the therapist an hour later, if at all."""
    name = next(name for name, actor in people.items() if actor is client)
    therapist = next(people[who].person_id for who, clients in CASELOADS.items() if name in clients)
    dice = Random(name)  # noqa: S311 - the same made-up months every time
    for note in _diary() if name == DIARIST else _notes(name):
        written_at = _ago(note["ago"], dice)
        with living_at(written_at):
            entry_id = journal.write(client, note["body"], note["title"])
        with living_at(written_at + timedelta(hours=1)):
            if note["shared"]:
                consent.share(client, entry_id, therapist)
            if "edited" in note:
                journal.edit(client, entry_id, 1, note["edited"], note["title"])
    _check_in(client, dice)
    beside.keep_beside(client, name)
    goals.pursue(client, name)
    looks_after = next(people[who] for who, clients in CASELOADS.items() if name in clients)
    measures.answer(client, name, looks_after)
    prompts.ponder(client, looks_after, name)
    agenda.plan(client, name)
    settings.choose(client, name)


def _ago(days: int, dice: Random) -> datetime:
    """Some time of that day, and some hours before now."""
    return now() - timedelta(days=days, hours=2, minutes=dice.randrange(60))


def _notes(name: str) -> list[dict[str, Any]]:
    told: dict[str, Any] = json.loads((TEXTS / "notes.json").read_text(encoding="utf-8"))
    return sorted(told[name], key=lambda note: -note["ago"])


def _diary() -> Iterator[dict[str, Any]]:
    """The whole diary, in its own order, laid over the last months."""
    lines = (TEXTS / "barbellion.jsonl").read_text(encoding="utf-8").splitlines()
    entries = sorted((json.loads(line) for line in lines), key=lambda entry: entry["date"] or "")
    for place, entry in enumerate(entries):
        title, _, body = entry["text"].partition("\n\n")
        yield {
            "ago": MONTHS_BACK - place * MONTHS_BACK // len(entries),
            "title": title if body else "",
            "body": body or title,
            "shared": place % SHARED_OF_DIARY == 0,
        }


def _check_in(client: Actor, dice: Random) -> None:
    """Some days, not all; the level wanders, as it does, and comes back."""
    level = dice.randint(2, 4)
    for ago in range(MONTHS_BACK, -1, -1):
        if dice.random() < 0.45:  # noqa: PLR2004 - blank days are normal
            continue
        homeward = (level < USUAL) - (level > USUAL)
        level = min(5, max(1, level + dice.choice((-1, 0, 1, homeward))))
        line = LINES.get(level, "") if dice.random() < 0.3 else ""  # noqa: PLR2004 - most say nothing more
        with living_at(_ago(ago, dice)):
            mood.check_in(client, level, _words(level, line, dice))


def _words(level: int, line: str, dice: Random) -> mood.Words:
    """Now and then a feeling that goes with the level, and what was going on; outside is where the better days are."""
    if dice.random() < 0.5:  # noqa: PLR2004 - often one tap is all
        return mood.Words(line)
    outside = dice.random() < level / 6
    return mood.Words(
        line,
        feelings=(dice.choice(FEELINGS[level]),),
        energy=level if dice.random() < 0.3 else None,  # noqa: PLR2004 - most leave it open
        activities=("outside" if outside else dice.choice(("worked", "screens", "alone")),),
    )
