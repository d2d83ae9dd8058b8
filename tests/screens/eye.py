"""A pair of eyes on a page: what axe-core finds, what a person would notice, and a picture of it."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page

HERE = Path(__file__).parent
AXE = (HERE / "axe-core" / "axe.min.js").read_text("utf-8")
# Before each page; axe-core waits in a function, which costs next to nothing until it is called.
EYE = f"""{(HERE / "eye.js").read_text("utf-8")}
{(HERE / "colours.js").read_text("utf-8")}
window.loadAxe = () => {{ {AXE} }};"""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OF_COLOURS = ("color-contrast", "link-in-text-block")
LOOKED_FOR_BY_OURSELVES = (*OF_COLOURS, "target-size")  # in each width, at less cost


def axe(page: Page) -> list[str]:
    """What axe-core objects to on the page as it stands."""
    return page.evaluate("(tags) => eye.axeOnAll(tags)", RULES)


def axe_again(page: Page) -> list[str]:
    """What it objects to in another width, if something came or went there; but for what we look for ourselves."""
    return page.evaluate("(said) => eye.axeAgain(...said)", [RULES, LOOKED_FOR_BY_OURSELVES])


def colours(page: Page, *, surely: bool = False) -> list[str]:
    """What axe-core objects to in the colours of the page, if some are not plainly good ones, or surely."""
    if surely or page.evaluate("eye.doubtful()"):
        return page.evaluate("(only) => eye.axe(only)", {"type": "rule", "values": OF_COLOURS})
    return []


def layout(page: Page) -> list[str]:
    """What sticks out, is cut off, lies on something else, or is too small to press."""
    return page.evaluate("eye.layout()")


def layout_in(page: Page, ways: Mapping[str, tuple[str, str]]) -> list[str]:
    """The same in each of these ways to read, a style sheet and a direction. Afterwards the page is as before."""
    return page.evaluate("(ways) => eye.layoutIn(ways)", ways)


def wear(page: Page, css: str) -> None:
    """Put a style sheet on the page, in place of the one before."""
    page.evaluate("(css) => eye.wear(css)", css)


def picture(page: Page, file: Path) -> None:
    """Take a picture of the whole page, as on a screen that is high enough for it, so that bars stand at its ends."""
    size = page.viewport_size
    height = page.evaluate("Math.max(innerHeight, document.documentElement.scrollHeight)")
    page.set_viewport_size({"width": size["width"], "height": height})
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file)
    page.set_viewport_size(size)
