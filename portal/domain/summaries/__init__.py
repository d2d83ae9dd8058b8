"""Session summaries: asked for by a therapist, made by the worker from what is shared at that moment, and opened."""

from portal.domain.summaries.asking import LONGEST_NOTE, Choices, again, ask, choices, last_four_weeks
from portal.domain.summaries.draft import Quotation, SummaryDraft
from portal.domain.summaries.making import Gathered, draw, gather, keep, rehearse
from portal.domain.summaries.opening import File, fetch, read
from portal.domain.summaries.progress import Card, Stage, card, close_what_changed, index

__all__ = [
    "LONGEST_NOTE",
    "Card",
    "Choices",
    "File",
    "Gathered",
    "Quotation",
    "Stage",
    "SummaryDraft",
    "again",
    "ask",
    "card",
    "choices",
    "close_what_changed",
    "draw",
    "fetch",
    "gather",
    "index",
    "keep",
    "last_four_weeks",
    "read",
    "rehearse",
]
