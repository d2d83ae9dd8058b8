"""What a made-up therapist writes about a client: two notes of her own, and the record of two sessions."""

from datetime import timedelta

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import process_notes, progress_notes

OWN = (
    (21, "I hurried to comfort. Who was I comforting?\n\nAsk next time before offering anything."),
    (7, "He went quiet when I asked about Sunday, and so did I. Ten seconds can be enough.\n\n* wait longer"),
)
SIGNED = (
    "Session 9. Sunday evenings, and what goes unsaid before them. Sam said one wish out loud, in the session.\n\n"
    "Agreed: one evening a week without phones, asked for on Saturday. Next: how it went."
)
ADDED = "The evening agreed on is Sunday, not Saturday."
BEGUN = "Session 10. The evening took place. Sam spoke first."


def keep(therapist: Actor, client: Actor) -> None:
    """Two process notes; one progress note signed and added to, and one that is not signed yet."""
    whom = client.person_id
    for ago, body in OWN:
        with living_at(now() - timedelta(days=ago)):
            process_notes.write(therapist, whom, body)
    with living_at(now() - timedelta(days=14)):
        note_id = progress_notes.write(therapist, whom, SIGNED)
        progress_notes.sign(therapist, whom, note_id, 1)
    with living_at(now() - timedelta(days=13)):
        progress_notes.add(therapist, whom, note_id, ADDED)
    with living_at(now() - timedelta(days=7)):
        progress_notes.write(therapist, whom, BEGUN)
