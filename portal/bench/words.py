"""Texts to fill the installation with: as long as a real diary's entries, or taken from a file."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import exp, log
from pathlib import Path
from random import Random

# Samuel Pepys's diary, 3,415 entries: this share of them has at most so many characters.
PEPYS = (
    (0.0, 56),
    (0.1, 571),
    (0.25, 901),
    (0.5, 1392),
    (0.75, 2194),
    (0.9, 3264),
    (0.99, 6829),
    (0.999, 11448),
    (1.0, 19624),
)
SYLLABLES = (
    "ab",
    "be",
    "con",
    "da",
    "el",
    "fi",
    "go",
    "har",
    "in",
    "ka",
    "li",
    "mor",
    "ne",
    "or",
    "pe",
    "ri",
    "su",
    "ta",
)
SHORTEST = 2 * 2  # characters of a word
VOCABULARY = 3000  # words
PARAGRAPH = 80  # words
ABSENT = "xylograph"  # the vocabulary has no x


def texts(how_many: int, file: Path | None = None) -> Iterator[str]:
    """So many texts.

    Args:
        how_many: texts.
        file: JSON lines, each with a "text"; begun again when it is at an end. Without one the texts are made up, the
            same ones each time.
    """
    dice = Random(1660)  # noqa: S311 - nothing secret
    if file is None:
        yield from (text_of(length_at(dice.random()), dice) for _ in range(how_many))
        return
    known = [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    yield from (known[place % len(known)] for place in range(how_many))


def length_at(share: float) -> int:
    """How many characters an entry has that is longer than this share (0 to 1) of all entries."""
    place = min(bisect_right([point for point, _ in PEPYS], share), len(PEPYS) - 1)
    (low, shortest), (high, longest) = list(pairwise(PEPYS))[place - 1]
    part = (share - low) / (high - low)
    return round(exp(log(shortest) + part * (log(longest) - log(shortest))))


def text_of(length: int, dice: Random) -> str:
    """Made-up words in paragraphs, exactly so many characters."""
    words = dice.choices(_vocabulary(), k=length // SHORTEST + 1)
    paragraphs = (" ".join(words[start : start + PARAGRAPH]) for start in range(0, len(words), PARAGRAPH))
    return "\n\n".join(paragraphs)[: length - 1].rstrip().ljust(length, ".")


@cache
def _vocabulary() -> list[str]:
    dice = Random(1633)  # noqa: S311 - nothing secret
    return ["".join(dice.choices(SYLLABLES, k=dice.choice((2, 2, 3)))) for _ in range(VOCABULARY)]
