"""Questionnaires in the made-up practice: one answered now and again, with a gap, and one answered once."""

from datetime import timedelta

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import measures
from portal.domain.prompts import Rhythm

WHO = "Sam"
Times = dict[int, tuple[int | None, ...]]  # by days ago: what somebody chose, in order; None is no answer
ANSWERS: dict[str, Times] = {
    "phq9": {
        112: (2, 2, 3, 2, 1, 2, 2, 1, 0, 2),
        98: (2, 2, 2, 2, 1, 2, 2, 0, 0, 2),
        84: (2, 1, 2, 2, 1, 2, None, 1, 0, 1),
        70: (1, 1, 2, 2, 1, 1, 1, 1, 0, 1),
        14: (1, 1, 1, 2, 0, 1, 1, 0, 0, 1),
        2: (1, 1, 1, 1, 0, 1, 1, 0, 1, 1),
    },
    "csi4": {21: (2, 3, 2, 2)},
}


def answer(client: Actor, name: str, therapist: Actor) -> None:
    """Live through the months and answer each on its day; two were given by the therapist."""
    if name != WHO:
        return
    packs = {pack.id: pack for pack in measures.here().offered()}
    with living_at(now() - timedelta(days=113)):
        measures.ask(therapist, client.person_id, packs["phq9"], Rhythm(days=14))
    with living_at(now() - timedelta(days=3)):
        measures.ask(therapist, client.person_id, packs["who5"])
    for instrument, times in ANSWERS.items():
        pack = packs[instrument]
        for ago, values in times.items():
            said = zip((item.id for item in pack.every_item), values, strict=True)
            with living_at(now() - timedelta(days=ago, hours=3)):
                chosen = {name: value for name, value in said if value is not None}
                measures.keep(client, pack, chosen, gaps=True)
