"""Questionnaires in a summary: a total, and whether it has moved by more than chance since the ones before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.core import dates
from portal.core.language import _
from portal.domain import measures
from portal.domain.measures import Difference, Record
from portal.domain.summaries.wishes import Audience


@dataclass(frozen=True, slots=True)
class Taken:
    """What a questionnaire is counted from, beside its bytes."""

    id: UUID
    on_day: date
    at: datetime
    zone: str = "UTC"


@dataclass
class Told:
    """The table of one questionnaire, and the ids of those it was made from, the earlier ones among them."""

    short: str
    used: list[UUID]
    rows: tuple[tuple[str, ...], ...] = ()


def tables(records: Sequence[Record], first: date, day: Callable[[date], str], audience: Audience) -> list[Told]:
    """A table for each questionnaire that was answered from the first day on.

    Args:
        records: in the order they were answered; earlier ones are what those of the period are compared with.
        first: of the period.
        day: how a day is written.
        audience: who reads it.
    """
    found: dict[str, Told] = {}
    for at, record in enumerate(records):
        if record.on_day < first:
            continue
        earlier = [other for other in records[:at] if other.instrument == record.instrument]
        told, compared = change(record, earlier, day, audience)
        of_it = found.setdefault(record.instrument, Told(record.short, []))
        of_it.used += [one for one in (*compared, record.id) if one not in of_it.used]
        of_it.rows = (*of_it.rows, (day(record.on_day), total(record, audience), told))
    return list(found.values())


def total(record: Record, audience: Audience) -> str:
    """'12 of 27', and for colleagues that an answer asks to be talked about."""
    page = measures.page_of(record)
    said = page.total.removesuffix(".") if record.total is not None else page.total
    return (
        _("%(total)s. One answer asks to be talked about.", total=said)
        if page.has_risk and audience is not Audience.CLIENT
        else said
    )


def change(
    record: Record, earlier: Sequence[Record], day: Callable[[date], str], audience: Audience
) -> tuple[str, list[UUID]]:
    """How far a total lies from the first and from the last before it, in words, and which ones it was compared with.

    Args:
        record: what was answered.
        earlier: of the same questionnaire, the oldest first, as far as they are open to the same reader.
        day: how a day is written.
        audience: colleagues are told the index of Jacobson and Truax as well.
    """
    pack = record.pack
    same = [
        other for other in earlier
        if (other.instrument, other.scheme) == (record.instrument, record.scheme) and other.total is not None
    ]  # fmt: skip
    if pack is None or record.total is None or not same:
        return "", []
    said: list[str] = []
    compared: list[UUID] = []
    for other in (same[0], same[-1]):
        if other.id not in compared and other.total is not None:
            compared.append(other.id)
            found = measures.between(pack, other.total, record.total)
            said.append(_sentence(found, day(other.on_day), with_index=audience is not Audience.CLIENT))
    return " ".join(said), compared


def _sentence(found: Difference, than: str, *, with_index: bool) -> str:
    if not found.points:
        return _("The same as %(than)s.", than=than)
    points = dates.number(round(abs(found.points), 1))
    index = f" (RCI {found.index:+.2f})".replace("-", "\u2212") if with_index and found.index is not None else ""
    named = {"points": points, "than": than, "index": index}
    if found.points < 0:
        return {
            None: _("%(points)s lower than %(than)s%(index)s.", **named),
            True: _("%(points)s lower than %(than)s, more than chance%(index)s.", **named),
            False: _("%(points)s lower than %(than)s, within chance%(index)s.", **named),
        }[found.is_reliable]
    return {
        None: _("%(points)s higher than %(than)s%(index)s.", **named),
        True: _("%(points)s higher than %(than)s, more than chance%(index)s.", **named),
        False: _("%(points)s higher than %(than)s, within chance%(index)s.", **named),
    }[found.is_reliable]
