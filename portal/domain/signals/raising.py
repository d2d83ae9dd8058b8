"""The client's side: a mark is raised by sharing or by asking, taken back while it waits, and seen on the thing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.language import kept_as
from portal.domain import caseload, consent, mail, measures, receipts, rhythm, vault
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.domain.signals.passing import hours
from portal.domain.signals.standing import KIND, Why, about, print_of, standing
from portal.models.people import Person
from portal.models.signals import Signal
from portal.models.vault import Item

PURPOSE = kept_as("to know that something waits")
WORDING = "signal-1"


@dataclass(frozen=True, slots=True)
class Raised:
    """A mark as its client sees it on the thing. Names are empty where nobody covers, or nobody has answered yet.

    `cover` and `pass_on_at`: who is told that it waits, and from when on; `cover_is_here`: works here, and is not away.
    """

    thing_id: UUID
    therapist_id: UUID
    name: str
    asked: bool
    risk: bool
    raised_at: datetime
    cover: str
    cover_is_here: bool
    pass_on_at: datetime | None
    passed_on_at: datetime | None
    answered_at: datetime | None
    answered_by: str


def of_things(client: Actor, thing_ids: Iterable[UUID]) -> list[Raised]:
    """The newest mark on each of these things for each therapist: one that stands, or one that was answered."""
    things = list(thing_ids)
    query = readable(Signal, client).join(whose, whose.id == Signal.therapist_id)
    query = query.outerjoin(cover, cover.id == Signal.cover_id).outerjoin(by, by.id == Signal.answered_by_id)
    rows = db.session.execute(query.add_columns(whose.name, cover.name, by.name).order_by(Signal.raised_at)).all()
    items = _versions(things) if rows else set()
    found = [(row, *names) for row, *names in rows if about(row, items)]
    stands = standing([row for row, *_ in found if row.answered_at is None], soon=True, known=things)
    texts = vault.latest_readable(client.unlocked(), [row.id for row, *_ in found]) if found else {}
    kept = [(Why.from_bytes(texts[one[0].id].data), *one) for one in found if one[0].id in texts]
    here = rhythm.at_work(one[1].cover_id for one in kept if one[1].cover_id)
    newest: dict[tuple[UUID, UUID], Raised] = {}
    for why, row, name, covers, answered_by in sorted(kept, key=lambda one: (one[1].raised_at, one[0].version)):
        if row.answered_at or row.id in stands:
            newest[why.thing_id, row.therapist_id] = Raised(
                why.thing_id, row.therapist_id, name, why.asked, why.risk, row.raised_at, covers or "",
                row.cover_id in here, row.pass_on_at, row.passed_on_at, row.answered_at, answered_by or "",
            )  # fmt: skip
    return list(newest.values())


def after_sharing(client: Actor, thing_id: UUID, therapist_id: UUID, *, asked: bool = False) -> None:
    """What was shared a moment ago, by choice or by a standing consent, raises its mark, if it has one to raise.

    A questionnaire does when an answer of it is about not wanting to live; the page said so before. Anything does when
    the client asked for it.

    Args:
        client: who shared it, with keys.
        thing_id: what.
        therapist_id: with whom; somebody who is no therapist, or cannot open it, is passed over.
        asked: the client wants it looked at before they meet.
    """
    caseload.hold(client.person_id)
    why = _why(client, thing_id, therapist_id)
    if why is None:
        return
    waits = _waiting(client, thing_id, therapist_id)
    row, before = _to_change(client, waits, why, therapist_id)
    wanted = replace(why, asked=asked or any(one.asked for _, one in waits))
    if not (wanted.asked or wanted.risk):
        _remove(client, row)
    elif not (wanted.risk and not wanted.asked and _was_seen(client, wanted, therapist_id)):
        _put(client, row, therapist_id, wanted, before)


def after_keeping(client: Actor, thing_id: UUID, *, asked: bool = False) -> None:
    """The same for what was kept a moment ago, for everybody to whom it opened by a standing consent."""
    for access in consent.audience(client, [thing_id])[thing_id].readers:
        after_sharing(client, thing_id, access.person_id, asked=asked)


def ask(client: Actor, thing_id: UUID, therapist_id: UUID) -> None:
    """Ask a therapist to look at this before they meet. Asking twice asks once.

    Raises:
        NotFound: no such thing of theirs, or this therapist cannot open it.
    """
    caseload.hold(client.person_id)
    why = _why(client, thing_id, therapist_id)
    if why is None:
        raise NotFound(thing_id)
    row, before = _to_change(client, _waiting(client, thing_id, therapist_id), why, therapist_id)
    if before is None or not before.asked:
        _put(client, row, therapist_id, replace(why, asked=True), before)
        mail.notify(client, therapist_id, mail.Kind.SOMETHING_NEW)


def take_back(client: Actor, thing_id: UUID, therapist_id: UUID) -> bool:
    """No longer ask for it. A mark that an answer raised stays while what it is about is open.

    Returns:
        whether there was anything to take back; it may have been answered meanwhile.

    Raises:
        NotFound: no such thing, or not theirs.
    """
    caseload.hold(client.person_id)
    consent.kind_of(client, thing_id)
    asked = [(row, why) for row, why in _waiting(client, thing_id, therapist_id) if why.asked]
    for row, why in asked:
        if why.risk:
            _put(client, row, therapist_id, replace(why, asked=False), why)
        else:
            _remove(client, row)
    return bool(asked)


def lay_aside(client: Actor) -> None:
    """Everything was paused a moment ago: what waits stands no more, and waits for the client's choice."""
    caseload.hold(client.person_id)
    for row in db.session.scalars(_unanswered(client)):
        row.paused_at = now()


