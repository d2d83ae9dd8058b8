"""Marks that wait with a therapist: raised by a client's own act that said so before. No words are weighed."""

from portal.domain.signals.answering import ASKED, Card, Signal, answer, card, waiting
from portal.domain.signals.passing import HOURS, hours, set_hours, sweep, uncovered, waits_for
from portal.domain.signals.raising import (
    Raised,
    after_keeping,
    after_sharing,
    ask,
    lay_aside,
    of_things,
    take_back,
    take_up,
)

__all__ = [
    "ASKED",
    "HOURS",
    "Card",
    "Raised",
    "Signal",
    "after_keeping",
    "after_sharing",
    "answer",
    "ask",
    "card",
    "hours",
    "lay_aside",
    "of_things",
    "set_hours",
    "sweep",
    "take_back",
    "take_up",
    "uncovered",
    "waiting",
    "waits_for",
]
