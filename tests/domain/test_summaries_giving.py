"""Giving a final to its client: the same bytes, only what was made for that, and only while all of it is shared."""

import io
import json
import zipfile
from dataclasses import replace
from uuid import uuid4

import pikepdf
import pytest
from pypdf import PdfReader

from portal.core.errors import Conflict, Invalid, Locked, NotFound
from portal.domain import consent, exports, summaries, vault
from portal.domain.audit import Event
from portal.domain.outbox import State
from tests import file_stories
from tests.summary_stories import (
    addenda_of,
    amended,
    card,
    fetch,
    finished,
    here,
    lines,
    lose_client,
    made_for,
    row,
    sealed_words,
    stop,
)

PASSWORD = "seven grey herons by the weir"


@pytest.fixture
def final(cast):
    """A final of Mara's, to give to Ana."""
    return finished(cast.mara, cast.ana)


@pytest.fixture
def given(cast, final):
    """The same, given."""
    here(cast.mara, summaries.give, cast.mara, final)
    return final


def received(client):
    return here(client, summaries.given_to_me, client)


def given_file(client, summary_id, number=0):
    return here(client, summaries.fetch_given, client, summary_id, number)


# ------------------------------------------------------------------ giving


def test_the_client_is_given_the_very_same_bytes(cast, given):
    (found,) = received(cast.ana)
    assert (found.id, found.by, found.addenda) == (given, "Mara", ())
    assert given_file(cast.ana, given) == fetch(cast.mara, given)
    assert card(cast.mara, given).given_at
    said = [line.sentence for line in here(cast.ana, consent.log, cast.ana).lines]
    assert any("gave you a summary" in sentence for sentence in said)


def test_giving_twice_is_giving_once_and_reading_it_is_not_told(cast, given):
    before = card(cast.mara, given)
    given_file(cast.ana, given)
    here(cast.mara, summaries.give, cast.mara, given)
    assert card(cast.mara, given) == before
    assert len(lines(cast.mara, Event.SUMMARY_GIVEN)) == 1


def test_nobody_but_the_client_finds_what_was_given(cast, given):
    for other in (cast.mara, cast.idris, cast.olga, cast.foreign_therapist):
        assert received(other) == []
        with pytest.raises(NotFound):
            given_file(other, given)
        with pytest.raises(NotFound):
            here(other, summaries.put_away, other, given)
    with pytest.raises(Locked):
        given_file(replace(cast.ana, keys=cast.idris.keys), given)


@pytest.mark.parametrize("audience", ["preparation", "supervision"])
def test_what_was_not_made_for_the_client_is_not_given(cast, audience):
    final = finished(cast.mara, cast.ana, audience)
    with pytest.raises(Invalid, match="not made to be given"):
        here(cast.mara, summaries.give, cast.mara, final)
    assert received(cast.ana) == []


def test_a_draft_and_a_final_of_somebody_elses_are_not_given(cast):
    draft = made_for(cast.mara, cast.ana, "client")
    with pytest.raises(Invalid, match="Only a final"):
        here(cast.mara, summaries.give, cast.mara, draft)
    here(cast.mara, summaries.finish, cast.mara, draft)
    with pytest.raises(NotFound):
        here(cast.idris, summaries.give, cast.idris, draft)
    lose_client(cast.mara)
    with pytest.raises(NotFound):
        here(cast.mara, summaries.give, cast.mara, draft)


def test_a_final_that_quotes_what_was_withdrawn_is_neither_given_nor_copied(cast, final):
    stop(cast.ana, cast.entry_id, cast.mara)
    with pytest.raises(Invalid, match="no longer shared"):
        here(cast.mara, summaries.give, cast.mara, final)
    assert here(cast.mara, summaries.copy, cast.mara, final, PASSWORD) is None
    assert received(cast.ana) == []


def test_the_client_keeps_their_own_words_whatever_is_stopped_afterwards(cast, given):
    before = given_file(cast.ana, given).pdf
    here(cast.ana, consent.stop_person, cast.ana, cast.mara.person_id)
    lose_client(cast.mara)
    assert given_file(cast.ana, given).pdf == before


def test_put_away_it_is_gone_for_the_client_alone_and_can_be_given_again(cast, given):
    seen = card(cast.mara, given)
    for _ in range(2):
        here(cast.ana, summaries.put_away, cast.ana, given)
    assert received(cast.ana) == []
    with pytest.raises(NotFound):
        given_file(cast.ana, given)
    assert here(cast.ana, vault.read, cast.ana.keys, [row(cast.mara, given).file_item_id]) == {}
    assert card(cast.mara, given) == seen
    here(cast.mara, summaries.give, cast.mara, given)
    assert card(cast.mara, given) == seen
    assert given_file(cast.ana, given) == fetch(cast.mara, given)


