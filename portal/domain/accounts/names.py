"""What people and practices may be called, and the form of a sign-in name that is compared."""

import unicodedata

from portal.core.errors import Invalid
from portal.core.language import _

LONGEST_NAME = 80  # characters
LONGEST_SIGN_IN_NAME = 254  # characters; the longest e-mail address (RFC 5321)
CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})


def a_name(field: str, typed: str, longest: int = LONGEST_NAME) -> str:
    """A name as it will be kept: composed (NFC), one line, nothing around it.

    Args:
        field: the form field a problem belongs to.
        typed: what was typed.
        longest: in characters.

    Raises:
        Invalid: empty, too long, or with signs no name has.
    """
    name = unicodedata.normalize("NFC", typed).strip()
    if not name:
        raise Invalid(field, _("Fill this in."))
    if len(name) > longest:
        raise Invalid(
            field, _("This can be %(longest)s characters long; it has %(length)s.", longest=longest, length=len(name))
        )
    if any(unicodedata.category(sign) in CONTROL for sign in name):
        raise Invalid(field, _("There is a sign in here that cannot be kept, often from pasting. Type it again."))
    return name


def a_sign_in_name(typed: str) -> str:
    """A sign-in name in the form that is kept and compared.

    Raises:
        Invalid: on `sign_in_name`, as `a_name`.
    """
    return a_name("sign_in_name", folded(typed), LONGEST_SIGN_IN_NAME)


def folded(typed: str) -> str:
    """Case, width and spaces do not count, so that a phone's capital letter keeps nobody out."""
    return " ".join(unicodedata.normalize("NFKC", typed).casefold().split())
