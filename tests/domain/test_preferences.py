"""How a person likes to read: kept with the account, only what differs, and nothing that is no choice."""

from dataclasses import fields

import pytest

from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid
from portal.domain import preferences, sessions
from portal.domain.preferences import CHOICES, DEFAULTS, Preferences
from portal.models.people import Person


def keep(actor, **chosen):
    with unit_of_work(actor.practice_id):
        preferences.keep(actor, chosen)


def seen(actor):
    """As the next request of theirs finds them."""
    with unit_of_work(actor.practice_id):
        cookie = sessions.start(actor.practice_id, actor.person_id, actor.keys)
    with unit_of_work(actor.practice_id, writes=False):
        return sessions.open_with(cookie).preferences


def test_everybody_begins_as_their_device_is_set(cast):
    assert seen(cast.ana) == Preferences()
    assert seen(cast.ana).classes == ""


def test_what_was_chosen_is_there_on_the_next_page_and_only_for_this_person(cast):
    keep(cast.ana, theme="dim", text="120", voice="serif")
    assert seen(cast.ana).classes == "theme-dim text-120"
    assert seen(cast.ben) == Preferences()


def test_only_what_differs_is_kept_and_the_last_choice_counts(cast):
    keep(cast.ana, theme="dim", text="120")
    keep(cast.ana, **(DEFAULTS | {"cover": "off"}))
    with unit_of_work(cast.ana.practice_id, writes=False):
        assert db.session.get(Person, cast.ana.person_id).preferences == {"cover": "off"}
    assert seen(cast.ana).classes == "cover-off"


@pytest.mark.parametrize("chosen", [{"theme": "pink"}, {"text": "900"}, {"theme": ""}, {"made_up": "on"}])
def test_what_is_no_choice_is_refused_and_changes_nothing(cast, chosen):
    keep(cast.ana, theme="dark")
    with pytest.raises(Invalid):
        keep(cast.ana, **chosen)
    assert seen(cast.ana).classes == "theme-dark"


def test_a_choice_that_no_longer_exists_counts_as_not_made():
    assert Preferences.from_row({"theme": "sepia", "text": "140", "later": "on"}).classes == "text-140"


def test_every_choice_has_its_place():
    assert tuple(CHOICES) == tuple(part.name for part in fields(Preferences))
