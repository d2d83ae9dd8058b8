"""What a summary says, as plain data, and the form in which the finished file lies in the vault."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from portal.core import chart
from portal.core.chart import Chart
from portal.core.clock import zone
from portal.core.language import FIRST
from portal.domain import mood, vault

PREPARATION, CLIENT, SUPERVISION = "preparation", "client", "supervision"  # for whom a summary is made
RECORD = vault.RECORD  # the kind of item that the practice's record covers
_MOMENTS = ("shared_at", "until")
_LENGTH = 8  # bytes that say how long the first part of a kept file is


@dataclass(frozen=True, slots=True)
class Traced:
    """One version of one thing that was used."""

    entry_ref: UUID
    version: int
    item_ref: UUID
    on_day: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where something in a summary comes from: which versions, open under which consent.

    The consent's sign stands on the client's own receipt, too. The receipt's number says how many acts came before it,
    of consents that are none of the reader's business: it is named nowhere.

    `mark` numbers it, `word` says what it is. Moments are in the reader's zone. There are several versions where one
    picture is drawn from many.
    """

    mark: int
    word: str
    items: tuple[Traced, ...]
    consent_ref: UUID
    shared_at: datetime
    until: datetime | None
    inside: str = ""  # its word in the middle of a sentence; none in summaries from before there was one

    @property
    def last_day(self) -> date | None:
        """The last day on which it is open: midnight, when a consent ends, belongs to the day before."""
        return self.until and (self.until - timedelta(seconds=1)).date()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a section: a "quote", a "table" or a "chart".

    `label` stands above it, `said` below; `marks` are of its sources. A quote has a `body`, with structure unless
    `is_plain`. A table has its `head` and `rows`, the first cell of a row naming it. A chart has the levels of each day
    from `first` on.
    """

    kind: str
    marks: tuple[int, ...] = ()
    label: str = field(default="", repr=False)
    body: str = field(default="", repr=False)
    is_plain: bool = False
    said: str = field(default="", repr=False)
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    first: date | None = None
    levels: tuple[tuple[int, ...], ...] = field(default=(), repr=False)

    @property
    def drawn(self) -> Chart:
        """The chart, laid out."""
        first = self.first or date.min
        by_day = {first + timedelta(days=at): said for at, said in enumerate(self.levels) if said}
        return chart.draw(first, max(1, len(self.levels)), by_day, mood.SCALE)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a summary; `kind` is one of SECTIONS. Quotations and the therapist's words stand in the draft."""

    kind: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """One version of one note, with what it can be traced by. `mark` numbers it; moments are in the reader's zone.

    `section` is where it stands, `word` what it is; `is_plain`: some words of it, or words without structure.
    """

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
    section: str = "words"
    word: str = "Note"
    is_plain: bool = False

    @property
    def source(self) -> Source:
        """What it can be traced by, as the list of sources has it."""
        traced = Traced(self.entry_ref, self.version, self.item_ref, self.written_on)
        return Source(self.mark, self.word, (traced,), self.consent_ref, self.shared_at, self.until)


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
    plan: str = field(default="", repr=False)
    sections: tuple[Section, ...] = field(default=(), repr=False)
    sources: tuple[Source, ...] = field(default=(), repr=False)  # of what is no quotation
    language: str = FIRST  # it is drawn in

    @property
    def parts(self) -> tuple[Section, ...]:
        """The sections in their order; a summary from before there were any has its note and the quotations."""
        return self.sections or (Section("note"), Section("words"))

    @property
    def traced(self) -> list[Source]:
        """Every source, by its number."""
        return sorted((*(quoted.source for quoted in self.quotations), *self.sources), key=lambda one: one.mark)

    @property
    def short(self) -> str:
        """How the client is called in the middle of things."""
        return self.client_name if self.audience == SUPERVISION else self.client_name.partition(" ")[0]

    def of_section(self, kind: str) -> tuple[Quotation, ...]:
        """The quotations that stand there."""
        return tuple(quoted for quoted in self.quotations if quoted.section == kind)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), default=str, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        found: dict[str, Any] = json.loads(data)
        here = zone(found["zone"])
        found["quotations"] = tuple(_quotation(quoted, here) for quoted in found["quotations"])
        found["sections"] = tuple(_section(section) for section in found.get("sections", ()))
        found["sources"] = tuple(_source(source, here) for source in found.get("sources", ()))
        found["made_at"] = datetime.fromisoformat(found["made_at"]).astimezone(here)
        for day in ("period_from", "period_to"):
            found[day] = date.fromisoformat(found[day])
        return cls(**found)


def example() -> SummaryDraft:
    """A summary about nobody that holds each part a summary can have."""
    nil, day, at = UUID(int=0), date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)
    quoted = Quotation(1, day, "Title", "First paragraph.\n\nSecond paragraph.", nil, 1, nil, nil, at, at, "Asked?")
    source = Source(2, "Check-ins", (Traced(nil, 1, nil, day), Traced(nil, 1, nil, day)), nil, at, at)
    blocks = (
        Block("quote", (2,), "Before", "Words.", said="Below"),
        Block("chart", (2,), said="One", first=day, levels=((1,), (), (2, 3))),
        Block("table", (2,), head=("A", "B"), rows=(("a", "b"),)),
    )
    sections = (Section("agenda", blocks), Section("note"), Section("words"), Section("plan"))
    about = ("Nobody", "Nobody", "Nowhere", day, day, at, "UTC", "Note.", (quoted,), 1, "")
    return SummaryDraft(*about, plan="Plan.", sections=sections, sources=(source,))


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
    for moment in _MOMENTS:
        found[moment] = found[moment] and datetime.fromisoformat(found[moment]).astimezone(here)
    found["written_on"] = date.fromisoformat(found["written_on"])
    found.pop("receipt", None)  # summaries from before numbers of receipts were left out
    return Quotation(**found)


def _section(found: dict[str, Any]) -> Section:
    return Section(found["kind"], tuple(_block(block) for block in found["blocks"]))


def _block(found: dict[str, Any]) -> Block:
    found["first"] = found["first"] and date.fromisoformat(found["first"])
    for name in ("rows", "levels"):
        found[name] = tuple(tuple(one) for one in found[name])
    for name in ("marks", "head"):
        found[name] = tuple(found[name])
    return Block(**found)


def _source(found: dict[str, Any], here: ZoneInfo) -> Source:
    items = tuple(
        Traced(UUID(one["entry_ref"]), one["version"], UUID(one["item_ref"]),
               one["on_day"] and date.fromisoformat(one["on_day"]))
        for one in found["items"]
    )  # fmt: skip
    moments = {name: found[name] and datetime.fromisoformat(found[name]).astimezone(here) for name in _MOMENTS}
    return Source(**(found | moments | {"items": items, "consent_ref": UUID(found["consent_ref"])}))
