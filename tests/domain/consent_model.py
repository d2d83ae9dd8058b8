"""Consent as one would tell it, without keys or a database: what each reader has, until when, and by which choice."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

CHOSEN = "chosen"
SCOPES = {
    "answers": ("answers",),
    "levels": ("checkin",),
    "words": ("checkin", "checkin-words"),
    "goals": ("goal", "goal-rating"),
}
FIRST_ENDED = {**SCOPES, "levels": SCOPES["words"]}  # what ends before a rule begins


@dataclass(frozen=True)
class Has:
    """One version of one thing that a reader has from a moment on. `by`: a choice of this client's, or a rule.

    `open_words`: it was agreed to in the words for somebody who can open check-ins already.
    """

    reader: str
    thing: object
    version: int
    since: datetime
    until: datetime | None
    by: str = CHOSEN
    open_words: bool = False


@dataclass
class Model:
    moment: datetime
    entries: set[object] = field(default_factory=set)
    checkins: dict[object, object] = field(default_factory=dict)  # with what goes along: their words
    has: list[Has] = field(default_factory=list)
    rules: dict[tuple[str, str], datetime] = field(default_factory=dict)  # reader and scope, until
    paused: dict[tuple[object, str], tuple[int, datetime | None, bool]] = field(default_factory=dict)
    paused_rules: dict[tuple[str, str], tuple[datetime, list[Has]]] = field(default_factory=dict)

    # -------------------------------------------------------------- what is so now

    def live(self, reader, *things, by=None):
        """What this reader has, or is about to have."""
        found = [one for one in self.has if one.reader == reader and not self._over(one.until)]
        return [one for one in found if (not things or one.thing in things) and (by is None or one.by in by)]

    def open(self, reader):
        """Things and versions that this reader can open."""
        return {(one.thing, one.version) for one in self.live(reader) if one.since <= self.moment}

    def shown(self, reader, thing, *, waiting, by=None):
        """Version and end that the badge tells of, or None."""
        found = [one for one in self.live(reader, thing, by=by) if (one.since > self.moment) == waiting]
        if not found:
            return None
        version = max(found, key=lambda one: (one.since, one.version)).version
        ends = [one.until for one in found if one.version == version]
        return version, None if None in ends else max(ends)

    def standing(self, reader):
        """Rules that stand."""
        scopes = {scope for (whose, scope), until in self.rules.items() if whose == reader and not self._over(until)}
        levels = "words" if "checkin-words" in scopes else "levels" if "checkin" in scopes else None
        return {what for what in ("answers", "goals") if SCOPES[what][0] in scopes} | ({levels} - {None})

    def _over(self, until):
        return until is not None and until <= self.moment

    # -------------------------------------------------------------- what is done

    def share(self, reader, wanted, until, opens=None):
        """wanted: things and versions; that which is shared, then what goes along with it, with None: not this time."""
        things = [thing for thing, _ in wanted]
        wanted = {(thing, version) for thing, version in wanted if version}
        before, said = self.live(reader, *things), self.open_words(reader, things[0])
        if wanted <= {(one.thing, one.version) for one in before if one.since <= self.moment}:
            opens = None
        gone = [one for one in before if one.by == CHOSEN and (opens is None or one.since > self.moment)]
        as_is = all((one.until, one.open_words) == (until, said) for one in gone)
        as_is &= bool(opens) or all(one.since <= self.moment for one in gone)
        if sorted((one.thing, one.version) for one in gone) == sorted(wanted) and as_is:
            return
        self._drop(gone)
        same = (CHOSEN, until, said)
        lie = [one for one in self.live(reader, *things) if (one.by, one.until, one.open_words) == same]
        wanted -= {(one.thing, one.version) for one in lie}
        self.has += [Has(reader, *one, opens or self.moment, until, CHOSEN, said) for one in wanted]

    def open_words(self, reader, thing):
        """Whether the page must not promise that no check-in is seen, or no word of this one."""
        if thing in self.entries:
            return bool(self.live(reader, *self.checkins, *self.checkins.values())) if self.checkins else False
        return (
            any(one.by != CHOSEN for one in self.live(reader, self.checkins[thing]))
            if thing in self.checkins
            else False
        )

    def open_now(self, reader, *things):
        before = self.live(reader, *things)
        waiting = [one for one in before if one.since > self.moment]
        if waiting:
            self._drop([one for one in before if one.by == CHOSEN and one.thing in {one.thing for one in waiting}])
            self.has += [replace(one, since=self.moment) for one in waiting]

    def undo(self, reader, *things):
        self._drop([one for one in self.live(reader, *things) if one.since > self.moment])

    def stop(self, reader, *things):
        self._drop(self.live(reader, *things))

    def stop_person(self, reader):
        self._drop([one for one in self.has if one.reader == reader])
        self.rules = {key: until for key, until in self.rules.items() if key[0] != reader}

    def give(self, reader, what, days, lay=None):
        """A rule begins with what lay under the one before, or with `lay`."""
        lay = self.live(reader, by=SCOPES[what]) if lay is None else lay
        midnight = datetime.combine(self.moment.date() + timedelta(days=days + 1), datetime.min.time(), UTC)
        self.begin(reader, what, midnight, lay)

    def begin(self, reader, what, until, lay):
        self.end(reader, FIRST_ENDED[what])
        for scope in SCOPES[what]:
            self.rules[reader, scope] = until
            of_it = {(one.thing, one.version) for one in lay if one.by == scope}
            self.has += [Has(reader, *one, self.moment, until, scope) for one in of_it]

    def end(self, reader, scopes):
        self._drop(self.live(reader, by=scopes))
        for scope in scopes:
            self.rules.pop((reader, scope), None)

    def written(self, thing, version, scope, readers):
        """A new version opens by the rules of these readers, where they stand."""
        for reader in readers:
            until = self.rules.get((reader, scope))
            if until and not self._over(until):
                self.has.append(Has(reader, thing, version, self.moment, until, scope))

    def having(self, thing, version, scope):
        """Readers to whom a rule has opened this version."""
        return {one.reader for one in self.has if (one.thing, one.version, one.by) == (thing, version, scope)
                and not self._over(one.until)}  # fmt: skip

    def forget(self, reader, thing, version, scope):
        self._drop([one for one in self.live(reader, thing, by=(scope,)) if one.version == version])

    def pause(self, readers, along):
        for reader in readers:
            for thing in {one.thing for one in self.live(reader, by=(CHOSEN,))} - set(along.values()):
                it = self.shown(reader, thing, waiting=True, by=(CHOSEN,)) or self.shown(
                    reader, thing, waiting=False, by=(CHOSEN,)
                )
                beside = bool(along.get(thing) and self.live(reader, along[thing], by=(CHOSEN,)))
                self.paused[thing, reader] = (*it, beside)
            for what in self.standing(reader):
                until = self.rules[reader, SCOPES[what][0]]
                self.paused_rules[what, reader] = until, self.live(reader, by=SCOPES[what])
            self.stop_person(reader)

    def resume(self, things, rules, along):
        for (thing, reader), (version, until, beside) in self.paused.items():
            if (thing, reader) in things and not self._over(until):
                also = [(along[thing], 1 if beside else None)] if thing in along else []
                self.share(reader, [(thing, version), *also], until)
        for (what, reader), (until, lay) in self.paused_rules.items():
            if (what, reader) in rules and not self._over(until):
                self.begin(reader, what, until, lay)
        self.paused, self.paused_rules = {}, {}

    def _drop(self, gone):
        self.has = [one for one in self.has if one not in gone]
