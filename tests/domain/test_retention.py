"""Retention: an account deleted with a reason, the record kept until its date and erased then, early only by two."""

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import create_engine, func, inspect, select, text
from sqlalchemy.exc import ProgrammingError

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.domain import accounts, audit, process_notes, progress_notes, retention, settings, vault
from portal.models.people import Person
from portal.models.progress_notes import ProgressAddendum, ProgressNote
from portal.models.retention import Retention
from portal.models.summaries import Addendum, Final, Summary
from portal.models.vault import Item, ItemKey, Lock
from tests.acts import read_by, share, therapist_of, write
from tests.cast import PASSWORD, add_person, found_practice
from tests.summary_stories import given_with_addendum, here

WEEK = timedelta(days=7, seconds=1)
CANARY = "heliotrope"


@pytest.fixture
def ana(house):
    return add_person(found_practice("willow"), "Ana", Role.CLIENT, password=PASSWORD)


@pytest.fixture
def mara(ana):
    return therapist_of(ana, "Mara")


@pytest.fixture
def olga(ana):
    return add_person(ana.practice_id, "Olga", Role.ADMIN)


def sweep(actor):
    here(actor, accounts.sweep_closings)
    here(actor, retention.sweep)


def recorded(mara, ana):
    """A signed note with an addendum, a final with one, and a note of the therapist's own."""
    note_id = here(mara, progress_notes.write, mara, ana.person_id, "Recorded.")
    here(mara, progress_notes.sign, mara, ana.person_id, note_id, 1)
    here(mara, progress_notes.add, mara, ana.person_id, note_id, "Added.")
    here(mara, process_notes.write, mara, ana.person_id, "Own.")
    return note_id, given_with_addendum(mara, ana)


def on(day):
    return datetime.combine(day, time(12), UTC)


def dump(settings):
    """Every byte of every table, as its owner sees it."""
    engine = create_engine(settings.owner_database_url)
    with engine.connect() as connection:
        tables = inspect(engine).get_table_names()
        rows = [connection.execute(text(f'select * from "{name}"')).all() for name in tables]
    engine.dispose()
    return b"\n".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for table in rows
        for row in table
        for value in row
    )


def test_t64_a_deleted_client_leaves_no_key_and_no_text_and_the_record_stays_with_its_reason(ana, mara, olga, settings):
    entry_id = write(ana, CANARY)
    share(ana, entry_id, mara)
    note_id, _ = recorded(mara, ana)
    mine = ana.keys.principal_id
    bodies = here(ana, lambda: [*db.session.scalars(select(Item.body).where(Item.owner_id == mine))])
    ways = here(ana, lambda: [*db.session.scalars(select(Lock.box).where(Lock.principal_id == mine))])
    gone_at = here(olga, retention.delete_client, olga, ana.person_id, "asked")
    assert gone_at - now() > timedelta(days=6, hours=23)
    assert read_by(mara, entry_id) is None, "at once"
    assert all(secret in dump(settings) for secret in (*bodies, *ways))
    with time_machine.travel(now() + WEEK):
        sweep(olga)
        everything = dump(settings)
        assert not any(secret in everything for secret in (*bodies, *ways))
        assert CANARY.encode() not in everything
        keys = select(ItemKey).join(Item, Item.id == ItemKey.item_id).where(Item.owner_id == mine)
        assert here(ana, lambda: db.session.scalars(keys).all()) == []
        with pytest.raises(Invalid):
            accounts.sign_in(ana.practice_id, "ana@example.org", PASSWORD, "127.0.0.1")
        item = here(mara, lambda: db.session.scalars(select(Item).where(Item.thing_id == note_id)).first())
        assert b"Recorded." in here(mara, vault.read_one, mara.keys, item.id)
        [kept] = here(olga, retention.shelf, olga).kept
        assert (kept.name, kept.reason) == ("Ana", "asked")
        assert kept.until.year == kept.last_on.year + 10


