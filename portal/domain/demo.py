"""A made-up practice for an empty installation."""

from collections.abc import Iterable

from portal.core.errors import Conflict


def fill() -> Iterable[str]:
    raise Conflict("not yet")
