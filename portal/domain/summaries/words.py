"""What the parts of a summary are called."""

from portal.core.language import lazy
from portal.domain import agenda, goals, journal, measures, mood

STATES = {"open": "", "paused": lazy("paused"), "reached": lazy("reached"), "let-go": lazy("let go")}
WORDS = {
    journal.KIND: lazy("Note"),
    journal.EXCERPT: lazy("Part of a note"),
    goals.KIND: lazy("Goal"),
    goals.RATING_KIND: lazy("Numbers of a goal"),
    mood.KIND: lazy("Check-ins"),
    mood.KIND_WORDS: lazy("Words of check-ins"),
    measures.KIND: lazy("Questionnaire"),
    agenda.KIND: lazy("Agenda"),
    agenda.AFTER_KIND: lazy("After a session"),
}
INSIDE = {  # the same in the middle of a sentence, of what one source can have many of
    goals.RATING_KIND: lazy("numbers of a goal"),
    mood.KIND: lazy("check-ins"),
    mood.KIND_WORDS: lazy("words of check-ins"),
}
