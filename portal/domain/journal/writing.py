"""Writing notes: a first version, and later ones that never overwrite what somebody has not seen."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.core.actor import Actor, Role
from portal.core.clock import day_of, now
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.language import _
from portal.domain import vault
from portal.domain.access import hold
from portal.domain.accounts.zones import today_of, zone_of
from portal.domain.audit import Event, record
from portal.domain.journal.answers import close_answer, go_on_with, open_to_asker
from portal.domain.journal.margin import Margin, beside, keep_beside
from portal.domain.journal.reading import read
from portal.domain.journal.words import KIND, Words
from portal.models.journal import Entry
from portal.models.vault import Item

EARLIEST = date(1900, 1, 1)  # an older day is a slip of the finger
NOTHING = Margin()


class BothChanged(Conflict):
    """The note was changed elsewhere while it was being written. Carries both texts, so that nothing is lost.

    `kept` is the newest version and `version` its number; `typed` is what was about to be kept.
    """

    def __init__(self, version: int, kept: Words, typed: Words) -> None:
        super().__init__(_("This note was changed in another window."))
        self.version, self.kept, self.typed = version, kept, typed


def write(  # noqa: PLR0913 - what a note is made of
    actor: Actor,
    body: str,
    title: str = "",
    entry_id: UUID | None = None,
    on_day: date | None = None,
    *,
    question: str = "",
    asked_id: UUID | None = None,
    margin: Margin = NOTHING,
    as_agreed: bool = False,
) -> UUID:
    """Keep a new note. Nobody but its writer can read it, unless it opens as an answer.

    Args:
        actor: a client, with keys.
        body: 1 to 50,000 characters.
        title: up to 200 characters, or none.
        entry_id: made when the form was shown: sent twice, it is one note. Different words under the same id become a
            later version of it.
        on_day: the writer's own calendar day it belongs to; today where they are, unless given.
        question: what the note answers, as the writer read it; none, or up to 2,000 characters. It stays with every
            later version.
        asked_id: of the question, where somebody asked it of the writer.
        margin: what stands beside it, for the writer alone.
        as_agreed: open it to whoever asked, under the writer's standing consent for answers; without one it is private.

    Returns:
        the note's id.

    Raises:
        Invalid: the words or the day cannot be a note's.
        BothChanged, MarginChanged: this id is a note of theirs that has gone on since.
        NotFound: this id is somebody else's.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    words = Words.checked(title, body, question, asked_id)
    zone = zone_of(actor)
    _check_day(on_day, day_of(now(), zone))
    entry = Entry(
        id=entry_id or uuid4(),
        practice_id=actor.practice_id,
        client_id=actor.person_id,
        on_day=on_day or today_of(actor),
        zone=zone,
        version=1,
        margin=0,
    )
    if not add_new(entry):
        return _again(actor, entry.id, words, margin, on_day, as_agreed=as_agreed)
    item_id = vault.write(actor.unlocked(), KIND, replace(words, on_day=entry.on_day).to_bytes(), entry.id)
    if as_agreed:
        open_to_asker(actor, item_id, words.asked_id)
    keep_beside(actor, entry, margin, entry.on_day, 0)
    record(actor, Event.ENTRY_WRITTEN, entry.id, actor.person_id)
    return entry.id


