"""An operator for tests: made by the verbs, at a browser of their own; and the way through the set-up by its pages."""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import pyotp
from sqlalchemy import select, update

from portal import jobs
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import operators
from portal.domain.operators import OnDuty, archives, coming_in
from portal.models.operators import Operator, OperatorSession
from tests.browser import Browser

NAME, PASSWORD = "watch@example.org", "nine lanterns on the long pier"
TYPED = {
    "practice_name": "Willow House",
    "slug": "willow",
    "name": "Olga Brandt",
    "sign_in_name": "olga@example.org",
    "password": "seven herons over the weir",
}


@dataclass(frozen=True)
class Duty:
    """An operator who can sign in."""

    seed: str
    name: str = NAME
    password: str = PASSWORD

    def code(self, ahead: int = 0) -> str:
        return pyotp.TOTP(self.seed).at(now(), ahead)


def employ(name: str = NAME) -> Duty:
    """An operator whose second factor has no code used up yet."""
    duty = Duty(operators.new_seed(), name)
    token = operators.new_operator_address().rpartition("/")[2]
    operators.make_operator(token, name, PASSWORD, duty.seed, duty.code())
    unused(name)
    return duty


def unused(name: str = NAME) -> None:
    """As if time had gone by: every code is good again."""
    with unit_of_work(None):
        db.session.execute(update(Operator).where(Operator.sign_in_name == name).values(last_step=0))


def on_duty(house, name: str = NAME) -> tuple[Browser, OnDuty]:
    """The browser of an operator who has signed in a moment ago, and who they are there."""
    cookie = secrets.token_bytes(32)
    with unit_of_work(None):
        operator_id = db.session.scalar(select(Operator.id).where(Operator.sign_in_name == name))
        db.session.add(OperatorSession(cookie_hash=coming_in._name(cookie), operator_id=operator_id))
    with unit_of_work(None, writes=False):
        who = operators.on_duty(cookie)
    db.session.remove()
    client = house.test_client()
    client.set_cookie("operator", urlsafe_b64encode(cookie).decode())
    with client.session_transaction() as signed:
        signed["operator"] = str(who.session_id)
    return Browser(client), who


def archived(who: OnDuty, practice_id: UUID) -> archives.Archive:
    """The archive of a practice, asked for and made."""
    jobs.run(str(practice_id), str(archives.ask(who, practice_id)))
    return archives.of(practice_id)[0]


def first_path() -> str:
    """The path of the address that the start prints."""
    return urlsplit(operators.first_address()).path


def say_who(browser: Browser, path: str):
    """Step 1, by the page; the page after it."""
    form = browser.get(path).form("Go on")
    code = pyotp.TOTP(form.values["seed"][0]).now()
    return form.fill(sign_in_name=NAME, password=PASSWORD, code=code).press("Go on")


def go_through(browser: Browser, path: str, *, sees_clients: str = "no", **changes: str):
    """Steps 1 to 3, by their pages; the page after them."""
    typed = {**TYPED, **changes}
    page = say_who(browser, path)
    page = page.form("Go on").fill(practice_name=typed["practice_name"], slug=typed["slug"]).press("Go on")
    own = {field: typed[field] for field in ("name", "sign_in_name", "password")}
    return page.form("Set up").fill(**own, sees_clients=sees_clients).press("Set up")
