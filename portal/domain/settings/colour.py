"""A practice's colour: everything that follows from one shade, recomputed for every look before it is kept.

The shade takes the place of the palette's `primary`, and of the four colours made from it. Each of them is as light as
the palette's own, in each look, so that what stands on it can be told from it; the shade itself is the only one that
somebody chose, and the only one that can be too light.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from portal.core import dates
from portal.core.colours import as_light_as, at, between, contrast, hue, luminance
from portal.core.errors import Invalid
from portal.core.language import _, lazy

PALETTE = Path(__file__).parents[2] / "assets" / "palette.json"
THEMES = ("light", "dark", "dim")
MADE = ("primary", "primary-hover", "primary-soft", "primary-ink", "on-primary")
SHADE = re.compile(r"#[0-9a-fA-F]{6}")
GREY = 0.03  # below this nobody can say which hue it is
MEANINGS = {  # hues that already say something here: how near is too near, in degrees, and what it says
    "shared-ink": (15, lazy("This is nearly the colour by which people see that something is shared.")),
    "trusted-ink": (
        15,
        lazy("This is nearly the colour by which people see that something is shared with someone trusted."),
    ),
    "danger-ink": (15, lazy("This is nearly the colour by which people see that there is a problem.")),
    "note-ink": (12, lazy("This is nearly the colour by which people see that something has a time limit.")),
}
NAMES = {
    "canvas": lazy("the page"),
    "surface": lazy("a card"),
    "sunken": lazy("a well"),
    "line": lazy("a line"),
    "primary": lazy("the button"),
    "primary-hover": lazy("the button under the pointer"),
    "primary-soft": lazy("its soft ground"),
    "on-primary": lazy("the words of the button"),
    "primary-ink": lazy("words on its soft ground"),
}
LOOKS = tuple(product(THEMES, (False, True)))
SAID = {
    ("light", False): lazy("light"),
    ("dark", False): lazy("dark"),
    ("dim", False): lazy("dim"),
    ("light", True): lazy("light with more contrast"),
    ("dark", True): lazy("dark with more contrast"),
    ("dim", True): lazy("dim with more contrast"),
}


@dataclass(frozen=True, slots=True)
class Faint:
    """Two colours that could not be told apart: in which look, how clearly they differ and how clearly they have to."""

    upper: str
    lower: str
    theme: str
    more: bool
    has: float
    needs: float

    @property
    def words(self) -> str:
        """'the button on the page, light: 2.31, where 4.5 is needed'."""
        upper, lower = (NAMES.get(name, name.replace("-", " ")) for name in (self.upper, self.lower))
        found = {"upper": upper, "lower": lower, "look": SAID[self.theme, self.more]}
        has, needs = dates.number(self.has, 2), dates.number(self.needs, 1)
        return _("%(upper)s on %(lower)s, %(look)s: %(has)s, where %(needs)s is needed", **found, has=has, needs=needs)


class TooFaint(Invalid):
    """This shade cannot be used. `pairs` is why; `nearest` is the shade most like it that can."""

    def __init__(self, message: str, pairs: tuple[Faint, ...], nearest: str) -> None:
        super().__init__("colour", message)
        self.pairs, self.nearest = pairs, nearest


def a_colour(name: str, typed: Any) -> str:
    """The shade as it is kept, when everything can be told apart with it; nothing for the house's own.

    Raises:
        Invalid: no colour; TooFaint, with the nearest that can be used.
    """
    shade = str(typed or "").strip()
    if not shade:
        return ""
    if not SHADE.fullmatch(shade):
        raise Invalid(name, _("Write a colour as # and six signs from 0 to 9 and A to F, such as #1D5B4F."))
    shade = shade.upper()
    if says := means(shade):
        raise TooFaint(says, (), nearest(shade))
    if pairs := faint(shade):
        raise TooFaint(_("With this shade something could not be read by everybody."), pairs, nearest(shade))
    return shade


def can_be_used(shade: str) -> bool:
    """Whether a practice may have it."""
    return not means(shade) and not faint(shade)


def means(shade: str) -> str:
    """What people would take this colour for; nothing when it is free."""
    colourful, angle = hue(shade)
    house = _palette()["colours"]
    for name, (degrees, says) in MEANINGS.items():
        away = abs((angle - hue(house[name][0])[1] + 180) % 360 - 180)
        if colourful > GREY and away < degrees:
            return says
    return ""


@lru_cache(maxsize=64)
def faint(shade: str) -> tuple[Faint, ...]:
    """Every pair that this shade has a part in and that falls below what it needs, in any look; the worst first."""
    found = [pair for theme, more in LOOKS for pair in _faint_in(shade, theme, more=more)]
    return tuple(sorted(found, key=lambda pair: pair.has / pair.needs))


def _faint_in(shade: str, theme: str, *, more: bool) -> Iterator[Faint]:
    colours = {**house_colours(theme, more=more), **made(shade, theme, more=more)}
    for pair in _palette()["pairs"]:
        for upper in pair["stand"]:
            if upper in MADE or pair["on"] in MADE:
                has = contrast(colours[upper], colours[pair["on"]])
                if has < pair["at_least"]:
                    yield Faint(upper, pair["on"], theme, more, has, pair["at_least"])


def made(shade: str, theme: str, *, more: bool = False) -> Mapping[str, str]:
    """The five colours that follow from a shade, in one look."""
    house = house_colours(theme, more=more)
    colourful, angle = hue(shade)
    if theme == "light":
        own = luminance(shade)
        primary = _like(house["primary"], colourful, angle, own) if more else shade
        darker = luminance(house["primary-hover"]) / luminance(house["primary"])
        return {
            "primary": primary,
            "primary-hover": as_light_as(luminance(primary) * min(1.0, darker), min(colourful, _full(primary)), angle),
            "primary-soft": _like(house["primary-soft"], colourful, angle),
            "primary-ink": _like(house["primary-ink"], colourful, angle, own),
            "on-primary": house["on-primary"],
        }
    return {name: _like(house[name], colourful, angle) for name in MADE}


def house_colours(theme: str, *, more: bool = False) -> dict[str, str]:
    """Every colour of the palette by its name, as one look has it."""
    read, place = _palette(), THEMES.index(theme)
    return {name: column[place] for name, column in {**read["colours"], **(read["more"] if more else {})}.items()}


@lru_cache(maxsize=64)
def nearest(shade: str) -> str:
    """The shade that looks most like this one and can be used: of the same hue, unless that already means something."""
    colourful, angle = hue(shade)
    turns = tuple(range(-60, 61, 6))
    for around in ((0,), turns) if not means(shade) else (turns,):
        tries = {
            at(step / 100, colourful * part, angle + turn)
            for step in range(20, 61)
            for turn in around
            for part in (1.0, 0.8, 0.5, 0.25)
        }
        for one in sorted(tries, key=lambda one: (between(one, shade), one)):
            if luminance(one) < _LIGHTEST and can_be_used(one):
                return one
    return str(_palette()["colours"]["primary"][0])


@lru_cache(maxsize=64)
def sheet(shade: str) -> str:
    """The style sheet that gives a practice its colour, in all looks at once; it follows tokens.css."""
    lines = []
    for name in MADE:
        less, more = (
            " ".join(f"var(--{theme}, {made(shade, theme, more=much)[name]})" for theme in THEMES)
            for much in (False, True)
        )
        lines.append(f"--{name}:" + (less if less == more else f"var(--less, {less}) var(--more, {more})"))
    return "@layer base{:root{" + ";".join(lines) + "}}\n"


_LIGHTEST = 0.183  # 4.5 to 1 under white words (WCAG 2); whatever is lighter need not be looked at


def _like(house: str, colourful: float, angle: float, at_most: float = math.inf) -> str:
    """A colour of this hue, as light as the house's and as colourful at most."""
    return as_light_as(min(luminance(house), at_most), min(colourful, _full(house)), angle)


def _full(house: str) -> float:
    return hue(house)[0]


@cache
def _palette() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(PALETTE.read_text(encoding="utf-8"))
    return read
