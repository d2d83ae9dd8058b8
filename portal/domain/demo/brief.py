"""What somebody in the made-up practice opens to his therapist before today's session: enough for a whole brief."""

from datetime import datetime, timedelta
from uuid import uuid4

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import agenda, consent, goals, measures, process_notes, prompts

WHO = "Tom"
INSTRUMENT = "phq9"
TIMES = {17: (2, 2, 3, 2, 2, 2, 2, 1, 0, 2), 2: (1, 1, 2, 1, 0, 1, 1, 0, 0, 1)}  # by days ago
STEPS = (("Say it to the mirror first", 12), ("Say it once at work", 5), ("Say it to my brother", None))
AGENDA = agenda.Words(
    "Saying it once, and then nothing after it.\nWhether to bring up December now, or wait.", "One sentence to try out."
)
LEFT_OFF = "Practise one sentence, and the pause behind it. Look at what December stirs up."
QUESTION = "What did the long explanation protect?"


def open_up(client: Actor, therapist: Actor) -> None:
    """Live through the weeks before, each thing opened as it came."""
    reader = therapist.person_id
    pack = next(pack for pack in measures.here().offered() if pack.id == INSTRUMENT)
    for ago, values in TIMES.items():
        with living_at(_ago(ago)):
            said = {item.id: value for item, value in zip(pack.every_item, values, strict=True)}
            consent.share(client, measures.keep(client, pack, said, gaps=False), reader)
    with living_at(_ago(14)):
        goal_id = goals.write(client, goals.Words("Say no once a week"))
        steps = [(goals.add_step(client, goal_id, words), done) for words, done in STEPS]
    for step_id, done in steps:
        if done:
            with living_at(_ago(done)):
                goals.tick(client, goal_id, step_id, done=True)
    with living_at(_ago(7)):
        process_notes.write(therapist, client.person_id, LEFT_OFF)
        prompts.ask(therapist, client.person_id, QUESTION)
    with living_at(_ago(4)):
        consent.share(client, goal_id, reader)
        consent.give_stream(client, reader, "levels", 90, earlier=True)
    with living_at(_ago(1)):
        consent.share(client, agenda.write(client, AGENDA, uuid4()), reader)


def _ago(days: int) -> datetime:
    return now() - timedelta(days=days, hours=1)
