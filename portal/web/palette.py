"""The palette as CSS and as arithmetic: writes tokens.css, and says how strongly two colours differ.

`python -m portal.web.palette` writes the style sheet anew; a test fails while it and the palette disagree.
"""

import json
from pathlib import Path
from typing import Any

PALETTE = Path(__file__).parents[1] / "assets" / "palette.json"
TOKENS = Path(__file__).parents[1] / "static" / "css" / "tokens.css"
LIGHT, DARK = 0, 1
KNEE = 0.04045  # below this an sRGB channel is linear (WCAG 2, relative luminance)


def palette() -> dict[str, Any]:
    """The palette file: `colours` (name to light and dark) and `pairs` (what stands on what, and how clearly)."""
    read: dict[str, Any] = json.loads(PALETTE.read_text(encoding="utf-8"))
    return read


def tokens_css(colours: dict[str, list[str]]) -> str:
    """The style sheet that names every colour, light first, dark when the system asks for it; paper is always light."""

    def block(theme: int) -> str:
        return "\n".join(f"  --{name}: {pair[theme]};" for name, pair in colours.items())

    return (
        "/* Written by `python -m portal.web.palette` from portal/assets/palette.json: change it there. */\n"
        "@layer base, parts, pages, prefs;\n"
        f":root {{\n  color-scheme: light dark;\n{block(LIGHT)}\n}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{block(DARK)}\n}}\n}}\n"
    )


def contrast(one: str, other: str) -> float:
    """How strongly two colours (#RRGGBB) differ, from 1 to 21, by the formula of WCAG 2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    # The bend of the sRGB curve, as WCAG 2 writes it.
    return channel / 12.92 if channel <= KNEE else float(((channel + 0.055) / 1.055) ** 2.4)


if __name__ == "__main__":
    TOKENS.write_text(tokens_css(palette()["colours"]), encoding="utf-8")
