"""A person at a real browser: opens screens, and notices whatever the browser complains about meanwhile."""

from collections.abc import Mapping
from time import monotonic
from uuid import uuid4

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.screens.eye import EYE
from tests.screens.pages import Screen
from tests.screens.practice import Practice

SIZES = {320: 640, 390: 844, 1366: 768}  # CSS px: the narrowest that must do, a phone, a laptop
PHONE, LAPTOP = 390, 1366
NOWHERE = (-1, -1)  # outside of the window
AWAY = 300  # seconds; sessions last three times as long
STAYS = 420  # seconds; after ten minutes what is sensitive asks for the password again
PATIENCE = 20_000  # ms; a busy machine is no reason to fail
COMPLAINTS = ("error", "warning")  # of the console; what the policy forbids is an error there
OF_THE_PAGE_ITSELF = "Failed to load resource: the server responded"  # its status is looked at elsewhere


class Visitor:
    """One context of the browser with one page in it. `complaints` must stay empty."""

    def __init__(self, browser: Browser, address: str, practice: Practice, cookies: Mapping[str, str], **options: bool):
        self.address, self.practice = address, practice
        self.context = browser.new_context(base_url=address, **options)
        self.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        self.context.add_init_script(EYE)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda problem: self.complaints.append(f"a script fell: {problem}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.status = 0  # of the page that is open
        self.seen_at = self.came_at = monotonic()

    def _heard(self, message: ConsoleMessage) -> None:
        is_own = message.location["url"] == self.page.url and message.text.startswith(OF_THE_PAGE_ITSELF)
        if message.type in COMPLAINTS and not is_own:
            self.complaints.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.complaints.append(f"a request to {request.url}")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.status = response.status

    @property
    def was_away(self) -> bool:
        """Whether other tests ran for so long meanwhile that the session may have ended, or asks for the password."""
        return monotonic() - self.seen_at > AWAY or monotonic() - self.came_at > STAYS

    def open(self, screen: Screen) -> Page:
        """Come to this screen on a phone, in the light theme, with nothing moving, and do what leads to its state.

        The pointer goes off first: what it is left lying on by whoever looked before looks pointed at.
        """
        self.seen_at = monotonic()
        self.resize(PHONE)
        self.page.mouse.move(*NOWHERE)
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce", forced_colors="none")
        self.page.goto(self.practice.path(screen.who, screen.path))
        if screen.act:
            screen.act(self.page, {"fresh": uuid4().hex, **self.practice.ids.get(screen.who, {})})
            self.page.mouse.move(*NOWHERE)
        return self.page

    @property
    def width(self) -> int:
        return self.page.viewport_size["width"]

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": SIZES[width]})

    def close(self) -> None:
        self.context.close()
