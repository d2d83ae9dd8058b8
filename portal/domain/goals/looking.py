"""Looking at how far a goal is: one's own rating, the levels agreed beforehand, and what was said before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self
from uuid import UUID, uuid4

from portal.core import chart
from portal.core.actor import Actor
from portal.core.chart import Chart, Counted, Scale
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.core.text import line_taken
from portal.domain import vault
from portal.domain.access import hold, readable
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.goals.attainment import EXPECTED
from portal.domain.goals.keeping import at_version, can_come, change, read
from portal.domain.goals.words import ATTAINMENT, LONGEST_LINE, Levels, Reading
from portal.models.goals import Goal, GoalRating
from portal.models.vault import Item

RATING_KIND = "goal-rating"
SCORES = range(11)  # 5 is halfway
SCALE = Scale(tuple(str(number) for number in SCORES), lazy("Not rated"))
RANGES = (30, 90, 365)  # days that can be looked back on
NOTICED_AT = {  # kept reviews that are worth a sentence
    3: lazy("That is the third time you came back to look at this."),
    5: lazy("That is the fifth time you came back to look at this."),
    10: lazy("That is the tenth time you came back to look at this."),
    20: lazy("That is the twentieth time you came back to look at this."),
    30: lazy("That is the thirtieth time you came back to look at this."),
    50: lazy("That is the fiftieth time you came back to look at this."),
}


@dataclass(frozen=True, slots=True)
class Rating:
    """One look at a goal, opened: exactly what its reader sees.

    `rating` is 0 to 10, `attainment` -2 to 2 on the levels of this `number`; None for what was left out. `is_review`:
    the day to look again had come, or the levels were looked at.
    """

    on_day: date
    rating: int | None
    attainment: int | None
    number: int | None
    is_review: bool

    @classmethod
    def from_bytes(cls, on_day: date, data: bytes) -> Self:
        found = json.loads(data)
        return cls(on_day, found["rating"], found["attainment"], found["number"], found["is_review"])

    def to_bytes(self) -> bytes:
        about = {"rating": self.rating, "attainment": self.attainment, "number": self.number}
        return json.dumps({**about, "is_review": self.is_review}).encode()


@dataclass(frozen=True, slots=True)
class Past:
    """The ratings of the last days, drawn and told; every look, newest first; and what is worth noticing, or "".

    `has_come`: the day chosen to look again is here, or has gone by.
    """

    chart: Chart
    told: str
    looks: list[Rating]
    noticed: str
    has_come: bool


def look(  # noqa: PLR0913, PLR0917 - what the form of a look holds
    actor: Actor,
    goal_id: UUID,
    rating: int | None,
    attainment: int | None = None,
    number: int | None = None,
    rating_id: UUID | None = None,
    again_on: date | None = None,
) -> UUID:
    """Keep how far the goal is today.

    Args:
        actor: the goal's writer, with keys.
        goal_id: the goal.
        rating: 0 to 10, or None.
        attainment: -2 to 2 on its levels, or None.
        number: of the levels that stood on the page.
        rating_id: made when the form was shown: sent twice, it is one look, as it was sent last.
        again_on: the day to look again; without one, a chosen day that has come is done with.

    Under a standing consent it opens to whoever has the goal itself by it: a number of nothing says nothing.

    Raises:
        Invalid: neither was chosen, one is outside its scale, the levels are others by now, or the day cannot come.
        NotFound: no such goal, or not theirs.
    """
    hold(Goal, actor, goal_id)
    text = read(actor, goal_id).text
    _checked(text, rating, attainment, number)
    can_come(actor, again_on, text.words.review_on)
    today = today_of(actor)
    review_on = text.words.review_on
    has_come = review_on is not None and review_on <= today
    is_review = attainment is not None or has_come
    said = Rating(today, rating, attainment, number if attainment is not None else None, is_review)
    row = GoalRating(
        id=rating_id or uuid4(),
        practice_id=actor.practice_id,
        client_id=actor.person_id,
        goal_id=goal_id,
        on_day=today,
        version=1,
    )
    if not add_new(row):
        if again_on and again_on != review_on:
            change(actor, goal_id, lambda text: replace(text, words=replace(text.words, review_on=again_on)))
        return _again(actor, row.id, said)
    vault.write(actor.unlocked(), RATING_KIND, said.to_bytes(), row.id, like=goal_id)
    hold(Goal, actor, goal_id).touched_at = now()
    if again_on or has_come:
        change(actor, goal_id, lambda text: replace(text, words=replace(text.words, review_on=again_on)))
    record(actor, Event.GOAL_RATED, row.id, actor.person_id)
    return row.id


def agree(  # noqa: PLR0913 - what the page was about, and who reads what is written there
    actor: Actor, goal_id: UUID, words: Sequence[str], number: int, base_version: int, *, is_written: bool = True
) -> None:
    """Write down five levels before anything is scored by them.

    Args:
        actor: the goal's writer, with keys.
        goal_id: the goal.
        words: what -2, -1, 0, 1 and 2 mean, each up to 200 characters.
        number: of this set: the one that stands, while nothing was scored by it; else the one after it, a new set,
            which begins its own history.
        base_version: of the goal, when the page with the levels was shown.
        is_written: as in `change`.

    Raises:
        Invalid: a level without words, a set that was scored already, or one that another window has changed since;
            `field` is "level_0" to "level_4".
        NotFound: no such goal, or not theirs.
    """
    kept = tuple(line_taken(f"level_{at}", said, LONGEST_LINE) for at, said in enumerate(words))
    for at, said in enumerate(kept):
        if not said:
            raise Invalid(
                f"level_{at}", _("Each of the five needs a few words, so that later it is clear which one it is.")
            )
    hold(Goal, actor, goal_id)
    stands, base = read(actor, goal_id).text.levels, at_version(actor, goal_id, base_version)
    newest = stands.number if stands else 0
    may_be = {newest + 1} if is_scored(actor, goal_id, newest) else {max(newest, 1)}
    if stands and stands.words == kept:
        return
    if number not in may_be:
        raise Invalid(
            "level_0",
            _("Something was scored by these levels already, so they stay as they are. New levels are a new set."),
        )
    if base is None or base.levels != stands:
        raise Invalid(
            "level_0", _("The levels were changed in another window. They stand here too: keep yours, or go back.")
        )
    change(actor, goal_id, lambda text: replace(text, levels=Levels(number, kept)), is_written=is_written)


def is_scored(actor: Actor, goal_id: UUID, number: int) -> bool:
    """Whether anything was scored by the levels of this number."""
    return number > 0 and any(said.number == number for said in _looks(actor, goal_id))


def look_back(actor: Actor, goal_id: UUID, days: int = RANGES[1]) -> Past:
    """What was said of a goal of one's own; raises NotFound.

    Args:
        actor: its writer, with keys.
        goal_id: the goal.
        days: how many are drawn, today included.
    """
    goal = read(actor, goal_id)
    looks = _looks(actor, goal_id)
    today = today_of(actor)
    first = today - timedelta(days=days - 1)
    levels: dict[date, list[int]] = {}
    for said in reversed(looks):
        if said.rating is not None:
            levels.setdefault(said.on_day, []).append(said.rating + 1)  # a chart's lowest level is 1
    drawn = chart.draw(first, days, levels, SCALE)
    review_on = goal.text.words.review_on
    has_come = review_on is not None and review_on <= today
    return Past(drawn, tell(drawn.counted), looks, noticed(looks, goal.text.levels), has_come)


def look_ids(actor: Actor, goal_id: UUID) -> list[UUID]:
    """The things of every look at a goal of one's own."""
    return list(
        db.session.scalars(
            readable(GoalRating, actor).where(GoalRating.goal_id == goal_id).with_only_columns(GoalRating.id)
        )
    )


