"""Who is acting: plain data, the first argument of every verb."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from portal.core.errors import Locked

if TYPE_CHECKING:
    from portal.core.crypto import Keys


class Role(StrEnum):
    """What a person is in a practice. One person may hold several."""

    CLIENT = "client"
    THERAPIST = "therapist"
    ADMIN = "admin"
    OFFICER = "officer"  # on screen: recovery officer; holds the practice's recovery key
    CONFIDANT = "confidant"  # on screen: someone you trust


STAFF = frozenset({Role.THERAPIST, Role.ADMIN, Role.OFFICER})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one role, with the keys their password opened. Jobs act without keys."""

    person_id: UUID
    practice_id: UUID
    role: Role
    keys: "Keys | None" = field(default=None, repr=False, compare=False)

    def unlocked(self) -> "Keys":
        """The keys in hand.

        Raises:
            Locked: acting without any, as jobs do.
        """
        if self.keys is None:
            raise Locked("acting without keys")
        return self.keys
