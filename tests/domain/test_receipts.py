"""Receipts: one for each act, all nine elements in each consent, one chain for each client, nothing before its act."""

import json
import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import caseload, confidants, consent, receipts, vault
from portal.domain.receipts import Act
from portal.models.caseload import Assignment
from portal.models.receipts import Receipt
from portal.models.vault import Item
from tests.acts import at_work, edit, share, stop, therapist_of, trust, write
from tests.cast import add_person

# 42 CFR 2.31(a): whose, who may disclose, what, to whom, what for, stopping and its limits, until, signature, date
NINE = ("from", "held_by", "what", "to", "purpose", "stop", "not_undone", "signed", "at")


def chain(client):
    """What all receipts of this client say, as the file tells it."""
    with at_work(client):
        return json.loads(receipts.as_file(client))["receipts"]


def acts(client):
    return [said["act"] for said in chain(client)]


def looked(client):
    with at_work(client):
        receipts.look(client)
    return chain(client)


def keyless(actor):
    return Actor(actor.person_id, actor.practice_id, actor.role)


def is_whole(said):
    """Each holds the hash of the one before it."""
    before = [receipts.START, *map(receipts.digest, said)]
    return [one["number"] for one in said] == list(range(1, len(said) + 1)) and [
        one["previous"] for one in said
    ] == before[:-1]


def do(actor, verb, *arguments, **more):
    with at_work(actor):
        return verb(actor, *arguments, **more)


# ------------------------------------------------------------------ each act


def test_nothing_shared_is_no_receipt(sam, mara):
    write(sam)
    assert looked(sam) == []


def test_each_act_on_one_thing_makes_one_receipt_and_doing_it_twice_none(sam, mara):
    entry_id = write(sam, "First.")
    share(sam, entry_id, mara)
    share(sam, entry_id, mara)
    edit(sam, entry_id, 1, "Second.")
    share(sam, entry_id, mara, opens_at=now() + consent.HOLD)
    do(sam, consent.undo, entry_id, mara.person_id)
    do(sam, consent.undo, entry_id, mara.person_id)
    share(sam, entry_id, mara, opens_at=now() + consent.HOLD)
    do(sam, consent.open_now, entry_id, mara.person_id)
    share(sam, entry_id, mara, until=now() + timedelta(days=3))
    stop(sam, entry_id, mara)
    stop(sam, entry_id, mara)
    assert acts(sam) == ["given", "replaced", "undone", "replaced", "opened-now", "end-changed", "stopped"]
    said = chain(sam)
    assert is_whole(said)
    assert [one["what"]["version"] for one in said] == [1, 2, 2, 2, 2, 2, 2]
    assert [one["what"]["replaces"] for one in said][:4] == [None, 1, None, 1]
    assert {one["what"]["thing"] for one in said} == {str(entry_id)}


def test_everything_at_once_makes_receipts(sam, mara):
    first, friend = write(sam), trust(sam)
    for reader in (mara, friend):
        share(sam, first, reader)
    do(sam, consent.stop_person, mara.person_id)
    share(sam, first, mara)
    do(sam, consent.pause)
    do(sam, consent.resume, {(first, mara.person_id)})
    do(sam, consent.give_stream, mara.person_id, "words", 30, earlier=True)
    do(sam, consent.end_stream, mara.person_id, "words")
    do(sam, consent.end_stream, mara.person_id, "words")
    do(sam, confidants.end, friend.person_id)
    said = chain(sam)
    assert [one["act"] for one in said] == [
        *("given", "given", "person-stopped", "given"),
        *("person-stopped", "person-stopped", "paused"),
        *("resumed", "given", "standing-given", "standing-ended", "trust-ended"),
    ]
    assert is_whole(said)
    assert [len(one["consents"]) for one in said if one["act"] == "standing-given"] == [2]
    assert all(one["later"] is None for one in said)


