#!/usr/bin/env python3
"""Sets Harbour up and starts it, with the standard library alone. `python3 run.py help` lists what it can do."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
# More tests at a time than cores, since many wait for a browser, a server or a process; who is done takes work over.
ALL_TESTS = ("-q", "-n", "3", "--dist", "worksteal", "--gate", "--cov", "--cov-report=term:skip-covered")
HELP = """python3 run.py            set up what is missing, then start Harbour on 127.0.0.1:8000 (PORT=8001 for another)
python3 run.py test       set up what is missing, then run all tests (with words behind it: just those of pytest)
python3 run.py prepare    only set up, with the tools for development
python3 run.py secrets    only write this installation's secrets
python3 run.py COMMAND    a command of `portal.cli` on this installation: demo, doctor, verify, fsck,
                          restored, set-up-address, operator-address"""


class CannotPrepare(RuntimeError):
    """The set-up cannot go on; the message names what mends it."""


def main(words: list[str]) -> int:
    """Carry out one command; the program that does the work takes over this process."""
    command, rest = (words[0], words[1:]) if words else ("run", [])
    if command in ("help", "-h", "--help"):
        print(HELP)
        return 0
    os.chdir(HERE)
    try:
        with one_at_a_time():
            prepare(DEVELOPMENT if command in ("test", "prepare") else RUNTIME)
            put_languages_together()
    except CannotPrepare as why:
        print(why, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if command == "prepare":
        return 0
    if command == "test":
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes are started: compiled once is enough
        subprocess.run([PYTHON, "-m", "portal.launch", "pdf"], check=False)
        become("pytest", *(rest or ALL_TESTS))
    become("portal.launch", *([] if command == "run" else words))
    return 0


def become(module: str, *words: str) -> None:
    """Go on as a module inside the virtual environment; signals then reach it directly."""
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), "-m", module, *words])  # noqa: S606 - without a shell on purpose


def prepare(requirements: str) -> None:
    """Make the virtual environment hold these locked requirements; nothing to do when its stamp says so.

    Raises:
        CannotPrepare: Python is too old, the folder is not ours, or the packages could not be installed.
    """
    if sys.version_info < OLDEST:
        raise CannotPrepare(
            f"Harbour needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.\n"
            "If a newer one is installed, name it: python3.11 run.py"
        )
    if _is_prepared(requirements):
        return
    if not os.access(HERE, os.W_OK) or (VENV.exists() and not os.access(VENV, os.W_OK)):
        raise CannotPrepare(
            f"{HERE} cannot be written by this user, and something must be installed there.\n"
            f"Run this as the user who owns the folder, or make a clone of your own: git clone {HERE} ~/harbour"
        )
    if not _fits_this_python():
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, symlinks=True, with_pip=False)
    print(f"Installing the packages of {requirements} into .venv; the first time takes a minute or two.", flush=True)
    install(requirements)
    for name in {requirements, RUNTIME}:  # the tools for development come on top of what Harbour itself needs
        _stamp(name).write_text(_digest(name))


def put_languages_together() -> None:
    """Make the catalogues that gettext reads, where people have written since. Nothing of it is left for later.

    Raises:
        CannotPrepare: they could not be made; the program that makes them says why.
    """
    for folder in HERE.glob("portal/translations/*/LC_MESSAGES"):
        made, written = folder / "messages.mo", (path.stat().st_mtime_ns for path in folder.glob("*.po"))
        if not made.exists() or made.stat().st_mtime_ns < max(written, default=0):
            done = subprocess.run([PYTHON, "-m", "portal.core.catalogues"], check=False)
            if done.returncode:
                raise CannotPrepare("The languages could not be put together; the reason stands above.")


def install(requirements: str) -> None:
    """Install with the pip that lies in vendor/, so a Debian without python3-venv needs nothing more.

    Every package must have a hash in the lock, and come as a wheel: nothing is compiled, no set-up code runs.
    """
    pip = next((HERE / "vendor").glob("pip-*.whl"))
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    done = subprocess.run([PYTHON, pip / "pip", "install", *options, "-r", HERE / requirements], check=False)
    if done.returncode:
        raise CannotPrepare(
            "The packages could not be installed; pip says why above.\n"
            "When the network is there and pip can reach its package index, run the same command again."
        )


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two set-ups at once would spoil one another; the second waits for the first."""
    folder = os.open(HERE, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _fits_this_python() -> bool:
    """Whether .venv exists and was made by this version of Python; a copied or upgraded machine may leave another."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text().splitlines()
    except FileNotFoundError:
        return False
    settings = dict(line.split(" = ", 1) for line in lines if " = " in line)
    made_by = settings.get("version") or settings.get("version_info", "")
    return PYTHON.exists() and made_by.startswith(sys.version.split()[0])


def _is_prepared(requirements: str) -> bool:
    stamp = _stamp(requirements)
    return _fits_this_python() and stamp.exists() and stamp.read_text() == _digest(requirements)


def _stamp(requirements: str) -> Path:
    return VENV / f".{Path(requirements).stem}.stamp"


def _digest(requirements: str) -> str:
    return hashlib.sha256((HERE / requirements).read_bytes() + sys.version.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
