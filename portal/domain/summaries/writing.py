"""Writing a summary: from opened versions to sections, quotations and sources. The worker and the preview use it alike.

Nothing is asked here: whoever calls has made sure that each of these versions is open to the therapist.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from portal.core import dates
from portal.core.language import _, ngettext
from portal.domain import agenda, consent, goals, journal, marks, measures, mood
from portal.domain.consent import Version
from portal.domain.summaries.comparing import Taken, tables
from portal.domain.summaries.draft import Block, Quotation, Section, Source, Traced
from portal.domain.summaries.material import Period, Used
from portal.domain.summaries.wishes import Part, Wishes
from portal.domain.summaries.words import INSIDE, STATES, WORDS


@dataclass(frozen=True, slots=True)
class Opened:
    """A version with its words."""

    used: Used
    data: bytes = field(repr=False)

    @property
    def version(self) -> Version:
        return self.used.version


@dataclass
class Written:
    """What came of it, in the order of the wishes."""

    sections: list[Section] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


def write(wishes: Wishes, period: Period, here: ZoneInfo, opened: Sequence[Opened]) -> Written:
    """Lay out what there is.

    Args:
        wishes: which sections, in which order, for whom.
        period: first and last day.
        here: the therapist's zone, for days and moments.
        opened: the versions, in the order they are to stand in.
    """
    return _Writer(wishes, period, here, opened).written


class _Writer:
    def __init__(self, wishes: Wishes, period: Period, here: ZoneInfo, opened: Sequence[Opened]) -> None:
        self.wishes, self.period, self.here, self.opened = wishes, period, here, opened
        self.written, self.mark = Written(), 0
        sections: Mapping[str, Callable[[], list[Block]]] = {
            "goals": self._of_goals,
            "checkins": self._of_checkins,
            "measures": self._of_measures,
            "agenda": self._of_agenda,
            "words": lambda: self._quote("words"),
            "answers": lambda: self._quote("answers"),
        }
        for kind in wishes.sections:
            blocks = sections[kind]() if kind in sections else []
            self.written.sections.append(Section(kind, tuple(blocks)))

    # ------------------------------------------------------------------ in the client's words

    def _quote(self, section: str) -> list[Block]:
        """Whole notes and parts of them as they were shared, and marked words of anything."""
        for one in self.opened:
            version, parts = one.version, self._parts_of(one.version.item_id)
            words = journal.Words.from_bytes(one.data) if version.kind == journal.KIND else None
            if section != self._section_of(words):
                continue
            if parts:
                text = marks.TEXTS[version.kind](one.data)
                for part in parts:
                    self._quotation(one, section, text[part.first : part.last], words, is_plain=True)
            elif words:
                self._quotation(one, section, words.body, words)
            elif version.kind == journal.EXCERPT:
                self._quotation(one, section, marks.body_of_part(one.data), None)
        return []

    def _section_of(self, words: journal.Words | None) -> str:
        """What answers a question stands among the answers, where there is such a section."""
        is_answer = words is not None and words.question
        sections = ("answers", "words") if is_answer else ("words",)
        return next((section for section in sections if section in self.wishes.sections), "")

    def _parts_of(self, item_id: UUID) -> list[Part]:
        return sorted((part for part in self.wishes.parts if part.item_id == item_id), key=lambda part: part.first)

    def _quotation(
        self, one: Opened, section: str, body: str, words: journal.Words | None, *, is_plain: bool = False
    ) -> None:
        version, self.mark = one.version, self.mark + 1
        quoted = Quotation(
            mark=self.mark,
            written_on=consent.day_of(version, one.data) or version.shared_at.astimezone(self.here).date(),
            title=words.title if words else "",
            body=body,
            entry_ref=version.thing_id,
            version=version.version,
            item_ref=version.item_id,
            consent_ref=version.grant_id,
            shared_at=version.shared_at.astimezone(self.here),
            until=version.until and version.until.astimezone(self.here),
            question=words.question if words else "",
            section=section,
            word=str(WORDS[journal.EXCERPT if is_plain and words else version.kind]),
            is_plain=is_plain,
        )
        self.written.quotations.append(quoted)

    # ------------------------------------------------------------------ everything else

    def _of_goals(self) -> list[Block]:
        found = []
        for one in self._of(goals.KIND):
            goal, mark = goals.Reading.from_bytes(one.data), self._source([one])
            state = STATES[goal.state]
            name = f"{goal.words.title} ({state})" if state else goal.words.title
            steps = [(step.words, self._day(step.done_on) if step.done_on else _("Open")) for step in goal.steps]
            rows = [(name if not at else "", *step) for at, step in enumerate(steps or [(_("No steps yet"), "")])]
            found.append(Block("table", (mark,), head=(_("Goal"), _("Step"), _("When")), rows=tuple(rows)))
            looks = [look for look in self._of(goals.RATING_KIND) if look.used.about == one.version.thing_id]
            if looks:
                found.append(self._looks(goal, looks))
        return found

    def _looks(self, goal: goals.Reading, looks: list[Opened]) -> Block:
        rows = []
        for look in looks:
            said = goals.Rating.from_bytes(look.version.on_day or self.period[1], look.data)
            of_ten = _("%(rating)s of 10", rating=said.rating) if said.rating is not None else ""
            level = ""
            if said.attainment is not None and goal.levels and goal.levels.number == said.number:
                level = f"{said.attainment:+d}: {goal.levels.word(said.attainment)}".replace("-", "\u2212", 1)
            rows.append((self._day(said.on_day), of_ten, level))
        with_levels = any(level for *_, level in rows)
        head = (_("How far it was"), _("In numbers"), *((_("Level"),) if with_levels else ()))
        kept = tuple(row if with_levels else row[:2] for row in rows)
        return Block("table", self._sources(looks), head=head, rows=kept)

    def _of_checkins(self) -> list[Block]:
        levels = self._of(mood.KIND)
        if not levels:
            return []
        first, last = self.period
        by_day: dict[date, list[int]] = {}
        for one in levels:
            by_day.setdefault(one.version.on_day or first, []).append(mood.level_in(one.data))
        days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
        said = ngettext(
            "1 check-in. Days without one are left blank.",
            "%(num)s check-ins. Days without one are left blank.",
            len(levels),
        )
        drawn = Block(
            "chart",
            self._sources(levels),
            said=said,
            first=first,
            levels=tuple(tuple(by_day.get(day, ())) for day in days),
        )
        words = {one.used.about: one for one in self._of(mood.KIND_WORDS)}
        head = (_("Day"), _("Check-in"), *((_("Words"),) if words else ()))
        rows = [
            (self._day(one.version.on_day or first), str(mood.LEVELS[mood.level_in(one.data)]),
             *((_words(words.get(one.version.thing_id)),) if words else ()))
            for one in levels
        ]  # fmt: skip
        return [drawn, Block("table", self._sources(list(words.values())), head=head, rows=tuple(rows))]

    def _of_measures(self) -> list[Block]:
        taken = []
        for one in self._of(measures.KIND):
            row = Taken(one.version.thing_id, one.version.on_day or self.period[1], one.version.shared_at)
            taken.append(measures.record_from(one.data, row))
        opened = {one.version.thing_id: one for one in self._of(measures.KIND)}
        return [
            Block(
                "table",
                tuple(self._source([opened[measure_id]]) for measure_id in told.used),
                label=told.short,
                head=(_("Day"), _("Total"), _("Since before")),
                rows=told.rows,
            )
            for told in tables(taken, self.period[0], self._day, self.wishes.audience)
        ]

    def _of_agenda(self) -> list[Block]:
        found: list[Block] = []
        for one in self.opened:
            if one.version.item_id in self.wishes.only_parts:
                continue
            if one.version.kind == agenda.KIND:
                found += self._agenda(agenda.Reading.from_bytes(one.data), one)
            elif one.version.kind == agenda.AFTER_KIND:
                found += self._after(agenda.After.from_bytes(one.data), one)
        return found

    def _agenda(self, said: agenda.Reading, one: Opened) -> list[Block]:
        day, mark = self._day(one.version.shared_at.astimezone(self.here).date()), (self._source([one]),)
        pins = "\n".join(pin.words for pin in said.pins)
        parts = [
            Block("quote", mark, _("To talk about first"), pins, is_plain=True),
            Block("quote", mark, _("To talk about"), said.words.body),
            Block("quote", mark, _("Wanted from it"), said.words.wish, is_plain=True),
        ]
        return _dated([part for part in parts if part.body], _("Shared %(on_day)s", on_day=day))

    def _after(self, said: agenda.After, one: Opened) -> list[Block]:
        day, mark = self._day(one.version.shared_at.astimezone(self.here).date()), (self._source([one]),)
        parts = [
            Block("quote", mark, _("Taken away from a session"), said.takeaways),
            Block("quote", mark, _("A next step"), said.next_step, is_plain=True),
        ]
        found = _dated([part for part in parts if part.body], _("Shared %(on_day)s", on_day=day))
        if said.scores:
            of_its_own = mark if not found else ()
            rows = tuple(said.scores)
            found.append(Block("table", of_its_own, head=(_("How the session was"), _("In numbers")), rows=rows))
        return found

    # ------------------------------------------------------------------ what all of them need

    def _of(self, kind: str) -> list[Opened]:
        return [one for one in self.opened if one.version.kind == kind]

    def _sources(self, opened: Collection[Opened]) -> tuple[int, ...]:
        """One source for each consent that these lie under."""
        groups: dict[UUID, list[Opened]] = {}
        for one in opened:
            groups.setdefault(one.version.grant_id, []).append(one)
        return tuple(self._source(group) for group in groups.values())

    def _source(self, opened: list[Opened]) -> int:
        first, self.mark = opened[0].version, self.mark + 1
        items = tuple(self._traced(one.version) for one in opened)
        self.written.sources.append(
            Source(
                mark=self.mark,
                word=str(WORDS[first.kind]),
                inside=str(INSIDE.get(first.kind, "")),
                items=items,
                consent_ref=first.grant_id,
                shared_at=first.shared_at.astimezone(self.here),
                until=first.until and first.until.astimezone(self.here),
            )
        )
        return self.mark

    def _traced(self, one: Version) -> Traced:
        return Traced(one.thing_id, one.version, one.item_id, one.on_day)

    def _day(self, day: date) -> str:
        """'18 November', with the year where it is not that of the period's end."""
        return dates.said(day, "day" if day.year == self.period[1].year else "day_year")


def _dated(blocks: list[Block], said: str) -> list[Block]:
    """The last of these says when they were shared, and alone names their source."""
    if not blocks:
        return []
    return [*(replace(block, marks=()) for block in blocks[:-1]), replace(blocks[-1], said=said)]


def _words(one: Opened | None) -> str:
    """The words beside a check-in in one line."""
    if one is None:
        return ""
    said = mood.Words.from_bytes(one.data)
    energy = mood.ENERGY[said.energy].lower() if said.energy else ""
    return ". ".join(
        part for part in (said.line.rstrip("."), ", ".join((*said.feelings, *said.activities)), energy) if part
    )
