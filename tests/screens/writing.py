"""What the tests of typing and of staying away have in common: a client at a blank page, and where to look on it."""

import re

from portal.core.actor import Role
from portal.core.db import unit_of_work
from portal.domain import drafts, sessions
from tests.cast import PASSWORD, add_person, found_practice

SAVED = re.compile(r"Draft saved at \d\d:\d\d, only for you\.")
number = iter(range(1000))


def new_client(served):
    """A practice of its own and its only client: the practice's slug, and the client with her keys."""
    with served.behind_the_pages():
        slug = f"alone-{next(number)}"
        return slug, add_person(found_practice(slug), "Ana", Role.CLIENT, password=PASSWORD)


def at_a_blank_page(arrive, ana):
    """Her at a browser of her own, about to write a note."""
    found = arrive(ana[0], "ana@example.org")
    found.page.goto(f"/p/{ana[0]}/notes/new")
    return found


def signed_out_meanwhile(served, ana):
    with served.behind_the_pages(), unit_of_work(ana[1].practice_id):
        sessions.end_all(ana[1].person_id)


def note(page):
    return page.get_by_label("Your note")


def line(page):
    return page.locator("[data-draft-line] [role=status]")


def unfinished(served, ana):
    with served.behind_the_pages(), unit_of_work(ana[1].practice_id, writes=False):
        return [draft.words["body"] for draft in drafts.index(ana[1], "entry")]


def sign_in(page):
    page.get_by_label("E-mail or sign-in name").fill("ana@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
