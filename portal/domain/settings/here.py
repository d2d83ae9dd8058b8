"""The settings of the practice at work. Asked for once in a unit of work; at a web page's door not even that."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from portal.core.db import db, practice_id
from portal.core.errors import NoTenant
from portal.core.held import held
from portal.models.settings import Settings as Row


class Rules(StrEnum):
    """What staff sign in with, beside their password."""

    ANY = "any"
    PASSKEY = "passkey"


@dataclass(frozen=True, slots=True)
class PracticeSettings:
    """What holds in a practice. Without a row of its own these are the house's choices.

    `leave_url`: where Leave leads, empty for the installation's; `record_years`: how long the record stays after the
    last session; `keep_closed_days`: how long a closed account can come back; `invitation_days`: how long a link and
    a code work; `staff_factor`: one of Rules; `colour`: as #rrggbb, empty for the house's; `reads_on`: weekdays from
    Monday, 0, on which therapists read who have said nothing themselves; `languages`: what pages, mails and papers can
    be in, the practice's own first, as BCP 47 has them; `version` 0: nothing was changed yet.
    """

    leave_url: str = ""
    record_years: int = 10
    keep_closed_days: int = 7
    invitation_days: int = 14
    staff_factor: str = Rules.ANY
    clients_factor_required: bool = False
    colour: str = ""
    reads_on: tuple[int, ...] = ()
    languages: tuple[str, ...] = ("en", "de")
    version: int = 0


KEPT = tuple(field.name for field in fields(PracticeSettings))
COLUMNS = tuple(getattr(Row, name) for name in KEPT)


def here() -> PracticeSettings:
    """What holds in the practice at work.

    Raises:
        NoTenant: no practice is at work.
    """
    at_work = practice_id()
    if at_work is None:
        raise NoTenant("settings were asked for outside any practice")
    known = held("settings")
    if "here" not in known:
        row = db.session.execute(select(*COLUMNS).where(Row.id == at_work)).one_or_none()
        known["here"] = from_row(tuple(row)) if row else PracticeSettings()
    found: PracticeSettings = known["here"]
    return found


def hold(found: PracticeSettings) -> None:
    """Let this unit of work know them: they came with the practice at its door, a moment ago."""
    held("settings")["here"] = found


def from_row(values: tuple[Any, ...]) -> PracticeSettings:
    """The settings of COLUMNS; all empty where there is no row."""
    said = dict(zip(KEPT, values, strict=True))
    if said["version"] is None:
        return PracticeSettings()
    reads_on, languages = (int(day) for day in said["reads_on"]), said["languages"].split()
    return PracticeSettings(**{**said, "reads_on": tuple(reads_on), "languages": tuple(languages)})