def test_within_seven_days_it_is_stopped_by_an_admin_or_by_signing_in(ana, olga):
    write(ana)
    here(olga, retention.delete_client, olga, ana.person_id, "ended")
    [one] = here(olga, retention.shelf, olga).leaving
    assert (one.name, one.reason) == ("Ana", "ended")
    with pytest.raises(Conflict):
        here(olga, retention.delete_client, olga, ana.person_id, "ended")
    here(olga, retention.stop, olga, ana.person_id)
    assert here(olga, retention.shelf, olga).leaving == []
    here(olga, retention.delete_client, olga, ana.person_id, "ended")
    accounts.sign_in(ana.practice_id, "ana@example.org", PASSWORD, "127.0.0.1")
    with time_machine.travel(now() + WEEK):
        sweep(olga)
        assert here(olga, lambda: db.session.get(Person, ana.person_id).closed_at) is None
        assert here(olga, retention.shelf, olga).leaving == []
        here(olga, retention.delete_client, olga, ana.person_id, "ended")


def test_between_the_two_sweeps_nobody_is_told_that_the_account_stays_and_the_reason_stays(ana, mara, olga):
    recorded(mara, ana)
    here(olga, retention.delete_client, olga, ana.person_id, "died")
    with time_machine.travel(now() + WEEK):
        here(olga, accounts.sweep_closings)
        with pytest.raises(Conflict, match="gone already"):
            here(olga, retention.stop, olga, ana.person_id)
        here(olga, retention.sweep)
        [kept] = here(olga, retention.shelf, olga).kept
        assert kept.reason == "died"


def test_the_admins_reason_is_forgotten_with_the_deletion_and_a_closing_of_their_own_is_theirs(ana, mara, olga):
    recorded(mara, ana)
    here(olga, retention.delete_client, olga, ana.person_id, "never-came")
    accounts.sign_in(ana.practice_id, "ana@example.org", PASSWORD, "127.0.0.1")
    assert here(olga, retention.shelf, olga).leaving == []
    here(ana, accounts.close, ana)
    with pytest.raises(NotFound):
        here(olga, retention.stop, olga, ana.person_id)
    with time_machine.travel(now() + WEEK):
        sweep(olga)
        [kept] = here(olga, retention.shelf, olga).kept
        assert kept.reason == "closed"


def test_the_record_goes_by_itself_on_its_date_and_nothing_before(ana, mara, olga, settings):
    note_id, summary_id = recorded(mara, ana)
    here(ana, accounts.close, ana)
    with time_machine.travel(now() + WEEK):
        sweep(olga)
        [kept] = here(olga, retention.shelf, olga).kept
        assert kept.reason == "closed"
        file_id = here(mara, lambda: db.session.get(Summary, summary_id).file_item_id)
        body = here(mara, lambda: db.session.get(Item, (mara.practice_id, file_id)).body)
    with time_machine.travel(on(kept.until) - timedelta(days=2)):
        sweep(olga)
        assert here(mara, lambda: db.session.get(ProgressNote, note_id))
    with time_machine.travel(on(kept.until) + timedelta(days=1)):
        sweep(olga)
        for model in (ProgressNote, ProgressAddendum, Final, Addendum, Summary):
            assert here(mara, lambda m=model: db.session.scalars(select(m)).all()) == [], model
        hers = select(Item.kind).where(Item.owner_id == mara.keys.principal_id)
        assert set(here(mara, lambda: db.session.scalars(hers).all())) <= {"factor"}, "what she proves herself with"
        assert body not in dump(settings)
        assert here(olga, lambda: db.session.get(Person, ana.person_id).name) == "Someone who was here"
        assert here(olga, retention.shelf, olga).kept == []
        assert here(olga, audit.verify, olga.practice_id).is_whole
        assert here(olga, lambda: audit.lines(olga, audit.Seek())).lines[0].who == "By itself"


def test_before_its_date_it_takes_a_reason_and_a_second_admin(ana, mara, olga):
    note_id, _ = recorded(mara, ana)
    vera = add_person(ana.practice_id, "Vera", Role.ADMIN)
    here(olga, retention.delete_client, olga, ana.person_id, "twice")
    with pytest.raises(NotFound):
        here(olga, retention.ask_early, olga, ana.person_id, "asked")
    with time_machine.travel(now() + WEEK):
        sweep(olga)
        with pytest.raises(Invalid):
            here(olga, retention.ask_early, olga, ana.person_id, "because")
        here(olga, retention.ask_early, olga, ana.person_id, "asked")
        with pytest.raises(Conflict):
            here(olga, retention.confirm_early, olga, ana.person_id)
        here(vera, retention.stop_early, vera, ana.person_id)
        with pytest.raises(NotFound):
            here(vera, retention.confirm_early, vera, ana.person_id)
        here(vera, retention.ask_early, vera, ana.person_id, "wrong")
        here(olga, retention.confirm_early, olga, ana.person_id)
        assert here(mara, lambda: db.session.get(ProgressNote, note_id)) is None
        with pytest.raises(NotFound):
            here(olga, retention.confirm_early, olga, ana.person_id)


