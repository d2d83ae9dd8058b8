"""The frames of pages: titles, landmarks, the way round, the sprite; and the pages for when something is wrong."""

import re

import pytest

from portal.doors.style import sheet
from tests.architecture.rules import ROOT, templates
from tests.browser import lint
from tests.templates import samples, stage

LAYOUTS = ROOT / "portal/templates/layouts"


def source(layout, here="", title="Notes", content="<h1>Notes</h1>", more=""):
    return (
        f'{{% extends "layouts/{layout}.html" %}}{{% set here = "{here}" %}}{more}'
        f"{{% block title %}}{title}{{% endblock %}}{{% block content %}}{content}{{% endblock %}}"
    )


def tags(page, name):
    return list(page.tree.iter(name))


PLACES = [
    ("client", "today", "Today"), ("client", "notes", "Notes"), ("client", "write", "Write"),
    ("client", "goals", "Goals"), ("client", "sharing", "Sharing"), ("client", "steady", "Steady"),
    ("staff", "inbox", "Inbox"), ("staff", "clients", "Clients"), ("staff", "summaries", "Summaries"),
    ("admin", "people", "People"), ("admin", "invite", "Invite"),
    ("officer", "officers", "Officers"),
]  # fmt: skip


@pytest.mark.parametrize(("layout", "here", "words"), PLACES)
def test_the_navigation_says_where_one_is(show, layout, here, words):
    page = show(source(layout, here))
    current = [node for node in tags(page, "a") if node.get("aria-current") == "page"]
    assert ["".join(node.itertext()).strip() for node in current] == [words]


@pytest.mark.parametrize("layout", ["client", "staff", "admin", "officer", "plain"])
def test_every_frame_has_its_landmarks_and_a_way_past_them(show, layout):
    page = show(source(layout))
    assert len(tags(page, "main")) == len(tags(page, "header")) == 1
    assert len(tags(page, "nav")) == (0 if layout == "plain" else 2)  # of people who work here: places and rooms
    first = next(node for node in tags(page, "a"))
    assert first.get("href") == "#main"
    assert tags(page, "main")[0].get("id") == "main"


def test_a_client_s_title_is_the_page_s_word_alone(show):
    assert show(source("client")).title == "Notes"


def test_a_staff_title_names_the_practice(show):
    assert show(source("staff", title="Inbox")).title == "Inbox · Harbour"


def test_the_title_says_when_there_is_something_to_fix(show):
    assert show(source("client"), lambda: {"form": sheet.refused()}).title == "Problem: Notes"
    assert show(source("client", more="{% set problem = true %}")).title == "Problem: Notes"
    assert show(source("client"), lambda: {"form": sheet.fresh()}).title == "Notes"


def test_a_page_without_a_title_is_refused(show):
    with pytest.raises(Exception, match=r"[Rr]equired block"):
        show('{% extends "layouts/plain.html" %}{% block content %}<h1>x</h1>{% endblock %}')


def test_the_sprite_brings_the_icons_of_the_page_and_no_others(show):
    page = show(source("client"))
    brought = set(re.findall(r'<symbol id="i-([\w-]+)"', page.text))
    assert (
        brought
        == set(re.findall(r'href="#i-([\w-]+)"', page.text))
        == {"house", "notebook", "pen-line", "sprout", "eye", "door-open", "life-buoy"}
    )


def test_every_icon_a_template_names_is_drawn():
    drawn = set(re.findall(r'symbol id="i-([\w-]+)"', (samples.COMPONENTS / "sprite.html").read_text("utf-8")))
    named = set()
    for path in templates():
        said = path.read_text("utf-8")
        named |= set(re.findall(r'(?:\bicon\(|icon=|"icon": )"([a-z0-9-]+)"', said))
    assert named
    assert named - drawn == set()


