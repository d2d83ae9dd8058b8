"""Reading a list of people as spreadsheets write it: encoding and separator found out, broken rows named.

Every cell is text and stays text: what a spreadsheet would take for a formula is never worked out, here or in a report.
"""

import csv
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from portal.core import dates
from portal.core.errors import Invalid
from portal.core.language import _, lazy

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST_CELL = 400  # characters: longer than any name or address
LONGEST_QUOTED = 20  # lines of one quoted cell: a mark that is never closed must not eat the list

ENCODINGS = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": lazy("Windows (Western)"), "latin-1": "Latin-1"}
SEPARATORS = {",": lazy("Comma"), ";": lazy("Semicolon"), "\t": lazy("Tab"), "|": lazy("Upright line")}
_LOOKED_AT = 20  # rows from which the separator is guessed
_PLAIN = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be read: its number as a spreadsheet counts, and why."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: rows by number, all as wide as the first one, and those that could not be."""

    encoding: str
    separator: str
    rows: list[tuple[int, list[str]]] = field(repr=False)
    broken: list[Broken] = field(repr=False)


def decoded(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text, and the encoding that was found out or asked for.

    Raises:
        Invalid: on `file`: nothing in it, too large, no text, or not in the encoding that was asked for.
    """
    if len(data) > MOST_BYTES:
        size = -(-len(data) * 10 // 1024**2) / 10
        raise Invalid(
            "file",
            _("This list has %(size)s MB; 2 MB is the most that goes in at once. Divide it in two.", size=f"{size:g}"),
        )
    if not data.strip(b"\0\xff\xfe\xef\xbb\xbf \r\n\t"):
        raise Invalid("file", _("There is nothing in it. Choose a file, or paste the rows."))
    if data[:4] == b"PK\3\4" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise Invalid("file", _("This is a workbook. Save the sheet as CSV first, or copy its rows and paste them."))
    encoding = encoding if encoding in ENCODINGS else _guessed(data)
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else _with_order(data, encoding))
    except UnicodeError:
        raise Invalid(
            "encoding", _("The list is not written in %(encoding)s. Choose another one.", encoding=ENCODINGS[encoding])
        ) from None
    return unicodedata.normalize("NFC", text), encoding


def table(text: str, encoding: str, separator: str = "") -> Table:
    """Every row that can be read, and the number of each that cannot.

    Args:
        text: what `decoded` gave.
        encoding: for the page.
        separator: as chosen; guessed from the first rows when it is none of ours.

    Raises:
        Invalid: on `file`: no rows, too many, or too wide.
    """
    lines = _PLAIN.split(text)
    separator = separator if separator in SEPARATORS else _separator(lines)
    rows: list[tuple[int, list[str]]] = []
    broken: list[Broken] = []
    at = number = 0
    while at < len(lines):
        taken, cells = _row(lines, at, separator)
        at, number = at + taken, number + 1
        if cells is None:
            broken.append(Broken(number, _("Its quotation marks do not match.")))
        elif any(cell.strip() for cell in cells):
            why = _why_not(cells, rows[0][1] if rows else cells)
            if why:
                broken.append(Broken(number, why))
            else:
                width = len(rows[0][1]) if rows else len(cells)
                rows.append((number, [cell.strip() for cell in (*cells, *[""] * width)[:width]]))
        if len(rows) + len(broken) > MOST_ROWS + 1:
            raise Invalid(
                "file",
                _(
                    "%(most)s rows are the most that go in at once. Divide the list in two.",
                    most=dates.number(MOST_ROWS),
                ),
            )
    if not rows:
        raise Invalid("file", _("No row in it can be read. Save the sheet as CSV, or copy its rows and paste them."))
    return Table(encoding, separator, rows, broken)


# ------------------------------------------------------------------ guesses


def _guessed(data: bytes) -> str:
    """By a mark at the beginning; by gaps between letters; else UTF-8 if it is that, and Windows' letters if not."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _order(data):
        return "utf-16"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _order(data: bytes) -> str:
    """Whether every second byte at the beginning is a gap, as in UTF-16 without a mark; and which one."""
    start = data[:200]
    if len(start) < len("a,b") * 2 or len(data) % 2:
        return ""
    even, odd = start[0::2].count(0) / len(start[0::2]), start[1::2].count(0) / len(start[1::2])
    half, none = 0.5, 0.05
    if odd > half and even < none:
        return "utf-16-le"
    return "utf-16-be" if even > half and odd < none else ""


def _with_order(data: bytes, encoding: str) -> str:
    if encoding != "utf-16" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return encoding
    return _order(data) or "utf-16-le"


def _separator(lines: list[str]) -> str:
    """The sign that cuts most of the first rows into the same number of cells, more than one."""
    first = [line for line in lines[: _LOOKED_AT * 2] if line.strip()][:_LOOKED_AT]
    best, most = ",", 0
    for sign in SEPARATORS:
        widths = Counter(len(_cells(line, sign)) for line in first)
        width, rows = max(widths.items(), key=lambda each: (each[1], each[0]), default=(1, 0))
        if width > 1 and rows * 2 >= len(first) and rows * width > most:
            best, most = sign, rows * width
    return best


# ------------------------------------------------------------------ one row


def _row(lines: list[str], at: int, separator: str) -> tuple[int, list[str] | None]:
    """The row that begins here: how many lines it takes, and its cells; None where its marks do not match."""
    if '"' not in lines[at]:
        return 1, lines[at].split(separator)
    for taken in range(1, min(LONGEST_QUOTED, len(lines) - at) + 1):
        whole = "\n".join(lines[at : at + taken])
        end = _end_of(whole, separator)
        if end is _End.WHOLE:
            return taken, _cells(whole, separator)
        if end is _End.BROKEN:
            break
    return 1, None


class _End(Enum):
    """How the quotation marks of some lines come out."""

    WHOLE = "whole"
    OPEN = "open"  # the cell goes on in the next line
    BROKEN = "broken"  # something stands behind a closing mark


def _end_of(whole: str, separator: str) -> _End:
    """A mark opens a cell only at its beginning, and closes it only at its end; two of them stand for one."""
    at, starts = 0, True
    while at < len(whole):
        if starts and whole[at] == '"':
            at = _closing(whole, at + 1)
            if at < 0:
                return _End.OPEN
            if at + 1 < len(whole) and whole[at + 1] != separator:
                return _End.BROKEN
            at, starts = at + 1, False
            continue
        starts = whole[at] == separator
        at += 1
    return _End.WHOLE


def _closing(whole: str, at: int) -> int:
    """Where the cell's closing mark is; -1 when there is none."""
    while (at := whole.find('"', at)) >= 0:
        if whole[at + 1 : at + 2] != '"':
            return at
        at += 2
    return -1


def _cells(whole: str, separator: str) -> list[str]:
    csv.field_size_limit(MOST_BYTES * 2)
    try:
        return next(csv.reader([whole], delimiter=separator, strict=False), [])
    except csv.Error:
        return whole.split(separator)


def _why_not(cells: list[str], first: list[str]) -> str:
    if len(cells) > MOST_COLUMNS:
        return _("It has %(columns)s columns; %(most)s are the most.", columns=len(cells), most=MOST_COLUMNS)
    if any(cell.strip() for cell in cells[len(first) :]):
        return _("It has %(columns)s columns; the first row has %(first)s.", columns=len(cells), first=len(first))
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for cell in cells for sign in cell):
        return _("There is a sign in it that no text has, often from a damaged file.")
    longest = max(map(len, cells))
    if longest <= LONGEST_CELL:
        return ""
    found = dates.number(longest)
    return _("One of its cells has %(found)s characters; %(most)s are the most.", found=found, most=LONGEST_CELL)
