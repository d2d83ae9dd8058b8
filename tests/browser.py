"""A browser without a screen: follows links, fills in forms as they stand on the page, and lints every page it sees."""

from contextvars import Context
from functools import cache

import html5lib
from flask import current_app
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from portal.core import catalogues
from portal.core.db import db

# Titles stand in a browser's history, and somebody else may read them there. Each was looked at before it came here.
NEUTRAL_TITLES = frozenset(
    {"Today", "Notes", "Note", "Write", "Choose", "Preview", "Versions", "Check-ins", "Sharing", "Log", "Open", "Help"}
    | {
        "Welcome",
        "Sign in",
        "Password",
        "Second step",
        "Join",
        "Start",
        "Set-up",
        "Not found",
        "Not open",
        "Not sent",
        "Changed",
        "Too long",
    }
    | {
        "Back soon",
        "Layouts",
        "Offline",
        "Wait",
        "Problem",
        "Reading",
        "Goals",
        "Goal",
        "Levels",
        "Agenda",
        "Questions",
        "Measures",
        "Steady",
        "Files",
        "Settings",
    }
    | {"Back soon", "Offline", "Wait", "Problem", "Reading", "Goals", "Questions", "Steady", "Files", "Settings"}
    | {"Contact", "Devices", "Reminders"}
    | {"File", "Data", "Print", "Import"}
    | {"Plan", "Library", "Back in"}
)
FREE = ("leave", "language")  # forms without a token: an old page lets go, one that is the same for everybody speaks
WORKSHOP = "kit"  # the look of the style page, which only those who develop ever see
REDIRECTS = range(300, 400)  # nobody sees these pages
SEND_AGAIN = 307  # the same form, to another address
FOCUSABLE = frozenset({"a", "button", "input", "select", "textarea", "summary"})
VOID_NAMES = {"hidden", "submit", "button", "image", "reset"}
NO_LINES = VOID_NAMES | {"checkbox", "radio", "range", "file", "color"}


class Form:
    def __init__(self, page, node):
        self.page, self.node, self.values = page, node, {}
        for field in self._all("input", "textarea", "select"):
            self._take(field)

    def _all(self, *names):
        return [node for node in self.node.iter() if isinstance(node.tag, str) and node.tag in names]

    def _take(self, field):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or kind in ("submit", "button"):
            return
        if kind in ("checkbox", "radio"):
            if "checked" in field.attrib:
                self.values.setdefault(name, []).append(field.get("value", "on"))
        elif field.tag == "textarea":
            text = "".join(field.itertext())
            self.values[name] = [text]
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [o for o in options if "selected" in o.attrib] or options[:1]
            self.values[name] = [o.get("value", "".join(o.itertext())) for o in chosen]
        elif kind == "hidden":
            self.values.setdefault(name, []).append(field.get("value", ""))
        else:
            self.values[name] = [field.get("value", "")]

    def fill(self, **values):
        for name, value in values.items():
            assert name in self.names, f"no field {name!r} on the page; there are {sorted(self.names)}"
            self.values[name] = list(value) if isinstance(value, list | tuple) else [str(value)]
        return self

    @property
    def names(self):
        return {field.get("name") for field in self._all("input", "textarea", "select")} - {None}

    @property
    def buttons(self):
        """By their words; of several that say the same, the first."""
        found = {}
        for button in self._all("button"):
            found.setdefault(" ".join("".join(button.itertext()).split()), button)
        return found

    def press(self, words=None, *, follow=True):
        """Send the form by the button that begins with these words (or its only one)."""
        found = [button for said, button in self.buttons.items() if words is None or said.startswith(words)]
        assert found, f"no button {words!r}; there are {list(self.buttons)}"
        data = dict(self.values)
        if found[0].get("name"):
            data[found[0].get("name")] = [found[0].get("value", "")]
        target = found[0].get("formaction") or self.node.get("action") or self.page.path
        if self.node.get("method", "get").lower() == "post":
            return self.page.browser.post(target, data, follow=follow)
        return self.page.browser.get(target, query_string=data)


class Page:
    def __init__(self, browser, response: TestResponse, path: str):
        self.browser, self.response, self.path, self.status = browser, response, path, response.status_code
        self.text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.tree = parser.parse(self.text) if self.text else None
        self.slips = parser.errors if self.text else []

    @property
    def forms(self):
        return [Form(self, node) for node in self.tree.iter("form")]

    def form(self, button=None):
        """The form with a button that begins with these words."""
        for form in self.forms:
            of_the_frame = form.node.get("id") in FREE or form.node.get("action", "").endswith("/out")
            if button is None and of_the_frame:
                continue
            if button is None or any(said.startswith(button) for said in form.buttons):
                return form
        raise AssertionError(f"no form with {button!r}; buttons: {[list(f.buttons) for f in self.forms]}")

    @property
    def links(self):
        return {" ".join("".join(a.itertext()).split()): a.get("href") for a in self.tree.iter("a") if a.get("href")}

    def follow(self, words):
        found = [href for said, href in self.links.items() if said.startswith(words)]
        assert found, f"no link {words!r}; there are {list(self.links)}"
        return self.browser.get(found[0])

    @property
    def words(self):
        """All a person reads on it, in one line."""
        return " ".join(" ".join(self.tree.find("body").itertext()).split())

    @property
    def title(self):
        return "".join(self.tree.find("head").find("title").itertext()).strip()


