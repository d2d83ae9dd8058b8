"""The words of a thing, paragraph by paragraph and sentence by sentence, to be chosen one by one without a script."""

import re
from uuid import UUID

from portal.core.actor import Actor
from portal.core.errors import NotFound
from portal.domain import marks, vault
from portal.domain.inbox.triage import act

ENDS = re.compile(r"(?<=[.!?…])[\"”\u2019»)]*\s+")
MOST = 400  # sentences that one chooses from


def sentences(actor: Actor, thing_id: UUID) -> list[list[str]]:
    """What can be marked for a summary. Looking at it opens it.

    Args:
        actor: a therapist, with keys.
        thing_id: what is shared with them.

    Raises:
        NotFound: not open to them, or nothing that has words to mark.
    """
    version = act(actor, thing_id)
    if version.kind not in marks.TEXTS:
        raise NotFound(thing_id)
    text = marks.TEXTS[version.kind](vault.read_one(actor.unlocked(), version.item_id))
    found, left = [], MOST
    for paragraph in text.split("\n"):
        parts = [part.strip() for part in _parted(paragraph) if part.strip()][:left]
        left -= len(parts)
        if parts:
            found.append(parts)
    return found


def _parted(paragraph: str) -> list[str]:
    ends = [match.end() for match in ENDS.finditer(paragraph)]
    return [paragraph[first:last] for first, last in zip([0, *ends], [*ends, None], strict=True)]