def tell(counted: Counted, who: str = "") -> str:
    """What a chart of ratings shows, in a sentence or two. who: rated; the reader, or somebody of this name."""
    if counted.lowest is None or counted.highest is None:
        return _("No ratings in these %(days)s days.", days=counted.days)
    low, high = counted.lowest - 1, counted.highest - 1
    filled, days = counted.filled, counted.days
    said = (
        _("On %(filled)s of %(days)s days %(who)s rated this.", filled=filled, days=days, who=who)
        if who
        else _("On %(filled)s of %(days)s days you rated this.", filled=filled, days=days)
    )
    levels = (
        _("Each time %(level)s.", level=low) if low == high else _("Between %(low)s and %(high)s.", low=low, high=high)
    )
    return f"{said} {levels}"


def noticed(looks: Sequence[Rating], levels: Levels | None) -> str:
    """What the newest look is worth noticing for, or "": what was hoped for, reached the first time; reviews kept.

    A look that is lower than the one before is never met with a sentence of this kind.

    Args:
        looks: newest first.
        levels: as they stand.
    """
    if not looks:
        return ""
    newest, before = looks[0], looks[1:]
    if _is_lower(newest, before):
        return ""
    if newest.attainment is not None and levels and newest.number == levels.number:
        same = [said.attainment for said in before if said.number == levels.number and said.attainment is not None]
        if newest.attainment >= EXPECTED and not any(level >= EXPECTED for level in same):
            return _("This is what you hoped for when you wrote the levels. It is the first time it is here.")
    kept = sum(said.is_review for said in looks)
    return str(NOTICED_AT[kept]) if newest.is_review and kept in NOTICED_AT else ""


