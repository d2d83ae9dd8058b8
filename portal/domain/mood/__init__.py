"""Check-ins: how things are, on five levels, with words if somebody likes. Nobody else can read them."""

from portal.domain.mood.past import MOST_A_DAY, RANGES, SCALE, Day, Past, look_back, recent, tell
from portal.domain.mood.words import (
    ENERGY,
    KIND,
    KIND_WORDS,
    LEVELS,
    LONGEST_LINE,
    LONGEST_WORD,
    MOST_WORDS,
    Reading,
    Words,
    words_of,
)
from portal.domain.mood.writing import BothChanged, Mine, change, check_in, read, remove

__all__ = [
    "ENERGY",
    "KIND",
    "KIND_WORDS",
    "LEVELS",
    "LONGEST_LINE",
    "LONGEST_WORD",
    "MOST_A_DAY",
    "MOST_WORDS",
    "RANGES",
    "SCALE",
    "BothChanged",
    "Day",
    "Mine",
    "Past",
    "Reading",
    "Words",
    "change",
    "check_in",
    "look_back",
    "read",
    "recent",
    "remove",
    "tell",
    "words_of",
]
