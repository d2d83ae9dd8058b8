"""What the tests of the screens look at: the made-up practice, with a summary in every state; and a first day."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from portal.core.actor import Actor, Role
from portal.core.clock import living_at, now
from portal.domain import (
    agenda,
    appointments,
    consent,
    conversation,
    demo,
    files,
    goals,
    imports,
    invitations,
    journal,
    measures,
    mood,
    outbox,
    prompts,
    signals,
    steady,
)
from portal.domain import help as help_numbers
from tests.file_stories import ask_for_pages, make
from tests.imports import samples
from tests.screens import desk, elsewhere, office, watch
from tests.screens.elsewhere import OPERATOR, Person, acting
from tests.summary_stories import here, share

SET_UP_TOKEN = "a-token-somebody-was-given"
LATER = timedelta(days=1)  # what was asked for then stays as it is while the tests run
MADE_UP = {  # of the made-up practice
    "client": "sam",
    "diarist": "wilhelm",
    "low-client": "priya",
    "therapist": "mara",
    "admin": "olga",
    "officer": "tova",
    "told-client": "luis",
    "anew-client": "ruth",
    "confidant": "jo",
}
MET = ("sam", "mara", "olga", "jo", "tova", "luis", "hana")
NOBODY = "anyone"


@dataclass(frozen=True)
class Practice:
    """The people by what they are here, and for each of them a value for every part of their paths.

    `cookies`: of browsers that nobody has signed in at.
    """

    people: dict[str, Person]
    ids: dict[str, dict[str, object]]
    cookies: dict[str, dict[str, str]]

    def path(self, who: str, path: str) -> str:
        """A path as this one of them would ask for it."""
        slug = self.people[who].slug if who in self.people else "willow"
        return ("" if who == OPERATOR else f"/p/{slug}") + path.format(**self.ids.get(who, {}))


def fill() -> Practice:
    """Fill an empty house."""
    password = next(line for line in list(demo.fill()) if "password" in line).rpartition(" ")[2]
    people = {who: Person("willow", f"{name}@example.org", password) for who, name in MADE_UP.items()}
    met = (Person("willow", f"{name}@example.org", password) for name in MET)
    sam, mara, olga, jo, tova, luis, hana = map(acting, met)
    _own_help(olga)
    office.begin_anew(tova, acting(people["anew-client"]), password)
    open_to_jo = here(jo, consent.shelf, jo).headers[0].id
    notes = _notes(sam, mara)
    here(sam, consent.give_stream, sam, mara.person_id, "answers", 90)
    slip = here(olga, invitations.invite, olga, "Nora Bergström", "nora@example.org", Role.CLIENT)
    of_mara = desk.things(mara, sam, notes["taken_back"])
    cases = office.opened(tova, olga, sam, mara)
    ids = {
        "client": {
            **notes,
            "summary_id": of_mara["final"],
            **_agendas(sam),
            **_files(sam),
            **_goals(sam),
            **_measures(sam),
            **_questions(sam),
            **_talks(sam),
            "with_answer": open_to_jo,
            "marked": here(mara, signals.waiting, mara)[0].thing_id,
        },
        "low-client": _hard_days(acting(people["low-client"]), mara)
        | office.moves(olga, acting(people["low-client"]), mara),
        "therapist": notes | of_mara | _marks(mara, sam, notes["for_days"], password),
        "admin": {
            "person_id": sam.person_id,
            "therapist": mara.person_id,
            "invited": slip.person_id,
            "line": 3,
            **office.lists(olga) | office.held(olga, sam),
            **office.arranged(olga),
            **{name: cases[name] for name in ("case_id", "asked_for")},
        },
        "officer": cases | office.way_back(tova, luis, hana) | {"summary_id": of_mara["final"]},
        "confidant": {"thing_id": open_to_jo, "absent": uuid4()},
        NOBODY: {"calendar": _calendar(password), "token": slip.token, "code": slip.code, "set_up": SET_UP_TOKEN}
        | {step: step for step in watch.SET_UPS},
    }
    first_day, (leaving, of_leaving) = elsewhere.first_day(), elsewhere.leaves()
    marek, noor = (acting(Person("willow", f"{name}@example.org", password)) for name in ("marek", "noor"))
    of_leaving[OPERATOR] |= watch.prepare(SET_UP_TOKEN) | elsewhere.passkey(noor)
    waits = {"hastened": elsewhere.may_hasten(tova, marek)}
    return Practice(people | first_day | leaving, ids | of_leaving, waits)


def _calendar(password: str) -> str:
    """The token of a calendar's address, of a therapist who makes no other one meanwhile."""
    idris = acting(Person("willow", "idris@example.org", password))
    token: str = here(idris, appointments.feed.make, idris)
    return token


