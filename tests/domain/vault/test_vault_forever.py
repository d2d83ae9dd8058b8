"""A practice written down in rows by the first release: whatever changes, it must still open (see docs/keys.md)."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import DateTime, LargeBinary, Uuid, create_engine

from portal.core.db import UtcDateTime, db, unit_of_work
from portal.core.keyring import ring
from portal.domain import vault

VECTORS = Path(__file__).parents[2] / "vectors"
READ = {Uuid: UUID, UtcDateTime: datetime.fromisoformat, DateTime: datetime.fromisoformat, LargeBinary: bytes.fromhex}

pytestmark = pytest.mark.tampers  # fsck asks with today's pepper


def thawed(table, row):
    return {
        name: value and READ.get(type(table.columns[name].type), lambda plain: plain)(value)
        for name, value in row.items()
    }


@pytest.fixture
def kept(house, settings, monkeypatch):
    """The rows of `vault_1.json` in the tables, and its pepper on the ring."""
    vector = json.loads((VECTORS / "vault_1.json").read_text())
    secrets = {
        "pepper": vector["pepper"],
        "worker_public": vector["worker_public"],
        "worker_private": vector["worker_private"],
    }
    found = replace(ring(), **{name: bytes.fromhex(value) for name, value in secrets.items()})
    monkeypatch.setitem(house.extensions, "portal.ring", found)
    owner = create_engine(settings.owner_database_url)
    with owner.begin() as connection:
        for name, rows in vector["rows"].items():
            table = db.metadata.tables[name]
            for row in rows:
                connection.execute(table.insert(), thawed(table, row))
    owner.dispose()
    return vector


def test_what_the_first_release_kept_still_opens(kept):
    with unit_of_work(UUID(kept["practice"])):
        ana = vault.open_with_password(UUID(kept["ana"]), kept["password"])
        mara = vault.open_invitation(UUID(kept["mara"]), kept["spoken"], kept["token"])
        recovery = vault.open_with_code(UUID(kept["recovery"]), kept["code"])
        assert vault.open_held(ana.principal_id, recovery) == ana
        words = {UUID(item_id): text.encode() for item_id, text in kept["words"].items()}
        assert vault.read(ana, words) == words
        assert vault.read(mara, words) == {UUID(kept["shared"]): words[UUID(kept["shared"])]}
        assert vault.latest_readable(ana, [UUID(kept["thing"])])[UUID(kept["thing"])].version == 2
        assert not any(vault.fsck().values())
        fresh = vault.rotate(ana)
        assert vault.read(fresh, words) == words


def test_a_bundle_of_the_first_release_still_opens(kept, time_machine):
    time_machine.move_to(datetime.fromisoformat(kept["packed_at"]), tick=False)
    with unit_of_work(UUID(kept["practice"])):
        bundle = vault.unpack(UUID(kept["job"]), bytes.fromhex(kept["bundle"]))
        assert vault.open_bundle(bundle)[0].keys() == {UUID(kept["shared"])}
