"""A client before a session, in two minutes: what they want to talk about, what they shared since, where it stands.

What is drawn here in whole counts as opened, and the client's log says so at once: the agenda, check-ins, goals and
questionnaires, each in its own sentence. Of everything else there are only glimpses, which lead to the inbox; those are
no openings. Whatever is not shared leaves no trace: a block that would be empty is not there.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.text import cut
from portal.domain import agenda, appointments, caseload, consent, goals, measures, mood, process_notes, prompts
from portal.domain.appointments import Appointment
from portal.domain.consent import Header, Shared
from portal.domain.goals import Pursued, State
from portal.domain.measures import Followed
from portal.domain.mood import Past
from portal.domain.process_notes import ProcessNote
from portal.domain.prompts import Given

BEFORE = timedelta(days=28)  # what "lately" means where no session is known
FEWEST, MOST_DAYS = 7, 60  # of the chart
MOST_SHARED, MOST_GOALS, MOST_MEASURES, MOST_GIVEN = 8, 5, 3, 5
LONGEST_LEFT_OFF = 900  # characters
PURSUED = (State.OPEN, State.PAUSED)  # what was reached or let go is on the client's page
PACE = 1000  # characters a minute: some 180 words
CHART = 300  # characters that looking at a chart is worth
GLIMPSED = tuple(  # what has no block of its own
    kind for kind in consent.KINDS if kind not in (agenda.KIND, goals.KIND, measures.KIND)
)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What the client wants to talk about, and since when that is open."""

    thing: Shared
    shared_at: datetime


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything of one client before a session. Each part is None or empty where there is nothing to show.

    `since`: the moment "since last time" counts from; `last` is None where no session is known, and then it is four
    weeks. `ahead`: the next session, or the one that is now.
    """

    client_id: UUID
    client: str
    last: Appointment | None
    ahead: Appointment | None
    since: datetime
    agenda: Agenda | None
    checkins: Past | None
    shared: list[Header]
    more_shared: bool
    left_off: ProcessNote | None
    goals: list[Pursued]
    given: list[Given]
    measures: list[Followed]

    @property
    def is_empty(self) -> bool:
        parts = (self.agenda, self.checkins, self.shared, self.left_off, self.goals, self.given, self.measures)
        return not any(parts)

    @property
    def beginning(self) -> str:
        """Of where they left off as much as two minutes have room for."""
        return cut(self.left_off.body, LONGEST_LEFT_OFF) if self.left_off else ""

    @property
    def minutes(self) -> int:
        """To read it all, about."""
        return max(1, round((sum(map(len, self._words())) + (CHART if self.checkins else 0)) / PACE))

    def _words(self) -> list[str]:
        found = [word for header in self.shared for word in (header.title, header.first_line)]
        if self.agenda:
            text = self.agenda.thing.shown
            found += [text.words.body, text.words.wish, *(pin.words for pin in text.pins)]
        found.append(self.beginning)
        found += [goal.text.words.title for goal in self.goals] + [one.text for one in self.given]
        return found + [said for one in self.measures for said in (one.short, *one.moved)]


def gather(actor: Actor, client_id: UUID) -> Brief:
    """The brief of a client; what it shows in whole is opened, and written down for them.

    Args:
        actor: a therapist, with keys.
        client_id: of their caseload.

    Raises:
        NotFound: not their client.
    """
    client = caseload.my_client(actor, client_id)
    begun = appointments.last_of(actor, client_id, before=now()).get(client_id)
    ahead = begun if begun and begun.ends_at > now() else appointments.next_of(actor, client_id).get(client_id)
    last = appointments.last_of(actor, client_id).get(client_id)
    since = last.starts_at if last else now() - BEFORE
    shelf = consent.shelf(actor, client_id, kinds=GLIMPSED, since=since, most=MOST_SHARED)
    return Brief(
        client_id=client.id,
        client=client.name,
        last=last,
        ahead=ahead,
        since=since,
        agenda=_agenda(actor, client_id, last),
        checkins=_checkins(actor, client_id, last),
        shared=shelf.headers,
        more_shared=shelf.older is not None,
        left_off=process_notes.last(actor, client_id),
        goals=consent.look_at_goals(actor, client_id, states=PURSUED, most=MOST_GOALS)[0],
        given=[one for one in prompts.given(actor, client_id) if not one.is_paused][:MOST_GIVEN],
        measures=consent.look_at_measures(actor, client_id, most=MOST_MEASURES),
    )


def _agenda(actor: Actor, client_id: UUID, last: Appointment | None) -> Agenda | None:
    """The one for this session: what was shared before the last one was for that."""
    found = consent.newest_shared(actor, client_id, agenda.KIND, last.starts_at if last else None)
    return Agenda(*found) if found else None


def _checkins(actor: Actor, client_id: UUID, last: Appointment | None) -> Past | None:
    """As many days as there were since the last session, that day with a mark."""
    today = appointments.today(actor)
    day = last.starts_at.date() if last else today - timedelta(days=13)
    days = min(MOST_DAYS, max(FEWEST, (today - day).days + 1))
    _, past, _ = mood.look_at(actor, client_id, days, marked=_marks(last))
    return None if past.is_new else past


def _marks(last: Appointment | None) -> tuple[date, ...]:
    return (last.starts_at.date(),) if last else ()
