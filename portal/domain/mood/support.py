"""The support card: comes after the lowest level twice in three days, and goes when it is put away.

It says nothing to anybody else. It looks at levels that were chosen, never at words, and weighs nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from portal.core.actor import Actor
from portal.core.clock import now
from portal.domain.accounts.zones import today_of
from portal.domain.mood.own import own, remember_seen
from portal.domain.mood.past import Day, week
from portal.domain.mood.rows import Told, told_since

LOWEST = 1  # the level it is about
TIMES = 2
WITHIN = timedelta(days=3)
WEEK = 7  # days


@dataclass(frozen=True, slots=True)
class Support:
    """The card is due. `checkin_id` is the last of the check-ins it comes from: what somebody may want to show."""

    checkin_id: UUID


@dataclass(frozen=True, slots=True)
class Today:
    """What the Today page needs of check-ins: the last seven days, and the card, which goes before everything else."""

    week: list[Day]
    support: Support | None


def today(actor: Actor) -> Today:
    """The last seven days and, when it is due, the support card; asks no more of the database than the week alone."""
    first = today_of(actor) - timedelta(days=WEEK - 1)
    told = told_since(actor, first)
    return Today(week(told, first, WEEK), _due(actor, told))


def support(actor: Actor) -> Support | None:
    """The card, if it is due now."""
    return _due(actor, _lately(actor))


def put_away(actor: Actor) -> None:
    """The card has been seen. It comes back only after a further check-in at the lowest level."""
    lows = _lows(_lately(actor))
    if lows:
        remember_seen(actor, [low.id for low in lows])


def _lately(actor: Actor) -> list[Told]:
    return told_since(actor, today_of(actor) - WITHIN - timedelta(days=1))  # wherever the writer was


def _lows(told: list[Told]) -> list[Told]:
    return [each for each in told if each.level == LOWEST and each.at > now() - WITHIN]


def _due(actor: Actor, told: list[Told]) -> Support | None:
    lows = _lows(told)
    if len(lows) < TIMES:
        return None
    seen = own(actor).seen
    return Support(lows[-1].id) if any(low.id not in seen for low in lows) else None
