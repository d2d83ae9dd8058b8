"""Each column of each table of the vault altered by hand, one at a time: never another text, always Locked."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import DBAPIError

from portal.core.clock import now
from portal.core.crypto import box, pad, seal
from portal.core.errors import Locked, NoTenant, NotFound
from portal.domain import vault
from portal.domain.vault import seals
from portal.models.vault import Grant, Item, ItemKey, Lock, Principal

TABLES = {model.__tablename__: model.__table__ for model in (Item, ItemKey, Grant, Principal, Lock)}
COLUMNS = [(table.name, column.name) for table in TABLES.values() for column in table.columns]
REFUSED = (Locked, NotFound, NoTenant)

pytestmark = pytest.mark.tampers


class Intruder:
    """Somebody who may write the tables: as their owner, past row security, on SQLite even past foreign keys."""

    def __init__(self, url):
        self.engine = create_engine(url)

    def rows(self, table):
        with self.engine.begin() as connection:
            return [dict(row) for row in connection.execute(select(table)).mappings()]

    def alter(self, table, row, changes):
        """Change one row; False when the database itself does not let it happen."""
        key = [column == row[column.name] for column in table.primary_key]
        with self.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                raw = connection.connection.driver_connection
                raw.execute("PRAGMA foreign_keys=OFF")
                raw.execute("PRAGMA ignore_check_constraints=ON")
            try:
                assert connection.execute(table.update().where(*key).values(**changes)).rowcount == 1
                connection.commit()
            except DBAPIError:
                return False
        return True

    @contextmanager
    def altered(self, table, row, column, value):
        done = self.alter(table, row, {column: value})
        yield done
        if done:
            assert self.alter(table, {**row, column: value}, {column: row[column]})


@pytest.fixture
def intruder(house, settings):
    somebody = Intruder(settings.owner_database_url)
    yield somebody
    somebody.engine.dispose()


class Scene:
    """Ana's texts, two of one thing, shared with Mara under two consents; passwords, and the practice's hold."""

    def __init__(self, willow, ana, mara, ben):
        self.willow, self.ana, self.mara, self.ben = willow, ana, mara, ben
        for keys in (ana, ben):
            with willow.work():
                vault.set_password(keys, f"the password of {keys.principal_id}")
        thing_id = uuid4()
        self.item_id = willow.write(ana, b"first", thing_id)
        self.others = {
            willow.write(ana, b"second", thing_id, 2),
            willow.write(ana, b"another"),
            willow.write(ben, b"bens"),
        }
        self.grant = willow.give(ana, mara, expires_at=now() + timedelta(days=1))
        willow.share(ana, [self.item_id], self.grant)
        willow.share(
            ana, [*self.others], willow.give(ana, mara, purpose="second", expires_at=now() + timedelta(days=9))
        )
        willow.share(ben, [*self.others], willow.give(ben, mara))
        self.texts = self.everything()

    def everything(self):
        ids = (self.item_id, *self.others)
        return [self.willow.read(keys, *ids) for keys in (self.ana, self.mara, self.ben, self.willow.recovery)]

    def target(self, table):
        """The row to be altered, as (column, value) pairs that name it."""
        return {
            "item": {"id": self.item_id},
            "item_key": {"item_id": self.item_id, "grant_id": self.grant.id},
            "grant_": {"id": self.grant.id},
            "principal": {"id": self.ana.principal_id},
            "lock": {"principal_id": self.ana.principal_id, "kind": "password"},
        }[table]

    def attempts(self, table, column):
        """What must be refused once that column was altered."""
        read, share, sign_in = self.read, self.share, self.sign_in
        if (table, column) == ("grant_", "owner_seal"):
            return [share]
        return {
            "item": [lambda: read(self.ana), lambda: read(self.mara)],
            "item_key": [lambda: read(self.mara)],
            "grant_": [lambda: read(self.mara)],
            "principal": [sign_in, self.receive],
            "lock": [sign_in],
        }[table]

    def read(self, keys):
        with self.willow.work(writes=False):
            return vault.read_one(keys, self.item_id)

    def share(self):
        return self.willow.share(self.ana, [*self.others], self.grant)

    def sign_in(self):
        with self.willow.work():
            return vault.open_with_password(self.ana.principal_id, f"the password of {self.ana.principal_id}")

    def receive(self):
        return self.willow.give(self.mara, self.ana, purpose=str(uuid4()))


@pytest.fixture
def scene(willow, ana, mara, ben):
    return Scene(willow, ana, mara, ben)


def other_values(value, same_column):
    """A neighbour's value, a slip, nothing: whatever an intruder might try."""
    tries = [neighbour for neighbour in same_column if neighbour != value][:3]
    if isinstance(value, bytes):
        places = {0, 1, 20, len(value) // 2, len(value) - 1} & set(range(len(value)))
        tries += [value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :] for at in sorted(places)]
        tries += [value[:-1], value + b"\0", b""]
    elif isinstance(value, datetime) or value is None:
        tries += [now() + timedelta(days=400), now() - timedelta(days=1)]
    elif isinstance(value, UUID):
        tries += [uuid4()]
    elif isinstance(value, int):
        tries += [value + 1, value - 1, 0]
    elif isinstance(value, str):
        tries += [value + " ", value.upper(), ""]
    return [*tries, None] if value is not None else tries


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_an_altered_column_opens_nothing(scene, intruder, engine, table, column):
    wanted, rows = scene.target(table), intruder.rows(TABLES[table])
    (row,) = [one for one in rows if wanted.items() <= one.items()]
    for attempt in scene.attempts(table, column):
        attempt()  # unaltered, it works
    happened = 0
    for value in other_values(row[column], [one[column] for one in rows]):
        with intruder.altered(TABLES[table], row, column, value) as done:
            if not done:
                continue
            happened += 1
            for attempt in scene.attempts(table, column):
                with pytest.raises(REFUSED):
                    attempt()
            for before, after in zip(scene.texts, scene.everything(), strict=True):
                assert after.items() <= before.items(), "another text"
    assert scene.everything() == scene.texts, "put back, everything opens again"
    assert happened or engine == "postgresql"