def test_an_export_of_everything_has_the_very_files_that_were_given(cast, given):
    amended(cast.mara, given)
    here(cast.mara, summaries.give, cast.mara, given)
    assert received(cast.ana)[0].addenda == (1,)
    file_id = here(cast.ana, exports.take_everything, cast.ana, uuid4())
    file_stories.make(cast.ana, file_id)
    with zipfile.ZipFile(io.BytesIO(file_stories.fetch(cast.ana, file_id).data)) as archive:
        (line,) = json.loads(archive.read("data.json"))["summaries"]
        taken = [archive.read(name) for name in line["files"]]
    assert taken == [given_file(cast.ana, given, number).pdf for number in (0, 1)]


# ------------------------------------------------------------------ addenda


def test_addenda_are_numbered_sealed_and_leave_the_final_as_it_is(cast, final):
    before = sealed_words(cast.mara, final)
    amended(cast.mara, final)
    amended(cast.mara, final, "And wrote.")
    found = here(cast.mara, summaries.addenda, cast.mara, final)
    assert [(one.number, one.words, one.page) for one in found] == [
        (1, "She called later.", State.READY),
        (2, "And wrote.", State.READY),
    ]
    assert sealed_words(cast.mara, final) == before
    page = here(cast.mara, summaries.fetch_addendum, cast.mara, final, 2)
    assert page.name == fetch(cast.mara, final).name.replace(".pdf", "-addendum-2.pdf")
    read = PdfReader(io.BytesIO(page.pdf))
    assert "And wrote." in read.pages[0].extract_text()
    assert "Ana" not in read.pages[0].extract_text()
    assert "Ana" not in str(read.metadata)
    assert here(cast.idris, summaries.addenda, cast.idris, final) == []


def test_an_addendum_says_something_once_and_only_to_a_final_of_ones_own(cast, final):
    first = amended(cast.mara, final, made=False)
    amended(cast.mara, final, addendum_id=first, made=False)
    with pytest.raises(summaries.AddedBefore):
        amended(cast.mara, final, "Another time.", first, made=False)
    assert [one.words for one in here(cast.mara, summaries.addenda, cast.mara, final)] == ["She called later."]
    for words in ("", " \u200e ", "x" * 5001, "a\x00b"):
        with pytest.raises(Invalid):
            amended(cast.mara, final, words, made=False)
    draft = made_for(cast.mara, cast.ana, "client")
    with pytest.raises(Conflict):
        amended(cast.mara, draft, made=False)
    with pytest.raises(NotFound):
        here(cast.idris, summaries.add, cast.idris, final, "Mine.", first)


def test_a_page_that_could_not_be_laid_out_is_made_again(cast, final):
    amended(cast.mara, final, made=False)
    (asked,) = addenda_of(cast.mara, final)
    here(cast.mara, summaries.page_again, cast.mara, final, 1)
    assert addenda_of(cast.mara, final)[0].job_id == asked.job_id
    assert here(cast.mara, summaries.fetch_addendum, cast.mara, final, 1) is None


# ------------------------------------------------------------------ a copy with a password


def test_a_copy_opens_with_its_password_and_with_nothing_else(cast, final):
    plain, closed = fetch(cast.mara, final), here(cast.mara, summaries.copy, cast.mara, final, PASSWORD)
    assert (closed.name, closed.pdf == plain.pdf) == (plain.name, False)
    for wrong in ("", "seven grey herons"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(closed.pdf), password=wrong)
    with pikepdf.open(io.BytesIO(closed.pdf), password=PASSWORD) as opened:
        assert (opened.encryption.R, opened.encryption.bits) == (6, 256)
    reader = PdfReader(io.BytesIO(closed.pdf))
    assert reader.is_encrypted
    assert reader.decrypt(PASSWORD)
    assert [page.extract_text() for page in reader.pages] == [
        page.extract_text() for page in PdfReader(io.BytesIO(plain.pdf)).pages
    ]
    assert b"We talked at last." not in closed.pdf


@pytest.mark.parametrize("password", ["", "   ", "short", "aaaaaaaaaaaaaaaa", "\u0416" * 20 + "otter weir " * 12])
def test_a_copy_takes_no_password_that_is_empty_easy_or_longer_than_a_file_can_have(cast, final, password):
    with pytest.raises(Invalid) as problem:
        here(cast.mara, summaries.copy, cast.mara, final, password)
    assert problem.value.field == "password"


def test_a_password_for_a_copy_is_kept_nowhere(cast, final, caplog):
    here(cast.mara, summaries.copy, cast.mara, final, PASSWORD)
    assert PASSWORD not in caplog.text
    (*_, line) = lines(cast.mara, Event.SUMMARY_OPENED)
    assert line.detail == {"form": "file"}
