"""Check-ins that a client lets their therapist see, drawn as the client sees them; never a moment of the day."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.core import chart
from portal.core.actor import Actor
from portal.core.db import db
from portal.domain import caseload, vault
from portal.domain.access import readable
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.mood.past import RANGES, SCALE, Past, tell
from portal.domain.mood.words import Words, level_in, words_of
from portal.models.mood import Checkin


def look_at(
    actor: Actor, client_id: UUID, days: int = RANGES[0], marked: Collection[date] = ()
) -> tuple[str, Past, list[tuple[date, Words]]]:
    """The last days of a client's check-ins as far as they are shared: their name, the chart, and the words of days.

    Args:
        actor: a therapist, with keys.
        client_id: of their caseload.
        days: how many, today included.
        marked: days that get a dotted vertical: of a session.

    Raises:
        NotFound: not their client.
    """
    client = caseload.my_client(actor, client_id)
    first = today_of(actor) - timedelta(days=days - 1)
    rows = readable(Checkin, actor).where(Checkin.client_id == client_id, Checkin.on_day >= first)
    found = db.session.execute(
        select(*rows.with_only_columns(Checkin.id, Checkin.on_day, Checkin.at).subquery().c)
    ).all()
    found = sorted(found, key=lambda row: (row.at, row.id))
    texts = vault.latest_readable(actor.unlocked(), [thing for row in found for thing in (row.id, words_of(row.id))])
    levels: dict[date, list[int]] = {}
    words = []
    for row in found:
        if row.id in texts:
            levels.setdefault(row.on_day, []).append(level_in(texts[row.id].data))
        if words_of(row.id) in texts:
            words.append((row.on_day, Words.from_bytes(texts[words_of(row.id)].data)))
    if levels:
        record(actor, Event.STREAM_OPENED, client_id, client_id)
    drawn = chart.draw(first, days, levels, SCALE, marked)
    return client.name, Past(drawn, tell(drawn.counted, client.name.split()[0]), is_new=not levels), words[::-1]
