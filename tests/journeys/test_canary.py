"""A word of its own in every text field, then a search of everything the house leaves behind: none may be there."""

import io
import logging
import subprocess
import zipfile
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import create_engine, text
from wtforms import FileField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.fields.core import UnboundField

from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import outbox, practices
from portal.web.forms import Form
from tests import in_redis
from tests.browser import Page
from tests.journeys.giving import ask
from tests.journeys.people import PASSWORDS, assign, invite, join, prove, secret, set_up
from tests.journeys.typist import MARKUP, NO_WORDS, UNASKED, Typist
from tests.mailbox import box

__all__ = ["box"]

CANARIES = {  # what no wandering comes to: words that are shared, refused, not kept, or somebody else's
    "shared title": "xylocarp",
    "shared body": "quahogging",
    "later version": "zephyrean",
    "refused body": "borborygmus",
    "questionnaire": "core-10",  # which one, and below a question of it: given by the therapist and answered
    "question": "core10_",
    "summary note": "gardyloo",
    "draft": "ultracrepidarian",
    "summary draft": "callipygian",
    "addendum": "tatterdemalion",
    "password of a copy": "six lackadaisical herons",
    "asked question": "honorificabil",
    "note on a mark": "sesquipedal",
    "programme": "flibbertigibbet",
    "own prompt": "absquatulate",
    "practice prompt": "collywobbles",
}
OPEN_TO = {  # what somebody else may read on their own pages: it was shared with them, or is their own
    "Mara": {"shared title", "shared body", "questionnaire", "question", "summary note", "summary draft"}
    | {"asked question", "note on a mark", "addendum", "programme", "own prompt", "practice prompt"},
    "Jo": {"shared title", "shared body", ("guest.reading.reply", "words")},
    "Olga": set(),
}
IN_CLEAR = {  # stands in the tables as it is, and on pages of others
    ("account.me.keep", "name"): "what others call them by",
    ("account.me.keep", "pronouns"): "what others call them by",
    ("client.people.invite", "name"): "the name of an account, until its owner chooses another",
    "practice prompt": "of the practice's library, for every therapist there",
}
NOT_KEPT = {  # not in what a client takes away
    **{("client.journal.search", part): "is looked for, and forgotten" for part in ("words", "tag")},
    ("account.contact.keep", "address"): "is theirs already",
    **{(f"account.{part}", "name"): "of the account" for part in ("me.keep", "factors.add_app", "factors.add_passkey")},
    ("account.me.keep", "pronouns"): "of the account",
    ("client.people.invite", "name"): "somebody else's name",
    ("client.prompts.add", "text"): "said otherwise later, as all below: the newest stands",
    ("client.journal.write", "tags"): "changed",
    **{("client.journal.make_layout", part): "changed" for part in ("name", "text")},
    ("client.mood.write", "line"): "changed",
    ("client.agenda.pin", "pin"): "changed",
}
NOT_TYPED = {  # forms before there is anybody signed in
    "portal.doors.account.signin": "a name to sign in with, and a password",
    "portal.doors.account.invitations": "a code, and the name and address of the account",
    "portal.doors.account.back_in": "a name to sign in with, and codes on paper",
    "portal.doors.account.setup": "the operator's",
}
CHOICES = {  # where the first choice leads nowhere
    "client.conversation.answer": {"afraid": "no"},
    "client.imports.take": {"file": "[2019-07-01 10:30] A walk. {}\n"},
    "client.imports.go_on": {"done": "0"},
    "account.contact.keep": {"mode": "plain"},
}


@dataclass
class Life:
    """What the people of a journey typed and read, and what was made of it."""

    words: dict[object, str]  # by the field they were typed into
    read: dict[str, dict[str, str]]  # by whoever read it
    log: str  # of the worker
    pdf: object  # the answer that brought the summary
    taken: bytes  # what Sam took away


