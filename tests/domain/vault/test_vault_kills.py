"""SIGKILL in the middle of a verb, at every statement and at the commit: before or after, never between."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.core.db import db
from portal.core.errors import Locked
from portal.core.keyring import ring
from portal.domain import vault
from portal.models.vault import Principal
from tests.domain.vault import mortal

pytestmark = pytest.mark.slow


@pytest.fixture
def kill(willow, settings):
    """Kill at step 1, 2, 3, ... until the verb outlives it; `state()` must change once, whole, at the commit."""

    def everywhere(state, verb, keys, *args):
        before, states = state(), []
        task = mortal.Task(settings, ring(), willow.id, keys.to_bytes(), verb, args)
        while True:
            done = mortal.outlives(len(states) + 1, task)
            states.append(state())
            with willow.work(writes=False):
                assert not any(vault.fsck().values()), (len(states), vault.fsck())
            if states[-1] != before:
                break
            assert not done, "it ended and nothing had happened"
        return len(states), states[-1]

    return everywhere


@pytest.fixture
def opens(willow):
    """The keys behind a password, or nothing."""

    def attempt(keys, password):
        with willow.work():
            try:
                return vault.open_with_password(keys.principal_id, password)
            except Locked:
                return None

    return attempt


def test_killed_while_sharing_all_are_shared_or_none(willow, ana, mara, kill):
    ids, grant = [willow.write(ana) for _ in range(40)], willow.give(ana, mara)
    steps, after = kill(lambda: len(willow.read(mara, *ids)), "share", ana, ids, grant.id)
    assert after == 40
    assert steps > 10


def test_killed_while_writing_a_version_is_there_for_everybody_or_for_nobody(willow, ana, mara, kill):
    thing_id = uuid4()
    willow.give(ana, mara, scope="note")
    willow.write(ana, b"before", thing_id)

    def state():
        with willow.work(writes=False):
            return [vault.latest_readable(keys, [thing_id])[thing_id].data for keys in (ana, mara)]

    steps, after = kill(state, "write", ana, thing_id, 2)
    assert after == [b"after", b"after"]
    assert steps > 8


def test_killed_while_changing_keys_the_old_ones_open_everything_or_the_new_ones_do(willow, ana, mara, kill, opens):
    ids = [willow.shared(ana, mara)[0], willow.shared(mara, ana)[0], willow.write(ana)]
    with willow.work():
        vault.set_password(ana, "before")

    def state():
        """How much the old keys, those behind the old password and those behind the new one open."""
        found = [ana, opens(ana, "before"), opens(ana, "after")]
        return [len(willow.read(keys, *ids)) if keys else None for keys in found]

    assert state() == [3, 3, None]
    steps, after = kill(state, "rotate", ana)
    assert after == [0, None, 3]
    assert steps > 15
    assert len(willow.read(mara, *ids)) == 2


def test_killed_while_sealing_all_anew_the_old_keys_open_everything_or_the_new_ones_do(willow, ana, mara, kill, opens):
    ids = [willow.shared(ana, mara)[0], willow.write(ana)]
    with willow.work():
        vault.set_password(ana, "before")

    def state():
        found = [ana, opens(ana, "before"), opens(ana, "after")]
        return [len(willow.read(keys, *ids)) if keys else None for keys in found]

    _, after = kill(state, "rekey", ana)
    assert after == [0, None, 2]
    assert len(willow.read(mara, *ids)) == 1


def test_killed_while_reuniting_all_is_closed_still_or_all_is_open(willow, ana, mara, kill):
    ids = [willow.shared(ana, mara)[0], willow.write(ana)]
    with willow.work():
        person_id = db.session.scalar(select(Principal.person_id).where(Principal.id == ana.principal_id))
        vault.set_code(ana, mortal.CODE)
        vault.retire(ana.principal_id)
        _, fresh = vault.new_principal(willow.id, "person", person_id)
        vault.set_password(fresh, "after")

    def state():
        with willow.work(writes=False):
            closed = len(vault.closed_of(person_id))
        return len(willow.read(ana, *ids)), len(willow.read(fresh, *ids)), closed, len(willow.read(mara, *ids))

    assert state() == (2, 0, 1, 1)
    _, after = kill(state, "reunite", fresh)
    assert after == (0, 2, 0, 1)


def test_killed_while_ending_a_consent_stands_whole_or_is_gone_whole(willow, ana, mara, kill):
    ids, grant = [willow.write(ana) for _ in range(3)], willow.give(ana, mara)
    willow.share(ana, ids, grant)
    steps, after = kill(lambda: len(willow.read(mara, *ids)), "end", ana, grant.id)
    assert after == 0
    assert steps > 5


def test_killed_while_shredding_all_is_there_or_nothing(willow, ana, mara, kill, opens):
    ids = [willow.shared(ana, mara)[0], willow.write(ana)]
    with willow.work():
        vault.set_password(ana, "before")

    def state():
        return len(willow.read(ana, *ids)), len(willow.read(mara, *ids)), opens(ana, "before") == ana

    assert state() == (2, 1, True)
    steps, after = kill(state, "shred", ana)
    assert after == (0, 0, False)
    assert steps > 8


def test_killed_while_starting_afresh_the_person_has_one_principal_that_opens(willow, ana, kill):
    with willow.work():
        person_id = db.session.scalar(select(Principal.person_id).where(Principal.id == ana.principal_id))

    def state():
        with willow.work(writes=False):
            return vault.principal_of(person_id).id

    _, after = kill(state, "start_afresh", ana, person_id)
    assert after != ana.principal_id
    with willow.work():
        assert vault.open_with_password(after, "after")
