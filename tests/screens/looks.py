"""What is looked at on a screen that is open: axe-core, how things lie, the focus, what is chosen, and problems.

A page load is dearer than a look, so one test opens a screen once and takes all looks. Pages are looked at in all three
widths; in the gate, and states of a page, which is built of the same parts, in two: where room is scarcest or on a
phone, and on a laptop.
"""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.screens import eye
from tests.screens.pages import Screen
from tests.screens.visitor import LAPTOP, PHONE, SIZES, Visitor

NARROWEST = min(SIZES)
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""  # WCAG 2.2, 1.4.12
WAYS = {  # of reading, each with what the page wears for it, and its direction
    "as it is": ("", ""),
    "text at 200 %": (":root { font-size: 200% }", ""),
    "text spaced out": (SPACED, ""),
    "right to left": ("", "rtl"),
}
AT_ONCE = 8  # keys that are pressed before one looks at what came of it
STOPS_IN_A_FIELD = 4  # a day, a month, a year and a calendar


def problems(visitor: Visitor) -> None:
    """What is to be fixed has the focus and leads to the field, and the title says so."""
    page = visitor.page
    summary = page.get_by_role("alert").filter(has=page.get_by_role("heading"))
    expect(summary).to_be_focused()
    assert page.title().startswith("Problem: ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")  # a bar that stands at the end lies over whatever is scrolled there


def axe(visitor: Visitor, screen: Screen, pictures: Path | None, *, everywhere: bool) -> Iterator[str]:
    """axe-core finds nothing in either theme; colours alone are what differs in the dark. Takes pictures if wanted."""
    for theme, look in (("light", eye.axe), ("dark", eye.axe_on_colours)):
        visitor.page.emulate_media(color_scheme=theme)
        for width in SIZES if everywhere else (PHONE, LAPTOP):
            visitor.resize(width)
            yield from (f"{theme}, {width} px: {problem}" for problem in look(visitor.page))
            if pictures and width in (PHONE, LAPTOP):
                eye.picture(visitor.page, pictures / screen.picture(width, theme))
    visitor.page.emulate_media(color_scheme="light")


def layout(visitor: Visitor, *, everywhere: bool) -> Iterator[str]:
    """Nothing sticks out, is cut off or too small: narrow, large or spaced out, from right to left, forced colours."""
    for width in SIZES if everywhere else (NARROWEST, LAPTOP):
        visitor.resize(width)
        for way, worn in WAYS.items():
            yield from (f"{way}, {width} px: {problem}" for problem in eye.layout_as(visitor.page, *worn))
    visitor.page.emulate_media(forced_colors="active")
    yield from (f"forced colours: {problem}" for problem in eye.layout_as(visitor.page, "", ""))
    visitor.page.emulate_media(forced_colors="none")


def focus(visitor: Visitor, widths: tuple[int, ...] = (PHONE, LAPTOP)) -> Iterator[str]:
    """The focus reaches everything and is never lost from sight; the first stop leads to the main part."""
    for width in widths:
        visitor.resize(width)
        names, wrong = walk(visitor.page)
        yield from (f"focus, {width} px: {problem}" for problem in wrong)
        if not names or "Skip to the main part" not in names[0]:
            yield f"focus, {width} px: the first stop is {names[:1]}"


def walk(page: Page) -> tuple[list[str], list[str]]:
    """Press Tab from the beginning to the end: the names of the stops, and what was wrong on the way."""
    most = STOPS_IN_A_FIELD * page.evaluate("eye.begin()")
    for _ in range(0, most + 1, AT_ONCE):
        for _ in range(AT_ONCE):
            page.keyboard.press("Tab")
        if (walked := page.evaluate("eye.walked()"))["isOver"]:
            break
    stops = walked["stops"]
    wrong = [f"{stop['name']} {problem}" for stop in stops for problem in stop["problems"]]
    return [stop["name"] for stop in stops], wrong + [
        f"{name} is never reached" for name in page.evaluate("eye.unreached()")
    ]


def choices(visitor: Visitor) -> Iterator[str]:
    """In forced colours what is chosen can be seen, and nothing moves. Leaves the choices of the page turned over."""
    visitor.resize(PHONE)
    visitor.page.emulate_media(forced_colors="active")
    yield from (f"moves: {name}" for name in visitor.page.evaluate("eye.moving()"))
    yield from (f"looks the same when chosen: {name}" for name in look_alike(visitor.page))


def look_alike(page: Page) -> list[str]:
    """Choices and places that look the same whether they are chosen or not."""
    alike = []
    for index, name in enumerate(page.evaluate("eye.marked()")):
        taken = []
        for is_on in (True, False):
            box = page.evaluate(f"eye.mark({index}, {str(is_on).lower()})")
            taken.append(page.screenshot(clip=box))
        if taken[0] == taken[1]:
            alike.append(name)
    return alike