def _notes(sam: Actor, mara: Actor) -> dict[str, object]:
    """Notes to look at: with two versions, open to Mara and read by her, open for some days, and taken back."""
    titled = {header.title: header.id for header in here(sam, journal.shelf, sam).headers}
    for_days = titled["What I keep swallowing"]
    until = here(sam, consent.until_end_of, sam, 7)
    here(sam, consent.share, sam, for_days, mara.person_id, None, until)
    taken_back = share(sam, mara, "I said too much here, and I would rather say it on Thursday.", "For now")
    for entry_id in (titled["After we talked"], titled["Sunday walk"], taken_back):
        here(mara, consent.read_shared, mara, entry_id)
    last = now() - timedelta(days=20)
    here(sam, journal.delete_entry, sam, here(sam, journal.write, sam, "Better said than kept.", "For the drawer"))
    return {
        "excerpt_id": here(sam, journal.excerpt, sam, titled["After we talked"], 1, [0]),
        "year": last.year,
        "number": last.month,
        "receipt_number": 1,
        "layout_id": here(sam, journal.layouts, sam)[0].id,
        "structured": titled["The list"],
        "entry_id": titled["After we talked"],
        "thing_id": titled["After we talked"],
        "for_days": for_days,
        "private": titled["First page"],
        "checkin_id": here(sam, mood.shelf, sam).lines[0].reading.id,
        "taken_back": taken_back,
        "reader_id": mara.person_id,
        "client_id": sam.person_id,
    }


def _questions(sam: Actor) -> dict[str, object]:
    """One of Sam's own; one from Mara, one put away, one with an answer, and one with all there is to say about it."""
    shelf = here(sam, prompts.shelf, sam)
    known = {question.slug: question.id for question in prompts.library(sam.person_id).questions.values()}
    ids = {"question_id": shelf.own[0].id, "asked": shelf.asked[0].question.id, "aside": shelf.aside[0].id}
    return ids | {"answered": known["in-my-hands"], "with_risk": known["good-moment"]}


def _marks(mara: Actor, sam: Actor, for_days: UUID, password: str) -> dict[str, object]:
    """One that was answered, one that waits with Mara, and one that came to her because Idris is late."""
    here(sam, signals.ask, sam, for_days, mara.person_id)
    answered = next(one.id for one in here(mara, signals.waiting, mara) if one.thing_id == for_days)
    here(mara, signals.answer, mara, answered, "Read it on Monday. We begin with it on Thursday.")
    jonas, idris = (acting(Person("willow", f"{name}@example.org", password)) for name in ("jonas", "idris"))
    (card,) = (card for card in here(jonas, consent.open_to, jonas) if card.person_id == idris.person_id)
    with living_at(now() - timedelta(hours=25)):
        here(jonas, signals.ask, jonas, card.things[-1].id, idris.person_id)
    here(mara, signals.sweep)
    waiting = here(mara, signals.waiting, mara)
    return {"answered_mark": answered} | {"signal_id" if one.is_mine else "covered": one.id for one in waiting}


