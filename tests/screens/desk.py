"""What lies on the desk in the tests of the screens: sessions, prompts, own notes, a summary in every state."""

from datetime import timedelta
from uuid import UUID

from portal import jobs
from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import (
    appointments,
    caseload,
    outbox,
    process_notes,
    progress_notes,
    prompts,
    summaries,
)
from tests.summary_stories import amended, ask, drawn, finished, here, job_id, made, read, stop

LATER = timedelta(days=1)  # what was asked for then stays as it is while the tests run


def things(mara: Actor, sam: Actor, taken_back: UUID) -> dict[str, object]:
    """A value for every part of her paths. taken_back: a note that is taken back from her now."""
    return _sessions(mara) | _summaries(mara, sam, taken_back) | _prompts(mara) | _own_notes(mara, sam)


def _sessions(mara: Actor) -> dict[str, object]:
    """One of a series that goes on; and the client of today who opens most before it."""
    coming = {one.client: one for one in here(mara, appointments.next_of, mara).values()}
    return {"appointment_id": coming["Sam"].id, "opens_up": coming["Tom"].client_id}


def _prompts(mara: Actor) -> dict[str, object]:
    known = {question.slug: question.id for question in prompts.library(mara.person_id).questions.values()}
    own = next(one for one in here(mara, prompts.stock, mara) if not one.is_common)
    return {"with_risk": known["good-moment"], "prompt_id": own.id}


def _own_notes(mara: Actor, sam: Actor) -> dict[str, object]:
    """A note of Mara's own, of the record one that is signed and one that is not; and another client of hers."""
    begun, signed = here(mara, progress_notes.shelf, mara, sam.person_id).notes
    return {
        "note_id": here(mara, process_notes.last, mara, sam.person_id).id,
        "record_id": signed.id,
        "begun_id": begun.id,
        "elif_id": next(one.id for one in here(mara, caseload.my_clients, mara) if one.name == "Elif"),
    }


def _summaries(mara: Actor, sam: Actor, taken_back: UUID) -> dict[str, object]:
    """One summary in each state. The note that is taken back closes one that nobody opened, and flags one."""
    found = {"again": ask(mara, sam)}
    with living_at(now() + timedelta(minutes=11)):
        here(mara, outbox.sweep)
    found["failed"] = ask(mara, sam)
    for attempt in range(outbox.MOST_TRIES):
        with living_at(now() + timedelta(minutes=attempt)):
            here(mara, outbox.take, job_id(mara, found["failed"]))
            jobs.give_back(mara.practice_id, job_id(mara, found["failed"]))
    found |= {state: made(mara, sam) for state in ("changed", "withdrawn", "removed")}
    read(mara, found["withdrawn"])
    here(mara, summaries.remove, mara, found["removed"])
    found["flagged"] = finished(mara, sam, document=drawn())
    stop(sam, taken_back, mara)
    found["final"] = finished(mara, sam)
    amended(mara, found["final"], "Sam asked on the telephone whether the walk on Sunday counts. It does.")
    here(mara, summaries.give, mara, found["final"])
    found["number"] = 1
    found["summary_id"] = made(mara, sam)
    with living_at(now() - timedelta(seconds=31)):
        found["slow"] = ask(mara, sam)
    with living_at(now() + LATER):
        for state in ("drawing", "checking", "waiting"):
            found[state] = ask(mara, sam)
        tasks = {state: here(mara, outbox.take, job_id(mara, found[state])) for state in ("drawing", "checking")}
        here(mara, summaries.gather, tasks["drawing"])
    return found
