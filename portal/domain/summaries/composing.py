"""Composing: one draft from opened versions, for the worker and for the preview beside the form, which are the same."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import bindparam, select

from portal.core.actor import Actor
from portal.core.clock import now, zone
from portal.core.db import db
from portal.core.language import speaking
from portal.domain import audit, consent, settings, vault
from portal.domain.accounts.zones import zone_of
from portal.domain.summaries.asking import choices, choose
from portal.domain.summaries.draft import SummaryDraft
from portal.domain.summaries.hiding import hidden
from portal.domain.summaries.material import Period
from portal.domain.summaries.wishes import WORKING, Audience, Wishes
from portal.domain.summaries.writing import Opened, write
from portal.models.people import Person
from portal.models.practices import Practice


def composed(  # noqa: PLR0913, PLR0917 - all that a summary is made of
    actor: Actor, client_id: UUID, period: Period, wishes: Wishes, opened: Sequence[Opened], left_out: int = 0
) -> SummaryDraft:
    """The summary of these versions, as this therapist wants it. Whether they are open was asked by whoever calls.

    Args:
        actor: the therapist; the worker has none of their keys.
        client_id: whose summary it is.
        period: first and last day.
        wishes: what the form asked.
        opened: the versions, in the order they are to stand in.
        left_out: how many were withdrawn since it was asked for.
    """
    if wishes.audience is Audience.CLIENT:  # whatever the form said: working notes are not for the client
        wishes = replace(wishes, sections=tuple(one for one in wishes.sections if one not in WORKING))
    zone_name = zone_of(actor)
    here = zone(zone_name)
    people = {row.id: row for row in db.session.execute(_NAMES, {"ids": [client_id, actor.person_id]})}
    reader = people[client_id if wishes.audience is Audience.CLIENT else actor.person_id]
    language = reader.language or settings.here().languages[0]
    practice = db.session.scalars(select(Practice).where(Practice.id == actor.practice_id)).one()
    with speaking(language):
        written = write(wishes, period, here, opened)
    draft = SummaryDraft(
        client_name=people[client_id].name,
        therapist_name=people[actor.person_id].name,
        practice_name=practice.name,
        period_from=period[0],
        period_to=period[1],
        made_at=now().astimezone(here),
        zone=zone_name,
        note=wishes.note if "note" in wishes.sections else "",
        quotations=tuple(written.quotations),
        left_out=left_out,
        chain_head=audit.head(),
        audience=wishes.audience,
        plan=wishes.plan if "plan" in wishes.sections else "",
        sections=tuple(written.sections),
        sources=tuple(written.sources),
        language=language,
    )
    return hidden(draft, wishes.hidden) if wishes.audience is Audience.SUPERVISION else draft


def preview(  # noqa: PLR0913, PLR0917 - what the form asks for
    actor: Actor,
    client_id: UUID,
    period: Period,
    item_ids: Collection[UUID],
    wishes: Wishes,
    mark_ids: Collection[UUID] = (),
) -> SummaryDraft:
    """The summary as it would be made at this moment. It shows whole texts, so it is an opening of each of them.

    Args and raises as `ask`; nothing is made.
    """
    chosen = choose(actor, choices(actor, client_id, period), period, item_ids, wishes, mark_ids)
    texts = vault.read(actor.unlocked(), [used.version.item_id for used in chosen.used])
    opened = [Opened(used, texts[used.version.item_id]) for used in chosen.used if used.version.item_id in texts]
    consent.seen(actor, [one.version for one in opened])
    return composed(actor, client_id, period, chosen.wishes, opened)


_NAMES = select(Person.id, Person.name, Person.language).where(Person.id.in_(bindparam("ids", expanding=True)))
