"""The words of the pages on which consent is given, by version; a receipt holds those that stood there."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.core.language import spoken
from portal.domain import wordings

IN = "@"  # between the id of the English words and the language
FILE = Path(__file__).parents[2] / "assets" / "wordings.json"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a person read before they agreed: what the reader would not see, and what else to know.

    The last `own_lines` of what else to know are the practice's own words, in `own_language`; it may be another one.
    """

    id: str
    language: str
    page: str
    will_not_see: tuple[str, ...]
    good_to_know: tuple[str, ...]
    own_lines: int = 0
    own_language: str = ""

    @property
    def ours(self) -> tuple[str, ...]:
        """What is good to know in Harbour's words."""
        return self.good_to_know[: len(self.good_to_know) - self.own_lines]

    @property
    def own(self) -> tuple[str, ...]:
        """What the practice has put below."""
        return self.good_to_know[len(self.good_to_know) - self.own_lines :]


def wording(wording_id: str, who: str, kind: str, *, trusted: bool) -> Wording:
    """One version of the words, as they stood there for this reader and this kind of thing.

    Args:
        wording_id: as the consent holds it; a changed page has a new one, and the old ones stay in the file. With the
            id of a version of the practice, its own words stand below ours.
        who: what the page calls the reader.
        kind: of item, or what a standing consent gives.
        trusted: the reader is somebody the client trusts, and no therapist.
    """
    ours, own, language = wordings.parted(wording_id)
    found = _all()[ours]
    reader = "trusted" if trusted else "therapist"
    parts = (
        tuple(
            sentence["words"].replace("{who}", who)
            for sentence in found[part]
            if kind in sentence.get("kinds", [kind]) and reader == sentence.get("reader", reader)
        )
        for part in ("will_not_see", "good_to_know")
    )
    unseen, known = parts
    return Wording(wording_id, found["language"], found["page"], unseen, (*known, *own), len(own), language)


def here(wording_id: str) -> str:
    """The id of these words in the language the page speaks; as it is where nobody has put them into it.

    Each language's words have an id of their own, so that a receipt holds the very words that stood there.
    """
    there = f"{wording_id}{IN}{spoken()}"
    return there if there in _all() else wording_id


@cache
def _all() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
