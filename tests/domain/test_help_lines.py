"""A practice's own help numbers: its admins add them and make sure of them; everybody at its door sees them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.core.clock import living_at, now
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import help as help_numbers
from tests.acts import at_work

SAID = {"name": "Night line", "whom": "Anyone nearby", "call": "116 123, 0800 111 0 111", "hours": "8 pm to 2 am"}


def add(admin, said=SAID, **more):
    with at_work(admin):
        return help_numbers.add_line(admin, said, **more)


def seen(actor):
    with at_work(actor):
        return help_numbers.own_lines(actor)


def test_a_line_says_who_made_sure_of_it_and_when(cast):
    add(cast.olga)
    [own] = seen(cast.olga)
    assert [number.dialled for number in own.line.call] == ["116123", "08001110111"]
    assert (own.verified_by, own.is_old) == ("Olga", False)
    assert own.verified_on == now().date()


def test_after_twelve_months_somebody_is_asked_to_look_again(cast):
    line_id = add(cast.olga)
    with living_at(now() + timedelta(days=366)):
        [own] = seen(cast.olga)
        assert own.is_old
        with at_work(cast.olga):
            help_numbers.verify_line(cast.olga, line_id)
        assert not seen(cast.olga)[0].is_old


def test_the_clients_of_the_practice_read_it_and_no_other_practice_does(cast):
    add(cast.olga)
    assert [own.line.name for own in seen(cast.ana)] == ["Night line"]
    assert seen(cast.foreign_client) == seen(cast.foreign_admin) == []


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", {"name": " "}),
        ("whom", {"whom": ""}),
        ("hours", {"hours": "\u200f "[1:]}),
        ("call", {"call": "", "text": ""}),
        ("call", {"call": "call me"}),
        ("call", {"call": "1, 2, 3, 4"}),
        ("text", {"text": "tel:1"}),
        ("call", {"call": "112, 113, 114, 115"}),
        ("name", {"name": "x" * 121}),
        ("speaks", {"speaks": "bell \x07"}),
    ],
)
def test_what_nobody_could_dial_is_refused(cast, field, said):
    with pytest.raises(Invalid) as problem:
        add(cast.olga, SAID | said)
    assert problem.value.field == field
    assert seen(cast.olga) == []


def test_sent_twice_it_is_one_line_and_there_is_room_for_twelve(cast):
    line_id = uuid4()
    assert add(cast.olga, line_id=line_id) == add(cast.olga, line_id=line_id)
    for _ in range(11):
        add(cast.olga)
    with pytest.raises(Invalid):
        add(cast.olga)
    assert len(seen(cast.olga)) == 12


def test_nobody_but_an_admin_of_the_practice_changes_them(cast):
    line_id = add(cast.olga)
    for actor in (cast.ana, cast.mara):
        with pytest.raises(Forbidden):
            add(actor)
    for actor in (cast.ana, cast.mara, cast.foreign_admin):
        for verb in (help_numbers.verify_line, help_numbers.remove_line):
            with at_work(actor), pytest.raises(NotFound):
                verb(actor, line_id)
    with at_work(cast.olga):
        help_numbers.remove_line(cast.olga, line_id)
    assert seen(cast.olga) == []
