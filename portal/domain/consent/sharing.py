"""Sharing a thing with one reader, and stopping. A reader has one version of it at a time: the one last shown."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.core.language import _, kept_as
from portal.domain import caseload, mail, receipts, vault
from portal.domain.access import hold, live
from portal.domain.audit import Event, record
from portal.domain.consent.circle import Reader, reader
from portal.domain.consent.ends import until_end_of
from portal.domain.consent.kinds import KINDS
from portal.domain.consent.promises import wording_of
from portal.domain.receipts import Act, What
from portal.models.vault import Grant, Item, ItemKey, Principal

SCOPE = vault.CHOSEN
HOLD = timedelta(minutes=10)  # between sharing and being readable: time to take it back unseen
PURPOSE = kept_as("to read before our sessions")


def after_hold() -> datetime:
    """When something opens that is shared now, with time left to take it back unseen."""
    return now() + HOLD


def share(  # noqa: PLR0913, PLR0917 - these are the terms of a consent
    actor: Actor,
    thing_id: UUID,
    reader_id: UUID,
    version: int | None = None,
    until: datetime | None = None,
    opens_at: datetime | None = None,
    *,
    beside: bool = False,
    wording: str | None = None,
) -> None:
    """Let one reader read one version of a thing. It takes the place of any version they could read before.

    Args:
        actor: the writer, with keys.
        thing_id: the note, goal, ...
        reader_id: the person; somebody who looks after the writer now, or whom they trust.
        version: what was on the page when they chose; the newest unless given. Later ones stay private.
        until: from when on it is no longer open; None: until it is stopped. For somebody the client trusts never later
            than they have said there.
        opens_at: from when on it is; until then the reader has what they had. At once unless given, and when they can
            read this very version already.
        beside: also what can go with it: the words of a check-in.
        wording: of another page than "Before you share".

    Raises:
        NotFound: no such thing, version or reader, not theirs, or nothing that can be shared.
        Invalid: `until` has gone by, or comes before it opens.
    """
    caseload.hold(actor.person_id)
    thing, kind = _mine(actor, thing_id), KINDS[kind_of(actor, thing_id)]
    known = reader(actor, reader_id, kind.item)
    until = _at_most(actor, known, until)
    if until is not None and until <= (opens_at or now()):
        raise Invalid("until", _("This time has gone by."))
    item_id = _item(thing_id, thing.version if version is None else version)
    if not kind.is_for_others(vault.read_one(actor.unlocked(), item_id)):
        raise NotFound(thing_id)
    wanted = [item_id, *(_newest(kind.beside(thing_id)) if kind.beside and beside else [])]
    wording = wording or wording_of(actor, thing_id, kind.item, known.id)
    grant = vault.give(actor.unlocked(), vault.principal_of(known.id).id, SCOPE, PURPOSE, wording, until)
    keys = _keys_of(actor, thing_id, known.id)
    before = [key for key in keys if key.scope == SCOPE]  # what is open by a standing consent stays open by it
    if set(wanted) <= {key.item_id for key in keys if key.given_at <= now()}:
        opens_at = None
    displaced = [key for key in before if opens_at is None or key.given_at > now()]
    if {(key.grant_id, key.item_id) for key in displaced} == {(grant.id, one) for one in wanted} and (
        opens_at or all(key.given_at <= now() for key in displaced)
    ):
        return
    _take_away(displaced)
    vault.share(actor.unlocked(), wanted, grant, opens_at=opens_at)
    itself = _itself(before, thing_id)
    what = _what(actor, thing_id, wanted, opens_at, next((key.version for key in reversed(itself)), None))
    _record(actor, _act(before, wanted), known.id, what, grant)
    mail.notify(actor, known.id, mail.Kind.SOMETHING_NEW, opens_at)


def open_now(actor: Actor, thing_id: UUID, reader_id: UUID, moment: datetime | None = None) -> None:
    """Do not wait for the hold: open to this reader what was to open to them later. Without anything waiting, nothing.

    Args:
        actor: the writer, with keys.
        thing_id: the note, goal, ...
        reader_id: the person.
        moment: now, where several things are opened in one act.

    Raises:
        NotFound: no such thing or reader, or not theirs.
    """
    caseload.hold(actor.person_id)
    _mine(actor, thing_id)
    known = reader(actor, reader_id)
    before = _keys_of(actor, thing_id, known.id)
    waiting = [key for key in before if key.given_at > now()]
    if waiting:
        grant = db.session.scalars(select(Grant).where(Grant.id == waiting[0].grant_id)).one()
        things = {key.thing_id for key in waiting}  # a level that was open stays so when its words alone waited
        _take_away(key for key in before if key.thing_id in things and key.scope == SCOPE)
        vault.share(actor.unlocked(), [key.item_id for key in waiting], grant, opens_at=moment)
        _record(actor, Act.OPENED_NOW, known.id, _what(actor, thing_id, _items(waiting, thing_id)), grant)


def undo(actor: Actor, thing_id: UUID, reader_id: UUID) -> bool:
    """Take back what has not opened yet; the reader has what they had before and never learns of it. Needs no key.

    Returns:
        whether there was anything; it may have opened meanwhile.

    Raises:
        NotFound: no such thing, or not theirs; or nobody they ever shared with.
    """
    caseload.hold(actor.person_id)
    _mine(actor, thing_id)
    known_reader(actor, reader_id)
    waiting = [key for key in _keys_of(actor, thing_id, reader_id) if key.given_at > now()]
    if waiting:
        what = _what(actor, thing_id, _items(waiting, thing_id))
        _take_away(waiting)
        mail.take_back(reader_id)
        number = receipts.write(actor, Act.UNDONE, reader_id, what)
        record(actor, Event.SHARE_UNDONE, thing_id, actor.person_id, reader=reader_id, receipt=number)
    return bool(waiting)


def stop(actor: Actor, thing_id: UUID, reader_id: UUID) -> None:
    """From now on this reader can open no version of this. No key is needed; doing it twice changes nothing.

    Raises:
        NotFound: no such thing, or not theirs; or nobody they ever shared with.
    """
    caseload.hold(actor.person_id)
    _mine(actor, thing_id)
    known_reader(actor, reader_id)
    before = _keys_of(actor, thing_id, reader_id)
    if before:
        what = _what(actor, thing_id, _items(before, thing_id))
        _take_away([*before, *_keys_to(actor, KINDS[kind_of(actor, thing_id)].parts(actor, thing_id), reader_id)])
        mail.take_back(reader_id)
        number = receipts.write(actor, Act.STOPPED, reader_id, what)
        record(actor, Event.SHARE_STOPPED, thing_id, actor.person_id, reader=reader_id, receipt=number)


def stop_person(actor: Actor, reader_id: UUID) -> None:
    """From now on this reader can open nothing of this client's. No key is needed; twice changes nothing.

    Raises:
        NotFound: nobody they ever shared with.
    """
    caseload.hold(actor.person_id)
    known_reader(actor, reader_id)
    if vault.end_all_between(actor.person_id, reader_id):
        mail.take_back(reader_id)
        number = receipts.write(actor, Act.PERSON_STOPPED, reader_id)
        record(actor, Event.PERSON_STOPPED, reader_id, actor.person_id, reader=reader_id, receipt=number)


def kind_of(actor: Actor, thing_id: UUID) -> str:
    """What kind of thing of the actor's own this is.

    Raises:
        NotFound: no such thing that could be shared, or not theirs.
    """
    mine = select(Item.kind).join(me, me.id == Item.owner_id)
    mine = mine.where(Item.thing_id == thing_id, me.person_id == actor.person_id, Item.kind.in_(KINDS))
    kind = db.session.scalar(mine.limit(1))
    if kind is None:
        raise NotFound(thing_id)
    return kind


def known_reader(actor: Actor, reader_id: UUID) -> None:
    """Somebody this client can share with, or once did; anyone else does not exist for them.

    Raises:
        NotFound: a stranger, or nobody at all.
    """
    ever = select(Grant.id).join(me, me.id == Grant.owner_id).join(other, other.id == Grant.reader_id)
    ever = ever.where(me.person_id == actor.person_id, other.person_id == reader_id, other.person_id != actor.person_id)
    if db.session.scalar(ever.limit(1)) is None:
        reader(actor, reader_id)


# ------------------------------------------------------------------ rows

me, other = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it


def _mine(actor: Actor, thing_id: UUID) -> Any:
    """The row, held until the transaction ends, so that sharing, stopping and editing it come one after the other."""
    model = KINDS[kind_of(actor, thing_id)].model
    return hold(model, actor, thing_id)


def _at_most(actor: Actor, known: Reader, until: datetime | None) -> datetime | None:
    if known.days is None:
        return until
    latest = until_end_of(actor, known.days)
    return min(until or latest, latest)


def _item(thing_id: UUID, version: int) -> UUID:
    item_id = db.session.scalar(select(Item.id).where(Item.thing_id == thing_id, Item.version == version))
    if item_id is None:
        raise NotFound(thing_id)
    return item_id


def _newest(thing_id: UUID) -> list[UUID]:
    """The newest item of what goes with a thing, where there is any."""
    query = select(Item.id).where(Item.thing_id == thing_id).order_by(Item.version.desc())
    return list(db.session.scalars(query.limit(1)))


def _keys_of(actor: Actor, thing_id: UUID, reader_id: UUID) -> Sequence[Any]:
    """Each version of a thing and of what goes with it this reader has a key to, or is about to, with the consent."""
    beside = KINDS[kind_of(actor, thing_id)].beside
    things = [thing_id, *([beside(thing_id)] if beside else [])]
    return _keys_to(actor, things, reader_id)


def _keys_to(actor: Actor, things: list[UUID], reader_id: UUID) -> Sequence[Any]:
    """Each key of this reader's to any version of these, now or soon, with the consent it lies under."""
    query = (
        select(Grant.owner_id, Grant.id.label("grant_id"), Grant.scope, ItemKey.given_at)
        .add_columns(Item.thing_id, Item.id.label("item_id"), Item.version)
        .join(ItemKey, ItemKey.grant_id == Grant.id)
        .join(Item, Item.id == ItemKey.item_id)
        .join(me, me.id == Grant.owner_id)
        .join(other, other.id == Grant.reader_id)
        .where(Item.thing_id.in_(things), live())
        .where(me.person_id == actor.person_id, other.person_id == reader_id, Grant.owner_id != Grant.reader_id)
    )
    return db.session.execute(query.order_by(ItemKey.given_at, Item.id)).all()


