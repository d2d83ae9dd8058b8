"""Who answers now: help numbers by country, read from a file. No database, so that they are there when it is not."""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from portal.core.errors import PortalError
from portal.core.language import from_file

OURS = Path(__file__).parents[2] / "assets" / "help.json"
OF_THE_PRACTICE = "help.json"  # in the data folder; takes the place of ours
_NUMBER = re.compile(r"\+?[0-9][0-9 -]{1,20}")
_CODE = re.compile(r"[A-Z]{2}")


class BadNumbers(PortalError):
    """The file of help numbers cannot be used; the sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as people write it: `116 123`, `1-800-799-7233`, `988`."""

    shown: str

    @property
    def dialled(self) -> str:
        """Only what a phone needs, for an address (RFC 3966). A short number stays short: no country code is put on."""
        return re.sub(r"[ -]", "", self.shown)


@dataclass(frozen=True, slots=True)
class Line:
    """A service one can call or text. `word` is what the first text says, `speaks` the languages, if known."""

    name: str
    whom: str
    call: tuple[Number, ...]
    text: Number | None
    word: str
    hours: str
    speaks: str


@dataclass(frozen=True, slots=True)
class Country:
    """Where numbers work. `also` are other codes that mean the same place."""

    code: str
    name: str
    emergency: Number
    lines: tuple[Line, ...]
    also: frozenset[str]

    @property
    def main(self) -> Line | None:
        """The line for whoever has room for only one."""
        return self.lines[0] if self.lines else None


@dataclass(frozen=True, slots=True)
class Book:
    """All of it, with the day on which the numbers were last compared and a directory for everywhere else."""

    countries: tuple[Country, ...]
    checked_on: date
    elsewhere: str

    def of(self, code: str | None) -> Country | None:
        """The country of a two-letter code (ISO 3166-1, in either case); none when its numbers are not known."""
        wanted = (code or "").upper()
        return next((found for found in self.countries if wanted == found.code or wanted in found.also), None)

    def starting_with(self, code: str | None) -> tuple[Country, ...]:
        """Every country, the one of this code first."""
        first = self.of(code)
        return tuple(sorted(self.countries, key=lambda country: country is not first))


def read(data_dir: Path) -> Book:
    """The practice's own file, if it has put one into the data folder, else ours.

    Raises:
        BadNumbers: the file is there and cannot be used. A page with half of the numbers would be worse than no start.
    """
    own = data_dir / OF_THE_PRACTICE
    path = own if own.exists() else OURS
    try:
        return _book(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadNumbers(f"{path} cannot be used as the list of help numbers: {problem!r}") from problem


def _book(said: dict[str, Any]) -> Book:
    countries = tuple(_country(part) for part in said["countries"])
    if not countries:
        raise ValueError("there is no country in it")
    if not said["elsewhere"].startswith("https://"):
        raise ValueError("elsewhere is an address that begins with https://")
    return Book(countries, date.fromisoformat(said["checked_on"]), said["elsewhere"])


def _country(said: dict[str, Any]) -> Country:
    codes = [said["code"], *said.get("also", ())]
    if bad := [code for code in codes if not _CODE.fullmatch(code)]:
        raise ValueError(f"{bad[0]!r} is no code of a country; those have two capital letters")
    lines = tuple(_line(part) for part in said["lines"])
    return Country(said["code"], from_file(said["name"]), number(said["emergency"]), lines, frozenset(codes[1:]))


def _line(said: dict[str, Any]) -> Line:
    call = tuple(number(shown) for shown in said.get("call", ()))
    text = number(said["text"]) if said.get("text") else None
    if not call and not text:
        raise ValueError(f"{said['name']} has neither a number to call nor one to text")
    whom, hours, speaks = (from_file(words) for words in (said["whom"], said["hours"], said.get("speaks", "")))
    return Line(said["name"], whom, call, text, said.get("word", ""), hours, speaks)


def number(shown: str) -> Number:
    """The number as it is written; raises ValueError when no phone can dial it."""
    if not _NUMBER.fullmatch(shown):
        raise ValueError(f"{shown!r} is no number a phone can dial")
    return Number(shown)
