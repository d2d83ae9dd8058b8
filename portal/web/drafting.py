"""Forms whose words are kept as a draft while they are typed: what each carries, and how a draft comes back into it."""

from typing import Any

from portal.domain.drafts import Draft, Seen
from portal.web.forms import Form, HiddenNumber, OnceId


class Drafted(Form):
    """Its page has the components `draft_fields` and `draft_line`."""

    number = HiddenNumber(default=0)  # of the draft saved or opened last
    window = OnceId()  # which window this is

    @property
    def seen(self) -> Seen:
        """What this window knows of its draft."""
        return Seen(self["number"].data, self["window"].data)

    @property
    def carried(self) -> dict[str, Any]:
        """What this window knows of its draft, for the form that is shown again instead of it."""
        return {name: self[name].data for name in ("number", "window")}


def resumed(draft: Draft | None) -> dict[str, Any]:
    """What a draft holds, as the fields of its form; nothing without one."""
    return {**draft.words, "base_version": draft.base_version, "number": draft.number} if draft else {}
