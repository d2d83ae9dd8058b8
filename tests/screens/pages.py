"""The list of screens: every page of the url map for everybody who may enter it, and the states a page can be in.

A new page is on the list by itself, because the list is made from the url map and from tests/access/policy.py. Only a
path with a new kind of part needs a value, in practice.py; a test says so.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page
from werkzeug.routing import Rule

from config import Secrets, Settings
from portal.app import create_app
from tests.access.policy import ADMIN, ANYONE, CLIENT, CONFIDANT, OFFICER, OPERATOR, ROUTES, SIGNED_IN, THERAPIST
from tests.screens.practice import NOBODY
from wsgi import rooms

WHO = {  # who looks at a page, by who may enter; where something is asked for in the path, only the first
    CLIENT: ("client", "new-client"),
    THERAPIST: ("therapist", "new-therapist"),
    ADMIN: ("admin", "new-admin"),
    OFFICER: ("officer",),
    CONFIDANT: ("confidant", "new-confidant"),
    SIGNED_IN: ("new-client", "therapist", "admin", "confidant"),
    ANYONE: (NOBODY,),
    OPERATOR: ("operator",),
}
NO_PAGES = {  # GET routes that are no pages, each with the reason
    "static": "style sheets, scripts and fonts",
    "status.show": "for machines",
    "install.manifest": "for the home screen of a phone",
    "install.worker": "a script of the browser's own",
    "therapist.summaries.file": "a download",
    "appointments.show": "for calendar programs",
    "therapist.summaries.addendum": "a download",
    "operators.practices.fetch": "a download",
    "client.files.file": "a download",
    "client.files.given_file": "a download",
    "client.receipts.data": "a download",
    "client.receipts.script": "a download",
    "officer.record.paper": "a download",
    "admin.rosters.report": "a download",
}
AS_STATES = {  # pages for a browser that came by another one first; the name of the state in states.py
    "account.second.show": "second-show",
    "account.back_in.wait": "back-in-waits",
}
OTHER_PATHS = {  # where the rule filled in is not what a person would see first
    "therapist.progress_notes.edit": "/desk/clients/{client_id}/record/{begun_id}/edit",  # a signed one has none
    "account.setup.show": "/set-up/{set_up}",
    "admin.practice.wording": "/office/practice/wordings/joining",
    "guest.reading.index": "/with?all=1",  # a single thing opens directly
}
ONLY_FOR = {
    "operators.signin.show": ("operator",),  # under a practice's address there is no such page
    "admin.begin.made_up": ("admin",),
    "admin.kit.show": ("admin",),  # the kit of a practice without one is open to nobody
    "account.start.agreement": ("new-client",),  # who was asked, and has not answered yet
    **{f"client.handovers.{part}": ("low-client",) for part in ("choose", "preview")},  # whoever is asked
    **{  # the same for everybody, but for the frame
        f"account.{page}": ("new-client", "therapist")
        for page in ("factors.index", "factors.new_app", "factors.new_passkey", "password.show")
    },
    "account.again.show": ("new-client",),
    "client.steady.safety": ("client",),  # where there is no plan, its form is shown
}


@dataclass(frozen=True)
class Screen:
    """What one person sees at one path, after some act if there is one. `path` has names where ids go."""

    who: str
    name: str
    path: str
    act: Callable[[Page, dict[str, object]], None] | None = None
    status: int = 200
    is_a_page: bool = False  # as it stands when somebody comes to it, and no state of one

    def __str__(self) -> str:
        return f"{self.who}-{self.name}"

    def picture(self, width: int, theme: str) -> Path:
        """Where its picture is kept, below the folder of all pictures."""
        return Path(self.who) / f"{self.name}-{width}-{theme}.png"


@cache
def application() -> Flask:
    """The application without a database: only its addresses are asked for."""
    nowhere = {"database_url": "sqlite://", "owner_database_url": "sqlite://", "environment": "testing"}
    return create_app(Settings(data_dir=Path("/nonexistent"), secrets=Secrets.make(), **nowhere), rooms())


def rules() -> Iterator[Rule]:
    """Every rule that answers GET."""
    return (rule for rule in application().url_map.iter_rules() if "GET" in rule.methods)


def pages() -> list[Screen]:
    """Every page as it stands when somebody comes to it."""
    return [screen for rule in rules() if rule.endpoint not in {*NO_PAGES, *AS_STATES} for screen in _screens(rule)]


def _screens(rule: Rule) -> Iterator[Screen]:
    who = ONLY_FOR.get(rule.endpoint, WHO[ROUTES[rule.endpoint]])
    path = OTHER_PATHS.get(rule.endpoint, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
    name = "-".join(rule.endpoint.split(".")[-2:]).replace("_", "-")
    first = Screen(who[0], name, path, is_a_page=True)
    return (replace(first, who=each) for each in (who[:1] if rule.arguments else who))
