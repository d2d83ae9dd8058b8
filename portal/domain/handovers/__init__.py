"""Hand-overs: a move of a client is asked, answered by the client, and done on its date."""

from portal.domain.handovers.answering import KIND, Change, Choice, Question, answer, last_answered, question, waits
from portal.domain.handovers.asking import LONGEST_LETTER, Terms, arrange, ask, ask_all, take_back
from portal.domain.handovers.ending import sweep
from portal.domain.handovers.looking import Move, State, came_to, settled, waiting
from portal.domain.handovers.reasons import IN_THE_OFFICE, TO_THE_CLIENT, Reason

__all__ = [
    "IN_THE_OFFICE",
    "KIND",
    "LONGEST_LETTER",
    "TO_THE_CLIENT",
    "Change",
    "Choice",
    "Move",
    "Question",
    "Reason",
    "State",
    "Terms",
    "answer",
    "arrange",
    "ask",
    "ask_all",
    "came_to",
    "last_answered",
    "question",
    "settled",
    "sweep",
    "take_back",
    "waiting",
    "waits",
]
