"""Answering a questionnaire, and taking an answer away again. Nobody else can read it, and nobody is told."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from sqlalchemy import delete

from portal.core.actor import Actor, Role
from portal.core.db import add_new, db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.language import _
from portal.domain import vault
from portal.domain.access import hold
from portal.domain.accounts.zones import today_of, zone_of
from portal.domain.audit import Event, record
from portal.domain.measures import asking, scores
from portal.domain.measures.packs import Pack
from portal.domain.measures.reading import KIND, here, to_bytes
from portal.models.measures import Measure


def offered(actor: Actor) -> dict[UUID, Pack]:
    """What can be answered, each under the place that stands for it in this person's addresses."""
    return {pack.place(actor.person_id): pack for pack in here().offered()}


def at_place(actor: Actor, place: UUID) -> Pack:
    """The questionnaire that this person's address stands for, older versions too.

    Raises:
        NotFound: none of theirs.
    """
    found = next((pack for pack in here().packs.values() if pack.place(actor.person_id) == place), None)
    if found is None:
        raise NotFound(place)
    return found


def keep(actor: Actor, pack: Pack, answers: Mapping[str, int], measure_id: UUID | None = None, *, gaps: bool) -> UUID:
    """Keep one questionnaire as answered.

    Args:
        actor: a client, with keys.
        pack: which, and in which version.
        answers: the value of each answer by the id of its question.
        measure_id: made when the form was shown: sent twice, it is kept once; other answers are a later version.
        gaps: whether the person means to leave the rest without an answer.

    Raises:
        Invalid: no answer at all, one outside its scale, or one missing that was not left out on purpose.
        NotFound: this id is somebody else's.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    scores.check(pack, answers)
    if not any(item.id in answers for item in pack.items):
        raise Invalid("q1", _("There is no answer here yet. Choose one, or leave it for another time."))
    if not gaps and (lacking := scores.unanswered(pack, answers)):
        raise Invalid(lacking[0].field, _("Question %(number)s has no answer yet.", number=lacking[0].number))
    row = Measure(
        id=measure_id or uuid4(),
        practice_id=actor.practice_id,
        client_id=actor.person_id,
        on_day=today_of(actor),
        zone=zone_of(actor),
    )
    if not add_new(row):
        return _again(actor, row.id, to_bytes(pack, dict(answers)))
    vault.write(actor.unlocked(), KIND, to_bytes(pack, dict(answers)), row.id)
    record(actor, Event.MEASURE_TAKEN, row.id, actor.person_id)
    asking.settle(actor, pack)
    return row.id


def delete_one(actor: Actor, measure_id: UUID) -> None:
    """Take one answered questionnaire away for good, from everybody.

    Raises:
        NotFound: not there, or not theirs.
    """
    row = hold(Measure, actor, measure_id)
    vault.forget([row.id])
    db.session.execute(delete(Measure).where(Measure.id == row.id))
    record(actor, Event.MEASURE_DELETED, measure_id, actor.person_id)


def _again(actor: Actor, measure_id: UUID, said: bytes) -> UUID:
    """The form came a second time: the same answers change nothing, others are a later version of it."""
    row = hold(Measure, actor, measure_id)
    keys = actor.unlocked()
    if vault.latest_readable(keys, [row.id])[row.id].data != said:
        row.version += 1
        db.session.flush()
        vault.write(keys, KIND, said, row.id, row.version)
        record(actor, Event.MEASURE_TAKEN, row.id, actor.person_id, version=row.version)
    return row.id
