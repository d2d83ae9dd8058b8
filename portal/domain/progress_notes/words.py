"""What a progress note and its addenda hold, and the form in which they lie in the vault."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from portal.core.errors import Conflict, Invalid
from portal.core.language import _, lazy
from portal.core.markdown import first_line
from portal.core.text import taken
from portal.domain import vault

KIND = vault.RECORD
LONGEST = 20_000  # characters
MORE = lazy("Part of it can go into a second one.")
FIRST_LINE = 160  # characters: what a list shows


@dataclass(frozen=True, slots=True)
class Words:
    """What lies in the vault: of a note, or, without a day, of an addendum.

    Who signed and when lies here too: whoever can write rows signs nothing.
    """

    body: str = field(repr=False)
    on_day: date | None = None
    by: str = ""
    signed_at: datetime | None = None

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        said: dict[str, Any] = json.loads(data)
        day, signed = said["on_day"], said["signed_at"]
        return cls(
            said["body"],
            date.fromisoformat(day) if day else None,
            said["by"],
            datetime.fromisoformat(signed) if signed else None,
        )

    def to_bytes(self) -> bytes:
        said = {"body": self.body, "on_day": self.on_day and self.on_day.isoformat(), "by": self.by}
        signed_at = self.signed_at and self.signed_at.isoformat()
        return json.dumps({**said, "signed_at": signed_at}, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was added to a signed note, with its number."""

    id: UUID
    number: int
    written_at: datetime
    by: str
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Note:
    """The newest version of a progress note, opened; moments are where its writer was when it was written."""

    id: UUID
    client_id: UUID
    written_at: datetime
    version: int
    on_day: date
    signed_at: datetime | None
    signed_by: str
    body: str = field(repr=False)
    addenda: tuple[Addendum, ...] = ()

    @classmethod
    def opened(cls, row: Any, version: int, data: bytes, here: ZoneInfo, addenda: tuple[Addendum, ...]) -> Self:
        """A note from its row and the sealed words of one of its versions."""
        said = Words.from_bytes(data)
        return cls(
            row.id,
            row.client_id,
            row.written_at.astimezone(here),
            version,
            said.on_day or row.on_day,
            said.signed_at and said.signed_at.astimezone(here),
            said.by,
            said.body,
            addenda,
        )

    @property
    def first_line(self) -> str:
        return first_line(self.body, FIRST_LINE)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version that another one took the place of; `written_at` where its writer was."""

    version: int
    written_at: datetime
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of them, newest day first and without addenda, and the note to go on from; None for nothing more."""

    notes: list[Note]
    older: UUID | None


class BothChanged(Conflict):
    """The note was changed in another window. `kept` is what stands now; `typed` is what was about to be kept."""

    def __init__(self, kept: Note, typed: str) -> None:
        super().__init__(_("This note was changed in another window."))
        self.kept, self.typed = kept, typed


class Signed(Conflict):
    """The note is signed, so it stays as it is. `typed` can become an addendum."""

    def __init__(self, typed: str) -> None:
        super().__init__(_("This note is signed and stays as it is. An addendum can be added."))
        self.typed = typed


def checked(body: str) -> str:
    """What was typed, if it can be a note's or an addendum's; raises Invalid on `body`."""
    text = taken("body", body, LONGEST, more=MORE)
    if not text:
        raise Invalid("body", _("There is nothing here yet. One line is plenty."))
    return text
