"""What is looked at on a screen that is open: axe-core, how things lie, the focus, what is chosen, and problems.

A page load is dearer than a look, so one test opens a screen once and takes all looks; and turning the window or the
theme is dearer than a look at text, so the looks go by windows. Each finds what no other can:

- axe-core on all of a page, once, on a phone in the light: what is said to the ear. In another width it looks again if
  anything came or went there, since only then something else is said.
- Colours in each width and theme. Most are plainly good; axe-core judges where they are not, and in the dark once for
  sure: it alone knows what text lies on when that is not a parent of it.
- How things lie in each width and way of reading, and in forced colours, which give everything an edge, on a phone.
- The Tab key from end to end, on a phone in the light and on a laptop in the dark, since rings have colours, too.
- What is chosen, in forced colours, where nothing but shapes tells it.
"""

import asyncio
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
AT_ONCE = 16  # keys that are pressed before one looks at what came of it
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


def everything(visitor: Visitor, screen: Screen, pictures: Path | None) -> Iterator[str]:
    """All that is wrong with a screen, whoever looks. Takes pictures if wanted, and leaves the page turned over."""
    page = visitor.page
    for width in (PHONE, LAPTOP, NARROWEST):
        visitor.resize(width)
        wrong = eye.axe(page) if width == PHONE else [*eye.axe_again(page), *eye.colours(page)]
        yield from (f"light, {width} px: {problem}" for problem in wrong)
        _picture(visitor, screen, pictures, width, "light")
        yield from eye.layout_in(page, WAYS)
        if width == PHONE:
            yield from focus(visitor)
    page.emulate_media(color_scheme="dark")
    for width in (NARROWEST, LAPTOP, PHONE):
        visitor.resize(width)
        yield from (f"dark, {width} px: {problem}" for problem in eye.colours(page, surely=width == PHONE))
        _picture(visitor, screen, pictures, width, "dark")
        if width == LAPTOP:
            yield from focus(visitor)
    yield from forced(visitor)


def _picture(visitor: Visitor, screen: Screen, pictures: Path | None, width: int, theme: str) -> None:
    if pictures and width in (PHONE, LAPTOP):
        eye.picture(visitor.page, pictures / screen.picture(width, theme))


def focus(visitor: Visitor) -> Iterator[str]:
    """The focus reaches everything and is never lost from sight; the first stop leads to the main part."""
    first, wrong = walk(visitor.page)
    yield from (f"focus, {visitor.width} px: {problem}" for problem in wrong)
    if "Skip to the main part" not in first:
        yield f"focus, {visitor.width} px: the first stop is {first}"


def forced(visitor: Visitor) -> Iterator[str]:
    """In forced colours nothing is cut off, what is chosen can be seen, and nothing moves."""
    visitor.page.emulate_media(color_scheme="light", forced_colors="active")
    yield from (f"forced colours: {problem}" for problem in eye.layout(visitor.page))
    yield from (f"moves: {name}" for name in visitor.page.evaluate("eye.moving()"))
    yield from (f"looks the same when chosen: {name}" for name in look_alike(visitor.page))


def walk(page: Page) -> tuple[str, list[str]]:
    """Press Tab from the beginning to the end: the name of the first stop, and what was wrong on the way."""
    most = STOPS_IN_A_FIELD * page.evaluate("eye.begin()")
    for _ in range(0, most + 1, AT_ONCE):
        press(page, "Tab", AT_ONCE)
        if (walked := page.evaluate("eye.walked()"))["isOver"]:
            break
    stops = walked["stops"]
    wrong = [f"{stop['name']} {problem}" for stop in stops for problem in stop["problems"]]
    wrong += [f"{name} is never reached" for name in page.evaluate("eye.unreached()")]
    return stops[0]["name"] if stops else "nowhere", wrong


def press(page: Page, key: str, times: int) -> None:
    """Press a key many times in a row without waiting for the browser, which would draw the page after each.

    Playwright shows this only to those who write with `async`: what it says to the browser keeps its order.
    """
    keyboard = page.keyboard._impl_obj

    async def all_of_them() -> None:
        await asyncio.gather(*(keyboard.press(key, None) for _ in range(times)))

    page._sync(all_of_them())


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