def _itself(keys: Sequence[Any], thing_id: UUID) -> list[Any]:
    """Those of these keys that are to the thing itself."""
    return [key for key in keys if key.thing_id == thing_id]


def _items(keys: Sequence[Any], thing_id: UUID) -> list[UUID]:
    """The last item of the thing itself among these keys, and the last of what went with it, if it did."""
    last = {key.thing_id: key.item_id for key in keys}
    return [*([last.pop(thing_id)] if thing_id in last else []), *last.values()]


def _take_away(keys: Iterable[Any]) -> None:
    for key in keys:
        vault.unshare(key.owner_id, [key.item_id], key.grant_id)


def _what(
    actor: Actor, thing_id: UUID, items: Sequence[UUID], opens_at: datetime | None = None, replaces: int | None = None
) -> What:
    """In words and ids. `items`: the version of the thing, then what goes with it, if it does."""
    kind = KINDS[kind_of(actor, thing_id)]
    itself, *along = items
    words = kind.word + (kind.with_it if along else "")
    return What(kind.item, words, thing_id, itself, replaces, opens_at, along=along[0] if along else None)


def _act(before: Sequence[Any], wanted: Iterable[UUID]) -> Act:
    """Something in place of what was open, other terms for the very same, or something for the first time."""
    had = {key.item_id for key in before}
    if had - set(wanted):
        return Act.REPLACED
    return Act.END_CHANGED if had == set(wanted) else Act.GIVEN


def _record(actor: Actor, act: Act, reader_id: UUID, what: What, grant: Grant) -> None:
    """The receipt, and the line of the trail that names it."""
    number = receipts.write(actor, act, reader_id, what, [grant])
    about = {"reader": reader_id, "item": what.item_id, "grant": grant.id, "receipt": number}
    record(actor, Event.SHARED, what.thing_id, actor.person_id, **about)
