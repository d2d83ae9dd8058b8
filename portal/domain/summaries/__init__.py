"""Session summaries: asked for by a therapist, made by the worker from what is shared at that moment, and opened."""

from portal.domain.summaries.addenda import AddedBefore, Addendum, add, addenda, fetch_addendum, page_again
from portal.domain.summaries.asking import MOST_NOTES, Choices, again, ask, choices, last_four_weeks
from portal.domain.summaries.composing import preview
from portal.domain.summaries.copying import copy
from portal.domain.summaries.draft import RECORD, Quotation, SummaryDraft
from portal.domain.summaries.finishing import altered, finish, remove
from portal.domain.summaries.giving import (
    Received,
    can_be_given,
    fetch_given,
    files_among,
    give,
    given_to_me,
    put_away,
    received,
)
from portal.domain.summaries.making import Gathered, draw, gather, keep, rehearse
from portal.domain.summaries.material import Period
from portal.domain.summaries.opening import File, fetch, read
from portal.domain.summaries.paging import AddendumPage, draw_addendum, gather_addendum, keep_addendum
from portal.domain.summaries.progress import Card, Stage, card, index
from portal.domain.summaries.sweeping import close_what_changed, note_withdrawals, sweep
from portal.domain.summaries.wishes import LONGEST_NOTE, OWN, SECTIONS, WORKING, Audience, Wishes, in_order, moved

__all__ = [
    "LONGEST_NOTE",
    "MOST_NOTES",
    "OWN",
    "RECORD",
    "SECTIONS",
    "WORKING",
    "AddedBefore",
    "Addendum",
    "AddendumPage",
    "Audience",
    "Card",
    "Choices",
    "File",
    "Gathered",
    "Period",
    "Quotation",
    "Received",
    "Stage",
    "SummaryDraft",
    "Wishes",
    "add",
    "addenda",
    "again",
    "altered",
    "ask",
    "can_be_given",
    "card",
    "choices",
    "close_what_changed",
    "copy",
    "draw",
    "draw_addendum",
    "fetch",
    "fetch_addendum",
    "fetch_given",
    "files_among",
    "finish",
    "gather",
    "gather_addendum",
    "give",
    "given_to_me",
    "in_order",
    "index",
    "keep",
    "keep_addendum",
    "last_four_weeks",
    "moved",
    "note_withdrawals",
    "page_again",
    "preview",
    "put_away",
    "read",
    "received",
    "rehearse",
    "remove",
    "sweep",
]
