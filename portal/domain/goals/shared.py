"""Goals as far as a client shares them: drawn from the numbers that are shared, and what they come to all together."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from portal.core import chart
from portal.core.actor import Actor
from portal.core.chart import Chart
from portal.core.db import db
from portal.domain import caseload, vault
from portal.domain.access import readable
from portal.domain.accounts.zones import today_of
from portal.domain.goals.attainment import t_score
from portal.domain.goals.looking import RANGES, SCALE, Rating, tell
from portal.domain.goals.words import Reading
from portal.domain.vault import Text
from portal.models.goals import Goal, GoalRating


@dataclass(frozen=True, slots=True)
class Pursued:
    """A goal as it is shared, the looks at it that are shared, newest first, and their ratings drawn.

    `item_id` is the version that is shared.
    `level` is where it stands by the levels that are written now, -2 to 2; None before anything was scored by them.
    `drawn` is None without a rating in these days.
    """

    id: UUID
    item_id: UUID
    text: Reading
    looks: tuple[Rating, ...]
    drawn: Chart | None
    told: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Attained:
    """The T-score of every shared goal that has a level, and how many. For therapists; no client is shown one."""

    score: float
    goals: int


def look_at(actor: Actor, client_id: UUID, days: int = RANGES[1]) -> tuple[list[Pursued], Attained | None]:
    """The goals of a client that are open to this therapist, the one looked at last first.

    Whoever shows them counts them: `consent.look_at_goals`.

    Args:
        actor: a therapist, with keys.
        client_id: of their caseload.
        days: how many are drawn, today included.

    Raises:
        NotFound: not their client.
    """
    client = caseload.my_client(actor, client_id)
    rows = db.session.scalars(readable(Goal, actor).where(Goal.client_id == client_id)).all()
    ids = [row.id for row in rows]
    rated = readable(GoalRating, actor).where(GoalRating.goal_id.in_(ids)).order_by(GoalRating.at.desc(), GoalRating.id)
    looks = db.session.scalars(rated).all() if ids else []
    texts = vault.latest_readable(actor.unlocked(), [*ids, *(look.id for look in looks)]) if ids else {}
    of_goal: dict[UUID, list[Rating]] = {}
    for look in looks:
        if look.id in texts:
            of_goal.setdefault(look.goal_id, []).append(Rating.from_bytes(look.on_day, texts[look.id].data))
    first, who = today_of(actor) - timedelta(days=days - 1), client.name.split()[0]
    found = [
        _pursued(texts[row.id], of_goal.get(row.id, []), first, days, who)
        for row in sorted(rows, key=lambda row: _last_look(row, of_goal), reverse=True)
        if row.id in texts
    ]
    return found, attained(found)


def attained(found: list[Pursued]) -> Attained | None:
    """What the levels come to all together, each goal counting alike; None while none has a level."""
    levels = [goal.level for goal in found if goal.level is not None]
    return Attained(t_score(levels), len(levels)) if levels else None


def _last_look(row: Goal, of_goal: dict[UUID, list[Rating]]) -> tuple[date, str]:
    """By what is shared alone: the moment the goal itself was touched would tell of looks that are not."""
    looks = of_goal.get(row.id)
    return (looks[0].on_day if looks else date.min, str(row.id))


def _pursued(found: Text, looks: list[Rating], first: date, days: int, who: str) -> Pursued:
    text = Reading.from_bytes(found.data)
    ratings: dict[date, list[int]] = {}
    for look in reversed(looks):
        if look.rating is not None:
            ratings.setdefault(look.on_day, []).append(look.rating + 1)  # a chart's lowest level is 1
    drawn = chart.draw(first, days, ratings, SCALE)
    number = text.levels and text.levels.number
    scored = (look.attainment for look in looks if look.attainment is not None and look.number == number)
    told = tell(drawn.counted, who)
    chart_of = drawn if drawn.counted.filled else None
    return Pursued(found.thing_id, found.item_id, text, tuple(looks), chart_of, told, next(scored, None))
