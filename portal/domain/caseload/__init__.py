"""The caseload: who looks after whom, who waits for somebody, and how much room there is."""

from portal.domain.caseload.balance import Suggestion, suggest
from portal.domain.caseload.board import Board, Chip, Row, Show, board, row_of, therapists
from portal.domain.caseload.pairs import (
    Known,
    Pairing,
    assign,
    begin,
    code_of,
    end,
    finish,
    hold,
    lock_client,
    my_client,
    my_clients,
    my_therapists,
    pairing,
    pairings,
    what_stands,
)
from portal.domain.caseload.places import MOST_PLACES, places, set_places
from portal.domain.caseload.waiting import Waiting, check_waits, take_on, waiting

__all__ = [
    "MOST_PLACES",
    "Board",
    "Chip",
    "Known",
    "Pairing",
    "Row",
    "Show",
    "Suggestion",
    "Waiting",
    "assign",
    "begin",
    "board",
    "check_waits",
    "code_of",
    "end",
    "finish",
    "hold",
    "lock_client",
    "my_client",
    "my_clients",
    "my_therapists",
    "pairing",
    "pairings",
    "places",
    "row_of",
    "set_places",
    "suggest",
    "take_on",
    "therapists",
    "waiting",
    "what_stands",
]
