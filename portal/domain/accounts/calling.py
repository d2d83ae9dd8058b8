"""What somebody is called here, and whose clock counts for them: their own to change."""

import re
from dataclasses import dataclass
from zoneinfo import available_timezones

from sqlalchemy import select, update

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Invalid
from portal.domain.accounts.names import a_name
from portal.models.people import Person

LONGEST_PRONOUNS = 40  # characters
_PLACE = re.compile(r"(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[^/]+")


@dataclass(frozen=True, slots=True)
class Called:
    """How a person is named, and the IANA name of their zone. The practice sees the first two."""

    name: str
    pronouns: str
    time_zone: str


def time_zones() -> list[str]:
    """The places one can choose: continent and city, without other names for the same; and UTC."""
    return sorted(name for name in available_timezones() if _PLACE.fullmatch(name) or name == "UTC")


def called(actor: Actor) -> Called:
    """How the acting person is called now."""
    query = select(Person.name, Person.pronouns, Person.time_zone).where(Person.id == actor.person_id)
    return Called(*db.session.execute(query).one())


def be_called(actor: Actor, name: str, pronouns: str, time_zone: str) -> None:
    """Choose another name, pronouns (or none) and the zone one lives in.

    Raises:
        Invalid: on `name`, `pronouns` or `time_zone`.
    """
    kept = {
        "name": a_name("name", name),
        "pronouns": a_name("pronouns", pronouns, LONGEST_PRONOUNS) if pronouns.strip() else "",
        "time_zone": time_zone,
    }
    if time_zone not in available_timezones():
        raise Invalid("time_zone", "Choose one of the places on the list.")
    db.session.execute(update(Person).where(Person.id == actor.person_id).values(kept))
