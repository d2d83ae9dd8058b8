"""What somebody in the made-up practice has chosen: where mail may go, two reminders, and no second step."""

from datetime import time

from portal.core.actor import Actor
from portal.domain import contact, factors, reminders

WHO = "Sam"
EVENINGS = (0, 2, 6)  # Monday, Wednesday, Sunday


def choose(client: Actor, name: str) -> None:
    """Keep these choices, if they are this client's."""
    if name != WHO:
        return
    contact.keep(client, contact.Mode.PLAIN, "sam.letters@example.org", 9, 17, range(5), 0)
    reminders.set(client, reminders.About.CHECKIN, time(20, 30), EVENINGS, by_mail=True)
    reminders.set(client, reminders.About.SESSION, time(18), (2,))
    factors.end_offer(client)
