"""Kinds that go along as they lie in the vault, each under a name of its own, with its newest words and its days."""

import json
from collections.abc import Callable

from portal.domain.exports.shelf import Kept, Part, Plain, Shelf, moment

NAMES = {  # by kind of item
    "agenda": "agendas",
    "agenda-pins": "agenda_pins",
    "after-session": "after_sessions",
    "asked": "questions_asked",
    "prompt-book": "questions",
    "measure-asked": "questionnaires_asked",
    "reminder": "reminders",
    "layout": "layouts",
    "draft": "drafts",
    "contact": "safe_contact",
    "signal": "marks",
}


def plain(kind: str) -> Callable[[Shelf], Part]:
    """The part that this kind makes."""

    def make(shelf: Shelf) -> Part:
        return Part(NAMES[kind], [as_it_lies(kept) for kept in shelf.newest(kind).values()])

    return make


def as_it_lies(kept: Kept) -> Plain:
    """The words of one text, decoded as far as they are data."""
    text = kept.data.decode("utf-8", "replace")
    try:
        words = json.loads(text)
    except ValueError:
        words = text
    return {"thing": str(kept.thing_id), "version": kept.version, "made_at": moment(kept.made_at), "words": words}
