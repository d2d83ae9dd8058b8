"""Plants faults one by one in a copy of the house and demands that the tests notice: `make sabotage`."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUICK = "--engine sqlite"  # for faults that any database shows
FAILED = 1  # pytest's word for "tests ran and some failed"; 2 and up mean that nothing was proved
MADE = ("data", "build", "htmlcov", "__pycache__", ".*_cache")
LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", ".native", "vendor", *MADE)


@dataclass(frozen=True)
class Fault:
    """One fault: in `file`, `old` (which must stand there exactly once) becomes `new`; `tests` must turn red."""

    name: str
    file: str
    old: str
    new: str
    tests: str


def faults() -> list[Fault]:
    from tests.faults import FAULTS  # noqa: PLC0415 - the list is data

    return FAULTS


def plant(fault: Fault, house: Path) -> None:
    path = house / fault.file
    text = path.read_text(encoding="utf-8")
    if text.count(fault.old) != 1:
        sys.exit(f"The fault {fault.name!r} no longer fits {fault.file}: mend it in tests/faults.")
    path.write_text(text.replace(fault.old, fault.new), encoding="utf-8")


def is_noticed(fault: Fault | None, tests: str) -> bool:
    """Whether the tests turn red in a copy with this fault, or without any when it is None."""
    with tempfile.TemporaryDirectory(prefix="harbour-sabotage-") as folder:
        house = Path(folder) / "house"
        shutil.copytree(ROOT, house, ignore=LEFT_BEHIND, symlinks=True)
        if fault:
            plant(fault, house)
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:randomly",
            "-p",
            "no:cacheprovider",
            *tests.split(),
        ]
        done = subprocess.run(
            command, cwd=house, capture_output=True, text=True, check=False, env={**os.environ, "HARBOUR_SABOTAGE": "1"}
        )
        if done.returncode not in (0, FAILED):
            print(done.stdout[-2000:], done.stderr[-2000:])
            sys.exit(f"{fault and fault.name}: the tests could not run (exit {done.returncode}); nothing was proved.")
        return done.returncode == FAILED


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help="words in the names of the faults to plant (default: all)")
    wanted = parser.parse_args().only
    chosen = [fault for fault in faults() if not wanted or any(word in fault.name for word in wanted)]
    for tests in sorted({fault.tests for fault in chosen}):
        if is_noticed(None, tests):
            sys.exit(f"Without any fault, `pytest {tests}` is red already; nothing could be proved.")
    missed = []
    for fault in chosen:
        noticed = is_noticed(fault, fault.tests)
        print(f"{'noticed' if noticed else 'MISSED '}  {fault.name}", flush=True)
        if not noticed:
            missed.append(fault.name)
    print(f"{len(chosen) - len(missed)} noticed, {len(missed)} missed")
    sys.exit(1 if missed or not chosen else 0)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