class Browser:
    """One person's browser. `base` is the practice's prefix, when several practices live on the installation."""

    def __init__(self, client: FlaskClient, base: str = ""):
        self.client, self.base = client, base
        self.seed = ""  # of the app that was added in it, if one was

    def get(self, path, *, follow=True, **kwargs):
        response = self._alone(self.client.get, self._at(path), follow_redirects=follow, **kwargs)
        return self._page(response, path)

    def post(self, path, data=None, *, follow=True, **kwargs):
        response = self._alone(self.client.post, self._at(path), data=data or {}, **kwargs)
        if not follow or response.status_code not in REDIRECTS:
            return self._page(response, path)
        where = response.headers["Location"]
        if response.status_code == SEND_AGAIN:
            return self.post(where, data, **kwargs)
        return self.get(where, **kwargs)

    def _alone(self, call, *args, **kwargs):
        """As on a server: without the test's own app context, whose `g` would carry a visitor on."""
        if current_app:
            db.session.remove()
        return Context().run(call, *args, **kwargs)

    def token(self):
        """A good token against cross-site requests, for requests that come from no page."""
        with self.client.session_transaction() as signed:
            raw = signed.setdefault("csrf_token", "f" * 40)
        return URLSafeTimedSerializer(self.client.application.secret_key, salt="wtf-csrf-token").dumps(raw)

    def _at(self, path):
        return path if path.startswith(f"{self.base}/") and self.base else self.base + path

    def _page(self, response, path):
        page = Page(self, response, response.request.path if response.history else path)
        if page.tree is not None:
            lint(page)
        return page


def lint(page: Page) -> None:
    """What every page must be, whatever it shows."""
    assert not page.slips, (page.path, page.slips[:3])
    nodes = [node for node in page.tree.iter() if isinstance(node.tag, str)]
    if page.status not in REDIRECTS:
        _lint_frame(page, nodes)
    ids = [node.get("id") for node in nodes if node.get("id")]
    assert len(ids) == len(set(ids)), (page.path, sorted(i for i in ids if ids.count(i) > 1))
    for node in nodes:
        assert "style" not in node.attrib, f"inline style on {page.path}"
        assert not [a for a in node.attrib if a.startswith("on")], f"inline handler on {page.path}"
        assert node.tag != "style", f"style element on {page.path}"
        assert node.tag != "script" or node.get("src"), f"inline script on {page.path}"
    labelled = {node.get("for") for node in nodes if node.tag == "label"}
    inside = {id(field) for node in nodes if node.tag == "label" for field in node.iter()}
    for field in nodes:
        if field.tag in ("input", "textarea", "select") and field.get("type") not in VOID_NAMES:
            named = field.get("id") in labelled or id(field) in inside or field.get("aria-label")
            assert named, f"{page.path}: a field without a label: {field.attrib}"
    for form in page.forms:
        if form.node.get("method", "get").lower() == "post" and form.node.get("id") not in FREE:
            assert "csrf_token" in form.names, f"{page.path}: a form without its token"
        _lint_enter(page, form.node, nodes)


def in_language(page: Page, english: str) -> str:
    """The same in the language the page is in."""
    return _written(page.tree.get("lang")).get(english) or english


@cache
def _written(language: str) -> dict[str, str]:
    spoken = language in catalogues.languages()
    return {one.id: one.string for one in catalogues.together(language) if isinstance(one.id, str)} if spoken else {}


def _lint_enter(page: Page, form, nodes) -> None:
    """The Enter key in a line presses the first button of its form: its own act, or nothing, and never another one."""
    inside = {id(node) for node in form.iter()}
    theirs = [
        node for node in nodes if (node.get("form") == form.get("id") if "form" in node.attrib else id(node) in inside)
    ]
    lines = [node for node in theirs if node.tag == "input" and node.get("type", "text") not in NO_LINES]
    first = next((node for node in theirs if node.tag == "button" and node.get("type", "submit") == "submit"), None)
    is_another = first is not None and "disabled" not in first.attrib and "formaction" in first.attrib
    assert not (lines and is_another), f"{page.path}: the Enter key presses {first.get('formaction')}"


def _lint_frame(page: Page, nodes) -> None:
    """The frame of every page: language, title, one heading, landmarks, and first of all a way past them."""
    look = page.tree.find("body").get("class", "").split()
    assert page.tree.get("lang"), f"{page.path} has no language"
    assert sum(node.tag == "h1" for node in nodes) == 1, f"{page.path} needs exactly one h1"
    mains = [node for node in nodes if node.tag == "main"]
    assert len(mains) == 1, f"{page.path} needs exactly one main part"
    inside = {id(node) for node in mains[0].iter()}
    if WORKSHOP in look:
        return
    assert any(node.tag == "header" and id(node) not in inside for node in nodes), f"{page.path} needs a header"
    first = next(node for node in nodes if node.tag in FOCUSABLE)
    assert first.get("href") == f"#{mains[0].get('id')}", f"{page.path} does not begin with a way to the main part"
    assert page.title, f"{page.path} has no title"
    if "staff" not in look:
        word = page.title.removeprefix(in_language(page, "Problem:") + " ")
        looked_at = NEUTRAL_TITLES | {in_language(page, title) for title in NEUTRAL_TITLES}
        assert word in looked_at, f"{page.path}: {word!r} has not been looked at by whoever may share a screen"
