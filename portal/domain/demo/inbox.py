"""What a made-up therapist has done with what is shared: the older things read, one answered, one put off."""

from datetime import timedelta
from uuid import uuid4

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import consent, inbox

READ_BEFORE = timedelta(days=14)
LOOKED_AT = 50  # things, the newest
ANSWERED = "Why I came"
PUT_OFF = "With my sister"


def triage(therapist: Actor) -> None:
    """Each older thing on the second day after it was shared."""
    for header in consent.shelf(therapist, most=LOOKED_AT).headers:
        if now() - header.shared_at > READ_BEFORE:
            with living_at(header.shared_at + timedelta(days=2)):
                consent.read_shared(therapist, header.id)
                inbox.read(therapist, header.id, uuid4())
                if header.title == ANSWERED:
                    consent.reply(therapist, header.id, consent.PHRASES[therapist.role][0])
        elif header.title == PUT_OFF:
            inbox.later(therapist, header.id, inbox.when(therapist, None), uuid4())
