"""Everything a client can keep to themselves, fifty times over: what nobody else's page may so much as hint at."""

from datetime import time, timedelta
from uuid import uuid4

from portal.core.clock import living_at, now
from portal.domain import (
    agenda,
    consent,
    contact,
    conversation,
    drafts,
    exports,
    goals,
    imports,
    journal,
    measures,
    mood,
    prompts,
    reminders,
    resources,
    steady,
)
from portal.domain.journal import Margin
from portal.domain.steady import Slot
from tests import second_step
from tests.acts import at_work
from tests.file_stories import make
from tests.imports import samples

MOST_LAYOUTS, MOST_REMINDERS, A_LIST = 30, 12, 20  # where there is room for fewer
LEVELS = tuple(f"Level {number}" for number in range(5))


def live(client, therapist, asked_id, many=50):
    """So many of everything there can be many of; gives the id of one thing of each kind that a page could be about."""
    found = {}
    for part in (_write, _check_in, _ponder, _pursue, _plan, _answer, _talk, _choose, _take_along):
        with at_work(client):
            found |= part(client, many)
    with at_work(client):
        journal.write(client, "An answer of mine.", question="What would you keep?", asked_id=asked_id)
        consent.decide_tomorrow(client, found["note"], therapist.person_id, 1)
    make(client, found["file"])
    return found


def _write(client, many):
    """Notes with margins, of any day: one pinned, one changed, one let go, one erased; layouts and drafts."""
    notes = []
    for number in range(many + 3):
        margin = Margin((f"tag {number}",))
        note = journal.write(client, f"Private {number}.", f"Mine {number}", on_day=_day(number), margin=margin)
        drafts.save(client, "entry", uuid4(), {"body": f"Begun {number}"}, drafts.Seen(0, uuid4()))
        notes.append(note)
    for number in range(min(many, MOST_LAYOUTS)):
        journal.make_layout(client, f"Layout {number}", "What happened?")
    journal.pin(client, notes[0], pinned=True)
    journal.edit(client, notes[0], 1, "Said otherwise.")
    for entry_id in notes[1:3]:
        journal.delete_entry(client, entry_id)
    journal.erase(client, notes[2])
    part = journal.excerpt(client, notes[-1], 1, [0])
    return {"note": notes[-1], "deleted note": notes[1], "part": part}


def _day(number):
    return (now() - timedelta(days=number)).date()


def _check_in(client, many):
    for number in range(many):
        words = mood.Words(f"A line {number}.", ("worried", "my own word"), 2, ("walked", "my own doing"))
        with living_at(now() - timedelta(hours=20 * (many - number - 1))):
            last = mood.check_in(client, 1, words)
    mood.put_away(client)
    return {"check-in": last}


def _ponder(client, many):
    """Questions answered, set aside, refused, put off; one's own; what helped, and what is never to be offered."""
    known = [question.id for question in prompts.library(client.person_id).questions.values()]
    for number in range(min(many, len(known) // 4)):
        for place, verb in enumerate((prompts.answered, prompts.set_aside, prompts.refuse, prompts.not_this_week)):
            verb(client, known[4 * number + place])
    prompts.say_helped(client, known[0], "yes")
    prompts.choose_topics(client, ("communication",))
    prompts.avoid_risk(client, avoid=True)
    consent.looked(client)
    return {"question": [prompts.add_own(client, f"Question {number}?") for number in range(min(many, A_LIST))][-1]}


def _pursue(client, many):
    for number in range(many):
        goal_id = goals.write(client, goals.Words(f"Goal {number}", "Because.", low="Not at all", high="Always"))
        goals.look(client, goal_id, 3)
    step_id = goals.add_step(client, goal_id, "One step")
    goals.agree(client, goal_id, LEVELS, 1, goals.read(client, goal_id).version)
    goals.tick(client, goal_id, step_id, done=True)
    return {"goal": goal_id}


def _plan(client, many):
    """Sessions that were planned and are over, and one that is planned."""
    for number in range(many):
        agenda_id = agenda.write(client, agenda.Words(f"Agenda {number}", "To be heard"), uuid4())
        agenda.pin(client, "words", words="To say aloud")
        agenda.close(client, agenda_id, agenda.After("Taken along.", "Next.", (5, 5, 5, 5)))
    return {"agenda": agenda.write(client, agenda.Words("The next one"), uuid4())}


def _answer(client, many):
    """Every questionnaire, those that were given among them, with the answer that puts help first."""
    packs = measures.here().offered()
    for number in range(max(many, len(packs))):
        pack = packs[number % len(packs)]
        last = measures.keep(client, pack, {item.id: item.lowest + 1 for item in pack.every_item}, gaps=True)
    return {"measure": last}


def _talk(client, many):
    for number in range(many):
        planned = dict.fromkeys(conversation.PLAN, f"Talk {number}")
        talk_id = conversation.plan(client, planned, _day(-number - 1))
    conversation.change(client, talk_id, 1, dict.fromkeys(conversation.AFTERWARDS, "Short."), None)
    return {"talk": talk_id}


def _choose(client, many):
    """Cards, marks in the library, reminders, where mail may go (how plainly stays), and a second step."""
    for slot in (Slot.COPING, Slot.SAFETY):
        steady.keep(client, slot, 0, dict.fromkeys(steady.FIELDS[slot], "Private."))
    steady.keep(client, Slot.CARE, 0, {"picks": "walk", "own": "The allotment"})
    for one in resources.starter():
        resources.mark(client, one.slug, "saved", is_on=True)
    stands = contact.mine(client)
    contact.keep(client, stands.mode, "elsewhere@example.org", 20, 22, [6], stands.version)
    for hour in range(min(many, MOST_REMINDERS)):
        last = reminders.set(client, reminders.About.WRITE, time(hour), range(7), by_mail=True)
    second_step.give(client)
    return {"reminder": last}


def _take_along(client, many):
    """Journals brought along: one came in, the others wait. Files: one is made, the others wait."""
    batch_id = imports.take(client, samples.JRNL.encode(), "", uuid4())
    imports.choose(client, batch_id, {})
    imports.go_on(client, batch_id, 0)
    days = exports.last_four_weeks(client)
    for _ in range(min(many, A_LIST)):
        waits = imports.take(client, samples.DAYLIO_CSV.encode(), "", uuid4())
    file_id = exports.print_notes(client, *days, uuid4())
    exports.take_everything(client, uuid4())
    return {"import": waits, "file": file_id}
