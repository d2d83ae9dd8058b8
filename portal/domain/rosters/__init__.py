"""Rosters: inviting many people from a list. Nothing of it is anybody's words; it holds names and addresses, sealed."""

from portal.domain.rosters.book import Columns, Looked, choose, columns_of, has_staff, looked, mend, take
from portal.domain.rosters.cards import Card, Stage, card, forget, index, sweep
from portal.domain.rosters.checking import Checked, Group
from portal.domain.rosters.columns import FIELDS
from portal.domain.rosters.making import done, gather, make, prepare, send, send_some, take_back_some, to_mail, undo
from portal.domain.rosters.reading import ENCODINGS, MOST_BYTES, MOST_ROWS, SEPARATORS
from portal.domain.rosters.report import Line, Outcome, as_csv, report
from portal.domain.rosters.sheets import print_slips

__all__ = [
    "ENCODINGS",
    "FIELDS",
    "MOST_BYTES",
    "MOST_ROWS",
    "SEPARATORS",
    "Card",
    "Checked",
    "Columns",
    "Group",
    "Line",
    "Looked",
    "Outcome",
    "Stage",
    "as_csv",
    "card",
    "choose",
    "columns_of",
    "done",
    "forget",
    "gather",
    "has_staff",
    "index",
    "looked",
    "make",
    "mend",
    "prepare",
    "print_slips",
    "report",
    "send",
    "send_some",
    "sweep",
    "take",
    "take_back_some",
    "to_mail",
    "undo",
]
