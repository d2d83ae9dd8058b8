"""Files made for a client in the background: asked for, made by the worker, sealed to the client alone, removed."""

from portal.domain.files.asking import MOST_AT_ONCE, Again, Kind, again, ask, give_way
from portal.domain.files.making import Handed, Made, gather, keep
from portal.domain.files.opening import Fetched, fetch, remove, sweep
from portal.domain.files.progress import Card, Stage, card, index

__all__ = [
    "MOST_AT_ONCE",
    "Again",
    "Card",
    "Fetched",
    "Handed",
    "Kind",
    "Made",
    "Stage",
    "again",
    "ask",
    "card",
    "fetch",
    "gather",
    "give_way",
    "index",
    "keep",
    "remove",
    "sweep",
]
