"""Whom a client can share with now."""

from dataclasses import dataclass
from uuid import UUID

from portal.core.actor import Actor, Role
from portal.core.errors import NotFound
from portal.domain import caseload, confidants
from portal.domain.access import READ
from portal.domain.consent.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to share with. `days`: what is opened to them stays open so long at most; None: as the client likes."""

    id: UUID
    name: str
    days: int | None = None

    @property
    def is_trusted(self) -> bool:
        return self.days is not None


def readers(actor: Actor, kind: str | None = None) -> list[Reader]:
    """Whom this client can share with now: the therapists who look after them, then those they trust, by name.

    Args:
        actor: the client.
        kind: of thing; not everything is for somebody who is no therapist.
    """
    team = [Reader(known.id, known.name) for known in caseload.my_therapists(actor)]
    if kind is not None and (Role.CONFIDANT, KINDS[kind].model) not in READ:
        return team
    return team + [Reader(one.id, one.name, one.days) for one in confidants.trusted(actor)]


def reader(actor: Actor, reader_id: UUID, kind: str | None = None) -> Reader:
    """One of them.

    Raises:
        NotFound: nobody this client can share with now.
    """
    found = next((known for known in readers(actor, kind) if known.id == reader_id), None)
    if found is None:
        raise NotFound(reader_id)
    return found
