"""Safe contact: chosen by the person, loosened by nobody else, and read by no thief of the database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, select, text

from portal.core.actor import Role
from portal.core.db import db
from portal.core.errors import Invalid, Locked
from portal.core.keyring import ring
from portal.domain import accounts, contact, invitations, sessions, vault
from portal.domain.access import readable, writable
from portal.domain.contact import Mode, Reach
from portal.models.contact import Contact
from tests.acts import at_work
from tests.cast import add_person, found_practice
from tests.domain import slips

ADDRESS = "quiet.place@example.org"


def mine(actor):
    with at_work(actor):
        return contact.mine(actor)


def keep(actor, mode=Mode.PLAIN, address=ADDRESS, first=0, until=24, weekdays=range(7), version=None):  # noqa: PLR0917 - what the form asks
    version = mine(actor).version if version is None else version
    with at_work(actor):
        contact.keep(actor, mode, address, first, until, weekdays, version)


def opened(actor):
    with at_work(actor):
        return contact.open_for(actor.person_id)


def refused(call, *args, **more):
    with pytest.raises(Invalid) as problem:
        call(*args, **more)
    return problem.value.field


def test_nobody_is_mailed_who_has_not_said_so(sam):
    assert mine(sam) == contact.Choice(Mode.NONE, None, 0)
    assert opened(sam) is None


def test_the_person_and_the_worker_know_where_and_when_and_nobody_else(sam, settings):
    keep(sam, Mode.NORMAL, " Quiet.Place@Example.org", 9, 17, [4, 0])
    reach = Reach("Quiet.Place@example.org", 9, 17, (0, 4))
    assert mine(sam) == contact.Choice(Mode.NORMAL, reach, 1)
    assert (opened(sam).mode, opened(sam).reach) == (Mode.NORMAL, reach)
    engine = create_engine(settings.owner_database_url)
    with engine.connect() as connection:
        rows = [str(row) for name in db.metadata.tables for row in connection.execute(text(f'select * from "{name}"'))]
    engine.dispose()
    assert not [row for row in rows if "quiet.place" in row.lower()]


def test_only_the_worker_opens_an_address(sam, another_app):
    keep(sam)
    with another_app().app_context():
        assert opened(sam)
    app = another_app()
    with app.app_context():
        app.extensions["portal.ring"] = replace(ring(), worker_private=None)
        with pytest.raises(Locked):
            opened(sam)


def test_an_address_that_was_replaced_cannot_be_put_back_beside_the_new_choice(sam):
    keep(sam)
    with at_work(sam):
        old = db.session.scalars(select(Contact)).one().reach_sealed
    keep(sam, address="new.place@example.org")
    assert opened(sam).reach.address == "new.place@example.org"
    with at_work(sam):
        db.session.scalars(select(Contact)).one().reach_sealed = old
    with pytest.raises(Locked):
        opened(sam)


def test_choosing_no_mail_forgets_the_address(sam):
    keep(sam)
    keep(sam, Mode.NONE, "")
    assert mine(sam) == contact.Choice(Mode.NONE, None, 2)
    with at_work(sam):
        row = db.session.scalars(select(Contact)).one()
        assert (row.reach_sealed, row.stopped_at is not None) == (None, True)
        assert vault.latest_readable(sam.keys, [row.id]) == {}


@pytest.mark.parametrize("address", ["", "sam", "sam@", "sam@example.org, eve@example.org", "a@b.org\r\nBcc: c@d.org"])
def test_what_is_no_address_is_refused(sam, address):
    assert refused(keep, sam, address=address) == "address"


@pytest.mark.parametrize(("first", "until"), [(9, 9), (20, 8), (0, 25), (-1, 5)])
def test_hours_end_after_they_begin(sam, first, until):
    assert refused(keep, sam, first=first, until=until) == "until"


@pytest.mark.parametrize("weekdays", [[], [7], [-1, 2]])
def test_there_is_at_least_one_day(sam, weekdays):
    assert refused(keep, sam, weekdays=weekdays) == "weekdays"


def test_of_two_windows_the_slower_one_is_told(sam):
    keep(sam, version=0)
    assert refused(keep, sam, Mode.NONE, version=0) == "mode"
    assert mine(sam).mode is Mode.PLAIN
    assert refused(keep, sam, version=7) == "mode"


def test_staff_see_the_name_of_the_setting_and_change_nothing(cast):
    keep(cast.ana, Mode.NONE)
    keep(cast.ben)
    with at_work(cast.olga):
        assert contact.setting(cast.olga, cast.ana.person_id) is Mode.NONE
        assert contact.setting(cast.olga, cast.ben.person_id) is Mode.PLAIN
        assert db.session.scalars(writable(Contact, cast.olga)).all() == []
    for who in (cast.mara, cast.idris, cast.ana):
        with at_work(who):
            seen = {row.person_id for row in db.session.scalars(readable(Contact, who))}
        assert seen <= {who.person_id}


# ------------------------------------------------------------------ hours


ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata"]
)
FROM, TO = datetime(2011, 1, 1), datetime(2030, 1, 1)  # noqa: DTZ001 - hypothesis adds it; Apia left out a day in 2011
MOMENTS = st.datetimes(FROM, TO, timezones=st.just(UTC))


@given(MOMENTS, ZONES, st.integers(0, 23), st.integers(1, 24), st.sets(st.integers(0, 6), min_size=1))
def test_mail_comes_in_the_hours_and_on_the_days_that_were_chosen(moment, zone, first, length, weekdays):
    reach = Reach(ADDRESS, first, min(24, first + length), tuple(sorted(weekdays)))
    found = reach.next_from(moment, zone)
    local = found.astimezone(ZoneInfo(zone))
    assert found >= moment
    assert local.weekday() in weekdays
    assert reach.first <= local.hour < reach.until
    assert found - moment <= timedelta(days=14)


@pytest.mark.parametrize(
    ("moment", "first", "until", "found"),
    [
        ("2025-03-29T23:00", 2, 3, "2025-03-31T00:00"),  # that night the hour from 2 to 3 is left out
        ("2025-03-29T23:00", 2, 4, "2025-03-30T01:00"),  # 3 o'clock, summer time
        ("2025-10-25T23:30", 2, 3, "2025-10-26T00:00"),  # the first of the two hours from 2 to 3
        ("2025-10-26T01:30", 2, 3, "2025-10-26T01:30"),  # the second
        ("2025-10-26T02:00", 2, 3, "2025-10-27T01:00"),
    ],
)
def test_when_the_clocks_change_the_hours_are_still_theirs(moment, first, until, found):
    moment, found = (datetime.fromisoformat(said).replace(tzinfo=UTC) for said in (moment, found))
    assert Reach(ADDRESS, first, until).next_from(moment, "Europe/Berlin") == found


# ------------------------------------------------------------------ coming in


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN)


def invite(olga, mode, address=""):
    with at_work(olga):
        return invitations.invite(olga, "Ana", "ana@example.org", Role.CLIENT, mode=mode, address=address)


def joined(olga, slip, mail=None):
    """The actor of whoever joined with this slip."""
    with at_work(olga):
        cookie = invitations.join(slip.token, slip.code, "Ana", slips.PASSWORD, "practice", "", mail)
    with at_work(olga):
        return sessions.open_with(cookie).acting_as(Role.CLIENT)


@pytest.mark.parametrize(
    ("invited", "said", "mode", "address"),
    [
        ((Mode.PLAIN, ""), None, Mode.NONE, None),
        ((Mode.PLAIN, ADDRESS), (Mode.NORMAL, ""), Mode.NORMAL, ADDRESS),
        ((Mode.NORMAL, ADDRESS), (Mode.PLAIN, "other@example.org"), Mode.PLAIN, "other@example.org"),
        ((Mode.PLAIN, ADDRESS), (Mode.NONE, "other@example.org"), Mode.NONE, None),
        ((Mode.NONE, ""), (Mode.NONE, ""), Mode.NONE, None),
        ((Mode.NONE, ""), (Mode.PLAIN, ADDRESS), Mode.PLAIN, ADDRESS),
    ],
)
def test_what_whoever_invites_was_told_is_for_the_invitation_and_joining_is_a_choice_of_ones_own(
    olga, invited, said, mode, address
):
    ana = joined(olga, invite(olga, *invited), said)
    assert mine(ana).mode is mode
    assert (mine(ana).reach.address if mine(ana).reach else None) == address
    assert (opened(ana).reach.address if opened(ana) else None) == address


def test_an_address_that_is_none_makes_nobody(olga):
    assert refused(invite, olga, Mode.PLAIN, "not an address") == "address"
    with at_work(olga):
        assert [line.name for line in accounts.people(olga)] == ["Olga"]
    slip = invite(olga, Mode.NONE)
    assert refused(joined, olga, slip, (Mode.PLAIN, "")) == "address"
    assert joined(olga, slip)


def test_a_new_slip_leaves_the_choice_as_it_was(olga):
    slip = invite(olga, Mode.PLAIN, ADDRESS)
    with at_work(olga):
        slip = invitations.renew(olga, slip.person_id)
        assert contact.own_mode_of(slip.person_id) is Mode.NONE
    ana = joined(olga, slip, (Mode.PLAIN, ""))
    assert (mine(ana).mode, mine(ana).reach, opened(ana).reach.address) == (Mode.PLAIN, None, ADDRESS)
