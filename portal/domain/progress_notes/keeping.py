"""Writing progress notes, signing them, and adding to what is signed."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.language import _
from portal.domain import caseload, vault
from portal.domain.access import writable
from portal.domain.accounts.zones import past_day, zone_of
from portal.domain.audit import Event, record
from portal.domain.progress_notes.reading import addenda, newest
from portal.domain.progress_notes.words import KIND, BothChanged, Signed, Words, checked
from portal.models.people import Person
from portal.models.progress_notes import ProgressAddendum, ProgressNote


def write(actor: Actor, client_id: UUID, body: str, note_id: UUID | None = None, on_day: date | None = None) -> UUID:
    """Keep a new note, not signed yet.

    Args:
        actor: a therapist, with keys.
        client_id: of their caseload.
        body: 1 to 20,000 characters.
        note_id: made when the form was shown: sent twice, it is one note. Other words are a later version of it.
        on_day: of the session; today unless given.

    Returns:
        the note's id.

    Raises:
        NotFound: not their client.
        Invalid: on `body` or `on_day`.
        BothChanged, Signed: this id is a note of theirs that has gone on since.
    """
    caseload.my_client(actor, client_id)
    text, day = checked(body), past_day(actor, on_day)
    row = ProgressNote(
        id=note_id or uuid4(),
        practice_id=actor.practice_id,
        client_id=client_id,
        therapist_id=actor.person_id,
        on_day=day,
        zone=zone_of(actor),
        version=1,
    )
    if not add_new(row):
        edit(actor, client_id, row.id, 1, body, on_day)
        return row.id
    vault.write(actor.unlocked(), KIND, Words(text, day).to_bytes(), row.id)
    record(actor, Event.PROGRESS_NOTE_WRITTEN, row.id)
    return row.id


def edit(  # noqa: PLR0913, PLR0917 - what the form carries
    actor: Actor, client_id: UUID, note_id: UUID, base_version: int, body: str, on_day: date | None = None
) -> int:
    """Keep a later version of a note that is not signed yet. Earlier versions stay in the record.

    Returns:
        the newest version's number; the very same words add none.

    Raises:
        NotFound: no such note of theirs.
        Invalid: on `body` or `on_day`.
        Signed: it stays as it is.
        BothChanged: there are newer words than those the writing began from.
    """
    text, row = checked(body), _held(actor, client_id, note_id)
    kept, day = newest(actor, row), past_day(actor, on_day) if on_day else row.on_day
    if (text, day) == (kept.body, kept.on_day):
        return row.version
    if kept.signed_at:
        raise Signed(text)
    if base_version != row.version:
        raise BothChanged(kept, text)
    row.on_day = day
    _go_on(actor, row, Words(text, day))
    record(actor, Event.PROGRESS_NOTE_CHANGED, row.id, version=row.version)
    return row.version


def sign(actor: Actor, client_id: UUID, note_id: UUID, base_version: int) -> None:
    """Sign a note: the version that was looked at, and for good. Signing twice is signing once.

    Raises:
        NotFound: no such note of theirs.
        BothChanged: another version stands by now, which was not looked at.
    """
    row = _held(actor, client_id, note_id)
    kept = newest(actor, row)
    if kept.signed_at:
        return
    if base_version != row.version:
        raise BothChanged(kept, "")
    row.signed_at = now()
    _go_on(actor, row, Words(kept.body, kept.on_day, _own_name(actor), row.signed_at))
    record(actor, Event.PROGRESS_NOTE_SIGNED, row.id, version=row.version)


def add(actor: Actor, client_id: UUID, note_id: UUID, body: str, addendum_id: UUID | None = None) -> int:
    """Add to a signed note: a numbered addendum, never changed again.

    Args:
        actor: the note's writer, with keys.
        client_id: whom it is about.
        note_id: the note.
        body: 1 to 20,000 characters.
        addendum_id: made when the form was shown: sent twice, it is one.

    Returns:
        its number.

    Raises:
        NotFound: no such note of theirs.
        Invalid: on `body`; or the note is not signed, so it can still be changed itself.
        Conflict: this form was sent before, with other words.
    """
    text, row = checked(body), _held(actor, client_id, note_id)
    if not newest(actor, row).signed_at:
        raise Invalid("body", _("This note is not signed yet, so it can be changed itself."))
    there = {one.id: one for one in addenda(actor, row)}
    if addendum_id in there:
        if there[addendum_id].body != text:
            raise Conflict(_("This addendum is kept already. What was typed since can go into another one."))
        return there[addendum_id].number
    most = select(func.max(ProgressAddendum.number)).where(ProgressAddendum.note_id == row.id)
    added = ProgressAddendum(
        id=addendum_id or uuid4(),
        practice_id=actor.practice_id,
        note_id=row.id,
        client_id=client_id,
        therapist_id=actor.person_id,
        number=(db.session.scalar(most) or 0) + 1,
    )
    if not add_new(added):
        raise NotFound(addendum_id)  # an id of something else
    vault.write(actor.unlocked(), KIND, Words(text, by=_own_name(actor)).to_bytes(), added.id)
    record(actor, Event.PROGRESS_NOTE_AMENDED, row.id, number=added.number)
    return added.number


# ------------------------------------------------------------------ rows


def _held(actor: Actor, client_id: UUID, note_id: UUID) -> ProgressNote:
    """A note of one's own, held until the transaction ends."""
    query = writable(ProgressNote, actor).where(ProgressNote.id == note_id, ProgressNote.client_id == client_id)
    row = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotFound(note_id)
    return row


def _go_on(actor: Actor, row: ProgressNote, words: Words) -> None:
    row.version += 1
    db.session.flush()
    vault.write(actor.unlocked(), KIND, words.to_bytes(), row.id, row.version)


def _own_name(actor: Actor) -> str:
    return str(db.session.scalars(select(Person.name).where(Person.id == actor.person_id)).one())
