"""What has changed about the ways into one's account, and about who is told of them: in sentences, for its owner."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.language import lazy
from portal.domain import audit
from portal.domain.audit import Event

CHANGES = {
    Event.FACTOR_ADDED: lazy("A second step was added to your sign-in"),
    Event.FACTOR_REMOVED: lazy("A second step was taken away from your sign-in"),
    Event.FACTORS_FORGOTTEN: lazy(
        "A second step is not asked any more when you sign in, as somebody helped you back in"
    ),
    Event.SPARE_CODES_MADE: lazy("A change: new codes on paper for your sign-in, and those before stopped working"),
    Event.RECOVERY_CODE_MADE: lazy("A new recovery code was made for your account"),
    Event.PASSWORD_CHANGED: lazy("A change: your password is another one now"),
    Event.KEYS_RENEWED: lazy("A change: your password and all your keys are other ones now"),
    Event.CONTACT_CHANGED: lazy("A change: where, when or whether mail may reach you"),
    Event.HELP_CHOSEN: lazy("A change: the practice can help you back in"),
    Event.ONLY_ME_CHOSEN: lazy("A change: nobody can help you back in"),
}
LATELY = timedelta(days=30)
MOST = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One of them, and when."""

    at: datetime
    sentence: str


def changes(actor: Actor) -> list[Change]:
    """Those of the last thirty days, newest first. Whoever did not make one of them was not alone at their browser."""
    lines = audit.about(actor.person_id, CHANGES, most=MOST)
    return [Change(line.at, CHANGES[line.event]) for line in lines if line.at > now() - LATELY]
