"""The conversations themselves: planning one, changing it, looking back, and the one to come back to."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import tuple_
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.core.errors import Conflict, Forbidden, Invalid, Locked, NotFound
from portal.core.language import _
from portal.core.markdown import first_line
from portal.core.text import taken
from portal.domain import drafts, vault
from portal.domain.access import hold, writable
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.conversation import days
from portal.models.conversation import Conversation
from portal.models.vault import Item

KIND = "conversation"
PLAN = ("about", "need", "boundary", "opening", "moment", "stop")
AFTERWARDS = ("how", "learned", "next")
LONGEST = 2_000  # characters in one field
HEADLINE = 80  # characters
PAGE = 20  # conversations on a page of the timeline
FURTHEST = 2  # years a day to come back may lie ahead


@dataclass(frozen=True, slots=True)
class Talk:
    """One of them, in its newest version.

    `back_on`: the day somebody chose to come back to it; `reminder_id`: of the reminder of that day, if wanted.
    """

    id: UUID
    version: int
    begun_at: datetime
    words: Mapping[str, str] = field(repr=False)
    back_on: date | None
    reminder_id: UUID | None = None

    @property
    def headline(self) -> str:
        """What it is about, or the first thing that was written down."""
        said = next((text for name in (*PLAN, *AFTERWARDS) if (text := self.words[name])), "")
        return first_line(said, HEADLINE)

    @property
    def was_had(self) -> bool:
        """Whether anything was written down afterwards."""
        return any(self.words[name] for name in AFTERWARDS)


class TalkChanged(Conflict):
    """It was changed in another window. `kept` is what stands now; nothing that was typed is lost."""

    def __init__(self, kept: Talk) -> None:
        super().__init__(_("This was changed in another window."))
        self.kept = kept


def plan(
    actor: Actor,
    words: Mapping[str, str],
    back_on: date | None = None,
    talk_id: UUID | None = None,
    *,
    remind: bool = False,
) -> UUID:
    """Keep a plan.

    Args:
        actor: a client, with keys.
        words: by the names in PLAN, each at most 2,000 characters; at least one of them.
        back_on: when to come back to it: today or later, at most two years ahead.
        talk_id: made when the form was shown: sent twice, it is one plan.
        remind: also by a reminder on that day.

    Raises:
        Invalid: nothing in it, too long, or a day that cannot be, or be reminded of.
        NotFound: this id is somebody else's.
        TalkChanged: this id is a plan of theirs that has gone on since.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    typed = _checked(words, PLAN) | dict.fromkeys(AFTERWARDS, "")
    if not any(typed.values()):
        raise Invalid("about", _("There is nothing here yet. One line is plenty."))
    day = _day_ahead(actor, back_on, remind=remind)
    row = Conversation(id=talk_id or uuid4(), practice_id=actor.practice_id, client_id=actor.person_id, version=1)
    try:
        with db.session.begin_nested():  # a reminder that is refused leaves no plan without words behind
            db.session.add(row)
            db.session.flush()
            reminder_id = days.remind(actor, None, day) if remind else None
    except IntegrityError:
        change(actor, row.id, 1, words, back_on, remind=remind)
        return row.id
    vault.write(actor.unlocked(), KIND, _bytes(typed, day, reminder_id), row.id)
    days.note(actor, row.id, day, _older)
    record(actor, Event.CONVERSATION_KEPT, row.id, actor.person_id)
    return row.id


def change(  # noqa: PLR0913 - what a conversation is
    actor: Actor,
    talk_id: UUID,
    base_version: int,
    words: Mapping[str, str],
    back_on: date | None,
    *,
    remind: bool | None = None,
) -> int:
    """Keep a later version: of the plan, or with what came of it. Fields that are not given stay as they are.

    Args:
        actor: the writer, with keys.
        talk_id: which.
        base_version: the version that stood on the page.
        words: by the names in PLAN and AFTERWARDS.
        back_on: when to come back to it; None: no day.
        remind: also by a reminder on that day; None: as it is, on the day there is now.

    Returns:
        the newest version's number; the very same words add none.

    Raises:
        NotFound, Invalid: as `plan`.
        TalkChanged: there is a newer version than the one on the page.
    """
    row = hold(Conversation, actor, talk_id)
    kept = read(actor, talk_id)
    typed = {**kept.words, **_checked(words, tuple(words))}
    comes = is_reminded(actor, kept)
    wanted = comes and back_on is not None if remind is None else remind
    day = back_on if back_on == kept.back_on and back_on else _day_ahead(actor, back_on, remind=wanted)
    if typed == dict(kept.words) and day == kept.back_on and wanted == comes:
        return kept.version
    if base_version != kept.version:
        raise TalkChanged(kept)
    if not any(typed.values()):
        raise Invalid(next(iter(words)), _("There is nothing here yet. One line is plenty."))
    reminder_id = kept.reminder_id
    if wanted != comes or day != kept.back_on:  # first, for it may be refused, and nothing of the plan is kept then
        reminder_id = days.remind(actor, reminder_id, day if wanted else None)
    row.version = kept.version + 1
    db.session.flush()
    vault.write(actor.unlocked(), KIND, _bytes(typed, day, reminder_id), row.id, row.version)
    days.note(actor, row.id, day, _older)
    record(actor, Event.CONVERSATION_KEPT, row.id, actor.person_id, version=row.version)
    return row.version


