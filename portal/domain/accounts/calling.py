"""What somebody is called here, and whose clock counts for them: their own to change."""

import re
from dataclasses import dataclass
from zoneinfo import available_timezones

from sqlalchemy import select, update

from portal.core import language
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain.accounts import zones
from portal.domain.accounts.names import a_name
from portal.models.people import Person

LONGEST_PRONOUNS = 40  # characters
BEGINNINGS = range(7)  # hours of the night at which a day can begin; at 0 with the calendar
_PLACE = re.compile(r"(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[^/]+")


@dataclass(frozen=True, slots=True)
class Called:
    """How a person is named, the IANA name of their zone, the hour their day begins, the language they read.

    The practice sees the names. `language` is a tag of BCP 47; empty: whatever the browser asks for.
    """

    name: str
    pronouns: str
    time_zone: str
    day_begins: int = 0
    language: str = ""


def time_zones() -> list[str]:
    """The places one can choose: continent and city, without other names for the same; and UTC."""
    return sorted(name for name in available_timezones() if _PLACE.fullmatch(name) or name == "UTC")


def called(actor: Actor) -> Called:
    """How the acting person is called now."""
    query = select(Person.name, Person.pronouns, Person.time_zone, Person.day_begins, Person.language)
    query = query.where(Person.id == actor.person_id)
    return Called(*db.session.execute(query).one())


def be_called(  # noqa: PLR0913, PLR0917 - what the form asks for
    actor: Actor, name: str, pronouns: str, time_zone: str, day_begins: int | None = 0, spoken: str = ""
) -> None:
    """Choose another name, pronouns (or none), the zone one lives in, when one's day begins, and one's language.

    Another beginning changes no day that is kept already.

    Args:
        actor: whoever chooses, for themselves.
        name: what they would like to be called.
        pronouns: or none.
        time_zone: IANA name.
        day_begins: an hour of BEGINNINGS.
        spoken: a language that is installed, or empty: whatever the browser asks for.

    Raises:
        Invalid: on `name`, `pronouns`, `time_zone`, `day_begins` or `language`.
    """
    kept = {
        "name": a_name("name", name),
        "pronouns": a_name("pronouns", pronouns, LONGEST_PRONOUNS) if pronouns.strip() else "",
        "time_zone": time_zone,
        "day_begins": day_begins,
        "language": spoken,
    }
    if time_zone not in available_timezones():
        raise Invalid("time_zone", _("Choose one of the places on the list."))
    if day_begins not in BEGINNINGS:
        raise Invalid("day_begins", _("Choose one of the hours on the list."))
    if spoken and spoken not in language.installed():
        raise Invalid("language", _("Choose one of these."))
    db.session.execute(update(Person).where(Person.id == actor.person_id).values(kept))
    zones.forget_clock(actor.person_id)
