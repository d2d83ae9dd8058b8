"""Questionnaires as far as a client shares them: each over time, and which of them got worse by more than chance."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.language import _, lazy
from portal.domain import caseload, vault
from portal.domain.access import readable
from portal.domain.measures import change, words
from portal.domain.measures.change import Outcome
from portal.domain.measures.packs import Pack
from portal.domain.measures.past import History, past_of
from portal.domain.measures.reading import Record, looked_at, record_from, with_totals
from portal.models.consent import Opening
from portal.models.measures import Measure
from portal.models.vault import Item

LATELY = timedelta(days=366)  # how far back a change is looked for, over all clients at once
FIRST = lazy("the first shared")  # which need not be the first there was
MOST = 600  # of them that are opened for it, the newest


@dataclass(frozen=True, slots=True)
class Followed:
    """One questionnaire over time: what it asks after, and the last total beside the first and the one before.

    `item_ids`: each time, the oldest first.
    """

    short: str
    about: str
    history: History
    moved: tuple[str, ...]
    item_ids: tuple[UUID, ...]


def look_at(actor: Actor, client_id: UUID, *, around_last: bool = False) -> list[Followed]:
    """Each questionnaire of a client that is open to this therapist, the latest first.

    Whoever shows them counts them: `consent.look_at_measures`.

    Args:
        actor: a therapist, with keys.
        client_id: of their caseload.
        around_last: the band of chance lies round the last total, not round the first.

    Raises:
        NotFound: not their client.
    """
    client = caseload.my_client(actor, client_id)
    looked = looked_at(actor, Measure.client_id == client_id)
    lists = sorted(_by_pack(looked.records).values(), key=lambda records: records[-1].at, reverse=True)
    whom = client.name.split()[0]
    return [
        Followed(
            pack.short,
            pack.about,
            past_of(pack, records, is_whole=looked.is_whole, around_last=around_last, first=FIRST),
            _moved(pack, records, whom),
            tuple(looked.item_ids[each.id] for each in records),
        )
        for records in lists
        if (pack := records[-1].pack)
    ]


def worse(actor: Actor) -> dict[UUID, list[str]]:
    """Which questionnaires say reliably worse the last time than the first, of what this therapist has opened.

    A list is no opening, so it tells nothing new. Looks at the last year, and names nothing but the questionnaires.

    Returns:
        by client, the short names.
    """
    mine = (Opening.item_id == Item.id, Opening.reader_id == actor.person_id)
    opened = exists().where(
        Item.thing_id == Measure.id, *mine
    )  # asked sheet by sheet: there are few, and many openings
    rows = (
        readable(Measure, actor)
        .where(Measure.at >= now() - LATELY, opened)
        .order_by(Measure.at.desc(), Measure.id.desc())
    )
    near = list(reversed(db.session.scalars(rows.limit(MOST)).all()))
    often = Counter(row.client_id for row in near)  # a change has two ends: what is alone need not be opened
    near = [row for row in near if often[row.client_id] > 1]
    texts = vault.latest_readable(actor.unlocked(), [row.id for row in near]) if near else {}
    of_client: dict[UUID, list[Record]] = {}
    for row in near:
        if row.id in texts:
            of_client.setdefault(row.client_id, []).append(record_from(texts[row.id].data, row))
    found: dict[UUID, list[str]] = {}
    for client_id, records in of_client.items():
        got_worse = [pack.short for pack, of_pack in _with_packs(records) if _is_worse(pack, of_pack)]
        if got_worse:
            found[client_id] = got_worse
    return found


def _by_pack(records: Iterable[Record]) -> dict[tuple[str, str], list[Record]]:
    found: dict[tuple[str, str], list[Record]] = {}
    for each in records:
        if each.pack:
            found.setdefault(each.pack.key, []).append(each)
    return found


def _with_packs(records: Iterable[Record]) -> list[tuple[Pack, list[Record]]]:
    return [(pack, each) for each in _by_pack(records).values() if (pack := each[-1].pack)]


def _moved(pack: Pack, records: list[Record], whom: str) -> tuple[str, ...]:
    """The last total that there is, in words beside the first and the one before."""
    totals = with_totals(records[-1], records)
    if len(totals) < 2:  # noqa: PLR2004 - a change has two ends
        return ()
    last, first, before = totals[-1], totals[0], totals[-2]
    told = [(first, FIRST), *([(before, _("the time before"))] if before is not first else [])]
    return tuple(
        words.moved(pack, change.between(pack, other.total, last.total), than, whom)
        for other, than in told
        if other.total is not None and last.total is not None
    )


def _is_worse(pack: Pack, records: list[Record]) -> bool:
    totals = [each.total for each in with_totals(records[-1], records) if each.total is not None]
    return len(totals) > 1 and change.between(pack, totals[0], totals[-1]).outcome is Outcome.DETERIORATED
