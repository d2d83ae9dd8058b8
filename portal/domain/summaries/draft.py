"""What a summary says, as plain data, and the form in which the finished file lies in the vault."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from portal.core.clock import zone
from portal.domain import vault

PREPARATION = "preparation"  # for whom a summary is made unless it says so: its author
RECORD = vault.RECORD  # the kind of item that the practice's record covers
_LENGTH = 8  # bytes that say how long the first part of a kept file is


@dataclass(frozen=True, slots=True)
class Quotation:
    """One version of one note, with what it can be traced by. `mark` numbers it; moments are in the reader's zone."""

    mark: int
    written_on: date
    title: str = field(repr=False)
    body: str = field(repr=False)
    entry_ref: UUID
    version: int
    item_ref: UUID
    consent_ref: UUID
    shared_at: datetime
    until: datetime | None
    question: str = field(default="", repr=False)  # what the note answers; none in summaries from before it was kept

    @property
    def last_day(self) -> date | None:
        """The last day on which the note is open: midnight, when a consent ends, belongs to the day before."""
        return self.until and (self.until - timedelta(seconds=1)).date()


@dataclass(frozen=True, slots=True)
class SummaryDraft:
    """All that stands in a summary. The pages and the web version are made from the very same draft."""

    client_name: str = field(repr=False)
    therapist_name: str
    practice_name: str
    period_from: date
    period_to: date
    made_at: datetime
    zone: str
    note: str = field(repr=False)
    quotations: tuple[Quotation, ...] = field(repr=False)
    left_out: int
    chain_head: str
    audience: str = PREPARATION

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), default=str, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        found: dict[str, Any] = json.loads(data)
        here = zone(found["zone"])
        found["quotations"] = tuple(_quotation(quoted, here) for quoted in found["quotations"])
        found["made_at"] = datetime.fromisoformat(found["made_at"]).astimezone(here)
        for day in ("period_from", "period_to"):
            found[day] = date.fromisoformat(found[day])
        return cls(**found)


def example() -> SummaryDraft:
    """A summary about nobody that holds each part a summary can have."""
    nil, day, at = UUID(int=0), date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)
    quoted = Quotation(1, day, "Title", "First paragraph.\n\nSecond paragraph.", nil, 1, nil, nil, at, at, "Asked?")
    return SummaryDraft("Nobody", "Nobody", "Nowhere", day, day, at, "UTC", "Note.", (quoted,), 1, "")


def bind(draft: SummaryDraft, pdf: bytes) -> bytes:
    """Both forms of a summary as one text, so that one key opens both and neither outlives the other."""
    words = draft.to_bytes()
    return len(words).to_bytes(_LENGTH) + words + pdf


def unbind(kept: bytes) -> tuple[SummaryDraft, bytes]:
    """What `bind` was given; the PDF is empty where none could be drawn."""
    end = _LENGTH + int.from_bytes(kept[:_LENGTH])
    return SummaryDraft.from_bytes(kept[_LENGTH:end]), kept[end:]


def _quotation(found: dict[str, Any], here: ZoneInfo) -> Quotation:
    for ref in ("entry_ref", "item_ref", "consent_ref"):
        found[ref] = UUID(found[ref])
    for moment in ("shared_at", "until"):
        found[moment] = found[moment] and datetime.fromisoformat(found[moment]).astimezone(here)
    found["written_on"] = date.fromisoformat(found["written_on"])
    return Quotation(**found)
