"""What the made-up practice says in its own words to whoever joins."""

from portal.core.actor import Actor
from portal.domain import wordings

JOINING = """\
We keep what we need to work with you, and nothing besides: your name, how we may reach you, when we meet, and what we \
write for the record.
The record stays with us for ten years after our last session. Nobody outside of this house reads it.
If anything here is unclear, ask us before you agree. We are glad to talk it through."""


def word(admin: Actor) -> None:
    """Write the practice's own words for the page on joining."""
    wordings.write(admin, wordings.JOINING, JOINING, 0)
