"""Reading receipts: the list, one with all it holds, and all of them as a file that can be checked anywhere."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.language import _, from_file
from portal.domain import vault
from portal.domain.access import readable
from portal.domain.receipts.acts import SENTENCES, Act
from portal.domain.receipts.chain import START, digest
from portal.domain.receipts.happened import every
from portal.domain.receipts.named import NAMES
from portal.domain.receipts.wordings import Wording
from portal.models.receipts import Receipt as Row
from portal.models.vault import Item

PAGE = 50  # receipts
SHORT = 12  # signs of a hash that a person compares
SIGN = 8  # signs of a consent, as a summary that quotes under it names it
FILE_FORMAT = "harbour-receipts-1"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: whoever has written this down notices when anything before it is changed."""

    number: int = 0
    hash: str = START

    @property
    def short(self) -> str:
        return self.hash[:SHORT]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt, as a page or paper shows it. Where it is about everything, `words` is empty and `kind` None."""

    number: int
    hash: str
    previous: str
    act: str
    sentence: str
    at: datetime
    written_at: datetime
    giver: str
    held_by: str
    to: str
    words: str
    kind: str | None
    thing_id: UUID | None
    version: int | None
    mark: str | None
    along: str | None
    earlier: bool
    purpose: str | None
    opens_at: datetime | None
    until: datetime | None
    is_opening: bool
    wording: Wording | None
    stop: str | None
    not_undone: str
    signed: str | None
    later: str | None
    consents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Receipts, newest first; `older`: the number to go on from, None where there is nothing more."""

    receipts: list[Receipt] = field(repr=False)
    head: Head
    older: int | None


def index(actor: Actor, before: int | None = None) -> Page:
    """A page of this client's receipts; `before`: go on below this number."""
    rows = readable(Row, actor).order_by(Row.number.desc())
    head = _read(actor, rows.limit(1))
    if before is not None:
        rows = rows.where(Row.number < before)
    found = _read(actor, rows.limit(PAGE + 1))
    more, found = len(found) > PAGE, found[:PAGE]
    return Page(found, Head(head[0].number, head[0].hash) if head else Head(), found[-1].number if more else None)


def read(actor: Actor, number: int) -> Receipt:
    """One of them.

    Raises:
        NotFound: no such receipt of theirs.
    """
    found = _read(actor, readable(Row, actor).where(Row.number == number))
    if not found:
        raise NotFound(number)
    return found[0]


def as_file(actor: Actor) -> bytes:
    """All of them as JSON, oldest first, with the head; what `check_receipts.py` checks."""
    receipts = list(every(actor))
    head = Head(receipts[-1]["number"], digest(receipts[-1])) if receipts else Head()
    whole = {"format": FILE_FORMAT, "head": asdict(head), "receipts": receipts}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode()


def item_ids(actor: Actor) -> list[UUID]:
    """The items of all receipts of this client."""
    rows = readable(Row, actor).with_only_columns(Row.id)
    return list(db.session.scalars(select(Item.id).where(Item.thing_id.in_(rows))))


def receipt_from(data: bytes) -> Receipt:
    """A receipt from its opened bytes."""
    said = json.loads(data)["receipt"]
    act, what, to, words = Act(said["act"]), said["what"] or {}, (said["to"] or {}).get("name", ""), said["wording"]
    version = what.get("version")
    described = NAMES.said_again(what.get("words", ""))
    if version:
        described = _("%(what)s, version %(version)s", what=described, version=version)
    return Receipt(
        number=said["number"],
        hash=digest(said),
        previous=said["previous"],
        act=said["act"],
        sentence=_sentence(act, to, described, what),
        at=datetime.fromisoformat(said["at"]),
        written_at=datetime.fromisoformat(said["written_at"]),
        giver=said["from"]["name"],
        held_by=said["held_by"]["name"],
        to=to,
        words=described,
        kind=what.get("kind"),
        thing_id=UUID(what["thing"]) if what.get("thing") else None,
        version=version,
        mark=what.get("mark"),
        along=(what.get("along") or {}).get("mark"),
        earlier=what.get("earlier", False),
        purpose=_now(said["purpose"]),
        opens_at=_moment(said["opens_at"]),
        until=_moment(said["until"]),
        is_opening=words is not None,
        wording=_wording(words, said["language"]),
        stop=_now(said["stop"]),
        not_undone=str(from_file(said["not_undone"])),
        signed=_now(said["signed"]),
        later=_now(said["later"]),
        consents=tuple(grant_id[:SIGN] for grant_id in said["consents"]),
    )


def _now(sentence: str | None) -> str | None:
    """What the house says of itself on each receipt, for whoever reads; the words agreed to stay as they stood."""
    return sentence and str(from_file(sentence))


def _sentence(act: Act, to: str, described: str, what: dict[str, Any]) -> str:
    described = described or _("something of yours")
    return str(SENTENCES[act]).format(to=to, what=described, replaces=what.get("replaces"))


def _wording(words: dict[str, Any] | None, language: str) -> Wording | None:
    if words is None:
        return None
    said = (tuple(words["will_not_see"]), tuple(words["good_to_know"]))
    own = (words.get("own_lines", 0), words.get("own_language", ""))  # receipts before there were any have neither
    return Wording(words["id"], language, words["page"], *said, *own)


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _read(actor: Actor, rows: Any) -> list[Receipt]:
    ids: Iterable[UUID] = list(db.session.scalars(rows.with_only_columns(Row.id)))
    texts = vault.latest_readable(actor.unlocked(), ids)
    return [receipt_from(texts[thing_id].data) for thing_id in ids if thing_id in texts]