def live(house, processes, box):
    """A journey that types every canary somewhere, and on which everybody reads all they can come to."""
    with time_machine.travel(now() - timedelta(minutes=11)):  # the hold is over, and the mail about it can go
        olga, mara, sam, jo = gather(house)
        write_and_share(sam)
    prove(Olga=olga, Mara=mara, Sam=sam)
    refuse_and_leave(sam)
    give_and_answer(mara, sam)
    ask(sam, mara, CANARIES)
    look(sam, mara)
    mara.get("/desk/inbox").follow(CANARIES["shared title"])
    summary = summarise(mara)
    typing, answering = Typist(sam, CHOICES), Typist(jo, but=["account.me.show"])  # settings: the same as Sam's
    sam.get("/me/again").form("Go on").fill(**{"again-password": PASSWORDS["Sam"]}).press()
    typing.wander("/home")
    typing.wander("/notes", sam.get("/questions").links[MARKUP + typing.typed["client.prompts.add", "text"]])
    answering.wander("/with")
    everything = sam.get("/me/data/export").form("Make").press("Make")
    for practice_id in practices.all_ids():
        with unit_of_work(practice_id):
            outbox.sweep()
    log = processes.burst(**box.env)
    finish(mara, summary)
    readers = {"Mara": Typist(mara, types=False), "Olga": Typist(olga, types=False), "Jo": answering}
    readers["Mara"].wander("/desk/inbox", "/desk/prompts/given", "/me")
    readers["Olga"].wander("/office/people", "/me")
    pdf, taken = mara.get(f"{summary.path}/file"), sam.get(f"{everything.path}/file")
    assert (pdf.status, taken.status) == (200, 200)
    words = CANARIES | UNASKED | typing.typed | answering.typed
    return Life(words, {who: reader.read for who, reader in readers.items()}, log, pdf.response, taken.response.data)


def gather(house):
    """An admin; a therapist who wants mail; her client; and somebody the client trusts."""
    olga = set_up(house)
    mara = join(house, "Mara", *invite(olga, "Mara", "therapist"))
    sam = join(house, "Sam", *invite(olga, "Sam", "client"), way_back="only_me")
    assign(olga, "Sam", "Mara")
    slip = sam.get("/sharing/people").form("Make a link").fill(name="Jo").press("Make a link")
    jo = join(house, "Jo", f"/invited/{secret(slip).rpartition('/')[2]}", secret(slip, 1))
    mail = mara.get("/me/contact").form("Keep")
    mail.fill(mode="plain", address="mara@example.org", first="0", until="24", weekdays=list("0123456")).press("Keep")
    return olga, mara, sam, jo


def write_and_share(sam):
    """One note that Mara and Jo can read, but not what became of it later."""
    new = sam.get("/notes/new").form("Keep private")
    note = new.fill(title=CANARIES["shared title"], body=CANARIES["shared body"]).press("Keep private")
    for reader in ("Mara", "Jo"):
        preview = note.follow(f"See it as {reader} will")
        assert (
            f"{reader} can open this from" in preview.form(f"Share with {reader}").press(f"Share with {reader}").words
        )
    edit = sam.get(f"{note.path}/edit").form("Keep the new version private")
    edit.fill(body=CANARIES["later version"]).press("Keep the new version private")


def refuse_and_leave(sam):
    """Words that come back from a page that is too old or a note that is too long, and words that wait as a draft."""
    sam.get("/notes/new").form("Keep private").fill(body=CANARIES["refused body"] * 5000).press("Keep private")
    stale = sam.get("/notes/new").form("Keep private").fill(body=CANARIES["refused body"])
    stale.values["csrf_token"] = ["stale"]
    answer = stale.press("Keep private")
    assert CANARIES["refused body"] in answer.text, (answer.title, answer.words)
    unkept = sam.get("/notes/new").form("Keep private").fill(body=CANARIES["draft"])
    assert sam.post("/drafts", unkept.values).status == 200


def give_and_answer(mara, sam):
    """A questionnaire that the therapist gave, answered."""
    form = mara.get("/desk/measures/assign").form("Give it")
    [client] = {box.get("value") for box in form.node.iter("input") if box.get("name") == "client"}
    assert "CORE-10" in form.fill(client=client, questionnaire="core10", rhythm="week").press("Give it").words
    asked = sam.get("/measures").follow("How things have been over the last week").form("Keep, only for me")
    kept = asked.fill(**{f"q{number}": "2" for number in range(1, 11)}).press("Keep, only for me")
    assert "20 of 40" in kept.words


def look(sam, mara):
    """A note that Sam asks Mara to look at, and what Mara notes about that."""
    note = sam.get("/notes").follow(CANARIES["shared title"])
    note.form("Ask Mara to look").press("Ask Mara to look")
    mark = mara.get("/desk/inbox").follow("Sam: please look before we meet").form("Seen")
    assert CANARIES["note on a mark"] in mark.fill(note=CANARIES["note on a mark"]).press().words


def summarise(mara) -> Page:
    """A summary with a note of Mara's own, begun twice."""
    page = mara.get("/desk/summaries/new")
    unkept = page.form("Make PDF").fill(note=CANARIES["summary draft"])
    assert mara.post("/drafts", unkept.values).status == 200
    return page.form("Make PDF").fill(note=CANARIES["summary note"]).press("Make PDF")


