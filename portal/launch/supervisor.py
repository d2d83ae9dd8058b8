"""Starts the parts of Harbour, starts one again when it falls over, and stops them all together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

FIRST_DELAY, LONGEST_DELAY = 1.0, 30.0  # seconds before a part is started again
STEADY = 60.0  # seconds after which a part counts as well again
LOOK_EVERY = 0.1  # seconds
PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Part:
    """One long-running program. Its environment is given whole; times in seconds."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(repr=False)
    stdin: str = ""
    log: Path | None = None  # where its output goes; the terminal when None
    patience: float = 10.0  # how long it may take to stop


@dataclass(slots=True)
class _Running:
    part: Part
    process: subprocess.Popen[str]
    started: float
    delay: float = FIRST_DELAY
    due: float | None = None  # when to start it again; None while it runs


class Supervisor:
    """Keeps parts running until told to stop. Parts stop in the reverse of the order they were started in."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._running: list[_Running] = []
        self.stopping = False

    def obey_signals(self) -> None:
        """Ctrl-C, SIGTERM and a closed terminal ask for a clean stop; asking again hurries it."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._asked_to_stop)

    def start(self, part: Part) -> None:
        self._running.append(_Running(part, _spawn(part), time.monotonic()))

    def first_to_fall(self) -> Part | None:
        """A part that is not running, if there is one."""
        return next((each.part for each in self._running if each.process.poll() is not None), None)

    def last_started(self) -> Part:
        return self._running[-1].part

    def watch(self) -> None:
        """Return when told to stop; until then start again what falls over, more slowly each time."""
        while not self.stopping:
            for each in self._running:
                self._look_after(each)
            time.sleep(LOOK_EVERY)

    def stop(self) -> None:
        """Stop all parts, the last one started first, and leave no process behind."""
        self.stopping = False  # from here on, a signal means: do not wait so long
        for each in reversed(self._running):
            self._stop(each)
        self._running.clear()

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _look_after(self, each: _Running) -> None:
        now = time.monotonic()
        if each.due is None:
            code = each.process.poll()
            if code is None:
                return
            _end_group(each.process.pid)
            if now - each.started > STEADY:
                each.delay = FIRST_DELAY
            self._say(f"The {each.part.name} stopped ({_reason(code)}); it starts again in {each.delay:.0f} s.")
            each.due = now + each.delay
            each.delay = min(each.delay * 2, LONGEST_DELAY)
        elif now >= each.due:
            each.process, each.started, each.due = _spawn(each.part), now, None

    def _stop(self, each: _Running) -> None:
        """Ask, ask again, insist. The second SIGTERM tells a job worker not to wait for its job."""
        for patience in (each.part.patience, each.part.patience / 2):
            if each.process.poll() is not None:
                break
            each.process.terminate()
            self._wait(each.process, patience)
        _end_group(each.process.pid)
        each.process.wait()

    def _wait(self, process: subprocess.Popen[str], seconds: float) -> None:
        end = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < end and not self.stopping:
            time.sleep(LOOK_EVERY / 5)
        self.stopping = False


def _spawn(part: Part) -> subprocess.Popen[str]:
    """Start a part in a session of its own, so a Ctrl-C in the terminal reaches the supervisor alone."""
    with contextlib.ExitStack() as closing:
        output = closing.enter_context(part.log.open("a")) if part.log else None
        process = subprocess.Popen(
            part.command,
            env=dict(part.env),
            stdin=subprocess.PIPE if part.stdin else subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            text=True,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - the supervisor has one thread
        )
    if process.stdin:
        with contextlib.suppress(BrokenPipeError), process.stdin:
            process.stdin.write(part.stdin)
    return process


def end_with_parent() -> None:
    """Ask Linux to stop this process should the supervisor be killed outright."""
    if _LIBC:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _end_group(group: int) -> None:
    """End what a part may have left behind in its process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _reason(code: int) -> str:
    return f"code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
