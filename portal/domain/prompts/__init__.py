"""Questions: the library, those a therapist asks, a client's own, and what the client does with each of them."""

from portal.domain.prompts.answering import (
    ChangedElsewhere,
    add_own,
    answered,
    avoid_risk,
    avoids_risk,
    bring_back,
    change_own,
    choose_topics,
    finish,
    not_this_week,
    refuse,
    remove_own,
    say_afraid,
    say_helped,
    set_aside,
)
from portal.domain.prompts.asking import LONGEST as LONGEST_ASKED
from portal.domain.prompts.asking import ask, end
from portal.domain.prompts.book import HELPED, KIND, Mark, Own
from portal.domain.prompts.given import Given, Place, end_programme, given, pause, resume
from portal.domain.prompts.library import LONGEST, BadLibrary, Library, Question, Topic, library, read
from portal.domain.prompts.reading import Asking, ForToday, Found, Shelf, find, find_own, for_today, shelf, who_asked
from portal.domain.prompts.rhythm import LONGEST_GAP, WEEKDAYS, Rhythm
from portal.domain.prompts.suggesting import Suggestion
from portal.domain.prompts.terms import Beside, Terms
from portal.domain.prompts.way import Mode, Opening, Way

__all__ = [
    "HELPED",
    "KIND",
    "LONGEST",
    "LONGEST_ASKED",
    "LONGEST_GAP",
    "WEEKDAYS",
    "Asking",
    "BadLibrary",
    "Beside",
    "ChangedElsewhere",
    "ForToday",
    "Found",
    "Given",
    "Library",
    "Mark",
    "Mode",
    "Opening",
    "Own",
    "Place",
    "Question",
    "Rhythm",
    "Shelf",
    "Suggestion",
    "Terms",
    "Topic",
    "Way",
    "add_own",
    "answered",
    "ask",
    "avoid_risk",
    "avoids_risk",
    "bring_back",
    "change_own",
    "choose_topics",
    "end",
    "end_programme",
    "find",
    "find_own",
    "finish",
    "for_today",
    "given",
    "library",
    "not_this_week",
    "pause",
    "read",
    "refuse",
    "remove_own",
    "resume",
    "say_afraid",
    "say_helped",
    "set_aside",
    "shelf",
    "who_asked",
]