def edit(  # noqa: PLR0913 - what a note is made of
    actor: Actor,
    entry_id: UUID,
    base_version: int,
    body: str,
    title: str = "",
    *,
    on_day: date | None = None,
    margin: Margin | None = None,
    base_margin: int = 0,
    as_agreed: bool = False,
) -> int:
    """Keep a later version of a note. Whoever reads an earlier one goes on reading that one.

    Args:
        actor: the writer, with keys.
        entry_id: the note.
        base_version: the version that stood on the page when the writing began.
        body: 1 to 50,000 characters.
        title: up to 200 characters, or none.
        on_day: the day it belongs to; as it was, unless given. Another day is a later version.
        margin: what stands beside it; as it was, unless given. It alone makes no new version of the words.
        base_margin: the version of the margin that stood on the page.
        as_agreed: where the version before has opened as an answer, and still is, this one takes its place there.

    Returns:
        the newest version's number; when these very words are the newest already, nothing is added.

    Raises:
        NotFound: no such note, or not theirs.
        Invalid: the words or the day cannot be a note's.
        BothChanged: there are newer words than those the writing began from.
        MarginChanged: there is a newer margin or day. Nothing is kept.
    """
    typed, entry = Words.checked(title, body), hold(Entry, actor, entry_id)
    if on_day != entry.on_day:
        _check_day(on_day, day_of(now(), zone_of(actor)))
    kept = newest_words(actor, entry)
    day = on_day or entry.on_day
    typed = replace(typed, question=kept.question, asked_id=kept.asked_id, on_day=day)
    is_other_day = day != entry.on_day
    if typed != kept and base_version != entry.version:
        raise BothChanged(entry.version, kept, typed)
    if margin is not None or on_day is not None:
        stands = beside(actor, entry_id)
        keep_beside(actor, entry, margin or stands.margin, day, base_margin)
    if typed == kept and not is_other_day:
        return entry.version
    entry.version += 1
    entry.edited_at = now()
    db.session.flush()
    item_id = vault.write(actor.unlocked(), KIND, typed.to_bytes(), entry.id, entry.version)
    if as_agreed:
        go_on_with(actor, entry.id, item_id, entry.version)
    record(actor, Event.ENTRY_EDITED, entry.id, actor.person_id, version=entry.version)
    return entry.version


def restore(actor: Actor, entry_id: UUID, number: int, base_version: int) -> int:
    """Bring the words of an earlier version back, as a new one. Whatever stood in between stays.

    Args:
        actor: the writer, with keys.
        entry_id: the note.
        number: the version whose words are wanted.
        base_version: the newest one when they chose.

    Returns:
        the newest version's number.

    Raises:
        NotFound: no such note or version, or not theirs.
        BothChanged: the note has gone on since.
    """
    page = read(actor, entry_id, number)
    return edit(actor, entry_id, base_version, page.body, page.title)


def pin(actor: Actor, entry_id: UUID, *, pinned: bool) -> None:
    """Keep a note on top of the shelf, or no longer; doing it twice changes nothing.

    Raises:
        NotFound: no such note, or not theirs.
    """
    entry = hold(Entry, actor, entry_id)
    entry.pinned_at = (entry.pinned_at or now()) if pinned else None


# ------------------------------------------------------------------ rows


def newest_words(actor: Actor, entry: Entry) -> Words:
    return Words.from_bytes(vault.read_one(actor.unlocked(), _item(entry.id, entry.version)))


def _item(entry_id: UUID, version: int) -> UUID:
    return db.session.scalars(select(Item.id).where(Item.thing_id == entry_id, Item.version == version)).one()


def _check_day(on_day: date | None, today: date) -> None:
    if on_day and on_day > today:
        raise Invalid("on_day", _("This day has not come yet."))
    if on_day and on_day < EARLIEST:
        raise Invalid("on_day", _("A note can be of any day from %(year)s on.", year=EARLIEST.year))


def _again(  # noqa: PLR0913 - what a note is made of
    actor: Actor, entry_id: UUID, words: Words, margin: Margin, on_day: date | None, *, as_agreed: bool
) -> UUID:
    """The form came a second time: the same words change nothing, others are a later version, never a second note.

    Whether it is open as an answer is as the button says that was pressed last.
    """
    stands = beside(actor, entry_id)
    day, base = on_day or stands.on_day, min(stands.version, 1)
    version = edit(actor, entry_id, 1, words.body, words.title, on_day=day, margin=margin, base_margin=base)
    close_answer(actor, entry_id)
    if as_agreed:
        item_id = _item(entry_id, version)
        open_to_asker(actor, item_id, Words.from_bytes(vault.read_one(actor.unlocked(), item_id)).asked_id)
    return entry_id
