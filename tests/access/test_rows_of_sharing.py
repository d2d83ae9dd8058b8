"""Who may read what is shared: every kind of thing, in every state a consent can be in, for everybody there is.

"This one?" (the row, and the reader's page), and "which ones?" (the rows, and the reader's shelf) must agree.
"""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, NotFound
from portal.domain import consent
from portal.domain.access import READ, readable, writable
from portal.domain.consent import KINDS
from portal.models.caseload import Assignment
from portal.models.confidants import Trust
from tests.acts import also_trusts, at_work
from tests.cast import add_person, found_practice, look_after
from tests.shareable import MADE

THINGS = {made.kind: made.make for made in reversed(MADE.values())}  # the first of each kind
READERS_OF = {  # the kinds that are not only for therapists
    "entry": {Role.THERAPIST, Role.CONFIDANT},
    "excerpt": {Role.THERAPIST, Role.CONFIDANT},
    "goal": {Role.THERAPIST, Role.CONFIDANT},
    "card": {Role.THERAPIST, Role.CONFIDANT},
    "measure": {Role.THERAPIST},
    "agenda": {Role.THERAPIST},
    "after-session": {Role.THERAPIST},
    "checkin": {Role.THERAPIST},
}
STATES = {  # of a consent, and who reads under it an hour from now: the therapist, and somebody trusted
    "open": {"mara", "jo"},
    "private": set(),
    "waiting in the hold": set(),
    "stopped": set(),
    "past its end": set(),
    "paused": set(),
    "stopped for the person": set(),
    "no longer on the caseload": {"jo"},  # the consent is left standing: the clause alone holds
    "no longer trusted": {"mara"},
    "of another practice": set(),
}
SOON, LATER = timedelta(minutes=30), timedelta(days=1)


@pytest.fixture
def people(house):
    """Everybody who tries. Mara and Jo are those to whom something was opened."""
    here, there = found_practice("elm"), found_practice("oak")
    roles = {"mara": Role.THERAPIST, "jo": Role.CONFIDANT, "ben": Role.CLIENT, "olga": Role.ADMIN}
    roles |= {"idris": Role.THERAPIST, "kim": Role.CONFIDANT}  # of nobody here
    found = {name: add_person(here, name.title(), role) for name, role in roles.items()}
    return found | {"foreign": add_person(there, "Foreign", Role.THERAPIST), "there": there, "here": here}


def a_client(people, state):
    """Somebody with one of everything, opened to Mara and Jo, and then what the state says."""
    client = add_person(people["there" if state == "of another practice" else "here"], state, Role.CLIENT)
    mara, jo = people["mara"], people["jo"]
    if state == "of another practice":
        mara = add_person(client.practice_id, "Mara", Role.THERAPIST)
        jo = add_person(client.practice_id, "Jo", Role.CONFIDANT)
    look_after(client, mara)
    also_trusts(client, jo)
    with at_work(client):
        things = {kind: make(client) for kind, make in THINGS.items()}
    with at_work(client):
        if state != "private":
            open_everything(client, things, (mara, jo), state)
        if state == "paused":
            consent.pause(client)
        for model, over in ((Assignment, "no longer on the caseload"), (Trust, "no longer trusted")):
            if state == over:
                db.session.scalars(select(model).where(model.client_id == client.person_id)).one().ended_at = now()
    return client, things


def open_everything(client, things, readers, state):
    terms = {"waiting in the hold": {"opens_at": now() + LATER}, "past its end": {"until": now() + SOON}}
    for reader in readers:
        for kind, thing_id in things.items():
            if reader.role in READERS_OF[kind]:
                consent.share(client, thing_id, reader.person_id, **terms.get(state, {}))
                if state == "stopped":
                    consent.stop(client, thing_id, reader.person_id)
        if state == "stopped for the person":
            consent.stop_person(client, reader.person_id)


def reads(actor, thing_id):
    try:
        with at_work(actor):
            consent.read_shared(actor, thing_id)
    except (NotFound, Forbidden):
        return False
    return True


def test_every_kind_has_its_readers_here_and_no_other_role_has_a_rule_for_it():
    models = {kind: KINDS[kind].model for kind in KINDS}
    ruled = {kind: {role for role, model in READ if model is models[kind]} for kind in KINDS}
    assert ruled == {kind: roles | {Role.CLIENT} for kind, roles in READERS_OF.items()}
    assert set(THINGS) == set(KINDS)


def test_each_kind_in_each_state_is_read_by_those_to_whom_it_is_open_and_by_nobody_else(people):
    lives = {state: a_client(people, state) for state in STATES}
    everybody = {name: actor for name, actor in people.items() if not isinstance(actor, UUID)}
    everybody |= {"themselves": lives["open"][0]}
    wrong = []
    with time_machine.travel(now() + 2 * SOON, tick=False):
        for who, actor in everybody.items():
            with at_work(actor):
                rows = {
                    kind: set(
                        db.session.scalars(readable(KINDS[kind].model, actor).with_only_columns(KINDS[kind].model.id))
                    )
                    for kind in KINDS
                }
                shelf = {header.id for header in consent.shelf(actor, most=1000).headers}
            for state, (client, things) in lives.items():
                for kind, thing_id in things.items():
                    may = who in STATES[state] and actor.role in READERS_OF[kind]
                    one = (who in ("mara", "jo") or state == "open") and reads(actor, thing_id)
                    found = (thing_id in rows[kind], thing_id in shelf, one)
                    if found != ((may or actor is client), may, may):
                        wrong.append((who, state, kind, found))
    assert wrong == []


def test_nobody_shares_stops_or_previews_what_is_not_theirs(people):
    client, things = a_client(people, "open")
    mara_id = people["mara"].person_id
    acts = (
        lambda who, thing: consent.share(who, thing, mara_id),
        lambda who, thing: consent.stop(who, thing, mara_id),
        lambda who, thing: consent.undo_together(who, thing, mara_id),
        lambda who, thing: consent.open_together(who, thing, mara_id),
        lambda who, thing: consent.decide_tomorrow(who, thing, mara_id, 1),
        consent.as_reader,
        consent.kind_of,
    )
    for who in ("mara", "jo", "ben", "olga"):
        actor = people[who]
        with at_work(actor):
            for kind, thing_id in things.items():
                assert db.session.scalars(writable(KINDS[kind].model, actor)).all() == [], (who, kind)
                for act in acts:
                    with pytest.raises(NotFound):
                        act(actor, thing_id)
    with at_work(client):
        assert all(len(one.readers) >= 1 for one in consent.audience(client, things.values()).values())
