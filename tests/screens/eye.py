"""A pair of eyes on a page: what axe-core finds, what a person would notice, and a picture of it."""

from pathlib import Path

from playwright.sync_api import Page

EYE = (Path(__file__).parent / "eye.js").read_text("utf-8")
AXE = (Path(__file__).parent / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OF_COLOURS = ("color-contrast", "link-in-text-block")


def axe(page: Page) -> list[str]:
    """What axe-core objects to on the page as it stands."""
    return _run_axe(page, {"type": "tag", "values": RULES})


def axe_on_colours(page: Page) -> list[str]:
    """What axe-core objects to in the colours of the page: all that another theme changes."""
    return _run_axe(page, {"type": "rule", "values": OF_COLOURS})


def _run_axe(page: Page, only: dict[str, object]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate("(only) => eye.axe(only)", only)


def layout(page: Page) -> list[str]:
    """What sticks out, is cut off, lies on something else, or is too small to press."""
    return page.evaluate("eye.layout()")


def layout_as(page: Page, css: str, direction: str) -> list[str]:
    """The same for somebody who reads with this style sheet on the page, in this direction; both stay."""
    return page.evaluate("(worn) => eye.layoutAs(...worn)", [css, direction])


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
