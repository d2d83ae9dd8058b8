"""What processes cost, read from /proc: CPU seconds of a whole tree of them, and memory. Linux only."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
MEGABYTE = 1_000_000
GONE = (FileNotFoundError, ProcessLookupError)


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one process, in megabytes: `resident` counts what it shares in full, `share` only its part of that (PSS)."""

    resident: float
    share: float | None


def children(pid: int) -> list[int]:
    """Processes this one has started and that have not been waited for."""
    found: list[int] = []
    with suppress(*GONE):
        for thread in (PROC / str(pid) / "task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    return found


def tree(pid: int) -> Iterator[int]:
    yield pid
    for child in children(pid):
        yield from tree(child)


def cpu(pid: int) -> float:
    """CPU seconds of a process and all its descendants, those that have ended included."""
    return sum(_spent(one) for one in tree(pid))


def cpu_when_idle(pid: int) -> float:
    """The same once it has no child any more: what a child spends on ending belongs to its work."""
    while children(pid):
        time.sleep(0.002)
    return cpu(pid)


def memory(pid: int) -> Memory:
    """What a process holds now. Its share cannot be told when it forbids to look inside."""
    resident = int((PROC / str(pid) / "statm").read_text().split()[1]) * PAGE / MEGABYTE
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except PermissionError:
        return Memory(resident, None)
    share = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return Memory(resident, share * 1024 / MEGABYTE)


def database_server(name: str) -> int | None:
    """The PostgreSQL server on this machine that has a connection to this database; None when there is none."""
    for path in PROC.glob("[0-9]*/cmdline"):
        with suppress(*GONE):
            said = path.read_bytes().rstrip(b"\0").decode(errors="replace")
            if said.startswith("postgres: ") and f" {name} " in said:
                return _parent(int(path.parent.name))
    return None


def _spent(pid: int) -> float:
    with suppress(*GONE):
        return sum(map(int, _stat(pid)[11:15])) / TICK  # utime stime cutime cstime
    return 0.0


def _parent(pid: int) -> int:
    return int(_stat(pid)[1])


def _stat(pid: int) -> list[str]:
    """The fields of proc(5) after the name, which may hold anything: state first."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
