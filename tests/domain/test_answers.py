"""Answers of a therapist to what they read: once, in lines, taken back within a minute, sealed to one client alone."""

import pytest
import time_machine
from sqlalchemy import select

from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid
from portal.domain import consent, vault
from portal.models.confidants import Reply
from portal.models.vault import Item
from tests.acts import at_work, share, therapist_of, write
from tests.cast import look_after


@pytest.fixture
def mara(sam):
    return therapist_of(sam, "Mara Lindqvist")


@pytest.fixture
def shared(sam, mara):
    made = [write(sam, "Words.", title) for title in ("One", "Two")]
    for thing_id in made:
        share(sam, thing_id, mara)
    return made


def do(actor, verb, *args):
    with at_work(actor):
        return verb(actor, *args)


def lines(client):
    with at_work(client):
        return [line.sentence.format(who=line.who, what=line.what) for line in consent.log(client).lines]


def test_a_therapist_answers_once_in_lines_and_takes_it_back_within_a_minute_and_the_client_sees_both(
    sam, mara, shared
):
    with time_machine.travel(now(), tick=False) as clock:
        for words in ("  Thank you.  \n\n I read it twice. ", "Thank you.\nI read it twice."):
            do(mara, consent.reply, shared[0], words)
        for who in (sam, mara):
            [answer] = do(who, consent.answers, [shared[0]])
            assert (answer.by, answer.words) == ("Mara Lindqvist", "Thank you.\nI read it twice.")
        assert do(mara, consent.withdraw, shared[0]) is True
        assert do(sam, consent.answers, [shared[0]]) == []
        do(mara, consent.reply, shared[0], "Better words.")
        clock.shift(61)
        assert do(mara, consent.withdraw, shared[0]) is False
    assert lines(sam) == [
        "Mara Lindqvist answered “One”",
        "Mara Lindqvist took back an answer to “One”",
        "Mara Lindqvist answered “One”",
    ]
    with pytest.raises(Invalid):
        do(mara, consent.reply, shared[1], "x" * 601)


def test_no_other_client_has_the_key_of_an_answer(cast):
    for client in (cast.ana, cast.ben):
        look_after(client, cast.mara)
        thing_id = write(client, "Said.")
        share(client, thing_id, cast.mara)
        do(cast.mara, consent.reply, thing_id, f"To {client.person_id}.")
    with at_work(cast.mara):
        items = {row.thing_id: row.id for row in db.session.scalars(select(Item).where(Item.kind == "reply"))}
        whose = {row.id: row.client_id for row in db.session.scalars(select(Reply))}
    for client in (cast.ana, cast.ben):
        with at_work(client):
            opened = vault.read(client.unlocked(), items.values())
        assert list(opened) == [
            items[reply_id] for reply_id, client_id in whose.items() if client_id == client.person_id
        ]
        assert opened
