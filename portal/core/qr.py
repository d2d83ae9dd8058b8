"""Words as a picture of squares that a phone reads (ISO/IEC 18004): a path for a template, no markup of its own."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class Squares:
    """The dark squares as the `d` of one SVG path, in a field of `size` by `size`, its quiet edge included."""

    size: int
    path: str


EDGE = 4  # squares of quiet around it, as the standard asks


def squares_of(words: str) -> Squares:
    """The picture of these words; a third of it may be torn away."""
    rows = segno.make(words, error="q", micro=False).matrix
    dark = (f"M{x + EDGE} {y + EDGE}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on)
    return Squares(len(rows) + 2 * EDGE, "".join(dark))
