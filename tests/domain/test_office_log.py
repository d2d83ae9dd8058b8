"""The log of the office: names and dates in places without a gap, and nothing of what a client keeps to themselves."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import create_engine, select, text

from portal.core.actor import Role
from portal.core.clock import living_at, now
from portal.core.db import db, unit_of_work
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import audit, disclosures, journal
from portal.domain.audit import BY_KIND, KINDS, Event, Kind, Seek, is_listed
from portal.domain.audit.chain import START, seal
from portal.models.audit import AuditRow
from tests.acts import at_work
from tests.cast import add_person
from tests.summary_stories import here


@pytest.fixture
def olga(cast):
    """Two lines are listed before she looks."""
    with at_work(cast.olga):
        for _ in range(2):
            audit.record(cast.idris, Event.CONTACT_CHANGED)
    return cast.olga


def listed(olga, *seek, **more):
    return here(olga, lambda: audit.lines(olga, Seek(*seek), **more))


def said(page):
    return [(line.who, line.what, line.about) for line in page.lines]


def test_what_others_opened_is_listed_and_what_a_client_wrote_or_shared_is_not(cast, olga):
    with at_work(cast.ana):
        for number in range(5):
            journal.write(cast.ana, f"Private {number}.")
        audit.record(cast.ana, Event.SIGNED_IN, about_id=cast.ana.person_id)
        audit.record(cast.mara, Event.SIGNED_IN, about_id=cast.mara.person_id)
        audit.record(cast.mara, Event.MEASURES_OPENED, uuid4(), cast.ana.person_id, version=7)
        audit.record(None, Event.SIGN_IN_FAILED, about_id=cast.ana.person_id)
        audit.record(None, Event.BACK_IN_ASKED, uuid4(), cast.ana.person_id)
        audit.record(cast.mara, Event.SIGNAL_REACHED, uuid4(), cast.ana.person_id)
        for event in (Event.SIGN_IN_FAILED, Event.FACTOR_REFUSED, Event.KEYS_RENEWED, Event.SHARE_UNDONE):
            audit.record(cast.ana, event, about_id=cast.ana.person_id)
        audit.record(None, Event.SUMMARY_CLOSED, uuid4(), cast.ana.person_id)
    assert said(listed(olga)) == [
        ("Someone", "tried to sign in, and it did not work", ""),
        ("Mara", "opened something that was shared", "Ana"),
        ("Mara", "signed in", ""),
        ("Idris", "changed how they may be written to", ""),
        ("Idris", "changed how they may be written to", ""),
    ]
    assert [line.place for line in listed(olga).lines] == [5, 4, 3, 2, 1], (
        "that a summary closed would say when Ana stopped"
    )
    assert [line.what for line in listed(olga, None, cast.ana.person_id).lines] == [
        "opened something that was shared",
    ], "whose name somebody gave is told nowhere"


def test_nothing_someone_trusted_does_is_listed_nor_whom_a_client_invites():
    for event in Event:
        assert not is_listed(event, Role.CONFIDANT)
        assert is_listed(event, Role.ADMIN) is (event not in BY_KIND[Kind.PRIVATE])
    assert not is_listed(Event.PERSON_INVITED, Role.CLIENT)
    assert not is_listed(Event.ACCESS_DENIED, Role.CLIENT)
    assert is_listed(Event.SIGN_IN_FAILED, None)


def test_no_line_of_any_event_names_a_reader_or_a_thing(cast, olga):
    """One line of each event by a client, by a therapist and by itself, with all the ids that an event ever has."""
    rosa = add_person(olga.practice_id, "Rosa", Role.CONFIDANT)
    thing, others = uuid4(), {name: uuid4() for name in ("grant", "item", "summary", "receipt", "entry", "goal")}
    with at_work(olga):
        for event in Event:
            for actor in (cast.ana, cast.mara, rosa, None):
                audit.record(actor, event, thing, cast.ana.person_id, reader=rosa.person_id, version=7, **others)
    made = here(olga, disclosures.log_file, olga, Seek(), "json").data.decode()
    hidden = {"Rosa", str(rosa.person_id), *(str(one) for one in others.values())}
    assert not {one for one in {*hidden, str(thing)} if one in made}
    seen = set()
    with at_work(olga):
        for line in audit.lines(olga, Seek(), most=1_000).lines:
            whole = audit.line(olga, line.place) if (line.what, line.kind) not in seen else None
            seen.add((line.what, line.kind))
            assert not {one for one in hidden if one in repr((line, whole))}, line.what
            assert str(thing) not in repr(whole) or line.kind is Kind.OFFICE, line.what
            assert whole is None or "7" not in str(whole.more), line.what
    assert len(seen) == len({(what, kind) for kind in KINDS for what in BY_KIND[kind].values()})


def test_a_line_says_more_by_ids_and_never_a_version_or_a_count(cast, olga):
    thing = uuid4()
    with at_work(cast.olga):
        audit.record(olga, Event.CASELOAD_ASSIGNED, thing, cast.ana.person_id, therapist=cast.mara.person_id)
        audit.record(cast.mara, Event.OPENED, uuid4(), cast.ana.person_id, item=uuid4(), version=7)
    whole = here(olga, audit.line, olga, 4)
    assert (whole.thing_id, whole.more, whole.places, whole.line.about_id) == (None, [], 4, cast.ana.person_id)
    whole = here(olga, audit.line, olga, 3)
    assert (whole.thing_id, whole.more) == (thing, [("Therapist", "Mara")])
    with pytest.raises(NotFound):
        here(olga, audit.line, olga, 5)


def test_lines_are_found_by_person_by_kind_by_day_and_page_by_page(cast, olga):
    start = now().replace(hour=12) - timedelta(days=40)
    events = (Event.PERSON_JOINED, Event.OPENED, Event.CLOSING_ASKED)
    for day in range(12):
        with living_at(start + timedelta(days=day)), at_work(olga):
            audit.record(cast.ana, events[day % 3], uuid4(), cast.ana.person_id)
            audit.record(cast.mara, Event.OPENED, uuid4(), cast.ana.person_id)
            audit.record(cast.idris, Event.PASSWORD_CHANGED, about_id=cast.idris.person_id)
    everything = listed(olga, most=100).lines
    assert [line.at for line in everything] == sorted((line.at for line in everything), reverse=True)
    ana = cast.ana.person_id
    for kind in (None, *KINDS):
        for person_id in (None, ana, cast.mara.person_id, cast.ben.person_id):
            expected = [
                line
                for line in everything
                if (kind is None or line.kind is kind)
                and (person_id is None or person_id in {line.who_id, line.about_id})
            ]
            found, before = [], None
            while True:
                page = listed(olga, kind, person_id, before=before, most=5)
                found += page.lines
                before = page.older
                if before is None:
                    break
            assert found == expected, (kind, person_id)
    first, last = (start + timedelta(days=2)).date(), (start + timedelta(days=3)).date()
    assert len(listed(olga, None, None, first, last).lines) == 6
    assert len(listed(olga, Kind.OPENED, ana, first, first).lines) == 1
    assert len(listed(olga, None, None, None, date.max).lines) == 38
    with pytest.raises(Invalid):
        listed(olga, None, None, last, first)
    with pytest.raises(NotFound):
        listed(olga, before=999)


def test_nobody_but_an_admin_reads_it_and_no_other_practice_does(cast, olga):
    for actor in (cast.ana, cast.mara):
        for ask in (lambda a: audit.lines(a, Seek()), lambda a: audit.line(a, 1), audit.last_check):
            with pytest.raises(Forbidden):
                here(actor, ask, actor)
        with pytest.raises(Forbidden):
            here(actor, audit.people_called, actor, "Ana")
    assert here(cast.foreign_admin, audit.lines, cast.foreign_admin, Seek()).lines == []
    assert listed(cast.foreign_admin, None, cast.ana.person_id).lines == []


def test_people_are_found_by_a_part_of_their_name(cast, olga):
    add_person(olga.practice_id, "Ana Maria", Role.CLIENT)
    assert [name for _, name in here(olga, audit.people_called, olga, " aNA")] == ["Ana", "Ana Maria"]
    assert here(olga, audit.people_called, olga, "%") == []
    assert here(olga, audit.people_called, olga, " ") == []


@pytest.mark.parametrize(
    ("how", "broken_at"),
    [
        ("update audit set place = null, kind = null where place = 2", 6),
        ("update audit set kind = 'care' where place = 1", 5),
        ("update audit set place = 3, kind = 'care' where seq = 1", 1),
        ("update audit set kind = 'care' where seq = 1", 1),
        ("update audit_head set place = 1", 7),
    ],
)
def test_a_line_cannot_be_hidden_from_the_office_unseen(cast, olga, settings, how, broken_at):
    engine = create_engine(settings.owner_database_url)
    with engine.begin() as connection:
        connection.execute(
            text(f"{how}{' and' if 'where' in how else ' where'} practice_id = :here"), {"here": own(olga)}
        )
    engine.dispose()
    assert here(olga, audit.verify, olga.practice_id).broken_at == broken_at


def own(actor):
    return actor.practice_id.hex if db.engine.dialect.name == "sqlite" else str(actor.practice_id)


def test_lines_from_before_the_log_have_a_place_and_the_seal_they_were_written_with(cast, olga, settings):
    engine = create_engine(settings.owner_database_url)
    mac = START
    with unit_of_work(olga.practice_id, writes=False):
        rows = [
            {column.key: getattr(row, column.key) for column in AuditRow.__table__.c}
            for row in db.session.scalars(select(AuditRow).order_by(AuditRow.seq))
        ]
        seals = []
        for row in rows:
            mac = seal(mac, {**row, "place": None})
            seals.append({"mac": mac, "seq": row["seq"], "here": own(olga)})
    with engine.begin() as connection:
        connection.execute(text("update audit set mac = :mac where seq = :seq and practice_id = :here"), seals)
        connection.execute(
            text("update audit_head set mac = :mac where practice_id = :here"), [{"mac": mac, "here": own(olga)}]
        )
    assert here(olga, audit.verify, olga.practice_id).is_whole
    with at_work(olga):
        audit.record(olga, Event.SIGNED_IN)
    assert here(olga, audit.verify, olga.practice_id).is_whole
    with engine.begin() as connection:
        connection.execute(
            text("update audit set place = null, kind = null where place = 2 and practice_id = :here"),
            {"here": own(olga)},
        )
    engine.dispose()
    assert here(olga, audit.verify, olga.practice_id).broken_at == 7


def test_the_last_look_is_kept_and_says_between_which_lines_the_gap_is(cast, olga, settings):
    assert here(olga, audit.last_check, olga) is None
    here(olga, lambda: audit.note_check(audit.verify(olga.practice_id)))
    with time_machine.travel(now() + timedelta(days=1)):
        here(olga, lambda: audit.note_check(audit.verify(olga.practice_id)))
        found = here(olga, audit.last_check, olga)
        assert (found.is_whole, found.at) == (True, pytest.approx(now(), abs=timedelta(seconds=9)))
    here(olga, lambda: audit.note_check(audit.Verdict(olga.practice_id, 5, 6)))
    found = here(olga, audit.last_check, olga)
    assert (found.is_whole, found.after, found.before) == (False, 1, 2)
    engine = create_engine(settings.owner_database_url)
    with engine.begin() as connection:
        connection.execute(text("update audit_check set broken_at = null"))
    engine.dispose()
    assert here(olga, audit.last_check, olga) is None, "a row nobody of this house wrote says nothing"
