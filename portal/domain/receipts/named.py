"""What receipts call the things they are about, known in every language; a receipt keeps the word that stood there."""

from portal.core.language import lazy
from portal.core.phrases import Phrases

STANDING = (
    lazy("Your answers to their questions"),
    lazy("Your check-ins, the level alone"),
    lazy("Your check-ins, with their words"),
    lazy("Your questionnaires"),
    lazy("Your goals, and how far they are"),
)
NAMES = Phrases(
    [
        lazy("note"),
        lazy("part of a note"),
        lazy("goal"),
        lazy("questionnaire"),
        lazy("agenda"),
        lazy("look back on a session"),
        lazy("card"),
        lazy("check-in"),
        lazy("check-in, with its words"),
        *STANDING,
        *(lazy("%(words)s, so far", words=words) for words in STANDING),
        lazy("What is kept of you here"),
        lazy("What opened by itself"),
    ]
)
