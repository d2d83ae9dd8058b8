"""Questionnaires as plain data: what one version of one of them says, how it is counted, what is known about it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID, uuid5

Fill = Literal["nothing", "prorate", "rounded_mean"]
Side = Literal["at_or_above", "at_or_below", "below"]


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. `code` is its LOINC answer, where there is one."""

    value: int
    text: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One question exactly as published. `ends` are the two words of a scale between opposites.

    `reverse` belongs to these words, wherever they stand. From `risk_from` on an answer speaks of ending one's life or
    harming oneself: help comes before everything else.
    """

    id: str
    number: int
    text: str
    stem: str
    ends: tuple[str, str] | None
    options: tuple[Option, ...]
    reverse: bool
    risk_from: int | None
    loinc: str | None

    @property
    def field(self) -> str:
        """What it is called in a form."""
        return f"q{self.number}"

    @property
    def lowest(self) -> int:
        return min(option.value for option in self.options)

    @property
    def highest(self) -> int:
        return max(option.value for option in self.options)

    def option(self, value: int) -> Option | None:
        return next((option for option in self.options if option.value == value), None)

    def fingerprint(self) -> str:
        """SHA-256 of all that a person reads, its place, and what each answer stands for: a changed word shows."""
        said = [self.number, self.id, self.stem, self.text, self.ends, self.reverse, self.risk_from]
        said.append([[option.value, option.text] for option in self.options])
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Missing:
    """What a total is when answers are missing: at most so many may be, and how their place is filled."""

    at_most: int
    fill: Fill
    source: str


@dataclass(frozen=True, slots=True)
class Band:
    """A published range of totals: its published name, and plain words that follow “in the range”."""

    low: int
    high: int
    label: str
    said: str


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A published line, and on which side of it are people who ask for help. `is_checked`: its source was seen."""

    value: float
    side: Side
    said: str
    source: str
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Mean and spread of a group of people in a study."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Published:
    """A change that the literature takes as real, in points, and with which confidence, as far as it says."""

    points: float
    confidence: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Precision:
    """What reliable change is worked out from: how much people differ and how reliable the questionnaire is."""

    sd: float
    reliability: float
    source: str
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Change:
    """From when on a change is more than chance. `uses` says which of the two figures is applied, and why."""

    precision: Precision | None
    published: Published | None
    uses: Literal["computed", "published"]
    why: str
    clinical: Group | None
    general: Group | None
    groups_source: str


@dataclass(frozen=True, slots=True)
class Licence:
    """Under what it may be shown; `notice` stands on the page with the questionnaire."""

    statement: str
    notice: str
    conditions: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loinc:
    """Codes of the whole, its total, and the list its answers come from; only those that were found."""

    panel: str | None
    total: str | None
    answers: str | None


@dataclass(frozen=True, slots=True)
class Pack:
    """One version of one questionnaire."""

    id: str
    version: str
    language: str
    name: str
    short: str
    about: str
    recall: str
    is_suggested: bool
    lower_is_better: bool
    licence: Licence
    stem: str
    items: tuple[Item, ...]
    follow_up: Item | None
    times: int
    scheme: str
    low: int
    high: int
    missing: Missing
    bands: tuple[Band, ...]
    bands_source: str
    cutoffs: tuple[Cutoff, ...]
    change: Change | None
    loinc: Loinc | None

    @property
    def key(self) -> tuple[str, str]:
        return self.id, self.version

    @property
    def every_item(self) -> tuple[Item, ...]:
        """All that is asked, also what does not count."""
        return (*self.items, *((self.follow_up,) if self.follow_up else ()))

    def place(self, person_id: UUID) -> UUID:
        """What this questionnaire is called in addresses: differently for each person, so that none tells its name."""
        return uuid5(person_id, f"{self.id} {self.version}")


@dataclass(frozen=True, slots=True)
class Library:
    """All questionnaires of this installation, by id and version."""

    packs: Mapping[tuple[str, str], Pack]

    def offered(self) -> list[Pack]:
        """Of each questionnaire its newest version, by name; older ones are kept to read old answers."""
        newest = {pack.id: pack for pack in sorted(self.packs.values(), key=lambda pack: int(pack.version))}
        return sorted(newest.values(), key=lambda pack: pack.short.casefold())

    def get(self, instrument: str, version: str) -> Pack | None:
        return self.packs.get((instrument, version))
