"""What a person, or their system, can ask for: each wish has its rules, and reaches the page."""

import re

import pytest
import tinycss2

from portal.doors.style import sheet
from portal.web import palette
from tests.architecture.rules import ROOT

CSS = ROOT / "portal/static/css"
PREFS = (CSS / "prefs.css").read_text("utf-8")
CLASSES = [value for choices in sheet.PREFS.values() for value in choices if value]


def rules(content, inside=()):
    """(at-rules around it, selector, declarations) of every rule of a sheet, in their order."""
    for found in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        head = tinycss2.serialize(found.prelude).strip() if found.type.endswith("-rule") else ""
        if found.type == "at-rule" and found.lower_at_keyword in ("media", "layer"):
            yield from rules(found.content, (*inside, f"{found.lower_at_keyword} {head}"))
        elif found.type == "qualified-rule":
            declared = tinycss2.parse_blocks_contents(found.content, skip_comments=True, skip_whitespace=True)
            yield inside, head, {each.name: tinycss2.serialize(each.value).strip() for each in declared}


RULES = list(rules(tinycss2.parse_component_value_list(PREFS)))
PRINT, FORCED = "media print", "media (forced-colors: active)"


def declared(selector, *inside):
    """All that is declared for exactly this selector, inside the layer and these at-rules."""
    found = {}
    for around, head, properties in RULES:
        if head == selector and around == ("layer prefs", *inside):
            found |= properties
    return found


def test_a_person_can_choose_what_the_design_says():
    assert set(CLASSES) == {
        *(f"theme-{theme}" for theme in palette.THEMES), "contrast-more", "motion-less", "space-roomy", "voice-sans",
        "voice-dyslexic", *(f"text-{size}" for size in (110, 120, 130, 140, 150, 160)), "veil-on", "previews-off",
        "cover-off", "shortcuts-off",
    }  # fmt: skip


def test_the_cover_is_left_to_the_script():
    assert 'contains("cover-off")' in (ROOT / "portal/static/js/idle.js").read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in CLASSES if name != "cover-off"])
def test_each_choice_has_its_rules(name):
    assert [head for _, head, _ in RULES if re.search(rf"\.{name}(?![\w-])", head)]


@pytest.mark.parametrize("size", range(110, 170, 10))
def test_larger_text_is_as_large_as_it_says(size):
    assert declared(f".text-{size}") == {"font-size": f"{size}%"}


def test_roomy_spacing_meets_the_guideline():
    """WCAG 1.4.12: lines 1.5, letters .12 em, words .16 em, paragraphs 2 em."""
    everywhere, paragraphs = declared(".space-roomy *"), declared(".space-roomy p + p:not([class])")
    assert float(everywhere["line-height"]) >= 1.5
    assert (everywhere["letter-spacing"], everywhere["word-spacing"]) == (".12em", ".16em")
    assert paragraphs["margin-block-start"] == "2em"


def test_less_motion_means_none_as_when_the_system_asks():
    chosen = declared(".motion-less *, .motion-less ::before, .motion-less ::after")
    assert chosen == declared("*, ::before, ::after", "media (prefers-reduced-motion: reduce)")
    assert chosen == {"animation": "none", "transition": "none", "scroll-behavior": "auto"}


def test_the_large_font_is_fetched_only_by_those_who_chose_it():
    users = [head for _, head, properties in RULES if "OpenDyslexic" in str(properties)]
    assert users == [".voice-dyslexic"]
    others = [path.name for path in CSS.glob("*.css") if "OpenDyslexic" in path.read_text("utf-8")]
    assert others == ["prefs.css"]
    assert "opendyslexic" not in (ROOT / "portal/templates/layouts/base.html").read_text("utf-8")


# ------------------------------------------------------------------ the veil


def test_words_are_veiled_on_screen_and_lifted_by_pointer_finger_or_keyboard():
    veils = [(around, head) for around, head, properties in RULES if properties.get("filter", "").startswith("blur")]
    lifts = [(around, head) for around, head, properties in RULES if properties.get("filter") == "none"]
    assert len(veils) == len(lifts) == 1
    assert veils[0][0] == lifts[0][0] == ("layer prefs", "media screen")
    for way in (":hover", ":focus", ":active"):
        assert lifts[0][1].count(way) == 2  # of a text, and of the row that leads to one
    veiled = set(re.findall(r"\.([\w-]+)", veils[0][1])) - {"veil-on"}
    assert {"read", "note-line", "item-line", "paper-body"} <= veiled


@pytest.fixture
def wishing(plain_house, show):
    """Render a page for somebody who has asked for these classes."""

    def page(source, *wishes):
        plain_house.wishes = wishes
        try:
            return show(source)
        finally:
            plain_house.wishes = ()

    return page


VOICE = (
    '{% extends "layouts/plain.html" %}{% from "components/voice.html" import voice %}'
    '{% block title %}Note{% endblock %}{% block content %}<h1>x</h1>{{ voice("Quiet.") }}{% endblock %}'
)


def test_what_a_person_asked_for_stands_on_the_page(wishing):
    assert wishing(VOICE, "theme-dim", "text-130").tree.get("class") == "theme-dim text-130"
    assert wishing(VOICE).tree.get("class") is None


def test_the_keyboard_can_stop_at_veiled_words_and_at_no_others(wishing):
    def stops(page):
        return [node for node in page.tree.iter("div") if node.get("tabindex") == "0"]

    assert [node.get("aria-label") for node in stops(wishing(VOICE, "veil-on"))] == ["What was written"]
    assert stops(wishing(VOICE, "theme-dim")) == []


# ------------------------------------------------------------------ paper, and colours of the system's own


def test_paper_is_black_on_white_whatever_the_theme():
    root = declared(":root", PRINT)
    assert root["color-scheme"] == "light"
    assert (root["--light"], root["--dark"], root["--dim"]) == ("initial", "", "")
    assert (root["--canvas"], root["--surface"]) == ("Canvas", "Canvas")
    assert (root["--ink"], root["--muted"]) == ("CanvasText", "CanvasText")
    last_theme = max(at for at, (_, head, _) in enumerate(RULES) if head.startswith(".theme-"))
    assert next(at for at, (around, _, _) in enumerate(RULES) if PRINT in around) > last_theme


def test_paper_keeps_the_words_of_the_badge_and_drops_what_can_be_pressed():
    gone = set()
    for around, head, properties in RULES:
        if PRINT in around and properties.get("display") == "none":
            gone |= set(head.split(", "))
    assert {".top", ".nav", ".rail", ".btn", ".foot", ".share", ".skip"} <= gone
    assert not gone & {".badge", ".read", ".voice", ".head", ".meta", "main"}


@pytest.mark.parametrize(
    "what", [".over > :checked + *", ".pick :checked + .pick-box", ".tabs [aria-current]", ".place[aria-current]"]
)
def test_in_colours_of_the_system_what_is_chosen_has_an_outline(what):
    outlined = [head for around, head, properties in RULES if FORCED in around and "Highlight" in str(properties)]
    assert [head for head in outlined if what in head.split(", ")]


def test_in_colours_of_the_system_badges_and_suns_keep_their_shapes():
    edges = {part for around, head, p in RULES if FORCED in around and "border" in p for part in head.split(", ")}
    filled = {part for around, head, p in RULES if FORCED in around and "fill" in p for part in head.split(", ")}
    assert {".badge", ".tag", ".notice"} <= edges
    assert ".sun-disc" in filled
    assert declared(".badge.pending", FORCED) == {"border-style": "dashed"}
