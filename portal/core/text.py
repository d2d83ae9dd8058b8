"""What counts as text: any script and any direction, but no control signs and no broken halves of signs."""

import re
import unicodedata

from portal.core import dates
from portal.core.errors import Invalid
from portal.core.language import _, lazy

_NOT_KEPT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # all but tab and line feed; lone surrogates
NOT_TEXT = lazy("There is a sign in here that cannot be kept, often from pasting. Type that part again.")
_BREAK = re.compile("[\t\n\u2028\u2029]")
_JOINER = "\u200d"  # between two signs of which people see one
_GOES_ON = re.compile("[\u1160-\u11ff\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")  # two of them are one


def can_be_kept(text: str) -> bool:
    """Whether a person can have meant every sign of it; line ends are line feeds by now."""
    return _NOT_KEPT.search(text) is None


def shown(text: str) -> str:
    """The text with a replacement sign for whatever cannot be kept, so that a page can show it beside the problem."""
    return _NOT_KEPT.sub("\ufffd", text)


def shows(text: str) -> bool:
    """Whether anything of it can be seen: spaces and direction marks alone cannot."""
    return any(unicodedata.category(sign)[0] not in "CZ" for sign in text)


def is_one_line(text: str) -> bool:
    """Whether it stays one line wherever it is put."""
    return _BREAK.search(text) is None


def cut(line: str, most: int) -> str:
    """The line, or its beginning with an ellipsis: at most so many signs."""
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def taken(field: str, text: str, most: int, more: str = lazy("A note has more room.")) -> str:
    """What a person typed over one or several lines, as it is kept: trimmed, in composed form, line feeds at line ends.

    Args:
        field: the form field it came from.
        text: as it came; what shows nothing is kept as nothing.
        most: characters.
        more: where the rest of it can go.

    Raises:
        Invalid: longer than that, or signs that are no text.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not can_be_kept(text):
        raise Invalid(field, NOT_TEXT)
    if len(text) > most:
        long = _(
            "This can have %(most)s characters; it has %(length)s.",
            most=dates.number(most),
            length=dates.number(len(text)),
        )
        raise Invalid(field, f"{long} {more}")
    return text if shows(text) else ""


def line_taken(field: str, text: str, most: int) -> str:
    """The same for what is one line."""
    text = unicodedata.normalize("NFC", text).strip()
    if not can_be_kept(text):
        raise Invalid(field, NOT_TEXT)
    if not is_one_line(text):
        raise Invalid(field, _("Please keep this on one line."))
    if len(text) > most:
        raise Invalid(
            field, _("This line can have %(most)s characters; it has %(length)s.", most=most, length=len(text))
        )
    return text if shows(text) else ""


def clusters(text: str) -> list[str]:
    """The text as the characters a person sees: a letter with its accents, an emoji with its skin, a flag of two signs.

    What is no letter by itself stays with the one before it, so that nothing that is cut here falls apart.
    """
    found: list[str] = []
    for sign in text:
        before = found[-1] if found else ""
        goes_on = _GOES_ON.match(sign) or unicodedata.category(sign)[0] == "M" or before.endswith(_JOINER)
        if before and not before.isspace() and (goes_on or (_FLAG.match(sign) and _FLAG.fullmatch(before))):
            found[-1] += sign
        else:
            found.append(sign)
    return found