def test_every_consent_holds_all_nine_elements_and_the_words_agreed_to(sam, mara):
    """T59; 42 CFR 2.31(a)."""
    entry_id, friend = write(sam, "First."), trust(sam)
    end = now() + timedelta(days=5)
    share(sam, entry_id, mara, until=end)
    share(sam, entry_id, friend)
    edit(sam, entry_id, 1, "Second.")
    share(sam, entry_id, mara, opens_at=now() + consent.HOLD)
    do(sam, consent.open_now, entry_id, mara.person_id)
    share(sam, entry_id, mara, until=end)
    do(sam, consent.give_stream, mara.person_id, "levels", 30)
    said = chain(sam)
    assert [one["act"] for one in said] == [
        *("given", "given", "replaced", "opened-now", "end-changed", "standing-given"),
    ]
    for one in said:
        assert all(one[element] for element in NINE), one["act"]
        assert "until" in one
        assert (one["language"], one["wording"]["id"]) in {("en", consent.WORDING), ("en", "stream-3")}
        assert one["wording"]["good_to_know"]
        assert (one["from"]["name"], one["held_by"]["name"]) == ("Sam Okoro", "Willow House")
    assert said[0]["until"] == end.isoformat(timespec="seconds")
    assert said[1]["to"]["is_trusted"]
    assert said[1]["until"]


def test_a_receipt_says_nothing_of_what_was_written_and_its_mark_is_of_the_sealed_version(sam, mara):
    entry_id = write(sam, "Kestrel.", title="Heron")
    share(sam, entry_id, mara)
    with at_work(sam):
        whole = receipts.as_file(sam).decode()
        body = db.session.scalars(select(Item.body).where(Item.thing_id == entry_id)).one()
    assert "Kestrel" not in whole
    assert "Heron" not in whole
    (said,) = json.loads(whole)["receipts"]
    with at_work(sam):
        assert receipts.mark_of(body) == said["what"]["mark"]
        kept = db.session.scalars(select(Item.body).where(Item.kind == receipts.KIND)).one()
    assert b"Mara" not in kept


# ------------------------------------------------------------------ without the client's keys


def test_what_the_practice_or_a_reader_ends_is_found_later_and_says_so(sam, mara):
    entry_id, friend, other = write(sam), trust(sam), trust(sam, "Ola Berg")
    olga = add_person(sam.practice_id, "Olga", Role.ADMIN)
    for reader in (mara, friend, other):
        share(sam, entry_id, reader)
    with at_work(sam):
        assignment = db.session.scalars(select(Assignment.id)).one()
    do(olga, caseload.end, assignment)
    do(friend, consent.decline, entry_id)
    do(other, confidants.leave)
    assert len(chain(sam)) == 3
    said = looked(sam)
    assert [one["act"] for one in said[3:]] == ["practice-ended", "put-down", "left"]
    assert [one["to"]["name"] for one in said[3:]] == ["Mara Lindqvist", "Jo Park", "Ola Berg"]
    assert all(one["later"] for one in said[3:])
    assert said[4]["what"]["thing"] == str(entry_id)
    assert looked(sam) == said
    assert is_whole(said)


def test_stopping_without_keys_stops_at_once_and_its_receipt_comes_before_the_next_act(sam, mara):
    entry_id = write(sam)
    share(sam, entry_id, mara)
    with at_work(sam):
        consent.stop(keyless(sam), entry_id, mara.person_id)
    assert acts(sam) == ["given"]
    share(sam, entry_id, mara)
    assert acts(sam) == ["given", "stopped", "given"]


