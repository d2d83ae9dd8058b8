"""A real Chromium that loses its connection: what it shows then, and what it has kept."""

import threading

import pytest
from werkzeug.serving import make_server

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.slow]

KEPT = """async () => {
  const caught = [];
  for (const name of await caches.keys()) {
    for (const asked of await (await caches.open(name)).keys()) caught.push(new URL(asked.url).pathname);
  }
  return caught;
}"""
ELSEWHERE = """async () => [
  ...Object.keys(localStorage),
  ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map(({ name }) => name),
]"""
IS_WAITING = "async () => (await navigator.serviceWorker.ready).scope"
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"


class Site:
    """The house behind a real port, which can be closed and opened again."""

    def __init__(self, app):
        self.app, self.server = app, None
        self.open()
        self.port = self.server.server_port

    def open(self):
        self.server = make_server("127.0.0.1", getattr(self, "port", 0), self.app, threaded=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
        self.server = None

    def at(self, path):
        return f"http://127.0.0.1:{self.port}/p/willow{path}"


@pytest.fixture
def site(house, cast):
    found = Site(house)
    yield found
    found.close()


@pytest.fixture
def context(chromium, site):
    """A fresh profile of the browser."""
    context = chromium.new_context(locale="en-IE")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context, site, cast, as_):
    """A page in which Ana is signed in, after one visit: her notes."""
    whole_site = {"domain": "127.0.0.1", "path": "/"}
    cookies = as_(cast.ana).client._cookies.values()
    context.add_cookies([{"name": kept.key, "value": kept.value, **whole_site} for kept in cookies])
    page = context.new_page()
    page.goto(site.at("/notes"))
    assert page.title() == "Notes"
    assert page.evaluate(IS_WAITING) == site.at("/")
    return page


def test_without_a_connection_a_page_with_numbers_stands_in_for_every_other(page, site):
    site.close()
    for path in ("/home", "/notes", "/help-now", "/no-such-page"):
        page.goto(site.at(path))
        assert page.title() == "Offline"
        assert page.get_by_role("link", name="Emergency 999").get_attribute("href") == "tel:999"
        assert page.get_by_role("link", name="Samaritans 116 123").first.is_visible()
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Harbour Sans"')
    site.open()
    page.get_by_role("link", name="Try again").click()
    assert page.url == site.at("/no-such-page")
    page.goto(site.at("/notes"))
    assert page.title() == "Notes"


def test_only_the_page_and_static_files_are_kept_and_nothing_anywhere_else(page, site):
    for path in ("/home", "/notes/new", "/sharing", "/help-now"):
        page.goto(site.at(path))
    page.goto(site.at("/"))
    assert page.url == site.at("/start")  # a redirect passes through the worker as it does without one
    kept = page.evaluate(KEPT)
    assert "/p/willow/offline" in kept
    assert [path for path in kept if not path.startswith("/p/willow/static/")] == ["/p/willow/offline"]
    assert page.evaluate(ELSEWHERE) == []


def test_signing_out_takes_the_worker_and_what_it_kept_away(page, site):
    page.goto(site.at("/home"))
    assert page.evaluate(WORKERS) == 1
    page.route("**/js/install.js*", lambda asked: asked.abort())  # or the next page would register it again at once
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url(site.at("/"))
    assert page.evaluate(WORKERS) == 0
    assert page.evaluate(KEPT) == []


def test_the_browser_takes_manifest_and_worker_under_our_policy(page, site):
    """Nothing is refused on the way: the policy allows both, and the manifest reads as one that can be installed."""
    refused = []
    page.on("console", lambda said: refused.append(said.text) if said.type in ("error", "warning") else None)
    page.goto(site.at("/home"))
    page.evaluate(IS_WAITING)
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert (manifest["url"], manifest["errors"]) == (site.at("/app.webmanifest"), [])
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] in ([], [IN_PRIVATE])
    assert refused == []


IN_PRIVATE = {"errorId": "in-incognito", "errorArguments": []}  # a fresh profile counts as a private window
