"""A second step is offered to a client on their first page: quietly, and never again once they have answered."""

from uuid import uuid4

from sqlalchemy import delete

from portal.core.db import db
from portal.domain import factors, today
from portal.domain.factors.rows import APP, keep
from portal.models.factors import Factor
from tests.acts import write
from tests.summary_stories import here

OFFER = "A second step"


def offers(actor):
    return here(actor, today.gather, actor).offers_second_step


def test_it_is_offered_after_the_first_day_and_put_aside_for_good(as_, sam):
    browser = as_(sam)
    assert OFFER not in browser.get("/home").words, "a first day has the check-in and one question"
    write(sam)
    page = browser.get("/home")
    assert [path for words, path in page.links.items() if words.startswith(OFFER)] == ["/p/elm/me/second"]
    page = page.form("No, thank you").press()
    assert "It is not offered again. You find it under Me whenever you like." in page.words
    assert page.path.endswith("/home")
    assert OFFER not in page.words
    assert OFFER not in browser.get("/home").words
    assert "Second step" in browser.get("/me").words


def test_whoever_has_had_one_is_not_asked_whether_they_want_one(sam):
    write(sam)
    assert offers(sam)
    here(sam, keep, sam, uuid4(), APP, {"name": "", "seed": ""}, 0)
    assert not offers(sam)
    here(sam, lambda: db.session.execute(delete(Factor).where(Factor.person_id == sam.person_id)))
    assert not offers(sam)
    assert not here(sam, factors.has, sam.person_id)