def take_up(client: Actor) -> None:
    """The client chose what opens again: what waited on that waits again, the rest ends."""
    caseload.hold(client.person_id)
    rows = db.session.scalars(_unanswered(client).where(Signal.paused_at.is_not(None))).all()
    texts = vault.latest_readable(client.unlocked(), [row.id for row in rows]) if rows else {}
    told = [(Why.from_bytes(texts[row.id].data), row.therapist_id) for row in rows if row.id in texts]
    still_there = select(Item.thing_id).where(Item.thing_id.in_({why.thing_id for why, _ in told}))
    things = set(db.session.scalars(still_there))
    for why, therapist_id in told:
        if why.thing_id in things:
            after_sharing(client, why.thing_id, therapist_id)
    for row in rows:
        row.paused_at = None


# ------------------------------------------------------------------ rows

whose, cover, by = aliased(Person), aliased(Person), aliased(Person)  # made once: making one takes longer


def _why(client: Actor, thing_id: UUID, therapist_id: UUID) -> Why | None:
    """What a mark on the version that this therapist has, or is about to have, would say; none where there is none."""
    kind = consent.kind_of(client, thing_id)
    audience = consent.audience(client, [thing_id])[thing_id]
    access = audience.coming_to(therapist_id) or audience.of(therapist_id)
    if access is None or therapist_id not in {one.id for one in caseload.my_therapists(client)}:
        return None
    query = select(Item.id).where(Item.thing_id == thing_id, Item.version == access.version)
    item_id = db.session.scalars(query).one()
    risk = kind == measures.KIND and measures.has_risk(vault.read_one(client.unlocked(), item_id))
    return Why(thing_id, access.version, kind, asked=False, risk=risk)


def _unanswered(client: Actor) -> Select[Signal]:
    return writable(Signal, client).where(Signal.answered_at.is_(None)).with_for_update()


def _versions(thing_ids: Iterable[UUID]) -> set[UUID]:
    return set(db.session.scalars(select(Item.id).where(Item.thing_id.in_(list(thing_ids)))))


