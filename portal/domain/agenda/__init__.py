"""Agendas: what to talk about next time, in one's own order; and what one takes away afterwards."""

from portal.domain.agenda.after import (
    AFTER_KIND,
    PULSE,
    After,
    AfterChanged,
    Scale,
    after,
    after_called,
    after_of,
    close,
    noted,
)
from portal.domain.agenda.deleting import delete_one
from portal.domain.agenda.keeping import (
    Agenda,
    BothChanged,
    OpenLine,
    Shelf,
    current,
    open_line,
    read,
    shelf,
    write,
)
from portal.domain.agenda.leads import PINS_KIND, leads
from portal.domain.agenda.pins import move_pin, pin, reword, there, unpin
from portal.domain.agenda.words import KIND, MOST_PINS, Pin, PinKind, Reading, Words

__all__ = [
    "AFTER_KIND",
    "KIND",
    "MOST_PINS",
    "PINS_KIND",
    "PULSE",
    "After",
    "AfterChanged",
    "Agenda",
    "BothChanged",
    "OpenLine",
    "Pin",
    "PinKind",
    "Reading",
    "Scale",
    "Shelf",
    "Words",
    "after",
    "after_called",
    "after_of",
    "close",
    "current",
    "delete_one",
    "leads",
    "move_pin",
    "noted",
    "open_line",
    "pin",
    "read",
    "reword",
    "shelf",
    "there",
    "unpin",
    "write",
]
