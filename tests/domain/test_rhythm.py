"""A therapist's rhythm: days, cover and being away, as clients may know them."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from portal.core.actor import Role
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid
from portal.domain import rhythm
from portal.domain.rhythm import Away, Says
from portal.models.people import Membership
from tests.acts import at_work
from tests.cast import add_person

THURSDAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _on_thursday():
    with time_machine.travel(datetime(2026, 11, 26, 14, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def idris(sam):
    return add_person(sam.practice_id, "Idris Cole", Role.THERAPIST)


def keep(actor, reads=(), works=(), cover=None, *, away=None, version=0):
    with at_work(actor):
        rhythm.keep(actor, reads, works, cover and cover.person_id, away, version)


def of(actor, therapist):
    with at_work(actor):
        return rhythm.of(actor, therapist.person_id)


def test_a_client_knows_when_their_therapist_reads_and_who_covers(sam, mara, idris):
    assert not of(sam, mara).is_said
    keep(mara, [3, 0], [0, 1, 2, 3], idris, away=Away(date(2026, 11, 20), date(2026, 12, 3), Says.LEAVE))
    found = of(sam, mara)
    assert (found.days, found.work_days) == ("Mondays and Thursdays", "Mondays, Tuesdays, Wednesdays and Thursdays")
    assert (found.name, found.says, found.until, found.cover) == (
        "Mara Lindqvist", "is on leave", date(2026, 12, 3), "Idris Cole",
    )  # fmt: skip
    with at_work(sam):
        assert rhythm.team(sam) == {mara.person_id: found}
    assert rhythm.in_words(range(7)) == "every day"


def test_being_away_begins_and_ends_by_itself_where_the_therapist_is(sam, mara):
    keep(mara, away=Away(date(2026, 11, 28), date(2026, 12, 3)))
    for moment, until in (
        (datetime(2026, 11, 27, 23, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 28, 0, 1, tzinfo=UTC), date(2026, 12, 3)),
        (datetime(2026, 12, 2, 23, 59, tzinfo=UTC), date(2026, 12, 3)),
        (datetime(2026, 12, 3, 0, 1, tzinfo=UTC), None),
    ):
        with time_machine.travel(moment, tick=False):
            assert of(sam, mara).until == until


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("reads", {"reads": [7]}),
        ("works", {"works": [-1]}),
        ("back_on", {"away": Away(THURSDAY, THURSDAY)}),
        ("back_on", {"away": Away(date(2026, 11, 1), date(2026, 11, 9))}),
        ("back_on", {"away": Away(THURSDAY, date(2028, 1, 1))}),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(mara, field, said):
    with pytest.raises(Invalid) as problem:
        keep(mara, **said)
    assert problem.value.field == field


def test_only_another_therapist_of_the_practice_covers_and_only_while_they_work_here(sam, mara, idris):
    for nobody in (mara, sam, add_person(sam.practice_id, "Olga", Role.ADMIN)):
        with pytest.raises(Invalid, match="works here"):
            keep(mara, cover=nobody)
    keep(mara, cover=idris)
    with at_work(mara):
        assert [one.name for one in rhythm.colleagues(mara)] == ["Idris Cole"]
    with at_work(mara):
        row = db.session.query(Membership).filter_by(person_id=idris.person_id).one()
        row.ended_at = datetime.now(UTC)
    assert (of(sam, mara).cover, of(sam, mara).cover_id) == ("", None)


def test_two_windows_notice_one_another_and_only_therapists_have_a_rhythm(sam, mara):
    keep(mara, [0])
    with pytest.raises(Invalid, match="another window"):
        keep(mara, [1])
    keep(mara, [1], version=1)
    assert of(mara, mara).days == "Tuesdays"
    with pytest.raises(Forbidden):
        keep(sam, [0])


def test_a_rhythm_is_for_its_therapist_and_their_clients_alone(sam, mara, idris):
    keep(mara, [0])
    strangers = {role: add_person(sam.practice_id, role.title(), role) for role in (Role.CLIENT, Role.ADMIN)}
    for stranger in (idris, *strangers.values()):
        assert not of(stranger, mara).is_said
