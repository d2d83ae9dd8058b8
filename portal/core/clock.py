"""What time it is, here and where the writer is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_lived: ContextVar[datetime | None] = ContextVar("lived", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _lived.get() or datetime.now(UTC)


@contextmanager
def living_at(moment: datetime) -> Iterator[None]:
    """Let the made-up practice live through its months, so that no row of it is back-dated. For nothing else."""
    before = _lived.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _lived.reset(before)


def zone(name: str) -> ZoneInfo:
    """The named IANA time zone; UTC when the name is unknown, so that a note is never lost to a bad zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def day_of(moment: datetime, zone_name: str, begins: int = 0) -> date:
    """The day a moment belongs to in this zone, when days begin at that hour: the hours before are of the day before.

    It goes by what the clock on the wall shows, also in a night in which the clock is changed.
    """
    return (moment.astimezone(zone(zone_name)).replace(tzinfo=None) - timedelta(hours=begins)).date()


def zone_here() -> str:
    """The IANA name of this machine's zone, as far as it tells; a first guess for a new practice."""
    _, found, name = str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")
    return name if found and zone(name).key == name else "UTC"