def _goals(sam: Actor) -> dict[str, object]:
    """One under way with steps, levels and looks; one that was let go."""
    titled = {goal.text.words.title: goal for goal in here(sam, goals.mine, sam)}
    under_way = titled["Speak up sooner"]
    let_go = titled["Get us both to read the same book"]
    return {"goal_id": under_way.id, "step_id": under_way.text.steps[0].id, "let_go": let_go.id}


def _files(sam: Actor) -> dict[str, object]:
    """One file in each state."""
    found = {"file_again": ask_for_pages(sam)}
    with living_at(now() + timedelta(minutes=11)):
        here(sam, outbox.sweep)
    found |= {"file_id": ask_for_pages(sam), "file_removed": ask_for_pages(sam)}
    for name in ("file_id", "file_removed"):
        make(sam, found[name])
    here(sam, files.remove, sam, found["file_removed"])
    found |= {"batch_id": _brought(sam, samples.DAYLIO_CSV), "batch_in": _brought(sam, samples.JRNL, choose=True)}
    with living_at(now() + LATER):
        found["file_waiting"] = ask_for_pages(sam)
    return found


def _measures(sam: Actor) -> dict[str, object]:
    """A questionnaire with an answer that puts help first, and one without; addresses of some."""
    *_, last = answered = here(sam, lambda: measures.looked_at(sam).records)
    places = {pack.id: place for place, pack in here(sam, measures.offered, sam).items()}
    calm = next(record for record in answered if record.instrument == "csi4")
    return {"measure_id": last.id, "calm": calm.id, "place": places["phq9"], "between_opposites": places["csi16"]}


def _agendas(sam: Actor) -> dict[str, object]:
    """The open one with its first pin, and the one before."""
    stands, closed = here(sam, agenda.current, sam), here(sam, agenda.shelf, sam).agendas[0]
    return {
        "agenda_id": closed.id,
        "after_id": agenda.after_of(closed.id),
        "pin_id": stands.text.pins[0].id,
        "open_agenda": stands.id,
    }


def _brought(sam: Actor, data: str, *, choose: bool = False) -> UUID:
    batch_id: UUID = here(sam, imports.take, sam, data.encode(), "", uuid4())
    if choose:
        here(sam, imports.choose, sam, batch_id, {})
        here(sam, imports.go_on, sam, batch_id, 0)
    return batch_id


def _hard_days(priya: Actor, mara: Actor) -> dict[str, object]:
    """Everything paused; then the lowest level twice, a note not open to Mara yet, and one to decide about today."""
    here(priya, consent.pause, priya)
    for ago in (1, 0):
        with living_at(now() - timedelta(days=ago)):
            here(priya, mood.check_in, priya, 1)
    undecided = here(priya, journal.shelf, priya).headers[0].id
    with living_at(now() - timedelta(days=1)):
        here(priya, consent.decide_tomorrow, priya, undecided, mara.person_id, 1)
    waiting = here(priya, journal.write, priya, "I would like to begin with Sunday.", "Before Thursday")
    with living_at(now() + LATER):
        here(priya, lambda: consent.share(priya, waiting, mara.person_id, opens_at=consent.after_hold()))
    return {"waiting": waiting}


def _own_help(olga: Actor) -> None:
    """The practice's own numbers: one that somebody made sure of lately, and one that was long ago."""
    night = {"name": "Night line", "whom": "Anyone nearby", "call": "0117 496 0123", "hours": "8 pm to 2 am"}
    text = {
        "name": "Listening by text",
        "whom": "Anyone",
        "text": "88001",
        "word": "HELLO",
        "hours": "Day and night",
        "speaks": "English",
    }
    for line, ago in ((night, 3), (text, 400)):
        with living_at(now() - timedelta(days=ago)):
            here(olga, help_numbers.add_line, olga, line)


def _talks(sam: Actor) -> dict[str, object]:
    """The first conversation Sam planned."""
    card_id = here(sam, steady.card, sam, steady.Slot.COPING).id
    return {"card_id": card_id, "talk_id": here(sam, conversation.timeline, sam)[0][-1].id}
