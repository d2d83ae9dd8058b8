"""The palette as CSS and as arithmetic: writes tokens.css, and says how strongly two colours differ.

`python -m portal.web.palette` writes the style sheet anew; a test fails while it and the palette disagree.
"""

import json
from pathlib import Path
from typing import Any

from portal.core.colours import contrast

PALETTE = Path(__file__).parents[1] / "assets" / "palette.json"
__all__ = ["THEMES", "colours", "contrast", "palette", "tokens_css"]
TOKENS = Path(__file__).parents[1] / "static" / "css" / "tokens.css"
THEMES = ("light", "dark", "dim")
# Of `--light`, `--dark` and `--dim` one is `initial` and the others are empty. `var(--light, #FFF)` is then the colour
# or nothing, so each colour is written once with all it can be, and a theme is one line that moves the `initial`
# (prefs.css has the themes a person can choose). Any browser that knows custom properties understands it.
SHEET = """\
/* Written by `python -m portal.web.palette` from portal/assets/palette.json: change it there. palette.py says how. */
@layer base, parts, pages, prefs;
@layer base {
:root {
  color-scheme: light;
  --light: initial; --dark: ; --dim: ;
  --less: initial; --more: ;
COLOURS
}
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; --light: ; --dark: initial; } }
@media (prefers-contrast: more) { :root { --less: ; --more: initial; } }
}
"""


def palette() -> dict[str, Any]:
    """The palette file.

    Returns:
        `colours` (name to one colour for each of THEMES), `more` (those that differ when more contrast is asked for)
        and `pairs` (what stands on what, and how clearly).
    """
    read: dict[str, Any] = json.loads(PALETTE.read_text(encoding="utf-8"))
    return read


def colours(theme: str, *, more: bool = False) -> dict[str, str]:
    """Every colour by its name, as one theme has it, with more contrast or without."""
    read, at = palette(), THEMES.index(theme)
    return {name: column[at] for name, column in {**read["colours"], **(read["more"] if more else {})}.items()}


def tokens_css(read: dict[str, Any]) -> str:
    """The style sheet that names every colour of the palette file."""
    lines = []
    for name, column in read["colours"].items():
        stronger = read["more"].get(name)
        value = f"var(--less, {_any_of(column)}) var(--more, {_any_of(stronger)})" if stronger else _any_of(column)
        lines.append(f"  --{name}: {value};")
    return SHEET.replace("COLOURS", "\n".join(lines))


def _any_of(column: list[str]) -> str:
    return " ".join(f"var(--{theme}, {colour})" for theme, colour in zip(THEMES, column, strict=True))


if __name__ == "__main__":
    TOKENS.write_text(tokens_css(palette()), encoding="utf-8")
