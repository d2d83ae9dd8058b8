"""What the made-up clients keep beside their notes: tags, a check-in, a pin, a layout, and a note of a year ago."""

from datetime import timedelta

from portal.core.actor import Actor
from portal.domain import accounts, journal, mood
from portal.domain.journal import Margin

WRITER = "Sam"
TAGS = {"After we talked": ("us", "Thursdays"), "Sunday walk": ("us", "good moments"), "First page": ("beginnings",)}
PINNED = "Sunday walk"
LAYOUT = ("After an argument", "## What happened\n\n\n## What I felt\n\n\n## What I would have needed\n\n")
A_YEAR_AGO = timedelta(days=365)
LAST_TITLE = "The list"
LAST_YEAR = """Things that were *good* this week:

- the soup
- nobody shouting
- an hour in the library

> One thing at a time.

That is **enough** for a week."""


def keep_beside(client: Actor, name: str) -> None:
    """Only one of them does all of it: the others show how notes look without."""
    if name != WRITER:
        return
    for header in journal.shelf(client).headers:
        if header.title in TAGS:
            _tag(client, header)
        if header.title == PINNED:
            journal.pin(client, header.id, pinned=True)
    journal.make_layout(client, *LAYOUT)
    today = accounts.today_of(client)
    journal.write(client, LAST_YEAR, LAST_TITLE, on_day=today - A_YEAR_AGO, margin=Margin(("good moments",)))


def _tag(client: Actor, header: journal.Header) -> None:
    page = journal.read(client, header.id)
    of_that_day = (line.reading.id for line in mood.shelf(client).lines if line.reading.on_day == page.on_day)
    margin = Margin(TAGS[header.title], checkin_id=next(of_that_day, None))
    journal.edit(client, header.id, page.version, page.body, page.title, margin=margin)