def test_what_ends_by_its_date_gets_a_receipt_once_with_that_moment(sam, mara):
    kept, ended, stopped, renewed = (write(sam, words) for words in ("One.", "Two.", "Three.", "Four."))
    end = now() + timedelta(days=2)
    share(sam, kept, mara)
    for entry_id in (ended, stopped, renewed):
        share(sam, entry_id, mara, until=end)
    stop(sam, stopped, mara)
    share(sam, renewed, mara, until=end + timedelta(days=9))
    do(sam, consent.give_stream, mara.person_id, "words", 30)
    before = len(chain(sam))
    with time_machine.travel(end + timedelta(hours=1)):
        with at_work(sam):
            vault.sweep()
        said = looked(sam)[before:]
        assert [(one["act"], one["what"]["thing"], one["at"]) for one in said] == [
            ("ran-out", str(ended), end.isoformat(timespec="seconds"))
        ]
        assert said[0]["later"]
        assert looked(sam)[before:] == said
    with time_machine.travel(end + timedelta(days=40)):
        assert [one["what"]["kind"] for one in looked(sam)[before + 1 :]] == ["entry", "words"]
        assert is_whole(chain(sam))


def test_a_version_taken_back_in_time_leaves_the_end_of_the_one_before(sam, mara):
    entry_id, end = write(sam, "First."), now() + timedelta(days=2)
    share(sam, entry_id, mara, until=end)
    edit(sam, entry_id, 1, "Second.")
    share(sam, entry_id, mara, opens_at=now() + consent.HOLD, until=end + timedelta(days=9))
    do(sam, consent.undo, entry_id, mara.person_id)
    with time_machine.travel(end + timedelta(hours=1)):
        assert [(one["act"], one["what"]["version"]) for one in looked(sam)[3:]] == [("ran-out", 1)]


# ------------------------------------------------------------------ one chain


def test_an_act_that_fails_leaves_no_receipt(sam, mara):
    entry_id = write(sam)
    with pytest.raises(RuntimeError), at_work(sam):
        consent.share(sam, entry_id, mara.person_id)
        raise RuntimeError
    assert chain(sam) == []
    with at_work(sam):
        assert db.session.scalar(select(func.count()).select_from(Receipt)) == 0


def test_two_acts_at_once_never_fork_the_chain(house, sam, mara):
    idris = therapist_of(sam, "Idris Bell")
    notes = [write(sam, f"Note {number}.") for number in range(4)]
    start, problems = threading.Barrier(2), []

    def act(reader):
        with house.app_context():
            start.wait(10)
            try:
                for entry_id in notes:
                    share(sam, entry_id, reader)
                    stop(sam, entry_id, reader)
            except Exception as problem:  # noqa: BLE001 - whatever it is, the test tells of it
                problems.append(problem)
            db.session.remove()

    both = [threading.Thread(target=act, args=(reader,)) for reader in (mara, idris)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert problems == []
    said = chain(sam)
    assert len(said) == 16
    assert is_whole(said)


def test_a_chain_that_was_altered_does_not_keep_anybody_from_stopping_and_the_gap_shows(sam, mara):
    entry_id = write(sam)
    share(sam, entry_id, mara)
    with at_work(sam):
        kept = db.session.scalars(select(Item).where(Item.kind == receipts.KIND)).one()
        kept.body = kept.body[:-1] + bytes([kept.body[-1] ^ 1])
    stop(sam, entry_id, mara)
    said = chain(sam)
    assert [(one["number"], one["act"]) for one in said] == [(2, "stopped")]
    assert not is_whole(said)


def test_receipts_are_read_by_number_and_by_their_client_alone(sam, mara):
    entry_id, ben = write(sam), add_person(sam.practice_id, "Ben", Role.CLIENT)
    share(sam, entry_id, mara, until=now() + timedelta(days=1))
    page = do(sam, receipts.index)
    assert (page.head.number, page.head.short, page.older) == (1, page.receipts[0].hash[:12], None)
    assert page.receipts[0].sentence == "Opened to Mara Lindqvist: note, version 1."
    assert do(sam, receipts.read, 1) == page.receipts[0]
    for stranger in (ben, mara):
        with pytest.raises(NotFound):
            do(stranger, receipts.read, 1)
        assert do(stranger, receipts.index).head.number == 0


def test_every_act_has_a_sentence():
    assert set(receipts.acts.SENTENCES) == set(Act)
