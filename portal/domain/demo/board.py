"""Places in the made-up practice, and a move that waits for its client."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from portal.core.actor import Actor
from portal.core.clock import now
from portal.domain import caseload, handovers

PLACES = {"Mara": 7, "Idris": 4, "Vera": 3}
MOVES, TO = "Dana", "Mara"
KEEPS = 14  # days the one before keeps what is open
LETTER = "Idris works fewer hours here from next month. You can talk with him about it, and with us at any time."


def arrange(people: Mapping[str, Actor], admin: Actor) -> None:
    """One therapist with room, one who is full, one with too many; and Dana is asked."""
    for name, count in PLACES.items():
        caseload.set_places(admin, people[name].person_id, count)
    moving = next(one for one in caseload.pairings(admin) if one.client_id == people[MOVES].person_id)
    terms = handovers.Terms(handovers.Reason.HOURS, now().date() + timedelta(days=KEEPS), LETTER)
    handovers.ask(admin, moving.id, people[TO].person_id, terms, uuid4())
