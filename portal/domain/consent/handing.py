"""Handing on: what stood for one therapist is given anew to another, by the client alone, as consents of their own.

What came by a standing consent goes on as far as it came. The standing consent itself never does: it is asked for on
its own page, one by one.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.language import _, kept_as
from portal.domain import caseload, mood, receipts, vault
from portal.domain.audit import Event, record
from portal.domain.consent import standing
from portal.domain.consent.circle import reader
from portal.domain.consent.kinds import KINDS
from portal.domain.consent.sharing import share
from portal.domain.consent.streams import KIND_UNDER, STREAMS, told
from portal.domain.receipts import Act, What
from portal.models.vault import Grant, Item, ItemKey, Principal

SO_FAR = "so-far"  # the scope of what came by itself and is handed on: nothing new ever falls under it
PURPOSE = kept_as("to go on with somebody else")
WORDING = "handover-1"  # the words of the page "A change of therapist"; changed words are a new version
OF_KIND = {under: scope for scope, under in KIND_UNDER.items()}  # the scope where it is not itself the kind
writer, taker = aliased(Principal), aliased(Principal)


@dataclass(frozen=True, slots=True)
class Stood:
    """One thing that was open by choice, in the version that was. `with_it`: what goes along, in words."""

    id: UUID
    kind: str
    word: str
    headline: str
    version: int
    until: datetime | None
    with_it: str = ""

    @property
    def is_beside(self) -> bool:
        return bool(self.with_it)


@dataclass(frozen=True, slots=True)
class Came:
    """What came by a standing consent so far: a key of STREAMS, how many things, until when; and whether it goes on."""

    what: str
    words: str
    count: int
    until: datetime | None
    goes_on: bool
    items: tuple[UUID, ...]


def what_stood(actor: Actor, rows: Iterable[Any]) -> tuple[list[Stood], list[Came]]:
    """What these rows say was open, as far as it is still the client's to open, newest shared first.

    Args:
        actor: the client, with keys: things are called as they know them.
        rows: scope, until, item_id and given_at, as `caseload.what_stands` has them.
    """
    rows = [row for row in rows if row.until is None or row.until > now()]
    items = _items(actor, {row.item_id for row in rows if row.item_id})
    chosen = [row for row in rows if row.scope == vault.CHOSEN and row.item_id in items]
    return _things(actor, chosen, items), _came(rows, items)


def hand_on(actor: Actor, reader_id: UUID, things: Collection[Stood], came: Collection[Came]) -> None:
    """Give these to somebody who looks after the client now: at once, each with the end it had.

    Args:
        actor: the client, with keys.
        reader_id: the therapist.
        things: what was open by choice.
        came: what came by itself so far; what is written from now on is not among it.

    Raises:
        NotFound: no such therapist of theirs.
    """
    caseload.hold(actor.person_id)
    known, wording = reader(actor, reader_id), receipts.in_language(WORDING)
    for one in reversed(list(things)):
        share(actor, one.id, known.id, one.version, one.until, beside=one.is_beside, wording=wording)
    for each in (one for one in came if one.items):
        principal = vault.principal_of(known.id)
        grant = vault.give(actor.unlocked(), principal.id, SO_FAR, PURPOSE, wording, each.until)
        vault.share(actor.unlocked(), each.items, grant)
        number = receipts.write(
            actor, Act.GIVEN, known.id, What(f"{each.what}-so-far", _("%(words)s, so far", words=each.words)), [grant]
        )
        about = {"reader": known.id, "grant": grant.id, "receipt": number}
        record(actor, Event.SHARED, grant.id, actor.person_id, **about)


def go_no_further(actor: Actor, rows: Sequence[Any]) -> None:
    """These standing consents end. What came by them stays open as it was, until the same end; nothing new follows.

    Args:
        actor: the client, with keys of the principal that has these consents now.
        rows: as `standing_under` has them.
    """
    numbers: dict[tuple[UUID, str], int | None] = {}
    for one in told(rows):
        number = receipts.write(actor, Act.STANDING_ENDED, one.reader_id, What("standing", str(one.words)))
        numbers |= {(one.reader_id, scope): number for scope in STREAMS[one.what][1]}
    for row in rows:
        _keep_so_far(actor, row.id)
        vault.end(row.id)
        number = numbers.get((row.person_id, row.scope))
        record(actor, Event.STREAM_ENDED, row.id, actor.person_id, reader=row.person_id, grant=row.id, receipt=number)


# ------------------------------------------------------------------ rows


def _keep_so_far(actor: Actor, grant_id: UUID) -> None:
    """What lies under a standing consent lies, since the same moments, under one that nothing new falls under.

    A reader whose own keys were put aside meanwhile is given nothing by it.
    """
    query = select(Grant).join(taker, taker.id == Grant.reader_id).where(Grant.id == grant_id)
    grant = db.session.scalar(query.where(taker.retired_at.is_(None)))
    came = select(ItemKey.given_at, ItemKey.item_id).where(ItemKey.grant_id == grant_id).order_by(ItemKey.given_at)
    rows = db.session.execute(came).all()
    if grant is None or not rows:
        return
    terms = (grant.purpose, grant.wording, grant.expires_at)
    onto = vault.give(actor.unlocked(), grant.reader_id, SO_FAR, *terms)
    for moment, some in groupby(rows, key=attrgetter("given_at")):
        vault.share(actor.unlocked(), [row.item_id for row in some], onto, opens_at=moment)


def _items(actor: Actor, item_ids: Collection[UUID]) -> dict[UUID, Any]:
    """Those of these that are the client's own, by id."""
    query = select(Item.id.label("item_id"), Item.thing_id, Item.kind, Item.version)
    query = query.add_columns(writer.person_id.label("writer_id")).join(writer, writer.id == Item.owner_id)
    item_ids = vault.open_among(actor.unlocked(), item_ids)  # what is closed since a fresh start is nobody's to hand on
    mine = query.where(Item.id.in_(item_ids), writer.person_id == actor.person_id)
    return {row.item_id: row for row in db.session.execute(mine)}


