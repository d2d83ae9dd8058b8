"""Bringing a journal along: read, looked at, brought in step by step, taken back as one."""

from portal.domain.imports.batches import (
    PART,
    Card,
    Plan,
    Stage,
    card,
    choose,
    go_on,
    index,
    sweep,
    take,
    take_back,
)
from portal.domain.imports.records import Unreadable

__all__ = [
    "PART",
    "Card",
    "Plan",
    "Stage",
    "Unreadable",
    "card",
    "choose",
    "go_on",
    "index",
    "sweep",
    "take",
    "take_back",
]