def finish(mara, summary):
    """It becomes final, is amended, and a copy is closed with a password that is kept nowhere."""
    final = mara.get(summary.path).form("Make it final").press()
    final.form("Add it to the record").fill(words=CANARIES["addendum"]).press()
    copied = final.form("Download a copy").fill(password=CANARIES["password of a copy"]).press().response
    assert PdfReader(io.BytesIO(copied.data)).decrypt(CANARIES["password of a copy"])


@pytest.mark.slow
@pytest.mark.usefixtures("queue")
def test_no_word_that_was_written_lies_anywhere_in_clear(house, settings, processes, caplog, box):
    caplog.set_level(logging.DEBUG)
    life = live(house, processes, box)
    assert untouched(house, life.words) == set(), "a field for free words that nothing was typed into"
    assert box.subjects, "the sweep must have a mail to look into"
    pdf = PdfReader(io.BytesIO(life.pdf.data))
    tables = {"the database": everything_in(settings.owner_database_url), **everything_under(settings.data_dir)}
    elsewhere = {
        "Redis": in_redis.everything_in(settings.redis_url),
        "the worker's log": life.log.encode(),
        "the web's log": caplog.text.encode(),
        "mails": b"".join(without_address(message) for _, _, message in box.letters),
        "the PDF's metadata": f"{pdf.metadata} {pdf.xmp_metadata and pdf.xmp_metadata.stream.get_data()}".encode(),
        "the PDF's name": str(life.pdf.headers).encode(),
    }
    sealed = {field: word for field, word in life.words.items() if field not in IN_CLEAR}
    for words, places in ((life.words, elsewhere), (sealed, tables)):
        for where, what in places.items():
            assert not found(words, what), f"{found(words, what)} in {where}"
    for who, pages in life.read.items():
        closed = {field: word for field, word in sealed.items() if field not in OPEN_TO[who]}
        seen = {path: found(closed, page.encode()) for path, page in pages.items()}
        assert not any(seen.values()), (who, seen)
    everything = tables | elsewhere
    secrets = [password.encode() for password in PASSWORDS.values()]
    assert not [where for where, what in everything.items() for secret in secrets if secret in what]
    assert b"Willow House" in everything["the database"], "the sweep must be able to find what is there in clear"
    assert len(everything["the database"]) > 10_000
    assert lacking(life) == set(), "typed, and neither kept nor taken along"


def untouched(house, words) -> set[tuple[str, str]]:
    """Fields for free words of the forms there are, as their classes say, that no journey typed into."""
    views = {endpoint: view.__module__ for endpoint, view in house.view_functions.items()}
    typed = {(views[field[0]], field[1]) for field in words if isinstance(field, tuple)}
    forms = {form for form in subclasses(Form) if form.__module__.startswith(("client_app", "portal.doors.account"))}
    wanted = {
        (form.__module__.removesuffix(".forms"), name)
        for form in forms
        for name in dir(form)
        if takes_words(getattr(form, name)) and name not in NO_WORDS and form.__module__ not in NOT_TYPED
    }
    assert len(wanted) > 40, "the sweep must be able to find the fields"
    return {
        (module, name)
        for module, name in wanted
        if not any(name == other and where.startswith(module) for where, other in typed)
    }


def subclasses(kind: type) -> set[type]:
    return {kind}.union(*map(subclasses, kind.__subclasses__()))


def takes_words(field: object) -> bool:
    kind = field.field_class if isinstance(field, UnboundField) else object
    return issubclass(kind, StringField | TextAreaField | FileField) and not issubclass(
        kind, HiddenField | PasswordField
    )


def everything_in(database_url):
    """Every value of every table, as bytes: what a thief of the database has."""
    engine = create_engine(database_url)
    found = []
    with engine.connect() as connection:
        for table in db.metadata.tables:
            for row in connection.execute(text(f'select * from "{table}"')):
                found += [
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row
                ]
    engine.dispose()
    return b"\n".join(found)


def everything_under(folder):
    """Read by another process: whoever closes SQLite's file here would give up this process's locks on it."""
    files = [path for path in folder.rglob("*") if path.is_file() and "secrets" not in path.parts]
    return {str(path): subprocess.run(["cat", path], capture_output=True, check=True).stdout for path in files}


def without_address(message) -> bytes:
    """A mail as it came, but for whom it was sent to."""
    del message["To"]
    return message.as_bytes()


def found(words, what: bytes) -> list:
    """The fields whose words stand in there."""
    there = what.lower()
    return [field for field, word in words.items() if word.encode() in there]


def lacking(life) -> set:
    """The fields whose words are not in what Sam took away, though they were kept."""
    with zipfile.ZipFile(io.BytesIO(life.taken)) as archive:
        taken = b"".join(archive.read(name) for name in archive.namelist())
    there = set(found(life.words, taken))
    return {field for field in life.words if isinstance(field, tuple)} - there - set(NOT_KEPT)
