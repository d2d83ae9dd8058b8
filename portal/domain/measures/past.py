"""Looking back over one questionnaire: a line with its band of chance, and the same as a table."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.core import trend
from portal.core.actor import Actor
from portal.core.errors import NotFound
from portal.core.language import _, lazy
from portal.core.trend import Trend
from portal.domain.measures import change, words
from portal.domain.measures.packs import Pack
from portal.domain.measures.reading import Record, looked_at, with_totals

FIRST = lazy("the first time")


@dataclass(frozen=True, slots=True)
class Kept:
    """A questionnaire that the client has answered: how often, when last, and where its past is found.

    `ids`: each time.
    """

    place: UUID
    short: str
    about: str
    times: int
    last_day: date
    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the total and the first comparison, in words."""

    measure_id: UUID
    on_day: date
    total: str
    moved: str


@dataclass(frozen=True, slots=True)
class History:
    """The past of one questionnaire, oldest first. `drawn` is None when there is no total to draw.

    `is_whole`: nothing between the oldest and the newest was left out, as it is for somebody with very many.
    """

    title: str
    told: str
    band: str
    drawn: Trend | None
    rows: tuple[Row, ...]
    is_whole: bool


def kept(actor: Actor) -> list[Kept]:
    """Every questionnaire the client has answered, the latest first."""
    found: dict[tuple[str, str], list[Record]] = {}
    for record in looked_at(actor).records:
        if record.pack:
            found.setdefault((record.instrument, record.version), []).append(record)
    lists = sorted(found.values(), key=lambda records: records[-1].at, reverse=True)
    return [
        Kept(
            place=pack.place(actor.person_id),
            short=pack.short,
            about=pack.about,
            times=len(records),
            last_day=records[-1].on_day,
            ids=tuple(record.id for record in records),
        )
        for records in lists
        if (pack := records[-1].pack)
    ]


def history(actor: Actor, pack: Pack) -> History:
    """The client's own past of one questionnaire.

    Raises:
        NotFound: they have never answered it.
    """
    looked = looked_at(actor)
    records = [record for record in looked.records if (record.instrument, record.version) == pack.key]
    if not records:
        raise NotFound(pack.id)
    return past_of(pack, records, is_whole=looked.is_whole)


def past_of(
    pack: Pack, records: list[Record], *, is_whole: bool, around_last: bool = False, first: str = FIRST
) -> History:
    """The past of one questionnaire, from those times of it that whoever looks may read: one at least, oldest first.

    Args:
        pack: which.
        records: those times.
        is_whole: nothing between them was left out.
        around_last: the band of chance lies round the last total, not round the first.
        first: what the first of them is called: to a reader it need not be the first there was.
    """
    needed = change.needed(pack.change)
    totals = [record for record in records if record.total is not None]
    drawn = trend.draw(
        [(record.on_day, record.total) for record in records], pack.low, pack.high, needed, around_last=around_last
    )
    rows = tuple(Row(record.id, record.on_day, *_told(pack, record, records[:at])) for at, record in enumerate(records))
    return History(
        pack.short,
        _sentence(pack, totals, first),
        _band(pack, around_last=around_last),
        drawn if totals else None,
        rows,
        is_whole,
    )


def _told(pack: Pack, record: Record, earlier: list[Record]) -> tuple[str, str]:
    if record.score is None or record.total is None:
        return _("No total"), ""
    before = with_totals(record, earlier)
    if not before or before[0].total is None:
        return words.total(pack, record.score), _("The first one")
    found = change.between(pack, before[0].total, record.total)
    said = _way(found.points)
    if found.points and found.is_reliable is not None:
        told = _("%(way)s, more than chance", way=said) if found.is_reliable else _("%(way)s, within chance", way=said)
        return words.total(pack, record.score), told
    return words.total(pack, record.score), said


def _way(points: float) -> str:
    if not points:
        return _("The same")
    step = words.number(abs(points))
    return _("%(points)s lower", points=step) if points < 0 else _("%(points)s higher", points=step)


def _sentence(pack: Pack, totals: list[Record], first: str) -> str:
    numbers = [record.total for record in totals if record.total is not None]
    if not numbers:
        return _("No total yet: each time an answer was left out.")
    if len(numbers) == 1:
        said = _("One total so far, %(total)s of %(high)s.", total=words.number(numbers[0]), high=pack.high)
    else:
        said = _(
            "%(count)s totals, from %(from_points)s %(first)s to %(to_points)s the last, of %(high)s.",
            count=len(numbers),
            from_points=words.number(numbers[0]),
            first=first,
            to_points=words.number(numbers[-1]),
            high=pack.high,
        )
    return " ".join((said, words.direction(pack)))


def _band(pack: Pack, *, around_last: bool) -> str:
    needed = change.needed(pack.change)
    if needed is None:
        return _("There is no band here: how far chance alone moves this questionnaire is not known.")
    points = words.number(needed)
    where = (
        _("The band is %(points)s points up and down from the last total.", points=points)
        if around_last
        else _("The band is %(points)s points up and down from the first total.", points=points)
    )
    chance = (
        _("A difference of less than that is smaller than the questionnaire can tell apart from chance.")
        if change.is_reliable(pack.change, needed)
        else _("A difference of up to that is smaller than the questionnaire can tell apart from chance.")
    )
    return f"{where} {chance}"
