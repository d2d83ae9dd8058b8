"""What each setting may be, and the sentence for what it may not."""

import ipaddress
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from portal.core import site
from portal.core.errors import Invalid
from portal.core.language import _, installed, lazy
from portal.core.text import can_be_kept
from portal.domain.settings.colour import a_colour
from portal.domain.settings.here import Rules

LONGEST_URL = 400  # characters
YEARS = range(1, 51)
CLOSED_DAYS = range(7, 91)
INVITATION_DAYS = range(1, 61)
WEEK = range(7)
IN_YEARS = lazy("Enter a whole number of years, from %(first)s to %(last)s.")
IN_DAYS = lazy("Enter a whole number of days, from %(first)s to %(last)s.")
NOT_AN_ADDRESS = lazy("Enter the whole address of a page, beginning with https:// and without spaces.")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=%")


def checked(name: str, value: Any) -> Any:
    """The value as it is kept.

    Raises:
        Invalid: on the field of that name.
        KeyError: there is no such setting.
    """
    return _CHECKS[name](name, value)


def _within(allowed: range, words: str) -> Callable[[str, Any], int]:
    def check(name: str, value: Any) -> int:
        if not isinstance(value, int) or value not in allowed:
            raise Invalid(name, str(words) % {"first": allowed[0], "last": allowed[-1]})
        return value

    return check


def _address(name: str, typed: Any) -> str:
    """Where Leave leads: a page of somebody else's, over https, by a name that is the same to every eye."""
    url = str(typed or "").strip()
    if not url:
        return ""
    if len(url) > LONGEST_URL:
        raise Invalid(
            name,
            _(
                "An address can have %(longest)s characters here; this has %(length)s.",
                longest=LONGEST_URL,
                length=len(url),
            ),
        )
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - a port that is no number is found only by asking
    except ValueError:
        raise Invalid(name, NOT_AN_ADDRESS) from None
    if parts.scheme != "https" or not parts.hostname or not can_be_kept(url) or " " in url:
        raise Invalid(name, NOT_AN_ADDRESS)
    if set(url) - _PLAIN or parts.username is not None or parts.password is not None:
        raise Invalid(name, _("Use plain letters only, with no name or password in it: some signs look like others."))
    with suppress(ValueError):
        ipaddress.ip_address(parts.hostname)
        raise Invalid(name, NOT_AN_ADDRESS)
    if site.is_own(parts.hostname):
        raise Invalid(name, _("This leads back here. Leave goes to a page of others, which tells nothing."))
    if "." not in parts.hostname.strip("."):
        raise Invalid(name, _("This leads to a computer close by. Choose a page that opens from anywhere."))
    return url


def _factor(name: str, value: Any) -> str:
    found = next((rule for rule in Rules if rule == value), None)
    if found is None:
        raise Invalid(name, _("Choose one of these."))
    return str(found)


def _days(name: str, value: Any) -> tuple[int, ...]:
    days = tuple(sorted(set(value)))
    if any(day not in WEEK for day in days):
        raise Invalid(name, _("Choose days of the week."))
    return days


def _languages(name: str, value: Any) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(value))
    if not chosen or not set(chosen) <= set(installed()):
        raise Invalid(name, _("Choose one of these."))
    return chosen


_CHECKS: Mapping[str, Callable[[str, Any], Any]] = {
    "leave_url": _address,
    "colour": a_colour,
    "record_years": _within(YEARS, IN_YEARS),
    "keep_closed_days": _within(CLOSED_DAYS, IN_DAYS),
    "invitation_days": _within(INVITATION_DAYS, IN_DAYS),
    "staff_factor": _factor,
    "clients_factor_required": lambda _name, value: bool(value),
    "reads_on": _days,
    "languages": _languages,
}
