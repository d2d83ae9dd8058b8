"""Who answers now: numbers by country from a file, and a practice's own, which somebody there has made sure of."""

from portal.domain.help.book import BadNumbers, Book, Country, Line, Number, read
from portal.domain.help.own import PARTS, OwnLine, add_line, lines_at_door, own_lines, remove_line, verify_line

__all__ = [
    "PARTS",
    "BadNumbers",
    "Book",
    "Country",
    "Line",
    "Number",
    "OwnLine",
    "add_line",
    "lines_at_door",
    "own_lines",
    "read",
    "remove_line",
    "verify_line",
]
