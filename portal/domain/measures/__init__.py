"""Questionnaires: answering one, what its answers add up to, and how far it has moved. Nobody else can read them."""

from portal.domain.measures.asking import MOST_OPEN, Asked, Given, ask, asked, end, for_today, given
from portal.domain.measures.change import Difference, Outcome, between
from portal.domain.measures.loading import BadPack, library
from portal.domain.measures.packs import Item, Library, Pack
from portal.domain.measures.past import History, Kept, history, kept
from portal.domain.measures.reading import (
    KIND,
    Answered,
    Page,
    Record,
    called,
    glimpse,
    here,
    looked_at,
    mine,
    page_of,
    record_from,
    shown,
)
from portal.domain.measures.scores import Score, disagree, risks, score, unanswered
from portal.domain.measures.taking import at_place, delete_one, keep, offered

__all__ = [
    "KIND",
    "MOST_OPEN",
    "Answered",
    "Asked",
    "BadPack",
    "Difference",
    "Given",
    "History",
    "Item",
    "Kept",
    "Library",
    "Outcome",
    "Pack",
    "Page",
    "Record",
    "Score",
    "ask",
    "asked",
    "at_place",
    "between",
    "called",
    "delete_one",
    "disagree",
    "end",
    "for_today",
    "given",
    "glimpse",
    "here",
    "history",
    "keep",
    "kept",
    "library",
    "looked_at",
    "mine",
    "offered",
    "page_of",
    "record_from",
    "risks",
    "score",
    "shown",
    "unanswered",
]
