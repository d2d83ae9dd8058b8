"""Giving to one client or to many: a question, a questionnaire, or several of them as a programme.

All or nothing: when one of those ticked is not on the caseload any more, nobody is sent anything. Each client gets a
paper of their own, sealed to the two, worded for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4, uuid5

from portal.core.actor import Actor
from portal.core.errors import Invalid, NotFound
from portal.core.language import _
from portal.core.text import line_taken
from portal.domain import measures, prompts, resources
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.measures import Pack
from portal.domain.prompts import Beside, Opening, Rhythm, Terms, Way, sending
from portal.domain.prompts.asking import Said, worded
from portal.domain.prompts.asking import paper_of as question_paper
from portal.domain.prompts.rhythm import ONCE
from portal.domain.prompts.sending import Paper
from portal.models.measures import MeasureAsked
from portal.models.prompts import Asked

MOST_STEPS = 12
MOST_CLIENTS = 30
MOST_PAPERS = 60  # that go out at once
LONGEST_NAME = 80  # characters of a programme's name
UNNAMED = "Step by step"
AT_ONCE = Opening()


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to give: a question in words, or a questionnaire.

    made_from: the library's question it began as; beside: a resource's slug, or nothing; opening: in a programme;
    `is_risky`: it urges an open talk at home, which the client is then told beside it.
    """

    text: str = ""
    pack: Pack | None = None
    made_from: UUID | None = None
    minutes: int = 0
    beside: str = ""
    is_risky: bool = False
    opening: Opening = AT_ONCE


@dataclass(frozen=True, slots=True)
class When:
    """How often one thing comes and for which day; or the name of a programme and its first day."""

    rhythm: Rhythm = ONCE
    day: date | None = None
    name: str = ""


class BadStep(Invalid):
    """What was typed for one step cannot be used. step: its place, from 0; client_id: in the wording for this one."""

    def __init__(self, field: str, message: str, step: int, client_id: UUID | None = None) -> None:
        super().__init__(field, message)
        self.step, self.client_id = step, client_id


def give(  # noqa: PLR0913 - what is given, to whom, and when
    actor: Actor,
    client_ids: Sequence[UUID],
    tasks: Sequence[Task],
    when: When,
    *,
    once_id: UUID | None = None,
    worded_for: Mapping[tuple[UUID, int], str] | None = None,
) -> int:
    """Give all of it to each of these clients, or nothing to anybody.

    Args:
        actor: a therapist, with keys.
        client_ids: 1 to 30 people they look after now.
        tasks: 1 to 12; more than one is a programme.
        when: for all of them alike.
        once_id: made when the form was shown: sent twice, each client gets it once; said otherwise, besides.
        worded_for: the words of a question for one client, by client and place from 0; the task's own unless given.

    Returns:
        to how many clients it went.

    Raises:
        Invalid: `field` is "client", "name", "due_on" or "steps"; BadStep for one of the tasks.
        NotFound: this id is somebody else's.
    """
    wanted = list(dict.fromkeys(client_ids))
    _bounded(len(wanted), len(tasks))
    sending.hold_mine(actor, wanted)
    plan = _Plan(actor, tasks, when, once_id or uuid4(), worded_for or {})
    # Nothing is kept before everything has been looked at: a refusal is answered by a page, which ends the transaction.
    envelopes = [envelope for client_id in wanted if (envelope := plan.for_client(client_id))]
    _with_room(actor, [envelope.client_id for envelope in envelopes], tasks)
    for envelope in envelopes:
        if not sending.keep(actor, envelope.client_id, envelope.papers):
            raise NotFound(envelope.base)
        record(actor, envelope.event, envelope.thing_id, envelope.client_id)
    return len(wanted)


def check(actor: Actor, client_ids: Sequence[UUID], tasks: Sequence[Task], when: When) -> None:
    """Whether all of it could be given to each of them now. Nothing is kept.

    Raises:
        Invalid, BadStep: as `give`.
    """
    wanted = list(dict.fromkeys(client_ids))
    _bounded(len(wanted), len(tasks))
    sending.hold_mine(actor, wanted)
    _Plan(actor, tasks, when, uuid4(), {}).papers(wanted[0], uuid4())
    _with_room(actor, wanted, tasks)


