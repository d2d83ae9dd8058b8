"""The scheduler process: sends what was not sent, sweeps what has expired, signs the ends of the audit chains.

One loop, with nobody's keys. Of several schedulers one is at work; another takes over when that one is gone.
"""

import fcntl
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from config import Settings
from portal.app import check, create_app
from portal.core import logs, memory
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.keyring import ring
from portal.domain import (
    accounts,
    appointments,
    audit,
    devices,
    disclosures,
    files,
    handovers,
    imports,
    inbox,
    invitations,
    journal,
    limits,
    mail,
    operators,
    outbox,
    practices,
    recovery,
    reminders,
    retention,
    rosters,
    sessions,
    signals,
    summaries,
    vault,
)
from portal.domain.operators import acts, archives, leaving, removing, setting_up

LOOK_EVERY = 3.0  # seconds: how soon a job goes on when Redis is back
SWEEP_EVERY = 60.0  # seconds
OUR_LOCK = 720_114  # any number, the same for every node
SWEEPS: tuple[Callable[[], object], ...] = (
    vault.drop_superseded,  # before the newer one can have ended
    vault.sweep,
    handovers.sweep,
    sessions.sweep,
    devices.sweep,
    accounts.sweep_tries,
    limits.sweep,
    accounts.sweep_closings,
    retention.sweep,
    summaries.sweep,
    reminders.sweep,
    mail.sweep,
    journal.sweep,
    files.sweep,
    imports.sweep,
    inbox.sweep,
    rosters.sweep,
    invitations.sweep_sheets,
    disclosures.sweep,
    signals.sweep,
    recovery.sweep,
    appointments.sweep,
)
WAIT_WHILE_CLOSED = frozenset({accounts.sweep_closings, journal.sweep})  # nobody could change their mind meanwhile
log = logging.getLogger("portal.scheduler")  # __name__ is __main__ in the process itself


def look() -> None:
    """Every few seconds: bring on the jobs that were left lying. An idle practice is only read."""
    are_open = set(practices.open_ids())
    for practice_id in practices.all_ids():
        with _surviving(practice_id):
            is_open = practice_id in are_open
            with unit_of_work(practice_id, writes=False):
                found = outbox.needs_sweeping(is_open=is_open)
            if found:
                with unit_of_work(practice_id):
                    outbox.sweep(is_open=is_open)


def sweep() -> None:
    """Every minute: what has expired goes, each practice and each concept on its own; and practices that are due."""
    are_open = set(practices.open_ids())
    for practice_id in practices.all_ids():
        for part in SWEEPS:
            if practice_id in are_open or part not in WAIT_WHILE_CLOSED:
                with _surviving(practice_id), unit_of_work(practice_id):
                    part()
    with _surviving(), unit_of_work(None):
        operators.sweep()
        setting_up.sweep()
    with _surviving():
        leaving.remind()
    for practice_id in removing.due():
        with _surviving(practice_id):
            removing.remove(practice_id)
    with _surviving():
        archives.sweep()


def daily() -> None:
    """Once a day (UTC): look whether each practice is sound, then sign where its audit chain ends."""
    path = ring().data_dir / "checkpoints.log"
    if path.exists() and datetime.fromtimestamp(path.stat().st_mtime, UTC).date() >= now().date():
        return
    inspect(path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else [])
    checkpoint(path)


def inspect(checkpoints: list[str]) -> None:
    """Say in the log, by ids and counts, which chain was broken, which rows must not be, which finals were altered."""
    for practice_id in practices.open_ids():
        with _surviving(practice_id):
            with unit_of_work(practice_id, writes=False):
                found = audit.verify(practice_id, checkpoints)
            if not found.is_whole:
                log.error("practice %s: the audit trail is broken at entry %d", practice_id, found.broken_at)
            with unit_of_work(practice_id):
                audit.note_check(found)
        with _surviving(practice_id), unit_of_work(practice_id, writes=False):
            for what, count in vault.fsck().items():
                if count:
                    log.error("practice %s: the vault has %d of this: %s", practice_id, count, what)
        with _surviving(practice_id), unit_of_work(practice_id, writes=False):
            for summary_id in summaries.altered():
                log.error("practice %s: final summary %s is not what was made final", practice_id, summary_id)
    with _surviving(), unit_of_work(None, writes=False):
        found = acts.verify(checkpoints)
    if not found.is_whole:
        log.error("the operators' log is broken at entry %d", found.broken_at)


def checkpoint(path: Path) -> None:
    """A signed line for the end of each practice's audit chain, kept outside the database."""
    lines: list[str] = []
    for practice_id in practices.all_ids():
        with _surviving(practice_id), unit_of_work(practice_id, writes=False):
            lines += [f"{line}\n" for line in (audit.checkpoint(practice_id),) if line]
    with _surviving(), unit_of_work(None, writes=False):
        lines += [f"{line}\n" for line in (acts.checkpoint(),) if line]
    if lines:
        _append(path, "".join(lines))


def run(stop: threading.Event) -> None:
    """Look and sweep until told to stop, in an application context."""
    swept = float("-inf")
    with _alone(stop):
        while not stop.is_set():
            with _surviving():
                look()
            if time.monotonic() - swept >= SWEEP_EVERY:
                swept = time.monotonic()
                with _surviving():
                    sweep()
                with _surviving():
                    daily()
            stop.wait(LOOK_EVERY)


@contextmanager
def _surviving(practice_id: UUID | None = None) -> Iterator[None]:
    """One practice's trouble is not the next one's, and a database that is away for a while comes back."""
    try:
        yield
    except Exception:
        log.exception("a round did not work in practice %s", practice_id)


@contextmanager
def _alone(stop: threading.Event) -> Iterator[None]:
    """Wait until no other scheduler is at work, or until told to stop. The system ends the claim with the process."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
            while not line.scalar(select(func.pg_try_advisory_lock(OUR_LOCK))) and not stop.wait(LOOK_EVERY):
                pass
            yield
            line.scalar(select(func.pg_advisory_unlock_all()))
    else:
        with (ring().data_dir / "scheduler.lock").open("w") as file:
            while not _claims(file.fileno()) and not stop.wait(LOOK_EVERY):
                pass
            yield


def _claims(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _append(path: Path, lines: str) -> None:
    """One write, on disk before we go on: this file is what a later look at the chain is held against."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, lines.encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)


def main() -> None:
    """Run until SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    memory.keep_private()
    app = create_app(Settings.from_env())
    logs.catch_the_rest()
    check(app)
    with app.app_context():
        run(stop)


if __name__ == "__main__":
    main()
