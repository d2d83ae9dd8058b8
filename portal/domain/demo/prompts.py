"""Questions in the made-up practice: two that a therapist asks, a programme, what both keep, and what was put away."""

from datetime import timedelta
from uuid import UUID

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import measures, programmes, prompts
from portal.domain.programmes import Task, When
from portal.domain.prompts import Mode, Opening, Wording

WHO = "Sam"
ASKED = "When did you last feel really listened to at home? What made it feel that way?"
EVERY_WEEK = "What is one thing you said out loud this week that you would have swallowed before?"
OWN = "What would the calm version of me say?"
TOPICS = ("communication", "own_part")
ASIDE, REFUSED, HELPED = "circle", "staying-or-going-out-loud", "in-my-hands"
OF_THE_PRACTICE = Wording("What would you like to take from our last hour into this week?", minutes=5)
BEFORE = "What did this week ask of you?"
THERAPISTS_OWN = Wording("What did this week ask of you, and what did you ask of it?", "needs", 10, "hold-me-tight")


def ponder(client: Actor, therapist: Actor, name: str) -> None:
    """What is asked of this client, and what they did with a few questions, if they are the one."""
    if name != WHO:
        return
    known, her_own = _known(client), _known(therapist)
    with living_at(now() - timedelta(days=16, hours=3)):
        _write(therapist)
        prompts.ask(therapist, client.person_id, EVERY_WEEK, prompts.Rhythm(weekday=3))
    with living_at(now() - timedelta(days=9, hours=3)):
        prompts.choose_topics(client, TOPICS)
        prompts.answered(client, known[HELPED])
        prompts.say_helped(client, known[HELPED], "yes")
        prompts.add_own(client, OWN)
    with living_at(now() - timedelta(days=7, hours=3)):
        _lead(client, therapist)
    with living_at(now() - timedelta(days=5, hours=3)):
        prompts.ask(therapist, client.person_id, ASKED, made_from=her_own["heard-last-time"])
        prompts.set_aside(client, known[ASIDE])
        prompts.refuse(client, known[REFUSED])


def _write(therapist: Actor) -> None:
    """Two for the library: one for the practice, one of the therapist's own, which was worded anew."""
    prompts.compose(therapist, OF_THE_PRACTICE, is_common=True)
    own = prompts.compose(therapist, Wording(BEFORE), is_common=False)
    prompts.reword(therapist, own, 1, THERAPISTS_OWN)


def _lead(client: Actor, therapist: Actor) -> None:
    """A programme of three steps, of which the first is open: whatever comes of it is the client's."""
    who5 = next(pack for pack in measures.here().offered() if pack.id == "who5")
    steps = [
        Task("What does an evening that does you good begin with?", minutes=10, beside="hold-me-tight"),
        Task(pack=who5, opening=Opening(Mode.DELAY, 90)),
        Task("What would you keep of these weeks?", minutes=15, opening=Opening(Mode.WEEKDAY, 3)),
    ]
    programmes.give(therapist, [client.person_id], steps, When(name="Three quiet weeks"))


def _known(actor: Actor) -> dict[str, UUID]:
    """The ids of the library's questions, which each person has for themselves, by their slugs."""
    return {question.slug: question.id for question in prompts.library(actor.person_id).questions.values()}