def test_a_whole_row_copied_from_a_neighbour_opens_nothing(scene, intruder):
    for table in (TABLES["item"], TABLES["item_key"], TABLES["grant_"]):
        keys = {column.name for column in table.primary_key}
        for one in intruder.rows(table):
            for other in intruder.rows(table):
                copied = {name: value for name, value in other.items() if name not in keys and name != "thing_id"}
                if one == other or not intruder.alter(table, one, copied):
                    continue
                for before, after in zip(scene.texts, scene.everything(), strict=True):
                    assert after.items() <= before.items(), "another text"
                assert intruder.alter(table, one, {name: one[name] for name in copied})
    assert scene.everything() == scene.texts


@pytest.mark.parametrize("knows_the_pepper", [True, False])
def test_words_forged_in_the_database_open_only_if_the_forger_has_the_pepper_too(scene, intruder, knows_the_pepper):
    """Sealing to a public key needs no secret, so a consent needs the pepper: nobody else puts words in Ana's mouth."""
    (reader,) = [row for row in intruder.rows(TABLES["principal"]) if row["id"] == scene.mara.principal_id]
    (grant,) = [row for row in intruder.rows(TABLES["grant_"]) if row["id"] == scene.grant.id]
    (item,) = [row for row in intruder.rows(TABLES["item"]) if row["id"] == scene.item_id]
    (key,) = [
        row
        for row in intruder.rows(TABLES["item_key"])
        if (row["item_id"], row["grant_id"]) == (scene.item_id, scene.grant.id)
    ]
    place = seals.item_place(item["practice_id"], [item[column.key] for column in seals.ITEM_PLACE])
    key_place = seals.key_place(item["id"], item["version"], grant["id"], key["given_at"])
    terms = seals.terms(scene.grant)
    marks = [seals.mark(*terms)] if knows_the_pepper else ["", None, "0" * 64]
    for mark in marks:
        forged = seal(reader["public_key"], reader["suite"], bytes(32), *terms, mark)
        assert intruder.alter(TABLES["grant_"], grant, {"reader_seal": forged})
        assert intruder.alter(TABLES["item_key"], key, {"box": box(bytes(32), bytes(32), *key_place)})
        assert intruder.alter(TABLES["item"], item, {"body": box(bytes(32), pad(b"forged"), *place)})
        if knows_the_pepper:
            assert scene.read(scene.mara) == b"forged"
        else:
            with pytest.raises(Locked):
                scene.read(scene.mara)


def test_a_public_key_put_back_to_the_one_before_a_rotation_is_noticed_at_the_next_unlocking(scene, intruder, willow):
    (old,) = [row for row in intruder.rows(TABLES["principal"]) if row["id"] == scene.ana.principal_id]
    with willow.work():
        fresh = vault.rotate(scene.ana)
        vault.set_password(fresh, f"the password of {fresh.principal_id}")
    assert scene.sign_in() == fresh
    back = {name: old[name] for name in ("suite", "public_key", "stamp")}
    assert intruder.alter(TABLES["principal"], old, back)
    with pytest.raises(Locked):
        scene.sign_in()
    with pytest.raises(Locked):
        willow.give(fresh, scene.mara, purpose="after")
