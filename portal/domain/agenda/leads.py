"""What the pins of an agenda lead to. For its writer alone: apart from what a reader sees, under a key of its own."""

import json
from collections.abc import Mapping
from uuid import UUID, uuid5

from portal.core.actor import Actor
from portal.domain import vault

PINS_KIND = "agenda-pins"


def leads(actor: Actor, agenda_id: UUID) -> dict[UUID, UUID]:
    """The note, goal or check-in of each pin of an agenda of one's own, by pin; words lead nowhere."""
    found = vault.latest_readable(actor.unlocked(), [leads_of(agenda_id)]).get(leads_of(agenda_id))
    said = json.loads(found.data) if found else {}
    return {UUID(pin_id): UUID(about_id) for pin_id, about_id in said.items()}


def keep_leads(actor: Actor, agenda_id: UUID, found: Mapping[UUID, UUID], version: int) -> None:
    """Kept with every version of the agenda, so that the table does not tell which pins lead somewhere."""
    said = {str(pin_id): str(about_id) for pin_id, about_id in found.items()}
    vault.write(actor.unlocked(), PINS_KIND, json.dumps(said).encode(), leads_of(agenda_id), version)


def leads_of(agenda_id: UUID) -> UUID:
    """The thing they lie under."""
    return uuid5(agenda_id, PINS_KIND)
