"""The colours: every pair that meets is told apart in every theme, and a browser arrives at what the palette says."""

import itertools
import re

import pytest

from portal.web import palette
from tests.architecture.rules import ROOT

CSS = ROOT / "portal/static/css"
TOKENS, PREFS = ((CSS / f"{name}.css").read_text("utf-8") for name in ("tokens", "prefs"))
PAIRS = [(upper, pair["on"], pair["at_least"]) for pair in palette.palette()["pairs"] for upper in pair["stand"]]
LOOKS = list(itertools.product(palette.THEMES, (False, True)))
TEXT, EDGE, TEXT_WITH_MORE = 4.5, 3.0, 7.0


def faint(theme, more, least_of):
    """Pairs that fall below what they need in this look, with the contrast they have."""
    colours = palette.colours(theme, more=more)
    found = {(upper, lower): palette.contrast(colours[upper], colours[lower]) for upper, lower, _ in PAIRS}
    return {
        (upper, lower): round(found[upper, lower], 2)
        for upper, lower, least in PAIRS
        if found[upper, lower] < least_of(least)
    }


def test_all_pairs_are_looked_at():
    assert len(PAIRS) == 94
    assert {least for _, _, least in PAIRS} == {TEXT, EDGE}


@pytest.mark.parametrize(("theme", "more"), LOOKS)
def test_what_stands_on_something_can_be_told_from_it(theme, more):
    assert faint(theme, more, lambda least: least) == {}


@pytest.mark.parametrize("theme", palette.THEMES)
def test_with_more_contrast_text_is_at_least_7_to_1(theme):
    assert faint(theme, True, lambda least: TEXT_WITH_MORE if least == TEXT else EDGE) == {}


@pytest.mark.parametrize("theme", palette.THEMES)
def test_with_more_contrast_lines_and_edges_are_stronger(theme):
    plain, more = palette.colours(theme), palette.colours(theme, more=True)
    for name, ground in itertools.product(("line", "control", "ink", "muted"), ("canvas", "surface")):
        assert palette.contrast(more[name], more[ground]) > palette.contrast(plain[name], plain[ground])
    assert palette.contrast(more["line"], more["canvas"]) >= EDGE


def test_a_faint_pair_would_be_noticed():
    assert faint("light", False, lambda _least: 12.0)


def test_dim_is_dark_with_warmer_and_softer_ink():
    dark, dim = palette.colours("dark"), palette.colours("dim")
    for name in ("ink", "muted", "canvas", "surface"):
        red, green, blue = (int(dim[name][at : at + 2], 16) for at in (1, 3, 5))
        assert red > green > blue, name
    assert palette.contrast(dim["ink"], dim["canvas"]) < palette.contrast(dark["ink"], dark["canvas"])


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#FFFFFF", 21), ("#FFFFFF", "#FFFFFF", 1), ("#777777", "#FFFFFF", 4.478)]
)
def test_contrast_is_counted_as_the_guidelines_count_it(one, other, ratio):
    assert palette.contrast(one, other) == pytest.approx(ratio, abs=0.001)
    assert palette.contrast(other, one) == palette.contrast(one, other)


# ------------------------------------------------------------------ what a browser makes of it


def test_the_tokens_are_what_the_palette_says():
    assert palette.tokens_css(palette.palette()) == TOKENS


def given(block):
    """Custom properties of a block and what they hold, as a browser would keep them."""
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):([^;]*);", block)}


def rule(text, selector):
    return re.search(rf"(?<![\w.-]){re.escape(selector)} {{([^}}]*)}}", text)[1]


def worked_out(value, holds):
    """A value after its var() are replaced: by what the name holds, or by the fallback when it holds `initial`."""
    while found := re.search(r"var\(--([\w-]+)", value):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(value[end], 0)
            end += 1
        _, _, fallback = value[found.end() : end - 1].partition(",")
        held = holds[found[1]]
        value = value[: found.start()] + (fallback if held == "initial" else held) + value[end:]
    return value.strip()


SYSTEM = {
    ("light", False): "",
    ("dark", False): rule(TOKENS, "@media (prefers-color-scheme: dark) { :root"),
    ("light", True): rule(TOKENS, "@media (prefers-contrast: more) { :root"),
}
CHOSEN = {
    (theme, more): rule(PREFS, f".theme-{theme}") + (rule(PREFS, ".contrast-more") if more else "")
    for theme, more in LOOKS
}
ASKED = [(look, block) for asked in (SYSTEM, CHOSEN) for look, block in asked.items()]


@pytest.mark.parametrize(("look", "block"), ASKED)
def test_a_browser_arrives_at_the_palette_s_colours(look, block):
    """As the system asks, and as a person chooses, whatever the system asks."""
    theme, more = look
    root = given(rule(TOKENS, ":root"))
    systems = [""] if (look, block) in list(SYSTEM.items()) else SYSTEM.values()
    for system in systems:
        holds = root | given(system) | ({} if more else {"less": "initial", "more": ""}) | given(block)
        shown = {name: worked_out(root[name], holds) for name in palette.palette()["colours"]}
        assert shown == palette.colours(theme, more=more)


def test_controls_of_the_browser_itself_follow_the_theme():
    assert "color-scheme: light;" in rule(PREFS, ".theme-light")
    assert "color-scheme: dark;" in rule(PREFS, ".theme-dark")
    assert "color-scheme: dark;" in rule(PREFS, ".theme-dim")
    assert "color-scheme: dark;" in SYSTEM["dark", False]
