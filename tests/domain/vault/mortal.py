"""A process of its own that does one verb of the vault in one unit of work, and is killed at a step of our choice."""

import multiprocessing
import os
import signal
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, event, select

from config import Settings
from portal.core import keyring
from portal.core.crypto import Keys
from portal.core.db import db, unit_of_work
from portal.core.keyring import Ring
from portal.domain import vault
from portal.models.vault import Grant, Principal

PROCESSES = multiprocessing.get_context("forkserver")  # clean processes, without our connections and threads
PROCESSES.set_forkserver_preload([__name__])
CODE = "0000000000000000000000000A"  # of keys that were put aside


def share(keys, item_ids, grant_id):
    vault.share(keys, item_ids, db.session.scalars(select(Grant).where(Grant.id == grant_id)).one())


def write(keys, thing_id, version):
    vault.write(keys, "note", b"after", thing_id, version)


def rotate(keys):
    fresh = vault.rotate(keys)
    vault.set_password(fresh, "after")
    vault.let_hold(fresh, vault.practice_principal("recovery"))


def rekey(keys):
    vault.set_password(vault.rekey(keys), "after")


def reunite(keys):
    person_id = db.session.scalars(select(Principal.person_id).where(Principal.id == keys.principal_id)).one()
    [before] = vault.closed_of(person_id)
    vault.reunite(keys, vault.open_with_code(before, CODE))


def end(_keys, grant_id):
    vault.end(grant_id)


def shred(keys):
    vault.shred(keys.principal_id)


def start_afresh(keys, person_id):
    vault.retire(keys.principal_id)
    _, fresh = vault.new_principal(db.session.info["practice_id"], "person", person_id)
    vault.set_password(fresh, "after")


@dataclass(frozen=True)
class Task:
    """Everything the process must know; it begins with nothing of ours."""

    settings: Settings
    ring: Ring
    practice_id: UUID
    keys: bytes
    verb: str
    args: tuple


def live_and_die(task, die_at):
    """Die by SIGKILL at step `die_at`: before and after each statement, and before and after the commit."""
    app = Flask("mortal")
    app.config["SQLALCHEMY_DATABASE_URI"] = task.settings.database_url
    keyring.init_app(app, task.ring)
    db.init_app(app)
    steps = iter(range(1, 1_000_000))

    def step(*_args):
        if next(steps) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    with app.app_context():
        with unit_of_work(task.practice_id):
            for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
                event.listen(Engine, moment, step)
            globals()[task.verb](Keys.from_bytes(task.keys), *task.args)
        step()


def outlives(die_at, task):
    """Whether a process that was to die at this step had done everything before."""
    process = PROCESSES.Process(target=live_and_die, args=(task, die_at))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode == 0
