"""Two at once: whoever takes back wins, in either order; nobody gets an error for being second where none is due."""

import threading
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, func, select, text

from portal.core.db import db
from portal.core.errors import Conflict, Locked
from portal.domain import vault
from portal.models.vault import Grant, ItemKey

WAITING = text(
    "select count(*) from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()"
)


class Two:
    """Runs a verb in a thread with a connection of its own, while the test holds a transaction open."""

    def __init__(self, house, willow, url):
        self.house, self.willow, self.watcher = house, willow, create_engine(url)

    def start(self, verb):
        begun, outcome = threading.Event(), []

        def run():
            with self.house.app_context():
                try:
                    begun.set()
                    with self.willow.work():
                        outcome.append(verb())
                except Exception as problem:  # noqa: BLE001 - the test looks at it
                    outcome.append(problem)
                finally:
                    db.session.remove()

        thread = threading.Thread(target=run)
        thread.start()
        begun.wait()
        return thread, outcome

    @contextmanager
    def meanwhile(self, verb):
        """The verb is tried, and on PostgreSQL is seen to wait, before the block's transaction ends."""
        outcome = []
        with self.willow.work():
            yield outcome
            thread, found = self.start(verb)
            self.until_it_waits(thread)
        thread.join()
        outcome += found

    def until_it_waits(self, thread):
        if self.watcher.dialect.name == "postgresql":
            with self.watcher.connect() as connection:
                while thread.is_alive() and not connection.scalar(WAITING):
                    connection.rollback()

    def together(self, *verbs):
        """Each of them over and over, all at once; returns what went wrong."""
        runs = [self.start(verb) for verb in verbs]
        for thread, _ in runs:
            thread.join()
        return [one for _, outcome in runs for one in outcome if isinstance(one, Exception)]


@pytest.fixture
def two(house, willow, settings):
    runner = Two(house, willow, settings.owner_database_url)
    yield runner
    runner.watcher.dispose()


def keys_under(willow, grant):
    with willow.work(writes=False):
        return db.session.scalar(select(func.count()).select_from(ItemKey).where(ItemKey.grant_id == grant.id))


def test_ending_while_sharing_waits_and_then_takes_everything_back(willow, two, ana, mara):
    item_id, grant = willow.write(ana), willow.give(ana, mara)
    with two.meanwhile(lambda: vault.end(grant.id)) as ended:
        assert vault.share(ana, [item_id], grant) == 1
    assert ended == [[grant.id]]
    assert willow.read(mara, item_id) == {}
    assert keys_under(willow, grant) == 0


def test_sharing_while_ending_waits_and_then_finds_it_ended(willow, two, ana, mara):
    item_id, grant = willow.write(ana), willow.give(ana, mara)
    with two.meanwhile(lambda: vault.share(ana, [item_id], grant)) as shared:
        vault.end(grant.id)
    assert isinstance(shared[0], Conflict)
    assert willow.read(mara, item_id) == {}
    assert keys_under(willow, grant) == 0


def test_ending_twice_at_once_is_ending_once(willow, two, ana, mara):
    _, grant = willow.shared(ana, mara)
    with two.meanwhile(lambda: vault.end(grant.id)) as second:
        assert vault.end(grant.id) == [grant.id]
    assert second == [[]]


def test_taking_one_back_while_it_is_being_shared_takes_it_back(willow, two, ana, mara):
    item_id, grant = willow.write(ana), willow.give(ana, mara)
    with two.meanwhile(lambda: vault.unshare(ana, [item_id], grant.id)) as taken:
        vault.share(ana, [item_id], grant)
    assert taken == [1]
    assert willow.read(mara, item_id) == {}


def test_ending_a_standing_consent_while_something_is_written_under_it_takes_that_back_too(willow, two, ana, mara):
    standing = willow.give(ana, mara, scope="note")
    with two.meanwhile(lambda: vault.end(standing.id)) as ended:
        item_id = vault.write(ana, "note", b"words", uuid4())
    assert ended == [[standing.id]]
    assert willow.read(mara, item_id) == {}
    assert willow.read(ana, item_id)


def test_writing_while_a_standing_consent_is_being_ended_stays_private(willow, two, ana, mara):
    standing = willow.give(ana, mara, scope="note")
    with two.meanwhile(lambda: vault.write(ana, "note", b"words", uuid4())) as written:
        vault.end(standing.id)
    assert willow.read(ana, *written) == {written[0]: b"words"}
    assert willow.read(mara, *written) == {}


