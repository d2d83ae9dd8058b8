"""Somebody who follows every link there is, and types a word of their own into each field for free words they meet."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from hashlib import sha256
from io import BytesIO
from string import ascii_lowercase
from urllib.parse import parse_qsl, urlsplit

from tests import second_step
from tests.authenticator import Authenticator
from tests.browser import Browser, Form, Page

MOST_OF_A_KIND = 2  # pages at one endpoint that differ by an id only
IN_WORDS = frozenset({"text", "search", "email", "url", "tel", "file", "textarea"})
AN_ADDRESS = "address"
MARKUP = "<b>{{7*7}}%s{0}"  # before each word that is typed as text: it must come back as it was typed
UNASKED = {  # said in fields that no form has
    "forged": "zqforgeries",
    "forged id": "7a71f026-ed1d-4f02-9ed1-d7a71f026ed1",
    "forged id, as SQLite keeps it": "7a71f026ed1d4f029ed1d7a71f026ed1",
    "forged moment": "1999-09-09",
}
NOBODY_ASKED = {  # sent along with each form that has no such field: nothing may come of it, nor be kept anywhere
    **dict.fromkeys(("role", "shared", "kind", "practice_id", "scope"), UNASKED["forged"]),
    **dict.fromkeys(("id", "owner_id", "practice", "reader_id", "therapist_id", "person_id"), UNASKED["forged id"]),
    **dict.fromkeys(("made_at", "created_at", "given_at"), f"{UNASKED['forged moment']}T09:09:09+00:00"),
}
NO_WORDS = {  # fields that are typed into, but take one kind of thing only: whatever else is typed is refused
    "first": "a day",
    "last": "a day",
    "on_day": "a day",
    "review_on": "a day",
    "again_on": "a day",
    "back_on": "a day",
    "day": "a day",
    "another_day": "a day",
    "code": "six digits of an app",
    "clock": "a time of day",
    "at": "a time of day",
}
KNOWS_NOBODY = frozenset({"help.show"})  # says the same to everybody, so its links are not for everybody


def canary(endpoint: str, field: str) -> str:
    """A word that nobody uses, of this field and no other."""
    digest = sha256(f"{endpoint} {field}".encode()).digest()
    return "zq" + "".join(ascii_lowercase[byte % len(ascii_lowercase)] for byte in digest[:10])


class Typist:
    """One person at their browser. `typed` is what they wrote: the word, by endpoint and field."""

    def __init__(
        self,
        browser: Browser,
        chosen: Mapping[str, Mapping[str, str]] = {},
        *,
        types: bool = True,
        but: Collection[str] = (),
    ):
        """Whoever does not type only reads.

        Args:
            browser: theirs, signed in.
            chosen: what to answer at these endpoints where the first choice will not do; `{}` in it becomes the word.
            types: whether anything is sent at all.
            but: endpoints they do not go to.
        """
        self.browser, self.chosen, self.types, self.but = browser, chosen, types, but
        self.addresses = browser.client.application.url_map.bind("localhost")
        self.typed: dict[tuple[str, str], str] = {}
        self.read: dict[str, str] = {}  # every page they came by, as it is written, by path
        self._ways: list[str] = []
        self._known: set[str] = set()
        self._of_a_kind: Counter[tuple] = Counter()
        self._gone_through: set[str] = set()

    def wander(self, *ways: str) -> None:
        """Go from here wherever links lead."""
        self._ways += ways
        while self._ways:
            page = self.browser.get(self._ways.pop(0))
            if page.tree is not None:
                self._take_in(page)

    def _take_in(self, page: Page) -> None:
        assert page.status == 200, (page.path, page.status)
        assert not re.search(r"<b>\{\{|49%s|\{\{7\*7\}\}(?!%s\{0\})", page.text), f"{page.path}: not as it was typed"
        outward = [node.get("rel", "") for node in page.tree.iter("a") if urlsplit(node.get("href", "")).netloc]
        assert all("noreferrer" in rel for rel in outward), (page.path, outward)
        self.read[page.path] = page.text
        if self._endpoint(page.path) not in KNOWS_NOBODY:
            self._ways += [path for path in page.links.values() if self._is_new(path)]
        for form in page.forms:
            if form.node.get("method", "get").lower() != "post":
                assert not free_fields(form), f"{page.path}: {sorted(free_fields(form))} would stand in an address"
            elif self.types:
                self._answer(form)

    def _is_new(self, path: str) -> bool:
        where = urlsplit(path)
        if path in self._known or where.netloc or not where.path.startswith("/"):
            return False
        if self._endpoint(path) in self.but:
            return False
        kind = self._endpoint(path), *(name for name, _ in parse_qsl(where.query))
        self._known.add(path)
        self._of_a_kind[kind] += 1
        return self._of_a_kind[kind] <= MOST_OF_A_KIND

    def _endpoint(self, path: str, method: str = "GET") -> str:
        return self.addresses.match(urlsplit(path).path, method)[0]

    def _answer(self, form: Form) -> None:
        """Send the form if it has a field that nothing was typed into yet, or if its answer leads to another page."""
        endpoint = self._endpoint(form.node.get("action") or form.page.path, "POST")
        fields, chosen = free_fields(form), self.chosen.get(endpoint, {})
        is_new = any((endpoint, plain(name)) not in self.typed for name in fields)
        if not (is_new or (chosen and endpoint not in self._gone_through)):
            return
        self._gone_through.add(endpoint)
        for name in fields:
            word = self.typed[endpoint, plain(name)] = canary(endpoint, plain(name))
            said = chosen.get(plain(name), what_is_typed(name, fields[name])).replace("{}", word)
            form.values[name] = [(BytesIO(said.encode()), f"{word}.txt") if fields[name] == "file" else said]
        for name, first in first_choices(form).items():
            form.values.setdefault(name, [first])
        form.fill(**{name: said for name, said in chosen.items() if name not in fields})
        if "seed" in form.values:
            form.fill(code=second_step.code(seed=form.values["seed"][0]))
        if endpoint == "account.factors.add_passkey":
            form.values["passkey"] = [self._a_passkey()]
        for name, said in NOBODY_ASKED.items():
            form.values.setdefault(name, [said])
        page = form.press()
        assert not page.title.startswith("Problem"), (endpoint, page.words)
        self._take_in(page)

    def _a_passkey(self) -> str:
        """What the page's script would put into its form."""
        asked = {"csrf_token": self.browser.token()}
        options = self.browser.post("/me/second/passkey/ask", asked).response.get_json()
        address = urlsplit(self.browser.client.application.extensions["portal.site"])
        device = Authenticator(origin=f"{address.scheme}://{address.netloc}", rp_id=options["rp"]["id"])
        return device.make(options)


def what_is_typed(name: str, kind: str) -> str:
    """The word alone where only one kind of thing is taken, else markup and signs of templates before it."""
    if name == AN_ADDRESS:
        return "{}@example.org"
    return f"{MARKUP}{{}}" if kind in ("text", "textarea", "search") else "{}"


def plain(name: str) -> str:
    """The name of a field without what tells apart several forms of a kind on one page."""
    return name.rpartition("-")[2]


def free_fields(form: Form) -> dict[str, str]:
    """The fields of this form that take any words, and what kind of field each is."""
    found = {}
    for node in form._all("input", "textarea"):
        kind = "textarea" if node.tag == "textarea" else node.get("type", "text")
        name = node.get("name")  # what is written and let go has none, and is never sent
        if name and kind in IN_WORDS and plain(name) not in NO_WORDS:
            found[name] = kind
    return found


def first_choices(form: Form) -> dict[str, str]:
    """Of each group of radio buttons the first."""
    found: dict[str, str] = {}
    for node in form._all("input"):
        if node.get("type") == "radio":
            found.setdefault(node.get("name"), node.get("value"))
    return found
