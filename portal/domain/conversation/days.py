"""Coming back to a conversation: the days of all of them in one sealed item, so that Today opens one; reminders."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from uuid import UUID, uuid4, uuid5

from portal.core.actor import Actor
from portal.core.errors import Invalid, NotFound
from portal.core.language import _
from portal.domain import caseload, reminders, vault
from portal.domain.reminders import About

KIND = "conversation-days"
AT = time(10)  # when a reminder comes, on their own day


def days(actor: Actor) -> dict[UUID, date] | None:
    """The day chosen for each conversation that has one; None where nothing was kept here yet."""
    thing_id = _thing(actor)
    text = vault.latest_readable(actor.unlocked(), [thing_id]).get(thing_id)
    if text is None:
        return None
    said = json.loads(text.data)
    return {UUID(talk_id): date.fromisoformat(day) for talk_id, day in said.items()}


def note(actor: Actor, talk_id: UUID, day: date | None, older: Callable[[Actor], dict[UUID, date]]) -> None:
    """Keep this day beside the others.

    It is written with every version of a conversation, so that its moment does not tell whether a day was chosen.
    `older` tells the days of plans that were kept before their days stood together.
    """
    caseload.hold(actor.person_id)
    stands = days(actor)
    found = {
        other: chosen for other, chosen in (older(actor) if stands is None else stands).items() if other != talk_id
    }
    if day is not None:
        found[talk_id] = day
    data = json.dumps({str(each): chosen.isoformat() for each, chosen in found.items()}).encode()
    vault.replace(actor.unlocked(), KIND, data, _thing(actor))


def is_to_come(actor: Actor, reminder_id: UUID | None) -> bool:
    """Whether this reminder will still come."""
    return reminder_id is not None and any(line.id == reminder_id for line in reminders.mine(actor))


def remind(actor: Actor, reminder_id: UUID | None, day: date | None) -> UUID | None:
    """Have the reminder come on this day, in place of any other; or no more.

    Args:
        actor: a client, with keys.
        reminder_id: the one there is, if any. Only the sealed conversation knows which one it is.
        day: None: it is to come no more.

    Returns:
        its id, when it comes.

    Raises:
        Invalid: on `remind`: the hour has gone by, or there are too many reminders.
    """
    caseload.hold(actor.person_id)  # as whoever changes their clock: the person first, then the reminders
    if day is None:
        if reminder_id:
            with suppress(NotFound):
                reminders.end(actor, reminder_id)
        return None
    try:
        return reminders.set(actor, About.REVISIT, AT, by_mail=True, on_day=day, reminder_id=reminder_id or uuid4())
    except Invalid as problem:
        late = _("It is past ten on that day. Choose a later one, or leave the tick out: Today shows it anyway.")
        raise Invalid("remind", late if problem.field == "at" else str(problem)) from None


def _thing(actor: Actor) -> UUID:
    return uuid5(actor.person_id, KIND)
