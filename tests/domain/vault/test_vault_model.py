"""Random lives of a few people, beside a small model of who may read what: the vault must never differ from it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from portal.core.clock import now
from portal.core.crypto import HYBRID, X25519
from portal.core.db import db
from portal.core.errors import Conflict, Locked
from portal.domain import vault
from portal.models.vault import Grant, Principal
from tests.domain.vault.people import found

pytestmark = [pytest.mark.slow, pytest.mark.uncounted]
LIVES = {"sqlite": 30, "postgresql": 12}  # the same verbs; a round trip to a server costs more
MOST = 400
some = st.integers(0, MOST)
hours = st.integers(1, 5)


# ------------------------------------------------------------------ the model: who may read


@dataclass
class Consent:
    owner: UUID
    reader: UUID
    standing: bool
    expires_at: datetime | None
    ended: bool = False
    items: set[UUID] = field(default_factory=set)

    @property
    def live(self):
        return not self.ended and (self.expires_at is None or self.expires_at > now())


@dataclass
class Model:
    person: dict[UUID, UUID] = field(default_factory=dict)  # principal -> person
    wrote: dict[UUID, UUID] = field(default_factory=dict)  # item -> principal
    consents: dict[UUID, Consent] = field(default_factory=dict)

    def may_read(self, who):
        own = {item for item, owner in self.wrote.items() if owner == who}
        return own.union(*(one.items for one in self.consents.values() if one.live and one.reader == who))

    def passes(self, item, consent):
        people = {self.person[consent.owner], self.person[consent.reader]}
        return self.person[self.wrote[item]] in people

    def shred(self, who):
        self.wrote = {item: owner for item, owner in self.wrote.items() if owner != who}
        for one in self.consents.values():
            one.ended |= who in (one.owner, one.reader)
            one.items &= self.wrote.keys()


# ------------------------------------------------------------------ the lives


class Lives(RuleBasedStateMachine):
    """Three people of one practice; each rule does the same to the vault and to the model."""

    @initialize()
    def begin(self):
        self.clock = time_machine.travel(datetime(2026, 3, 28, tzinfo=now().tzinfo), tick=False)
        self.traveller = self.clock.start()
        self.willow, self.model = found(f"willow-{uuid4()}"), Model()
        self.keys, self.living, self.texts, self.things = {}, [], {}, []
        for suite in (HYBRID, X25519, HYBRID):
            self.arrive(self.willow.person("somebody", suite=suite))

    def arrive(self, keys):
        with self.willow.work(writes=False):
            one = select(Principal.person_id).where(Principal.id == keys.principal_id)
            self.model.person[keys.principal_id] = db.session.scalar(one)
        self.keys[keys.principal_id] = keys
        self.living.append(keys.principal_id)

    def teardown(self):
        if hasattr(self, "clock"):
            self.clock.stop()
            db.session.remove()

    def one(self, number):
        return self.keys[self.living[number % len(self.living)]]

    def consent(self, number):
        grant_id = sorted(self.model.consents)[number % len(self.model.consents)]
        with self.willow.work(writes=False):
            return db.session.scalars(select(Grant).where(Grant.id == grant_id)).one(), self.model.consents[grant_id]

    def keep(self, who, thing_id, version):
        data = f"{thing_id} {version}".encode()
        item_id = self.willow.write(who, data, thing_id, version)
        self.texts[item_id], self.model.wrote[item_id] = data, who.principal_id
        for consent in self.model.consents.values():
            if consent.live and consent.standing and consent.owner == who.principal_id:
                consent.items.add(item_id)

    # -------------------------------------------------------------- writing

    @rule(who=some)
    def write(self, who):
        thing_id, who = uuid4(), self.one(who)
        self.things.append([self.model.person[who.principal_id], thing_id, 1])
        self.keep(who, thing_id, 1)

    @precondition(lambda self: self.things)
    @rule(who=some, what=some)
    def edit(self, who, what):
        who, thing = self.one(who), self.things[what % len(self.things)]
        if thing[0] == self.model.person[who.principal_id]:
            thing[2] += 1
            self.keep(who, thing[1], thing[2])
        else:
            with pytest.raises(Locked):
                self.willow.write(who, b"not hers", thing[1], thing[2] + 1)

    # -------------------------------------------------------------- consent

    @rule(owner=some, reader=some, standing=st.booleans(), lasts=st.none() | hours)
    def give(self, owner, reader, standing, lasts):
        owner, reader = self.one(owner), self.one(reader)
        if owner == reader:
            return
        expires_at = now() + timedelta(hours=lasts) if lasts else None
        grant = self.willow.give(owner, reader, scope="note" if standing else "chosen", expires_at=expires_at)
        terms = Consent(owner.principal_id, reader.principal_id, standing, expires_at)
        self.model.consents.setdefault(grant.id, terms)

    @precondition(lambda self: self.model.consents)
    @rule(which=some, what=st.lists(some, max_size=4), source=st.none() | some)
    def share(self, which, what, source):
        grant, consent = self.consent(which)
        below, held = self.consent(source) if source is not None else (None, None)
        giver = self.keys[consent.owner]
        items = {sorted(self.texts)[number % len(self.texts)] for number in what} if self.texts else set()
        if not consent.live or (held and not held.live):
            with pytest.raises(Conflict):
                self.willow.share(giver, [*items], grant, below)
            return
        if held and consent.owner not in (held.owner, held.reader):
            with pytest.raises(Locked):
                self.willow.share(giver, [*items], grant, below)
            return
        openable = held.items if held else {item for item, owner in self.model.wrote.items() if owner == consent.owner}
        expected = {item for item in items & openable if self.model.passes(item, consent)} - consent.items
        assert self.willow.share(giver, [*items], grant, below) == len(expected)
        consent.items |= expected

    @precondition(lambda self: self.model.consents and self.texts)
    @rule(which=some, what=st.lists(some, max_size=3))
    def unshare(self, which, what):
        grant, consent = self.consent(which)
        items = {sorted(self.texts)[number % len(self.texts)] for number in what}
        with self.willow.work():
            vault.unshare(consent.owner, items, grant.id)
        consent.items -= items

    @precondition(lambda self: self.model.consents)
    @rule(which=some)
    def end(self, which):
        grant, consent = self.consent(which)
        self.willow.end(grant)
        consent.ended = True

    @rule(owner=some, reader=some)
    def end_between(self, owner, reader):
        pair = (self.one(owner).principal_id, self.one(reader).principal_id)
        with self.willow.work():
            vault.end_between(*pair)
        for consent in self.model.consents.values():
            consent.ended |= (consent.owner, consent.reader) == pair

    @rule(hour=hours, sweep=st.booleans())
    def time_passes(self, hour, sweep):
        self.traveller.shift(timedelta(hours=hour))
        if sweep:
            with self.willow.work():
                vault.sweep()

    # -------------------------------------------------------------- life

    @rule(who=some)
    def rotate(self, who):
        who = self.one(who)
        with self.willow.work():
            fresh = vault.rotate(who)
            vault.let_hold(fresh, vault.practice_principal("recovery"))
        self.keys[who.principal_id] = fresh

    @rule(who=some)
    def start_afresh(self, who):
        who = self.one(who)
        with self.willow.work():
            vault.retire(who.principal_id)
            _, fresh = vault.new_principal(self.willow.id, "person", self.model.person[who.principal_id])
            vault.let_hold(fresh, vault.practice_principal("recovery"))
        self.living.remove(who.principal_id)
        self.arrive(fresh)

    @rule(who=some)
    def shred(self, who):
        who = self.one(who)
        with self.willow.work():
            vault.shred(who.principal_id)
        self.living.remove(who.principal_id)
        self.things = [thing for thing in self.things if thing[0] != self.model.person[who.principal_id]]
        self.model.shred(who.principal_id)
        self.arrive(self.willow.person("somebody else"))

    # -------------------------------------------------------------- after each step

    @invariant()
    def everybody_reads_what_the_model_says_and_fsck_is_silent(self):
        with self.willow.work(writes=False):
            for who, keys in self.keys.items():
                assert vault.read(keys, self.texts) == {item: self.texts[item] for item in self.model.may_read(who)}
                assert {
                    text.item_id for text in vault.read_all(keys, ["note"], every_version=True)
                } == self.model.may_read(who)
            assert not any(vault.fsck().values()), vault.fsck()


def test_the_vault_agrees_with_the_model(house, engine):
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=LIVES[engine],
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
            phases=[Phase.reuse, Phase.generate, Phase.shrink],  # explaining would trace every line, at twice the time
        ),
    )
