"""What the made-up practice says in its own words to whoever joins, in each of its languages."""

from portal.core.actor import Actor
from portal.core.language import installed
from portal.domain import wordings

JOINING = {
    "en": """\
We keep what we need to work with you: your name, how we may reach you, when we meet, and the record.
The record stays for ten years. Nobody outside of this house reads it.
If anything is unclear, ask us before you agree.""",
    "de": """\
Wir bewahren nur auf, was wir für die Arbeit mit Ihnen brauchen: Ihren Namen, wie wir Sie erreichen, Ihre Termine und \
die Akte.
Die Akte bleibt zehn Jahre bei uns. Niemand außerhalb liest sie.
Ist etwas unklar, fragen Sie uns gern vorher.""",
}


def word(admin: Actor) -> None:
    """Write the practice's own words for the page on joining."""
    for language in JOINING.keys() & set(installed()):
        wordings.write(admin, wordings.JOINING, language, JOINING[language], 0)