def _own(client: Actor, thing_id: UUID, therapist_id: UUID) -> list[Signal]:
    query = writable(Signal, client).where(Signal.therapist_id == therapist_id).order_by(Signal.raised_at)
    rows = db.session.scalars(query.with_for_update()).all()
    items = _versions([thing_id]) if rows else set()
    return [row for row in rows if about(row, items)]


def _waiting(client: Actor, thing_id: UUID, therapist_id: UUID) -> list[tuple[Signal, Why]]:
    """The marks that wait on this thing, with what they say: one, or two while another version is in its hold."""
    rows = [row for row in _own(client, thing_id, therapist_id) if row.answered_at is None]
    texts = vault.latest_readable(client.unlocked(), [row.id for row in rows]) if rows else {}
    return [(row, Why.from_bytes(texts[row.id].data)) for row in rows if row.id in texts]


def _to_change(
    client: Actor, waits: list[tuple[Signal, Why]], why: Why, therapist_id: UUID
) -> tuple[Signal | None, Why | None]:
    """The mark that is to say this: the one on this version; else the last one goes on to it.

    But while this version is in its hold, one that stands on what is open already stays there: taken back within the
    hold, all is as it was.
    """
    for row, said in waits:
        if said.version == why.version:
            return row, said
    is_coming = consent.audience(client, [why.thing_id])[why.thing_id].coming_to(therapist_id) is not None
    return (None, None) if is_coming or not waits else waits[-1]


def _was_seen(client: Actor, why: Why, therapist_id: UUID) -> bool:
    """Whether this very answer had a mark that was answered: sharing it once more is nothing new."""
    rows = [row.id for row in _own(client, why.thing_id, therapist_id) if row.answered_at]
    texts = vault.latest_readable(client.unlocked(), rows) if rows else {}
    found = [Why.from_bytes(text.data) for text in texts.values()]
    return any(one.risk and one.version == why.version for one in found)


def _put(client: Actor, row: Signal | None, therapist_id: UUID, why: Why, before: Why | None) -> None:
    """Keep what the mark says, sealed to the therapist and to the client; the row alone tells that there is one."""
    if row is not None and before == why and row.id in standing([row], soon=True):
        return
    keys = client.unlocked()
    version = select(Item.id).where(Item.thing_id == why.thing_id, Item.version == why.version)
    is_about = db.session.scalars(version).one()
    if row is None:
        terms = {"client_id": client.person_id, "therapist_id": therapist_id}
        row = Signal(id=uuid4(), practice_id=client.practice_id, **terms)
    if row.passed_on_at is None and (row.paused_at or before is None or before.version != why.version):
        row.cover_id, row.pass_on_at = _told(client, therapist_id)
    row.about, row.paused_at = print_of(row.id, client.practice_id, is_about), None
    db.session.add(row)
    db.session.flush()
    last = db.session.scalar(select(func.max(Item.version)).where(Item.thing_id == row.id)) or 0
    vault.drop(keys, row.id)
    item_id = vault.write(keys, KIND, why.to_bytes(), row.id, last + 1)
    grant = vault.give(keys, vault.principal_of(therapist_id).id, vault.CHOSEN, PURPOSE, receipts.in_language(WORDING))
    vault.share(keys, [item_id], grant)
    record(client, Event.SIGNAL_RAISED, row.id, client.person_id, reader=therapist_id)


def _told(client: Actor, therapist_id: UUID) -> tuple[UUID | None, datetime | None]:
    """Who covers, and from when on that one is told that this waits: as the page says at this moment."""
    found, after = rhythm.of(client, therapist_id), hours(client)
    if found.cover_id is None or not (found.is_away or after):
        return None, None
    return found.cover_id, now() + timedelta(hours=0 if found.is_away else after)


def _remove(client: Actor, row: Signal | None) -> None:
    if row is not None:
        vault.forget([row.id])
        db.session.execute(delete(Signal).where(Signal.id == row.id))
        record(client, Event.SIGNAL_TAKEN_BACK, row.id, client.person_id)
