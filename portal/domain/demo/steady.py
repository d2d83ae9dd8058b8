"""What the made-up clients keep for hard moments, and the conversations they plan."""

from datetime import timedelta

from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.domain import conversation, resources, steady
from portal.domain.accounts.zones import today_of
from portal.domain.steady import Slot

COPING = {
    "reminder": "It has been this loud before, and it got quieter.",
    "helps": "Shoes on, once round the park\nThe long playlist\nRing Jo, about anything",
    "signs": "I answer in one word. My jaw hurts.",
}
SAFETY = {
    "signs": "Not sleeping two nights in a row. Thinking that nobody would notice.",
    "alone": "Shower. The radio in the kitchen. Count the windows across the street.",
    "distraction": "The climbing hall on Wednesdays. My brother\u2019s kids.",
    "people": "Jo\nMy brother, any time",
    "professionals": "Mara, in our sessions\nThe surgery on Mill Road",
    "surroundings": "The tablets are with my brother.",
}
FIRST = {
    "about": "Sunday evenings",
    "need": "One evening a week that is ours.",
    "boundary": "I won\u2019t talk about it after eleven.",
    "opening": "I miss us, and I would like Sunday evenings back.",
    "moment": "Saturday, after the market.",
    "stop": "\u201cLater\u201d. I go and water the plants.",
}
AFTERWARDS = {
    "how": "Short. He said he would think about it.",
    "learned": "Asking once is easier than hinting for a month.",
}


def prepare(client: Actor) -> None:
    """A card, a plan for safety, two conversations, and two books on a list."""
    steady.keep(client, Slot.COPING, 0, COPING)
    steady.keep(client, Slot.SAFETY, 0, SAFETY)
    steady.keep(client, Slot.CARE, 0, {"picks": "walk music", "own": "The allotment"})
    resources.mark(client, "hold-me-tight", "saved", is_on=True)
    resources.mark(client, "dance-of-anger", "done", is_on=True)
    with living_at(now() - timedelta(days=40)):
        talk_id = conversation.plan(client, FIRST)
    with living_at(now() - timedelta(days=37)):
        conversation.change(client, talk_id, 1, AFTERWARDS, None)
    ahead = today_of(client) + timedelta(days=5)
    conversation.plan(client, {"about": "Coming along once", "need": "To be heard for ten minutes."}, ahead)