def _is_lower(newest: Rating, before: Sequence[Rating]) -> bool:
    rated = next((said.rating for said in before if said.rating is not None), None)
    level = next(
        (said.attainment for said in before if said.number == newest.number and said.attainment is not None), None
    )
    lower_rating = newest.rating is not None and rated is not None and newest.rating < rated
    return lower_rating or (newest.attainment is not None and level is not None and newest.attainment < level)


def _looks(actor: Actor, goal_id: UUID) -> list[Rating]:
    """Every look at this goal, newest first."""
    rows = readable(GoalRating, actor).where(GoalRating.goal_id == goal_id).join(Item, Item.thing_id == GoalRating.id)
    found = db.session.execute(
        rows.with_only_columns(Item.id, GoalRating.on_day).order_by(GoalRating.at.desc(), GoalRating.id)
    ).all()
    texts = vault.read(actor.unlocked(), [item_id for item_id, _ in found]) if found else {}
    return [Rating.from_bytes(on_day, texts[item_id]) for item_id, on_day in found if item_id in texts]


def _checked(text: Reading, rating: int | None, attainment: int | None, number: int | None) -> None:
    if rating is None and attainment is None:
        raise Invalid("rating", _("Choose a number, or leave this for another day."))
    if rating is not None and rating not in SCORES:
        raise Invalid("rating", _("Choose a number from 0 to 10."))
    if attainment is None:
        return
    if attainment not in ATTAINMENT:
        raise Invalid("attainment", _("Choose one of the five levels."))
    if text.levels is None or text.levels.number != number:
        raise Invalid("attainment", _("The levels are others by now. Look at them and choose again."))


def _again(actor: Actor, rating_id: UUID, said: Rating) -> UUID:
    """The form came a second time: another answer takes the place of the first. A review stays one."""
    found = hold(GoalRating, actor, rating_id)
    keys = actor.unlocked()
    kept = Rating.from_bytes(found.on_day, vault.latest_readable(keys, [found.id])[found.id].data)
    said = replace(said, on_day=kept.on_day, is_review=said.is_review or kept.is_review)
    if said != kept:
        found.version += 1
        db.session.flush()
        vault.drop(keys, found.id)
        vault.write(keys, RATING_KIND, said.to_bytes(), found.id, found.version, like=found.goal_id)
        record(actor, Event.GOAL_RATED, found.id, actor.person_id)
    return found.id
