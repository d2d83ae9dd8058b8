"""When somebody in the made-up practice reads, and who covers for whom."""

from collections.abc import Mapping

from portal.core.actor import Actor
from portal.domain import rhythm

MONDAY, THURSDAY, FRIDAY = 0, 3, 4


def say(people: Mapping[str, Actor]) -> None:
    """Two therapists cover for one another."""
    mara, idris = people["Mara"], people["Idris"]
    rhythm.keep(mara, (MONDAY, THURSDAY), range(FRIDAY), idris.person_id, None, 0)
    rhythm.keep(idris, (FRIDAY,), (), mara.person_id, None, 0)
