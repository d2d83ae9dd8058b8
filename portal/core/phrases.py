"""Sentences of ours that were kept in the language they were said in, said again in that of whoever reads them."""

import gettext
from collections.abc import Iterable
from functools import cached_property
from typing import cast

from portal.core import catalogues
from portal.core.language import Later


class Phrases:
    """Some sentences, each known in every language there is.

    Args:
        sentences: made by `lazy`, so that each can be said in any language.
    """

    def __init__(self, sentences: Iterable[str]) -> None:
        self._sentences = cast("list[Later]", list(sentences))

    def __contains__(self, kept: str) -> bool:
        return kept.casefold() in self._known

    def said_again(self, kept: str) -> str:
        """One of these in the language of whoever reads; anything else as it stands, which is somebody's own."""
        found = self._known.get(kept.casefold())
        return kept if found is None or str(found).casefold() == kept.casefold() else str(found)

    @cached_property
    def _known(self) -> dict[str, Later]:
        spoken = [gettext.translation("messages", catalogues.FOLDER, [tag]) for tag in catalogues.compiled()]
        known: dict[str, Later] = {}
        for language in (gettext.NullTranslations(), *spoken):
            for sentence in self._sentences:
                known.setdefault(sentence.said_by(language.gettext).casefold(), sentence)
        return known
