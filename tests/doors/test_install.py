"""The manifest, the worker and the offline page: what an installed app leaves in a browser, and what it never keeps."""

import json
import re

import pytest
from PIL import Image

from tests.access.policy import ANYONE, ROUTES
from tests.architecture.rules import ROOT
from tests.browser import Browser
from tests.doors.visits import numbers

ICONS = ROOT / "portal/static/icons"
TELLING = re.compile(r"therap|counsel|clinic|psych|couple|practice|mood|health", re.IGNORECASE)
VERSIONED = re.compile(r"/p/willow/static/[a-z0-9/-]+\.(css|js|woff2|svg|png)\?v=[0-9a-f]{12}")


@pytest.fixture
def ana(cast, as_):
    return as_(cast.ana)


@pytest.fixture
def stranger(cast, as_):
    return as_(None, "willow")


def kept(browser):
    script = browser.get("/worker.js").response.get_data(as_text=True)
    return json.loads(re.search(r"const KEPT = (\[.*?\]);", script)[1])


def version(browser):
    return re.search(r'CACHE = OURS \+ "(\w+)"', browser.get("/worker.js").response.get_data(as_text=True))[1]


# ------------------------------------------------------------------ the manifest


def test_the_manifest_tells_nothing_and_stays_inside_the_practice(ana):
    answer = ana.get("/app.webmanifest").response
    assert answer.mimetype == "application/manifest+json"
    said = json.loads(answer.data)
    assert (said["name"], said["short_name"], said["display"]) == ("Harbour", "Harbour", "standalone")
    assert said["start_url"] == said["scope"] == "./"
    assert not TELLING.search(answer.get_data(as_text=True))
    assert "description" not in said


def test_its_icons_are_a_grey_square(ana):
    said = json.loads(ana.get("/app.webmanifest").response.data)
    grey = re.search(r'fill="#(\w{6})"', (ICONS / "square.svg").read_text())[1]
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    for icon in said["icons"]:
        path = ICONS / re.search(r"icons/([\w-]+\.png)\?v=", icon["src"])[1]
        with ana.client.get(icon["src"]) as answer, Image.open(path) as picture:
            assert answer.mimetype == icon["type"] == "image/png"
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
            pixels = picture.convert("RGBA").getcolors(2**16)
        assert {colour[:3] for _, colour in pixels} == {tuple(bytes.fromhex(grey))}
        assert any(colour[3] == 0 for _, colour in pixels) is (icon["purpose"] == "any")
        assert path.stat().st_size < 4000


# ------------------------------------------------------------------ the worker


def test_the_worker_keeps_static_files_and_one_page_that_is_nobodys(ana):
    offline, *files = kept(ana)
    assert offline == "/p/willow/offline"
    assert len(files) > 5
    assert [path for path in files if not VERSIONED.fullmatch(path)] == []


def test_nothing_it_keeps_is_for_somebody_in_particular(house, ana):
    """Asked of the map of routes: each kept address is one that anyone may enter."""
    urls = house.url_map.bind("localhost")
    ends = {urls.match(path.removeprefix("/p/willow").split("?")[0])[0] for path in kept(ana)}
    assert ends == {"install.offline", "static"}
    assert {ROUTES[endpoint] for endpoint in ends} == {ANYONE}


def test_everybody_is_given_the_same_worker_and_the_same_page(ana, stranger, as_, cast):
    for path in ("/worker.js", "/offline", "/app.webmanifest"):
        answers = [browser.get(path).response for browser in (ana, stranger, as_(cast.mara))]
        assert len({answer.data for answer in answers}) == 1
        assert not [answer for answer in answers if "Set-Cookie" in answer.headers]


def test_what_is_kept_is_there_without_signing_in(stranger):
    for path in kept(stranger):
        with stranger.client.get(path) as answer:
            assert answer.status_code == 200, path


def test_all_that_the_page_loads_is_kept_with_it(stranger):
    page = stranger.get("/offline")
    loaded = [node.get("src") for node in page.tree.iter("script")]
    loaded += [link.get("href") for link in page.tree.iter("link") if link.get("rel") in ("stylesheet", "icon")]
    assert len(loaded) > 3
    assert set(loaded) <= set(kept(stranger))


def test_it_is_a_script_for_this_practice_that_is_asked_for_anew_each_time(stranger):
    answer = stranger.get("/worker.js").response
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "manifest-src 'self'" in answer.headers["Content-Security-Policy"]


def test_another_page_is_another_version_and_the_same_is_the_same(stranger, another_app):
    other = another_app(country="NZ")
    assert version(stranger) == version(stranger)
    assert version(stranger) != version(Browser(other.test_client(), "/p/willow"))


def test_each_page_names_the_manifest_and_the_script_that_registers_the_worker(ana, stranger):
    for page in (ana.get("/home"), stranger.get("/in"), stranger.get("/no-such-page")):
        manifest = next(link for link in page.tree.iter("link") if link.get("rel") == "manifest")
        assert manifest.get("href") == "/p/willow/app.webmanifest"
        assert any("js/install.js?v=" in script.get("src") for script in page.tree.iter("script"))


# ------------------------------------------------------------------ the page without a connection


def test_the_offline_page_holds_a_number_for_every_country(stranger, house):
    page = stranger.get("/offline")
    assert page.title == "Offline"
    book = house.config["HELP"]
    for country in book.countries:
        assert f"tel:{country.emergency.dialled}" in numbers(page)
        if country.main:
            assert f"tel:{country.main.call[0].dialled}" in numbers(page)
            assert country.main.name in page.words


def test_the_installations_country_stands_first(another_app):
    page = Browser(another_app(country="NZ").test_client()).get("/offline")
    assert numbers(page)[:2] == ["tel:111", "tel:1737"]


def test_its_way_on_is_the_address_that_could_not_be_reached(stranger):
    """It is shown in the place of any page, so it must not lead to itself."""
    again = next(a for a in stranger.get("/offline").tree.iter("a") if "Try again" in "".join(a.itertext()))
    assert again.get("href") == ""
