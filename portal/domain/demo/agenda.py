"""What somebody in the made-up practice wants to talk about next, and the session before."""

from datetime import datetime, timedelta
from uuid import uuid4

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import agenda, goals, journal

WHO = "Sam"
BEFORE = agenda.Words("The bill, and that it was not about the bill.", "To find out what it was about.")
AFTER = agenda.After(
    "I go quiet when I expect a no. Quiet is an answer too, and not the one I mean.",
    "One question about him, on a good day.",
    (8, 9, 8, 7),
)
NEXT = agenda.Words(
    "I asked again and he said no.\nWhat do I do with the evening after?", "A sentence I can try out loud."
)


def plan(client: Actor, name: str) -> None:
    """Live through the last two sessions, if they are this client's."""
    if name != WHO:
        return
    with living_at(_ago(16)):
        last = agenda.write(client, BEFORE, uuid4())
    with living_at(_ago(9)):
        agenda.close(client, last, AFTER)
    with living_at(_ago(1)):
        agenda.write(client, NEXT, uuid4())
        agenda.pin(client, "note", journal.shelf(client, most=1).headers[0].id)
        agenda.pin(client, "goal", goals.mine(client)[0].id)


def _ago(days: int) -> datetime:
    return now() - timedelta(days=days, hours=1)