def _bounded(clients: int, steps: int) -> None:
    if not clients:
        raise Invalid("client", _("Tick whom it is for."))
    if clients > MOST_CLIENTS:
        raise Invalid(
            "client",
            _("At most %(most)s clients at once; %(number)s are ticked.", most=MOST_CLIENTS, number=clients),
        )
    if not 1 <= steps <= MOST_STEPS:
        raise Invalid("steps", _("A programme has at most %(most)s steps.", most=MOST_STEPS))
    if clients * steps > MOST_PAPERS:
        most = MOST_PAPERS // steps
        raise Invalid(
            "client",
            _("A programme of %(steps)s steps goes to at most %(most)s clients at once.", steps=steps, most=most),
        )


def _with_room(actor: Actor, client_ids: Sequence[UUID], tasks: Sequence[Task]) -> None:
    sheets = sum(task.pack is not None for task in tasks)
    if words := len(tasks) - sheets:
        sending.room_for(actor, Asked, client_ids, words, prompts.MOST_OPEN, _("questions"))
    if sheets:
        sending.room_for(actor, MeasureAsked, client_ids, sheets, measures.MOST_OPEN, _("questionnaires"))


@dataclass(frozen=True, slots=True)
class _Envelope:
    """All that goes to one client."""

    client_id: UUID
    base: UUID
    papers: list[Paper]

    @property
    def event(self) -> Event:
        if len(self.papers) > 1:
            return Event.PROGRAMME_GIVEN
        return Event.QUESTION_ASKED if isinstance(self.papers[0].row, Asked) else Event.MEASURE_ASKED

    @property
    def thing_id(self) -> UUID:
        return programme_id(self.base) if len(self.papers) > 1 else self.papers[0].row.id


class _Plan:
    """What is given, checked once, and made into papers for one client after another."""

    def __init__(
        self, actor: Actor, tasks: Sequence[Task], when: When, once_id: UUID, worded_for: Mapping[tuple[UUID, int], str]
    ) -> None:
        self.actor, self.tasks, self.once_id, self.worded_for = actor, tasks, once_id, worded_for
        today = today_of(actor)
        self.name = line_taken("name", when.name, LONGEST_NAME) or UNNAMED
        self.terms, self.first = Terms(when.rhythm, when.day).checked(today), when.day or today
        self.beside = {one.slug: Beside(one.kind, one.title, one.by, one.url) for one in resources.shelf(actor)}

    def for_client(self, client_id: UUID, base: UUID | None = None) -> _Envelope | None:
        """Their papers; None when they lie there already, for the form came a second time."""
        base = base or uuid5(self.once_id, client_id.hex)
        papers = self.papers(client_id, base)
        is_known = sending.known(self.actor, papers)
        if is_known is None:
            return _Envelope(client_id, base, papers)
        return None if is_known else self.for_client(client_id, uuid5(base, "again"))  # says nothing of the words

    def papers(self, client_id: UUID, base: UUID) -> list[Paper]:
        """One for each step."""
        return [self._paper(client_id, base, place) for place in range(len(self.tasks))]

    def _paper(self, client_id: UUID, base: UUID, place: int) -> Paper:
        task, terms = self.tasks[place], self._terms(base, place)
        if task.pack:
            return measures.paper_of(self.actor, client_id, task.pack, terms, step_id(base, place))
        return question_paper(self.actor, client_id, self._said(client_id, place, terms), step_id(base, place))

    def _said(self, client_id: UUID, place: int, terms: Terms) -> Said:
        task, own = self.tasks[place], self.worded_for.get((client_id, place))
        try:
            said = worded(self.actor, task.text if own is None else own, task.made_from, terms)
            return replace(said, is_risky=task.is_risky)
        except Invalid as problem:
            raise BadStep(problem.field, str(problem), place, None if own is None else client_id) from None

    def _terms(self, base: UUID, place: int) -> Terms:
        task = self.tasks[place]
        if task.beside and task.beside not in self.beside:
            raise BadStep("beside", "This is not on the practice's shelf any more. Choose another, or none.", place)
        terms = replace(self.terms, minutes=task.minutes, beside=self.beside.get(task.beside))
        if len(self.tasks) == 1:
            return terms
        steps = tuple((step_id(base, each), self.tasks[each].opening) for each in range(place + 1))
        way = Way(programme_id(base), self.name, self.first, len(self.tasks), steps)
        return replace(terms, rhythm=ONCE, due_on=None, way=way)


def step_id(base: UUID, place: int) -> UUID:
    """Of one step, place from 0."""
    return uuid5(base, str(place))


def programme_id(base: UUID) -> UUID:
    """Of the whole, for one client."""
    return uuid5(base, "programme")
