"""Receipts through the pages, the words agreed to, the file, the PDF, and the script that checks a file anywhere."""

import html
import io
import json
import re
import runpy
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.core import language
from portal.core.clock import now
from portal.core.db import db
from portal.domain import consent, files, receipts, signals
from portal.domain.receipts import wording
from portal.models.people import Person
from portal.models.vault import Grant
from portal.web.templating import first_name
from tests.acts import at_work, edit, share, stop, trust, write
from tests.architecture.rules import ROOT
from tests.domain.test_receipts import do
from tests.file_stories import make, words


def text(page):
    """What a person reads, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


@pytest.fixture
def shared(sam, mara):
    """Three receipts: given, replaced, stopped."""
    entry_id = write(sam, "Kestrel.", title="Heron")
    share(sam, entry_id, mara, until=now() + timedelta(days=3))
    edit(sam, entry_id, 1, "Wren.")
    share(sam, entry_id, mara)
    stop(sam, entry_id, mara)
    return entry_id


# ------------------------------------------------------------------ pages


def test_the_list_tells_each_act_and_the_head_and_is_linked_from_sharing_and_the_log(sam, as_, shared):
    browser = as_(sam)
    for path in ("/sharing", "/sharing/log"):
        assert "/sharing/receipts" in browser.get(path).text
    page = browser.get("/sharing/receipts")
    head = do(sam, receipts.index).head
    told = text(page)
    assert (
        told.index("Stopped for") < told.index("in place of version 1") < told.index("Opened to Mara Lindqvist: note")
    )
    assert head.short in told
    for private in ("Kestrel", "Wren", "Heron"):
        assert private not in page.text


def test_one_receipt_shows_every_element_and_leads_to_its_thing(sam, as_, shared):
    page = as_(sam).get("/sharing/receipts/1")
    told = text(page)
    receipt = do(sam, receipts.read, 1)
    for shown in (
        *("Sam Okoro", "Willow House", "Mara Lindqvist", "note, version 1", "To read before our sessions"),
        *(
            receipt.hash,
            receipt.previous,
            receipt.mark,
            *receipt.consents,
            receipt.stop,
            receipt.not_undone,
            receipt.signed,
        ),
        *(receipt.wording.will_not_see + receipt.wording.good_to_know),
        consent.WORDING,
    ):
        assert shown in told
    assert f"/notes/{shared}" in page.text
    assert as_(sam).get("/sharing/receipts/99").status == 404


def test_without_receipts_the_page_says_so(sam, as_):
    assert "No receipts yet." in text(as_(sam).get("/sharing/receipts"))


def in_language(client, tag, wording_id):
    """The id of these words where this client reads in this language."""
    with at_work(client):
        db.session.execute(update(Person).where(Person.id == client.person_id).values(language=tag))
        with language.speaking(tag):
            return receipts.in_language(wording_id)


@pytest.mark.parametrize("tag", ["en", "de"])
@pytest.mark.parametrize("who", ["therapist", "trusted"])
def test_the_words_of_the_preview_are_those_a_receipt_holds(sam, mara, as_, who, tag):
    """When this fails, the page has new words: give them a new id in wordings.json and in consent.WORDING."""
    reader, name = (mara, "Mara Lindqvist") if who == "therapist" else (trust(sam), "Jo Park")
    said = in_language(sam, tag, consent.WORDING)
    page = as_(sam).get(f"/sharing/{write(sam)}/preview/{reader.person_id}")
    agreed = wording(said, first_name(name), "entry", trusted=who == "trusted")
    lists = re.findall(r'<section class="points">(.*?)</section>', page.text, re.DOTALL)
    stands = [
        html.unescape(re.sub(r"<[^>]+>", "", item)) for part in lists for item in re.findall(r"<li>(.*?)</li>", part)
    ]
    assert stands == [*agreed.will_not_see, *agreed.good_to_know]


@pytest.mark.parametrize("tag", ["en", "de"])
def test_the_words_of_a_standing_consent_are_those_a_receipt_holds(sam, mara, as_, tag):
    words_id = in_language(sam, tag, "stream-3")
    told = text(as_(sam).get(f"/sharing/from-now-on/{mara.person_id}"))
    for what in consent.STREAMS:
        agreed = wording(words_id, "Mara", what, trusted=False)
        assert len(agreed.good_to_know) == 6
        for sentence in agreed.good_to_know:
            assert sentence in told


def test_a_receipt_holds_the_words_in_the_language_in_which_they_stood_on_the_page(sam, mara, as_):
    in_language(sam, "de", consent.WORDING)
    entry_id, browser = write(sam), as_(sam)
    preview = f"/sharing/{entry_id}/preview/{mara.person_id}"
    page = browser.get(preview)
    assert page.tree.get("lang") == "de"
    in_language(sam, "en", consent.WORDING)  # in another window, before they press
    form = next(form for form in page.forms if "until" in form.names)
    form.press()
    (held,) = do(sam, receipts.index).receipts
    assert (held.wording.id, held.wording.language) == ("share-2@de", "de")
    assert "Das ist kein Weg, um schnell Hilfe zu bekommen." in held.wording.good_to_know


def test_a_mark_holds_the_words_in_the_language_in_which_they_stood_on_the_page(sam, mara, as_):
    in_language(sam, "de", "signal-1")
    entry_id, browser = write(sam), as_(sam)
    share(sam, entry_id, mara)
    form = browser.get(f"/notes/{entry_id}").form("Mara")
    assert form.names == {"csrf_token", "spoken"}
    in_language(sam, "en", "signal-1")  # in another window, before they press
    form.press()
    with at_work(sam):
        held = set(db.session.scalars(select(Grant.wording).where(Grant.purpose == signals.raising.PURPOSE)))
    assert held == {"signal-1@de"}


def test_every_consent_names_words_that_are_in_the_file_in_both_languages(sam):
    named = re.compile(r'^\w*WORDING = "([^"]+)"', re.MULTILINE)
    files_of_the_domain = (ROOT / "portal/domain").rglob("*.py")
    ids = {one for path in files_of_the_domain for one in named.findall(path.read_text("utf-8"))}
    assert {"share-2", "stream-3", "signal-1", "signal-note-1", "hand-back-1", "reply-1"} <= ids
    for one in sorted(ids):
        for tag in ("en", "de"):
            said = in_language(sam, tag, one)
            assert wording(said, "Mara", "entry", trusted=False).language == tag, said


# ------------------------------------------------------------------ taken away


def test_the_pdf_holds_every_receipt_and_the_head(sam, as_, shared):
    as_(sam).get("/sharing/receipts").form("Make a PDF").press("Make a PDF, only for me")
    with at_work(sam):
        (card,) = files.index(sam)
    assert make(sam, card.id).is_ready
    told = words(sam, card.id)
    head = do(sam, receipts.index).head
    for shown in ("Stopped for Mara Lindqvist", "Willow House", "number 3", head.short):
        assert shown in told
    assert "Kestrel" not in told


def tampered(receipt_file):
    """A good file changed in one way each; `again`: with every hash after the change made anew."""

    def changed(act):
        whole = json.loads(receipt_file)
        act(whole["receipts"], whole)
        return whole

    def again(act):
        whole = changed(act)
        before = receipts.START
        for number, one in enumerate(whole["receipts"], start=1):
            one["number"], one["previous"] = number, before
            before = receipts.digest(one)
        whole["head"] = {"number": len(whole["receipts"]), "hash": before}
        return whole

    def swapped(found, _whole):
        found[0], found[1] = found[1], found[0]

    changes = {
        "another reader": lambda found, _: found[0]["to"].update(name="Somebody"),
        "another end": lambda found, _: found[0].update(until=None),
        "another mark": lambda found, _: found[1]["what"].update(mark="0" * 64),
        "the last one": lambda found, _: found[-1].update(act="paused"),
        "a word agreed to": lambda found, _: found[0]["wording"]["good_to_know"].pop(),
        "an element gone": lambda found, _: found[0].pop("purpose"),
        "an element more": lambda found, _: found[0].update(more=1),
        "a gap": lambda found, _: found.pop(1),
        "the first gone": lambda found, _: found.pop(0),
        "the tail gone": lambda found, _: found.pop(),
        "swapped": swapped,
        "one twice": lambda found, _: found.append(found[-1]),
        "another head": lambda _, whole: whole["head"].update(number=2),
        "no receipt": lambda found, _: found.__setitem__(1, "x"),
    }
    return {name: changed(act) for name, act in changes.items()} | {
        f"{name}, hashes made anew": again(changes[name])
        for name in ("another reader", "another end", "a gap", "the tail gone", "swapped", "the last one")
    }


def test_the_script_says_yes_to_the_file_and_no_to_every_other(sam, as_, shared, tmp_path, monkeypatch):
    browser = as_(sam)
    script, good = tmp_path / "check_receipts.py", tmp_path / "receipts.json"
    script.write_bytes(browser.get("/sharing/receipts/script").response.data)
    answer = browser.get("/sharing/receipts/file")
    assert "no-store" in answer.response.headers["Cache-Control"]
    good.write_bytes(answer.response.data)
    head = do(sam, receipts.index).head

    def alone(name, *more):
        run = subprocess.run(
            [sys.executable, "-I", str(script), str(name), *more], capture_output=True, text=True, check=False
        )
        assert "Traceback" not in run.stderr
        return run.returncode, run.stdout

    def checked(name, *more):
        """The same here, without a process for each file."""
        monkeypatch.setattr(sys, "argv", [str(script), str(name), *more])
        with redirect_stdout(io.StringIO()) as said, pytest.raises(SystemExit) as ended:
            runpy.run_path(str(script), run_name="__main__")
        return int(ended.value.code or 0), said.getvalue()

    number = str(head.number)
    assert checked(good, number, head.short) == (0, "".join(checked(good, number, head.hash)[1]))
    assert checked(good)[0] == 0
    assert "Give them as well." in checked(good)[1]
    assert checked(good, "1", do(sam, receipts.read, 1).hash[:12])[0] == 0
    for bad in ((number, "0" * 12), (number, head.hash[:4]), ("4", head.short), ("x", head.short)):
        assert checked(good, *bad)[0] == 1
    one_bad = tmp_path / "other.json"
    for name, whole in tampered(good.read_bytes()).items():
        one_bad.write_text(json.dumps(whole))
        code, said = checked(one_bad, number, head.short)
        assert (code, "not as it was written" in said) == (1, True), name
        last = (one_bad, number, head.short)
        if "anew" not in name:
            assert checked(one_bad)[0] == 1, name
    assert alone(*last) == checked(*last)
    assert alone(good, number, head.short) == checked(good, number, head.short)
    twice = good.read_text().replace('"act": "given"', '"act": "given", "act": "given"', 1)
    for unreadable in ("", "[]", "{}", "[" * 100_000, twice, '{"format": "x", "head": {}, "receipts": []}'):
        one_bad.write_text(unreadable)
        assert checked(one_bad)[0] == 2
    assert checked(tmp_path / "none.json")[0] == 2
