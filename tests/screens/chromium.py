"""Gets Chromium, which the tests of the screens look with, onto this machine: by root's apt, once for a test run.

A test run tells its workers by environment variables, as it does for its servers. Where Chromium cannot be had the
tests that need it are skipped, and the reason names the one command that mends it.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from portal.launch import pango
from tests import services

CHROMIUM = "HARBOUR_TEST_CHROMIUM"
CHROMIUM_MISSING = f"{CHROMIUM}_MISSING"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
WANTED = ("chromium", "libatomic1")  # the second is for Playwright's own Node.js, which leans on it
INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends", *WANTED)
MENDS = {
    "apt-get": "apt-get install chromium libatomic1",
    "dnf": "dnf install chromium libatomic",
    "zypper": "zypper install chromium libatomic1",
    "pacman": "pacman -S chromium",
    "apk": "apk add chromium libatomic",
}
# Nothing but the page: no graphics card, no greeting, no talking to anybody. And scripts as they are: each runs for
# less long than it takes to make it quick.
OPTIONS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--no-opt --no-maglev --min-semi-space-size=16",
)
SCREENS = Path(__file__).parent


def start_for_tests(stack: contextlib.ExitStack, asked_for: Iterable[str]) -> None:
    """See to Chromium if this run comes here, and tell the test workers where it is, or why there is none.

    Args:
        stack: takes back what was told, at the end of the run.
        asked_for: the paths and test ids that pytest was called with.
    """
    if CHROMIUM in os.environ or not any(_leads_here(Path(said.split("::")[0])) for said in asked_for):
        return
    if program := found() or installed():
        services.tell(stack, CHROMIUM, program)
    else:
        services.tell(stack, CHROMIUM_MISSING, f"Chromium cannot be driven here. Install it for these tests: {mend()}")


def found() -> str | None:
    """The Chromium of this machine, if Playwright can drive one here."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return program if program and drives() else None


def drives() -> bool:
    """Whether Playwright's driver starts: it is a Node.js of its own, and wants libraries of the system."""
    asked = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def installed() -> str | None:
    """The Chromium that root's apt has just fetched; None where that cannot be done."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Installing Chromium with apt-get, for the tests of the screens.", flush=True)  # noqa: T201 - it takes a while
    pango._quietly(["apt-get", "-qq", "update"])
    pango._quietly([INSTALL[0], "-qq", *INSTALL[1:]])
    return found()


def mend() -> str:
    """The one command that installs Chromium on this system."""
    for tool, command in MENDS.items():
        if shutil.which(tool):
            return command if os.geteuid() == 0 else f"sudo {command}"
    return "install Chromium with your system's package tool"


def _leads_here(path: Path) -> bool:
    path = path.resolve()
    return path.is_relative_to(SCREENS) or SCREENS.is_relative_to(path)