def read(actor: Actor, talk_id: UUID) -> Talk:
    """One of one's own.

    Args:
        actor: the writer, with keys.
        talk_id: which.

    Raises:
        NotFound: no such conversation, or not theirs.
    """
    row = db.session.execute(_newest(actor).where(Conversation.id == talk_id)).one_or_none()
    if row is None:
        raise NotFound(talk_id)
    return _talk(row, vault.read_one(actor.unlocked(), row.item_id))


def timeline(actor: Actor, before: UUID | None = None, most: int = PAGE) -> tuple[list[Talk], UUID | None]:
    """The conversations, newest first, and the one to go on from.

    Args:
        actor: the writer, with keys.
        before: go on with those begun before this one.
        most: how many.
    """
    query, place = _newest(actor), tuple_(Conversation.begun_at, Conversation.id)
    if before:
        last = db.session.scalar(writable(Conversation, actor).where(Conversation.id == before))
        if last is None:
            raise NotFound(before)
        query = query.where(place < tuple_(last.begun_at, last.id))
    query = query.order_by(Conversation.begun_at.desc(), Conversation.id.desc()).limit(most + 1)
    rows = db.session.execute(query).all()
    more, rows = len(rows) > most, rows[:most]
    texts = vault.read(actor.unlocked(), [row.item_id for row in rows])
    talks = [_talk(row, texts[row.item_id]) for row in rows if row.item_id in texts]
    return talks, rows[-1].id if more else None


def to_come_back_to(actor: Actor) -> Talk | None:
    """The conversation whose day to come back has come, the longest waiting first; for Today."""
    today = today_of(actor)
    due = {talk_id: day for talk_id, day in (days.days(actor) or {}).items() if day <= today}
    rows = db.session.execute(_newest(actor).where(Conversation.id.in_(due))).all() if due else []
    longest = min(rows, key=lambda row: (due[row.id], row.begun_at, row.id), default=None)
    texts = vault.read(actor.unlocked(), [longest.item_id]) if longest else {}
    return _talk(longest, texts[longest.item_id]) if longest and texts else None


def is_reminded(actor: Actor, talk: Talk) -> bool:
    """Whether a reminder of its day will still come."""
    return days.is_to_come(actor, talk.reminder_id)


def not_again(actor: Actor, talk_id: UUID) -> None:
    """Take the day to come back off it.

    Raises:
        NotFound: no such conversation, or not theirs.
    """
    hold(Conversation, actor, talk_id)
    change(actor, talk_id, read(actor, talk_id).version, {}, None)


def afterwards_id(talk_id: UUID) -> UUID:
    """Of what is being typed about how it was, which is no draft of the plan."""
    return uuid5(talk_id, "afterwards")


def remove(actor: Actor, talk_id: UUID) -> None:
    """Remove one for good, with every version of it.

    Raises:
        NotFound: no such conversation, or not theirs.
    """
    row = hold(Conversation, actor, talk_id)
    with suppress(Locked):  # one that does not open any more can be removed all the same
        days.remind(actor, read(actor, talk_id).reminder_id, None)
    days.note(actor, talk_id, None, _older)
    vault.forget([row.id])
    drafts.forget(actor, [row.id, afterwards_id(row.id)])
    db.session.delete(row)
    record(actor, Event.CONVERSATION_REMOVED, talk_id, actor.person_id)


# ------------------------------------------------------------------ rows


def _older(actor: Actor) -> dict[UUID, date]:
    """The days of plans that were kept before their days stood together."""
    rows = db.session.execute(_newest(actor)).all()
    texts = vault.read(actor.unlocked(), [row.item_id for row in rows]) if rows else {}
    talks = (_talk(row, texts[row.item_id]) for row in rows if row.item_id in texts)
    return {talk.id: talk.back_on for talk in talks if talk.back_on}


def _newest(actor: Actor) -> Any:
    newest = (Item.thing_id == Conversation.id) & (Item.version == Conversation.version)
    columns = (Conversation.id, Conversation.version, Conversation.begun_at, Item.id.label("item_id"))
    return writable(Conversation, actor).join(Item, newest).with_only_columns(*columns)


def _talk(row: Any, data: bytes) -> Talk:
    said = json.loads(data)
    words = {name: said["words"].get(name, "") for name in (*PLAN, *AFTERWARDS)}
    back_on, reminder_id = said["back_on"], said.get("reminder")  # older ones had no reminder
    day, reminder = back_on and date.fromisoformat(back_on), reminder_id and UUID(reminder_id)
    return Talk(row.id, row.version, row.begun_at, words, day, reminder)


def _bytes(words: Mapping[str, str], back_on: date | None, reminder_id: UUID | None) -> bytes:
    said = {
        "words": dict(words),
        "back_on": back_on and back_on.isoformat(),
        "reminder": reminder_id and str(reminder_id),
    }
    return json.dumps(said, ensure_ascii=False).encode()


def _checked(words: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: taken(name, words.get(name, ""), LONGEST) for name in names}


def _day_ahead(actor: Actor, day: date | None, *, remind: bool) -> date | None:
    if day is None:
        if remind:
            raise Invalid("back_on", _("Choose the day to be reminded on, or leave the tick out."))
        return None
    today = today_of(actor)
    if day < today:
        raise Invalid("back_on", _("This day has gone by. Choose today or a later one, or leave it empty."))
    if day > today.replace(year=today.year + FURTHEST, day=min(today.day, 28)):
        raise Invalid("back_on", _("This day is far away. Choose one within two years."))
    return day