def _things(actor: Actor, chosen: Iterable[Any], items: dict[UUID, Any]) -> list[Stood]:
    newest = {items[row.item_id].thing_id: row for row in sorted(chosen, key=lambda row: row.given_at)}
    own = [items[row.item_id] for row in newest.values() if items[row.item_id].kind in KINDS]
    texts = vault.read(actor.unlocked(), [row.item_id for row in own])
    found = []
    for row, _grant in standing.allowed(actor, own):
        kind = KINDS[row.kind]
        if row.item_id in texts and kind.is_for_others(texts[row.item_id]):
            along = kind.with_it if kind.beside and kind.beside(row.thing_id) in newest else ""
            given = newest[row.thing_id]
            about = (row.thing_id, row.kind, kind.word, kind.called(texts[row.item_id]), row.version, given.until)
            found.append((given.given_at, Stood(*about, along)))
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].id), reverse=True)]


def _came(rows: Iterable[Any], items: dict[UUID, Any]) -> list[Came]:
    """By what is given; what was handed on once already counts by its kind."""
    of_scope: dict[str, list[Any]] = {}
    for row in rows:
        kind = items[row.item_id].kind if row.item_id in items else ""
        scope = OF_KIND.get(kind, kind) if row.scope == SO_FAR else row.scope
        of_scope.setdefault(scope, []).append(row)
    found = []
    for what, (words, scopes) in STREAMS.items():
        those = [row for scope in scopes for row in of_scope.get(scope, ())]
        if scopes[0] in of_scope and _is(what, of_scope):
            ids = tuple(dict.fromkeys(row.item_id for row in those if row.item_id in items))
            count = len({items[one].thing_id for one in ids if items[one].kind == KIND_UNDER.get(scopes[0], scopes[0])})
            goes_on = any(row.scope != SO_FAR for row in those)
            ends = [row.until for row in those if row.until]
            found.append(Came(what, words, count, max(ends, default=None), goes_on, ids))
    return found


def _is(what: str, of_scope: dict[str, list[Any]]) -> bool:
    """Levels alone and levels with words begin alike."""
    return (mood.KIND_WORDS in of_scope) == (what == "words") if what in ("levels", "words") else True