def test_sharing_the_same_twice_at_once_is_sharing_once(willow, two, ana, mara):
    item_id, grant = willow.write(ana), willow.give(ana, mara)
    with two.meanwhile(lambda: vault.share(ana, [item_id], grant)) as second:
        assert vault.share(ana, [item_id], grant) == 1
    assert second == [0]
    assert willow.read(mara, item_id)


def test_a_consent_given_while_the_reader_changes_keys_opens_with_the_new_ones(willow, two, ana, mara):
    item_id = willow.write(ana)

    def rotate():
        fresh = vault.rotate(mara)
        vault.let_hold(fresh, vault.practice_principal("recovery"))
        return fresh

    with two.meanwhile(rotate) as rotated:
        grant = vault.give(ana, mara.principal_id, "chosen", "therapy", "words-1")
        vault.share(ana, [item_id], grant)
    assert willow.read(rotated[0], item_id) == {item_id: b"words"}
    with two.meanwhile(lambda: vault.give(ana, mara.principal_id, "chosen", "other", "words-1")) as given:
        fresh = vault.rotate(rotated[0])
        vault.let_hold(fresh, vault.practice_principal("recovery"))
    willow.share(ana, [item_id], given[0])
    willow.end(grant)
    assert willow.read(fresh, item_id) == {item_id: b"words"}


def test_writing_while_being_shredded_leaves_nothing(willow, two, ana):
    with two.meanwhile(lambda: vault.write(ana, "note", b"words", uuid4())) as late:
        vault.shred(ana.principal_id)
    assert isinstance(late[0], Locked)


def test_being_shredded_while_writing_leaves_nothing(willow, two, ana):
    with two.meanwhile(lambda: vault.shred(ana.principal_id)) as shredded:
        item_id = vault.write(ana, "note", b"words", uuid4())
    assert shredded == [None]
    assert willow.read(ana, item_id) == {}


def test_editing_and_sharing_thirty_notes_at_once_leaves_each_text_with_its_key(willow, two, ana, mara):
    grant, things = willow.give(ana, mara), [uuid4() for _ in range(30)]
    first = [willow.write(ana, b"first", thing_id) for thing_id in things]

    def edit():
        return [vault.write(ana, "note", b"second", thing_id, 2) for thing_id in things]

    def share():
        return [vault.share(ana, [item_id], grant) for item_id in first]

    assert two.together(edit, share) == []
    with willow.work(writes=False):
        assert {text.data for text in vault.latest_readable(ana, things).values()} == {b"second"}
        assert {text.data for text in vault.latest_readable(mara, things).values()} == {b"first"}


def test_sharing_and_taking_back_from_all_sides_ends_sound_and_without_an_error(willow, two, ana, mara):
    ids = [willow.write(ana) for _ in range(20)]
    grants = sorted((willow.give(ana, mara, purpose=str(n)) for n in range(3)), key=lambda grant: grant.id)

    def share(order):
        def run():
            for grant in grants:
                try:
                    vault.share(ana, ids[::order], grant)
                except Conflict:
                    return

        return run

    def take_back():
        for grant in grants:
            vault.unshare(ana, ids, grant.id)

    def end():
        return vault.end_between(ana.principal_id, mara.principal_id)

    assert two.together(share(1), share(-1), take_back, share(1), end, share(-1)) == []
    assert willow.read(mara, *ids) == {}
    with willow.work(writes=False):
        standing = select(func.count()).select_from(Grant).where(Grant.reader_id == mara.principal_id, vault.live())
        assert db.session.scalar(standing) == 1, "her own"


def test_two_people_who_share_with_one_another_change_keys_at_once(willow, two, ana, mara):
    one_id, _ = willow.shared(ana, mara)
    two_id, _ = willow.shared(mara, ana)
    fresh = {}

    def rotate(keys):
        def run():
            new = vault.rotate(keys)
            vault.let_hold(new, vault.practice_principal("recovery"))
            fresh[keys.principal_id] = new

        return run

    assert two.together(rotate(ana), rotate(mara)) == []
    for keys in fresh.values():
        assert willow.read(keys, one_id, two_id).keys() == {one_id, two_id}