def test_everybody_signed_in_can_sign_out_by_a_button(show):
    for layout in ("client", "staff", "admin", "officer"):
        out = show(source(layout)).form("Sign out")
        assert out.node.get("method") == "post"
        assert out.node.get("action") == "/account/signin/leave"


def test_an_admin_reads_on_each_page_what_an_admin_sees(show):
    assert "You see names and dates, never what people write." in show(source("admin")).words
    assert "never what people write" not in show(source("staff")).words


def test_what_was_just_done_is_said_once(plain_house, show):
    plain_house.pages["told"] = (source("client"), dict)
    with plain_house.test_client() as client:
        with client.session_transaction() as kept:
            kept["_flashes"] = [("done", "Mara can no longer open it.")]
        assert "Mara can no longer open it." in client.get("/page/told").get_data(as_text=True)
        assert "Mara can no longer open it." not in client.get("/page/told").get_data(as_text=True)


def test_nothing_of_a_page_comes_from_elsewhere(show):
    for layout in ("client", "staff", "admin", "officer", "plain"):
        page = show(source(layout))
        for node in page.tree.iter():
            for name in ("src", "href", "action"):
                assert not str(node.get(name, "")).startswith(("http:", "https:", "//", "data:"))


# ------------------------------------------------------------------ when something is wrong

CODES = ["400", "403", "404", "405", "409", "413", "429", "500", "503"]


@pytest.mark.parametrize("code", CODES)
def test_each_answer_has_its_page_and_a_way_on(show, code):
    page = show(
        f'{{% extends "errors/{code}.html" %}}',
        {"message": "It was changed in another window.", "reference": "4F7A-09BC"},
    )
    lint(page)
    assert page.links["Go to the start"] == "/"
    assert "Mara" not in page.text


def test_the_one_404_carries_nothing_of_who_asked(show):
    first, again = (show('{% extends "errors/404.html" %}') for _ in range(2))
    assert first.text == again.text
    assert "csrf" not in first.text
    assert [form.node.get("id") for form in first.forms] == ["leave"]


@pytest.mark.parametrize(
    ("wait", "said"), [(1, "in 1 second."), (30, "in 30 seconds."), (90, "in 2 minutes."), (601, "in 11 minutes.")]
)
def test_too_many_tries_says_how_long_to_wait(show, wait, said):
    assert said in show('{% extends "errors/429.html" %}', {"wait": wait}).words


STALE = '{% extends "errors/stale.html" %}'
SENT = {"typed": [("body", "I asked <b>again</b>\ntonight")], "carried": [("entry_id", "0b6a"), ("then", "keep")]}


def test_what_was_typed_into_a_stale_form_can_be_sent_again(show):
    page = show(STALE, {**SENT, "signed_in": True})
    form = page.form("Send it again")
    assert form.values["body"] == ["I asked <b>again</b>\ntonight"]
    assert form.values["entry_id"] == ["0b6a"]
    assert form.values["then"] == ["keep"]


def test_a_stale_choice_without_words_is_not_offered_again(show):
    page = show(STALE, {"typed": [], "carried": [("then", "share")], "signed_in": True})
    assert [form.node.get("id") for form in page.forms] == ["leave"]
    assert "share" not in page.text.split("<main")[1]


def test_after_signing_out_the_words_are_there_to_copy_but_not_to_send(show):
    page = show(STALE, {**SENT, "signed_in": False})
    assert "I asked <b>again</b>" in page.words
    assert "csrf_token" not in page.text
    assert [
        button for button in tags(page, "button") if button.get("type") == "submit" and not button.get("data-leave")
    ] == []
    assert page.links["Sign in again"] == "/account/signin/show"


def test_the_places_of_the_stage_are_those_of_the_layouts():
    named = set()
    for path in [*LAYOUTS.glob("*.html"), *(ROOT / "portal/templates/errors").glob("*.html")]:
        named |= set(re.findall(r'url_for\("([\w.]+)"', path.read_text("utf-8")))
    assert named - set(stage.PLACES) == set()