def test_one_of_whom_there_is_no_record_leaves_nothing_to_keep(ana, olga):
    here(olga, retention.delete_client, olga, ana.person_id, "never-came")
    with time_machine.travel(now() + WEEK):
        sweep(olga)
        assert here(olga, retention.shelf, olga).kept == []
        assert here(olga, lambda: db.session.scalars(select(Retention.gone_at)).one())


def test_only_a_client_who_is_nothing_else_is_deleted_and_only_by_an_admin(ana, mara, olga):
    both = add_person(ana.practice_id, "Both", Role.CLIENT, Role.THERAPIST)
    for actor in (ana, mara):
        with pytest.raises(Forbidden):
            here(actor, retention.delete_client, actor, ana.person_id, "asked")
        with pytest.raises(Forbidden):
            here(actor, retention.shelf, actor)
    with pytest.raises(Conflict):
        here(olga, retention.delete_client, olga, both.person_id, "asked")
    with pytest.raises(NotFound):
        here(olga, retention.delete_client, olga, mara.person_id, "asked")
    with pytest.raises(Invalid):
        here(olga, retention.delete_client, olga, ana.person_id, "")
    foreign = add_person(found_practice("oak"), "Foreign", Role.ADMIN)
    with pytest.raises(NotFound):
        here(foreign, retention.delete_client, foreign, ana.person_id, "asked")


def test_two_admins_at_once_delete_once_and_the_second_is_told(house, ana, olga):
    vera, told = add_person(ana.practice_id, "Vera", Role.ADMIN), []

    def delete(admin):
        with house.app_context():
            try:
                here(admin, retention.delete_client, admin, ana.person_id, "asked")
                told.append("done")
            except Conflict as problem:
                told.append(str(problem))
            db.session.remove()

    threads = [threading.Thread(target=delete, args=(admin,)) for admin in (olga, vera)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(told) == "done"
    assert "being deleted already" in min(told)


@pytest.mark.on("postgresql")
def test_the_application_can_take_nothing_from_a_record_that_stays(ana, mara, olga):
    recorded(mara, ana)
    for statement in ("delete from progress_note", "delete from summary_final"):
        with pytest.raises(ProgrammingError):
            here(olga, lambda s=statement: db.session.execute(text(s)))
    with pytest.raises(ProgrammingError):
        here(olga, lambda: db.session.execute(select(func.erase_record(olga.practice_id, ana.person_id))))


def test_days_that_were_said_hold_whatever_is_set_afterwards(ana, mara, olga):
    note_id, _ = recorded(mara, ana)
    write(ana)
    here(olga, settings.keep, olga, 0, keep_closed_days=30)
    gone_at, days = here(ana, accounts.close, ana), timedelta(days=1)
    assert gone_at - now() > 29 * days
    here(olga, settings.keep, olga, 1, keep_closed_days=7)
    for later in (8 * days, 29 * days):
        with time_machine.travel(gone_at - 30 * days + later):
            sweep(olga)
            assert here(ana, lambda: db.session.get(Person, ana.person_id).closed_at) is None
    with time_machine.travel(gone_at + days):
        sweep(olga)
        [kept] = here(olga, retention.shelf, olga).kept
        here(olga, settings.keep, olga, 2, record_years=1)
        assert here(olga, retention.shelf, olga).kept == [kept]
    with time_machine.travel(on(kept.until) - 2 * days):
        sweep(olga)
        assert here(mara, lambda: db.session.get(ProgressNote, note_id)), "a shorter time reaches nothing that is here"
    here(olga, settings.keep, olga, 3, record_years=12)
    with time_machine.travel(on(kept.until) + days):
        sweep(olga)
        [longer] = here(olga, retention.shelf, olga).kept
        assert longer.until.year == kept.until.year + 2
