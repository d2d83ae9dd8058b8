"""Questions in the made-up practice: two that a therapist asks, themes, one of somebody's own, some put away."""

from datetime import timedelta
from uuid import UUID

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import prompts

WHO = "Sam"
ASKED = "When did you last feel really listened to at home? What made it feel that way?"
EVERY_WEEK = "What is one thing you said out loud this week that you would have swallowed before?"
OWN = "What would the calm version of me say?"
TOPICS = ("communication", "own_part")
ASIDE, REFUSED, HELPED = "circle", "staying-or-going-out-loud", "in-my-hands"


def ponder(client: Actor, therapist: Actor, name: str) -> None:
    """What is asked of this client, and what they did with a few questions, if they are the one."""
    if name != WHO:
        return
    known, her_own = _known(client), _known(therapist)
    with living_at(now() - timedelta(days=16, hours=3)):
        prompts.ask(therapist, client.person_id, EVERY_WEEK, prompts.Rhythm(weekday=3))
    with living_at(now() - timedelta(days=9, hours=3)):
        prompts.choose_topics(client, TOPICS)
        prompts.answered(client, known[HELPED])
        prompts.say_helped(client, known[HELPED], "yes")
        prompts.add_own(client, OWN)
    with living_at(now() - timedelta(days=5, hours=3)):
        prompts.ask(therapist, client.person_id, ASKED, made_from=her_own["heard-last-time"])
        prompts.set_aside(client, known[ASIDE])
        prompts.refuse(client, known[REFUSED])


def _known(actor: Actor) -> dict[str, UUID]:
    """The ids of the library's questions, which each person has for themselves, by their slugs."""
    return {question.slug: question.id for question in prompts.library(actor.person_id).questions.values()}
