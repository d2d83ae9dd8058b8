"""What a password may be: long, not common, not a pattern, not made of names. Nothing about its composition."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from portal.core.errors import Invalid
from portal.core.language import _

SHORTEST, LONGEST = 12, 256  # characters, counted in composed form
FEWEST_SIGNS = 5  # different ones
MOSTLY = 0.7  # of all steps from sign to sign
SHORTEST_NAME = 3  # of a name's words: shorter ones stand in half of all sentences

_LIST = Path(__file__).parents[2] / "assets" / "common_passwords.txt"
_LEET = str.maketrans("013457@$!", "oieastasi")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "qwertzuiop",
    "azertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "1q2w3e4r5t6z7u8i9o0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "!@#$%^&*()",
)
_STEPS = {row[at] + row[at + 1] for row in _ROWS for at in range(len(row) - 1)}


def acceptable(password: str, *names: str) -> str:
    """The password in composed form, if it may be used (ASVS 5.0: 6.2.1, 6.2.4, 6.2.5, 6.2.9, 6.2.11).

    Args:
        password: what was typed; spaces count, nothing is cut off.
        names: of the person and the practice; they do not count towards the length.

    Raises:
        Invalid: on `password`, with what to change.
    """
    chosen = unicodedata.normalize("NFC", password)
    if len(chosen) < SHORTEST:
        raise Invalid(
            "password",
            _("Use at least %(shortest)s characters. Four or five words of your own work well.", shortest=SHORTEST),
        )
    if len(chosen) > LONGEST:
        raise Invalid(
            "password",
            _("This can be %(longest)s characters long; it has %(length)s.", longest=LONGEST, length=len(chosen)),
        )
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in chosen):
        raise Invalid("password", _("There is a sign in here that cannot be kept, often from pasting. Type it again."))
    plain = unicodedata.normalize("NFKC", chosen).casefold()
    if _is_pattern(plain):
        raise Invalid("password", _("This repeats or counts on, so it is easy to guess. Choose words of your own."))
    if _is_common(plain):
        raise Invalid("password", _("Many people use this one, so it is tried first. Choose words of your own."))
    if _length_without(plain, names) < SHORTEST:
        raise Invalid(
            "password",
            _(
                "Your name and the practice's name do not count. Use %(shortest)s characters besides them.",
                shortest=SHORTEST,
            ),
        )
    return chosen


def _is_pattern(plain: str) -> bool:
    if len(set(plain)) < FEWEST_SIGNS or _is_repeated(plain):
        return True
    steps = [plain[at : at + 2] for at in range(len(plain) - 1)]
    foreseen = sum(step[0] == step[1] or step in _STEPS or step[::-1] in _STEPS for step in steps)
    return foreseen >= MOSTLY * len(steps)


def _is_repeated(plain: str) -> bool:
    """Whether the whole is one short piece over and over; the last one may be cut off."""
    longest = min(SHORTEST - 1, len(plain) // 2)
    return any(plain == (plain[:unit] * len(plain))[: len(plain)] for unit in range(1, longest + 1))


def _is_common(plain: str) -> bool:
    """On the list, or one or two words of the list with numbers and signs around them."""
    common = _common()
    letters = re.sub(r"[\W\d_]", "", plain)
    swapped = re.sub(r"[\W\d_]", "", plain.rstrip("0123456789!?.*$@#").translate(_LEET))
    if plain in common or re.sub(r"[\W_]", "", plain) in common:
        return True
    return any(_is_one_or_two(core, common) for core in (letters, swapped))


def _is_one_or_two(core: str, common: frozenset[str]) -> bool:
    return core in common or any(core[:at] in common and core[at:] in common for at in range(3, len(core) - 2))


def _length_without(plain: str, names: tuple[str, ...]) -> int:
    """How many characters are left when the names are taken out."""
    words = {word for name in names for word in re.split(r"[\W_]+", unicodedata.normalize("NFKC", name).casefold())}
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= SHORTEST_NAME:
            plain = plain.replace(word, "")
    return len(plain)


@cache
def _common() -> frozenset[str]:
    return frozenset(_LIST.read_text(encoding="utf-8").split())
