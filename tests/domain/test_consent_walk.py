"""T61: through five hundred states, what pages say, what rows allow and what keys open are what was agreed to."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import time_machine

from portal.core.actor import Role
from portal.core.db import db
from portal.domain import consent, goals, journal, mood, prompts, vault
from portal.domain.access import readable
from portal.models.goals import Goal
from portal.models.journal import Entry
from portal.models.mood import Checkin
from portal.models.vault import Item
from tests.acts import at_work, therapist_of, write
from tests.cast import add_person, found_practice
from tests.domain.consent_model import SCOPES, Model

STATES = {"sqlite": 500, "postgresql": 100}  # the rules are the same; the rows are in both
EACH = 100  # a walk is begun anew, for what lies behind it makes each step slower
WAITS = (timedelta(seconds=1),) * 6 + (timedelta(minutes=4), timedelta(minutes=11), timedelta(hours=20))
ITEMS = db.select(Item.id, Item.thing_id, Item.version)


class Walk:
    """A client, two therapists, two notes, a check-in, a goal and answers; each step is done twice: here and there."""

    def __init__(self, sam, readers, clock, seed):
        self.sam, self.readers, self.clock = sam, readers, clock
        self.random, self.model = Random(seed), Model(datetime.now(UTC))
        self.notes = {write(sam, "A note."): 1, write(sam, "Another."): 1}
        self.asked = {who: self.do(prompts.ask, sam.person_id, "Why?", by=readers[who]) for who in readers}
        self.model.entries |= set(self.notes)
        self.answers, self.checkins, self.along = {}, [], self.model.checkins
        self.goal, self.goal_version, self.ratings = None, 1, []
        self.goal = self.do(goals.write, goals.Words.checked("A goal", "", "yes", "", "", None))
        self.step = self.do(goals.add_step, self.goal, "A step")
        self.goal_version, self.ticked = 2, False
        self.check_in()
        self.read, self.rows = {}, {}
        with at_work(sam):
            self.of_item = {row.id: (row.thing_id, row.version) for row in db.session.execute(ITEMS)}
            self.theirs = {who: self.opened(who) for who in readers}

    def do(self, verb, *args, by=None, **more):
        actor = by or self.sam
        with at_work(actor):
            return verb(actor, *args, **more)

    # -------------------------------------------------------------- steps

    def step_on(self):
        self.clock.shift(self.random.choice(WAITS))
        self.model.moment = datetime.now(UTC)
        steps = (
            *(self.share,) * 6, *(self.open_now, self.undo, self.edit, self.answer, self.change_answer) * 2, self.stop,
            self.check_in, self.write_goal, self.tick, self.rate, *(self.give,) * 3, self.end, self.resume,
        )  # fmt: skip
        self.random.choice((*steps * 3, self.pause, self.pause, self.stop_person))(
            self.random.choice(list(self.readers))
        )

    def versions(self):
        """Things that can be shared, with their newest version."""
        answers = list(self.answers.items())[-3:]
        found = {**self.notes, **{thing: version for thing, (_, version) in answers}}
        return {**found, self.goal: self.goal_version, **dict.fromkeys(self.checkins[-2:], 1)}

    def parts(self, thing):
        return [thing, *([self.along[thing]] if thing in self.along else [])]

    def share(self, who):
        thing, newest = self.random.choice(list(self.versions().items()))
        version = self.random.choice((1, newest, newest))
        until = self.random.choice((None, None, self.model.moment + timedelta(days=2)))
        opens = self.random.choice((None, consent.after_hold()))
        beside = self.random.random() < 0.5
        reader = self.readers[who].person_id
        self.do(consent.share, thing, reader, version, until, opens, beside=beside)
        also = [(self.along[thing], 1 if beside else None)] if thing in self.along else []
        self.model.share(who, [(thing, version), *also], until, opens)

    def open_now(self, who):
        thing = self.waiting(who)
        self.do(consent.open_now, thing, self.readers[who].person_id)
        self.model.open_now(who, *self.parts(thing))

    def undo(self, who):
        thing = self.waiting(who)
        self.do(consent.undo, thing, self.readers[who].person_id)
        self.model.undo(who, *self.parts(thing))

    def waiting(self, who):
        """Something that waits, if anything does."""
        things = list(self.versions())
        waits = [one for one in things if self.model.shown(who, one, waiting=True)]
        return self.random.choice(waits or things)

    def stop(self, who):
        thing = self.random.choice(list(self.versions()))
        self.do(consent.stop, thing, self.readers[who].person_id)
        if self.model.live(who, *self.parts(thing)):
            self.model.stop(who, *self.parts(thing), *(self.ratings if thing == self.goal else ()))

    def stop_person(self, who):
        self.do(consent.stop_person, self.readers[who].person_id)
        self.model.stop_person(who)

    def edit(self, _who):
        thing = self.random.choice(list(self.notes))
        self.notes[thing] = self.do(journal.edit, thing, self.notes[thing], f"Version {self.notes[thing] + 1}.")

    def answer(self, who):
        as_agreed = self.random.random() < 0.7
        thing = write(self.sam, "Because.", question="Why?", asked_id=self.asked[who], as_agreed=as_agreed)
        self.answers[thing] = who, 1
        self.model.entries.add(thing)
        self.model.written(thing, 1, "answers", [who] if as_agreed else [])

    def change_answer(self, who):
        if not self.answers:
            return self.answer(who)
        thing, (who, version) = self.random.choice(list(self.answers.items())[-3:])
        as_agreed = self.random.random() < 0.7
        self.do(journal.edit, thing, version, f"Because {version}.", as_agreed=as_agreed)
        if as_agreed and self.model.having(thing, version, "answers"):
            self.model.written(thing, version + 1, "answers", [who])
            self.model.forget(who, thing, version, "answers")
        self.answers[thing] = who, version + 1
        return None

    def check_in(self, _who=None):
        thing = self.do(mood.check_in, 3, mood.Words("A line."))
        self.checkins.append(thing)
        self.along[thing] = mood.words_of(thing)
        self.model.written(thing, 1, "checkin", self.readers)
        self.model.written(self.along[thing], 1, "checkin-words", self.readers)

    def write_goal(self, _who):
        self.goal_version += 1
        words = goals.Words.checked(f"Goal {self.goal_version}", "", "yes", "", "", None)
        self.do(goals.edit, self.goal, self.goal_version - 1, words)
        self.model.written(self.goal, self.goal_version, "goal", self.readers)

    def tick(self, _who):
        having = self.model.having(self.goal, self.goal_version, "goal")
        self.ticked, self.goal_version = not self.ticked, self.goal_version + 1
        self.do(goals.tick, self.goal, self.step, done=self.ticked)
        self.model.written(self.goal, self.goal_version, "goal", having)

    def rate(self, _who):
        rating = self.do(goals.look, self.goal, 5)
        self.ratings.append(rating)
        self.model.written(rating, 1, "goal-rating", self.model.having(self.goal, self.goal_version, "goal"))

    def give(self, who):
        what, days = self.random.choice(list(SCOPES)), self.random.choice((1, 2, 5))
        self.do(consent.give_stream, self.readers[who].person_id, what, days)
        self.model.give(who, what, days)

    def end(self, who):
        for what in sorted(self.model.standing(who))[:1]:
            self.do(consent.end_stream, self.readers[who].person_id, what)
            self.model.end(who, SCOPES[what])

    def pause(self, _who):
        self.do(consent.pause)
        self.model.pause(self.readers, self.along)

    def resume(self, _who):
        things = {key for key in self.model.paused if self.random.random() < 0.6}
        rules = {key for key in self.model.paused_rules if self.random.random() < 0.6}
        ids = {who: reader.person_id for who, reader in self.readers.items()}
        self.do(consent.resume, *({(what, ids[who]) for what, who in chosen} for chosen in (things, rules)))
        self.model.resume(things, rules, self.along)

    # -------------------------------------------------------------- the three answers

    def look(self):
        things = list(self.versions())
        with at_work(self.sam):
            told, rules = consent.audience(self.sam, things), consent.streams(self.sam)
            self.of_item = {row.id: (row.thing_id, row.version) for row in db.session.execute(ITEMS)}
            has = {who: (self.opened(who), self.allowed(who)) for who in self.readers}
        agreed = {(who, what) for who in self.readers for what in self.model.standing(who)}
        assert {(one.name, one.what) for one in rules} == agreed
        for who, (opened, rows) in has.items():
            said = self.model.open(who)
            assert opened - self.theirs[who] == said
            assert rows == {thing for thing, _ in said} - set(self.along.values()) - set(self.ratings)
            for thing in things:
                of, coming = (of(self.readers[who].person_id) for of in (told[thing].of, told[thing].coming_to))
                assert (of and (of.version, of.until)) == self.model.shown(who, thing, waiting=False)
                later = self.model.shown(who, thing, waiting=True) or self.words_later(who, thing)
                assert (coming and (coming.version, coming.until)) == later

    def look_at_the_lists(self):
        """The cards of the Sharing page, and the shelf of each reader."""
        with at_work(self.sam):
            counts = {card.name: card.count for card in consent.open_to(self.sam, most=0)}
            shelves = {who: consent.shelf(reader, most=50).headers for who, reader in self.readers.items()}
        for who, headers in shelves.items():
            things = {thing for thing, _ in self.model.open(who)} - set(self.along.values()) - set(self.ratings)
            assert counts[who] == len(things)
            listed = {one.id: (one.version, one.until) for one in headers if one.kind != mood.KIND}
            own = things - set(self.checkins)
            assert listed == {thing: self.model.shown(who, thing, waiting=False) for thing in own}

    def words_later(self, who, thing):
        """Where the level of a check-in is open and its words wait."""
        waits = thing in self.along and self.model.shown(who, self.along[thing], waiting=True)
        return self.model.shown(who, thing, waiting=False, by=("chosen",)) if waits else None

    def opened(self, who):
        """Things and versions whose keys this reader has; each of them was opened when it came."""
        keys = self.readers[who].keys
        ids = set(vault.all_ids(keys, but=[]))
        new = ids - self.read.setdefault(who, set())
        assert set(vault.read(keys, new)) == new
        self.read[who] = ids
        return {self.of_item[item_id] for item_id in ids}

    def allowed(self, who):
        """Things of which the rules let this reader have the row."""
        if who not in self.rows:
            rows = (readable(model, self.readers[who]).with_only_columns(model.id) for model in (Entry, Checkin, Goal))
            first, *others = rows
            self.rows[who] = first.union_all(*others)
        return set(db.session.scalars(self.rows[who]))


@pytest.mark.uncounted
def test_t61_through_500_states_pages_rows_and_keys_say_what_was_agreed_to(house, engine):
    with time_machine.travel(datetime(2030, 3, 4, 9, tzinfo=UTC), tick=False) as clock:
        for seed in range(STATES[engine] // EACH):
            sam = add_person(found_practice(f"elm{seed}"), "Sam", Role.CLIENT)
            walk = Walk(sam, {name: therapist_of(sam, name) for name in ("Mara", "Idris")}, clock, seed)
            for state in range(EACH):
                walk.step_on()
                walk.look()
                if state % 10 == 0:
                    walk.look_at_the_lists()
