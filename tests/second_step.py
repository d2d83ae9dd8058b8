"""The second factor of test people who work in a practice: one seed for all, and the step a page asks them for.

Tests of factors take the day from here (`clock`), and what a check says.
"""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pyotp
import pytest
import time_machine

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid
from portal.domain import accounts, factors, vault
from portal.domain.factors import Answer
from portal.domain.sessions import halfway
from portal.models.factors import Factor

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def clock():
    """It is noon, and stays so until a test moves it."""
    with time_machine.travel(NOON, tick=False) as moving:
        yield moving


def check(actor: Actor, **answer) -> None:
    """The person proves themselves with this."""
    with unit_of_work(actor.practice_id):
        factors.check(actor, Answer(**answer))


def refusal(actor: Actor, **answer) -> str:
    """The sentence with which this is refused."""
    with pytest.raises(Invalid) as problem:
        check(actor, **answer)
    return str(problem.value)


def give(actor: Actor) -> None:
    """An app with the seed, in a unit of work at hand. The trail of a test's practice begins without it."""
    row = Factor(id=uuid4(), practice_id=actor.practice_id, person_id=actor.person_id, kind="app")
    db.session.add(row)
    vault.write(actor.unlocked(), factors.KIND, json.dumps({"name": "", "seed": SEED}).encode(), row.id)


def code(by: int = 0, seed: str = SEED) -> str:
    """What such an app shows now, or so many steps later."""
    return pyotp.TOTP(seed).at(now() + by * factors.STEP)


def answer(page, seed: str = SEED, *, follow: bool = True):
    """Take the second step where a page asks for it: with the first code of those around now that was not used yet."""
    where = page.response.headers.get("Location", page.path)
    if "/in/second" not in where:
        return page
    page = page.browser.get(where)
    for by in (-1, 0, 1):
        page = page.form("Go on").fill(code=code(by, seed)).press(follow=follow)
        if "Problem: " not in page.text:
            break
    return page


def finished(actor: Actor, cookie: bytes) -> bytes:
    """The cookie of a whole session, also for whoever is asked for the second factor in between."""
    with unit_of_work(actor.practice_id, writes=False):
        half = halfway.open_with(cookie)
    return accounts.finish(half, Answer(code()), "192.0.2.1") if half else cookie


def enrol(browser, **words):
    """Add an app on the page, with the code it shows."""
    form = browser.get("/me/second/app").form("Add this app")
    [browser.seed] = form.values["seed"]
    return form.fill(code=code(seed=browser.seed), **words).press()
