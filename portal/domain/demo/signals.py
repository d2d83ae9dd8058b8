"""A mark that waits in the made-up practice."""

from datetime import timedelta

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import consent, journal, signals


def raise_one(client: Actor, therapist: Actor) -> None:
    """The client asks for the newest note that is open to the therapist to be looked at before they meet."""
    (card,) = (card for card in consent.open_to(client) if card.person_id == therapist.person_id)
    with living_at(now() - timedelta(hours=3)):
        note = next(thing for thing in card.things if thing.kind == journal.KIND)
        signals.ask(client, note.id, therapist.person_id)
