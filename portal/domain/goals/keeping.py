"""Keeping goals: writing one, changing its words, pausing it, letting it go. Only its writer can read any of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.language import _
from portal.domain import vault
from portal.domain.access import hold, readable
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.goals.words import KIND, Reading, State, Words
from portal.models.goals import Goal as Row
from portal.models.vault import Item

MOST = 200  # goals on a list, the ones touched last
NEAR = 40  # of them on pages of something else: to choose from, or to take a step of
FARTHEST = timedelta(days=730)  # a day to look at a goal again


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of one's own, in its newest version."""

    id: UUID
    item_id: UUID
    version: int
    made_at: datetime
    touched_at: datetime
    text: Reading

    @property
    def headline(self) -> str:
        return self.text.headline

    @property
    def is_open(self) -> bool:
        return self.text.state is State.OPEN


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next small step of a goal, for a page that shows one."""

    goal_id: UUID
    step_id: UUID
    words: str
    goal: str


class BothChanged(Conflict):
    """The words were changed elsewhere meanwhile. `kept` is what stands, in `version`; `typed` was about to be kept."""

    def __init__(self, version: int, kept: Words, typed: Words) -> None:
        super().__init__(_("This goal was changed in another window."))
        self.version, self.kept, self.typed = version, kept, typed


# ------------------------------------------------------------------ reading


def mine(actor: Actor, most: int = MOST) -> list[Goal]:
    """One's goals, in whatever state, the one touched last first, up to so many. Two questions to the database."""
    rows = db.session.execute(_newest(actor).order_by(Row.touched_at.desc(), Row.id).limit(most)).all()
    texts = vault.read(actor.unlocked(), [row.item_id for row in rows]) if rows else {}
    return [_opened(row, texts[row.item_id]) for row in rows if row.item_id in texts]


def read(actor: Actor, goal_id: UUID) -> Goal:
    """A goal of one's own; raises NotFound."""
    row = db.session.execute(_newest(actor).where(Row.id == goal_id)).one_or_none()
    if row is None:
        raise NotFound(goal_id)
    return _opened(row, vault.read_one(actor.unlocked(), row.item_id))


def next_step(actor: Actor) -> NextStep | None:
    """One small step: of the goals near, the next of the open one touched least lately; None when there is none."""
    for goal in reversed(mine(actor, NEAR)):
        step = goal.text.next_step
        if goal.is_open and step:
            return NextStep(goal.id, step.id, step.words, goal.headline)
    return None


def _newest(actor: Actor) -> Any:
    joined = readable(Row, actor).join(Item, and_(Item.thing_id == Row.id, Item.version == Row.version))
    return joined.with_only_columns(Row.id, Item.id.label("item_id"), Row.version, Row.made_at, Row.touched_at)


def _opened(row: Any, data: bytes) -> Goal:
    return Goal(row.id, row.item_id, row.version, row.made_at, row.touched_at, Reading.from_bytes(data))


# ------------------------------------------------------------------ writing


def write(actor: Actor, words: Words, goal_id: UUID | None = None) -> UUID:
    """Keep a new goal.

    Args:
        actor: a client, with keys.
        words: as `Words.checked` gave them.
        goal_id: made when the form was shown: sent twice, it is one goal; other words are a later version of it.

    Raises:
        Invalid: the day to look again is none that can come.
        BothChanged: this id is a goal of theirs that has gone on since.
        NotFound: this id is somebody else's.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    row = Row(id=goal_id or uuid4(), practice_id=actor.practice_id, client_id=actor.person_id, version=1)
    can_come(actor, words.review_on, None)
    if not add_new(row):
        edit(actor, row.id, 1, words)
        return row.id
    vault.write(actor.unlocked(), KIND, Reading(words).to_bytes(), row.id)
    record(actor, Event.GOAL_WRITTEN, row.id, actor.person_id)
    return row.id


def edit(actor: Actor, goal_id: UUID, base_version: int, words: Words, *, is_written: bool = True) -> int:
    """Change the words of a goal; steps, levels and state stay as they are by now.

    Args:
        actor: its writer, with keys.
        goal_id: the goal.
        base_version: the version that stood on the page when the writing began.
        words: as `Words.checked` gave them.
        is_written: as in `change`.

    Returns:
        the newest version's number.

    Raises:
        NotFound, Invalid: as `write`.
        BothChanged: other words were kept since the writing began. A step ticked meanwhile is no such change.
    """
    row = hold(Row, actor, goal_id)
    kept, base = read(actor, goal_id).text, at_version(actor, goal_id, base_version)
    if words == kept.words:
        return row.version
    if base is None or base.words != kept.words:
        raise BothChanged(row.version, kept.words, words)
    can_come(actor, words.review_on, kept.words.review_on)
    return _keep(actor, row, replace(kept, words=words), is_written=is_written)


def stand(actor: Actor, goal_id: UUID, state: State) -> None:
    """Pause a goal, go on with it, call it reached, or let it go; each can be changed again. Raises NotFound."""
    change(actor, goal_id, lambda text: replace(text, state=state))


# ------------------------------------------------------------------ shared with the other files of this concept


def at_version(actor: Actor, goal_id: UUID, version: int) -> Reading | None:
    """What stood on a page that was shown earlier; None when there is no such version of this goal of theirs."""
    query = readable(Row, actor).where(Row.id == goal_id).join(Item, Item.thing_id == Row.id)
    item_id = db.session.scalar(query.where(Item.version == version).with_only_columns(Item.id))
    return Reading.from_bytes(vault.read_one(actor.unlocked(), item_id)) if item_id else None


def change(actor: Actor, goal_id: UUID, how: Callable[[Reading], Reading], *, is_written: bool = False) -> Reading:
    """Make a later version of a goal out of its newest; one that says the same is not kept again.

    Args:
        actor: its writer, with keys.
        goal_id: the goal.
        how: makes the one out of the other.
        is_written: by a form whose button says who reads it: a standing consent opens it, whatever was open before.
            A tick opens nothing that was closed.

    Raises:
        NotFound: no such goal, or not theirs.
    """
    row = hold(Row, actor, goal_id)
    kept = read(actor, goal_id).text
    changed = how(kept)
    if changed != kept:
        _keep(actor, row, changed, is_written=is_written)
    return changed


def _keep(actor: Actor, row: Row, text: Reading, *, is_written: bool) -> int:
    row.version += 1
    row.touched_at = now()
    db.session.flush()
    vault.write(actor.unlocked(), KIND, text.to_bytes(), row.id, row.version, like=None if is_written else row.id)
    record(actor, Event.GOAL_CHANGED, row.id, actor.person_id, version=row.version)
    return row.version


def can_come(actor: Actor, day: date | None, kept: date | None) -> None:
    """Raises Invalid for a day to look again that cannot come; one that was chosen earlier may have gone by since."""
    if day is None or day == kept:
        return
    today = today_of(actor)
    if day < today:
        raise Invalid("review_on", _("This day has gone by. Choose today or a day to come, or leave it empty."))
    if day > today + FARTHEST:
        raise Invalid("review_on", _("This is more than two years away. Choose a nearer day, or leave it empty."))
