"""A house is backed up with its database's own tools, lives on, and is put back on an empty machine. T77 and T78."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

import pytest
from sqlalchemy import make_url, select

from portal import scheduler
from portal.app import check, create_app
from portal.core.actor import Actor, Role
from portal.core.clock import living_at, now
from portal.core.db import db, unit_of_work
from portal.core.keyring import ring
from portal.domain import accounts, audit, journal, practices, recovery, summaries, vault
from portal.domain.accounts.officers import stop_holding
from portal.domain.operators import removing, restoring
from portal.launch.installation import CannotStart, Installation
from portal.launch.native import PROJECT
from portal.models.audit import AuditRow
from portal.models.people import Person
from portal.models.practices import Practice
from portal.models.vault import Grant, ItemKey
from tests import services
from tests.acts import at_work, read_by, share, stop, write
from tests.browser import Browser
from tests.cast import add_person, found_practice, hold_the_key, look_after
from tests.doors.visits import PASSWORD, sign_in
from tests.house import tables_of
from wsgi import rooms

RESTORED = str(audit.Event.PRACTICE_RESTORED)


@dataclass
class Lived:
    """Who lives in the house, and what they wrote before it was backed up."""

    ana: Actor
    mara: Actor
    kept: UUID
    ended: UUID
    erased: UUID
    again: UUID


@pytest.fixture
def lived(house):
    here = found_practice("willow")
    ana = add_person(here, "Ana", Role.CLIENT, password=PASSWORD)
    mara = add_person(here, "Mara", Role.THERAPIST)
    look_after(ana, mara)
    kept, ended, erased, again = (write(ana, words) for words in ("Kept.", "Ended.", "Erased.", "Given again."))
    with living_at(now() - timedelta(minutes=2)):
        share(ana, again, mara)
    with living_at(now() - timedelta(minutes=1)):
        stop(ana, again, mara)
    with living_at(now() - timedelta(seconds=30)):  # what is given in the second it is taken away counts as given anew
        for entry_id in (kept, ended, again):
            share(ana, entry_id, mara)
    scheduler.daily()
    return Lived(ana, mara, kept, ended, erased, again)


@pytest.fixture
def back_up(settings, tmp_path):
    """`back_up()` is a function that puts the database of now on an empty machine, and says where it is."""
    url = make_url(settings.owner_database_url)
    copy = tmp_path / "copy"

    def sqlite():
        with closing(sqlite3.connect(url.database)) as connection:
            connection.execute("vacuum into ?", [str(copy)])
        return lambda: [f"sqlite:///{copy}"] * 2

    def postgresql():
        where = ["--host", url.query["host"], "--username", services.OWNER]
        tools = services.postgres_binaries()
        dump = [tools / "pg_dump", *where, "--format", "custom", "--file", copy, url.database]
        subprocess.run(dump, check=True)

        def put_back():
            fresh = services.new_database(f"{url.database}_back")
            restore = [tools / "pg_restore", *where, "--exit-on-error", "--dbname", f"{url.database}_back", copy]
            subprocess.run(restore, check=True)
            return fresh

        return put_back

    return {"sqlite": sqlite, "postgresql": postgresql}[url.get_backend_name()]


@pytest.fixture
def machine(settings, tmp_path):
    """`machine(put_back)` is the house on another one: the same secrets, the lists that lie beside the database."""
    made = []

    def put(put_back):
        folder = tmp_path / "elsewhere"
        folder.mkdir()
        for name in ("revocations.log", "checkpoints.log"):
            if (settings.data_dir / name).exists():
                shutil.copy(settings.data_dir / name, folder)
        owner, app = put_back()
        theirs = replace(settings, data_dir=folder, owner_database_url=owner, database_url=app)
        made.append(create_app(theirs, rooms()))
        return made[-1], theirs

    yield put
    for app in made:
        with app.app_context():
            db.engine.dispose()


def rows(settings):
    """Every row of every table, as whoever runs the server sees them."""
    with tables_of(settings) as found:
        return found.rows()


def is_whole():
    kept = ring().data_dir / "checkpoints.log"
    lines = kept.read_text().splitlines() if kept.exists() else []
    for practice_id in practices.all_ids():
        with unit_of_work(practice_id, writes=False):
            if not audit.verify(practice_id, lines).is_whole or any(vault.fsck().values()) or summaries.altered():
                return False
    return True


def test_put_back_on_an_empty_machine_it_counts_as_before_and_a_client_signs_in_and_reads(
    lived, back_up, machine, settings
):
    before, put_back = rows(settings), back_up()
    elsewhere, theirs = machine(put_back)
    assert rows(theirs) == before
    with elsewhere.app_context():
        check(elsewhere)
        assert is_whole()
        browser = Browser(elsewhere.test_client())
        sign_in(browser, "ana@example.org")
        assert "Kept." in browser.get(f"/notes/{lived.kept}").words


def live_on(lived, officer, ben, oak):
    """What is taken back after the backup: a share, everything of one client, a note, a way in, a practice."""
    stop(lived.ana, lived.ended, lived.mara)
    with at_work(lived.ana):
        journal.delete_entry(lived.ana, lived.erased)
        journal.erase(lived.ana, lived.erased)
        accounts.take_away([ben.person_id])
        stop_holding(officer.person_id)
    with unit_of_work(None):
        db.session.get(Practice, oak).leaves_at = now() - timedelta(hours=1)
    removing.remove(oak)


def test_an_older_backup_lets_nobody_in_before_what_was_taken_back_is_taken_back_again(lived, back_up, machine):
    oak, here = found_practice("oak"), lived.ana.practice_id
    ben, tova = add_person(here, "Ben", Role.CLIENT), add_person(here, "Tova", Role.OFFICER)
    hold_the_key(tova)
    put_back = back_up()
    live_on(lived, tova, ben, oak)
    scheduler.checkpoint(ring().data_dir / "checkpoints.log")  # of a trail that the backup does not have whole
    elsewhere, _theirs = machine(put_back)
    with elsewhere.app_context():
        assert read_by(lived.mara, lived.ended) == "Ended."
        with pytest.raises(restoring.NotYet, match=r"python3 run\.py restored"):
            check(elsewhere)
        told = {one.practice_id: one for one in restoring.settle()}
        assert told[oak].is_removed
        assert told[here].again == 4  # the share, the note, the officer's way in, and Ben with all that was his
        assert told[here].lost > 0
        check(elsewhere)
        assert practices.all_ids() == [here]
        assert [read_by(lived.mara, entry_id) for entry_id in (lived.kept, lived.ended)] == ["Kept.", None]
        assert read_by(lived.mara, lived.again) == "Given again."
        with at_work(lived.ana):
            assert vault.latest_readable(lived.ana.unlocked(), [lived.erased]) == {}
            assert db.session.get_one(Person, ben.person_id).closed_at
            assert vault.holders(vault.practice_principal("recovery").id) == frozenset()
            assert RESTORED in db.session.scalars(select(AuditRow.event)).all()
        assert is_whole()
        browser = Browser(elsewhere.test_client())
        sign_in(browser, "ana@example.org", follow=True)
        assert "Erased." not in browser.get("/notes").words
        assert browser.get(f"/notes/{lived.erased}").status == HTTPStatus.NOT_FOUND
        assert [one.again for one in restoring.settle()] == [0]


def test_an_officer_who_was_ended_and_made_again_opens_the_house_and_keeps_the_key(house):
    here = found_practice("willow")
    tova, vera = add_person(here, "Tova", Role.OFFICER), add_person(here, "Vera", Role.THERAPIST)
    hold_the_key(tova)
    made, ended = recovery.make_officer, recovery.end_officer
    for ago, verb in ((360, made), (300, ended), (297, made)):  # minutes; nothing is written in the practice afterwards
        with living_at(now() - timedelta(minutes=ago)), unit_of_work(here):
            more = [recovery.open_key(tova)] if verb is made else []
            verb(tova, vera.person_id, *more)
    restoring.check()
    restoring.settle()
    with unit_of_work(here, writes=False):
        assert {one.id for one in recovery.officers()} == {tova.person_id, vera.person_id}


def test_a_line_too_many_from_long_ago_takes_nothing_back(lived, settings):
    """The list is written before the commit: a unit that broke then left a line for what stands, and stands rightly."""
    with at_work(lived.ana):
        given = select(ItemKey.grant_id).join(Grant, Grant.id == ItemKey.grant_id).where(Grant.scope != vault.OWN)
        grant_id = db.session.scalars(given).first()
    stem = f"{(now() - timedelta(hours=1)).isoformat(timespec='seconds')} {lived.ana.practice_id} ended"
    torn = f"{now().isoformat(timespec='seconds')} {lived.ana.practice_id} ended"
    (settings.data_dir / "revocations.log").write_text(f"{stem} {grant_id}\n{torn}")
    restoring.check()
    assert read_by(lived.mara, lived.kept) == "Kept."


@pytest.mark.on("sqlite")
def test_the_command_that_takes_it_back_again_runs_while_nobody_is_let_in(lived, back_up, machine):
    put_back = back_up()
    stop(lived.ana, lived.ended, lived.mara)
    elsewhere, theirs = machine(put_back)
    for part in fields(theirs.secrets):
        path = theirs.data_dir / "secrets" / part.name
        path.parent.mkdir(exist_ok=True, mode=0o700)
        path.write_bytes(getattr(theirs.secrets, part.name))
    env = {
        "PATH": os.environ["PATH"],
        "PORTAL_DATA_DIR": str(theirs.data_dir),
        "PORTAL_DATABASE_URL": theirs.database_url,
        "PORTAL_REDIS_URL": theirs.redis_url,
    }
    shut = Installation.from_env(env)
    with pytest.raises(CannotStart):
        shut.migrate(opens=True)
    command = [sys.executable, "-m", "portal.launch", "restored"]
    done = subprocess.run(command, env=env, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert "1 taken back again" in done.stdout
    with elsewhere.app_context():
        check(elsewhere)
