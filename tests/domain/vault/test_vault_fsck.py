"""Each row that must not exist, planted by hand: fsck counts it, and counts nothing else."""

import pytest
from sqlalchemy import create_engine, delete, insert, select, update

from portal.core.clock import now
from portal.core.crypto import X25519
from portal.core.db import db
from portal.domain import vault
from portal.domain.vault.seals import OWN
from portal.models.vault import Grant, Item, ItemKey, Lock, Principal

pytestmark = pytest.mark.tampers


def broken(willow):
    with willow.work(writes=False):
        return {what: count for what, count in vault.fsck().items() if count}


@pytest.fixture
def scene(willow, ana, mara):
    item_id, grant = willow.shared(ana, mara)
    assert broken(willow) == {}
    return item_id, grant


def test_an_item_without_its_owners_key_is_counted(willow, ana, scene):
    with willow.work():
        own = select(Grant.id).where(Grant.scope == OWN).scalar_subquery()
        db.session.execute(
            delete(ItemKey).where(ItemKey.grant_id.in_(own)), execution_options={"synchronize_session": False}
        )
    assert broken(willow) == {"item without exactly one key of its owner's own": 1}


def test_an_item_without_any_key_is_counted(willow, ana, scene):
    with willow.work():
        db.session.execute(delete(ItemKey))
    assert broken(willow) == {"item without exactly one key of its owner's own": 1}


def test_a_principal_without_a_consent_to_itself_is_counted(willow, ben):
    with willow.work():
        db.session.execute(delete(Grant).where(Grant.owner_id == ben.principal_id))
    assert broken(willow) == {"principal without exactly one consent to itself": 1}


def test_a_principal_that_nobody_can_open_is_counted_until_it_is_put_aside(willow, ben):
    with willow.work():
        db.session.execute(delete(Lock).where(Lock.principal_id == ben.principal_id))
    assert broken(willow) == {"principal that no lock opens": 1}
    with willow.work():
        vault.retire(ben.principal_id)
    assert broken(willow) == {}


def test_a_key_under_an_ended_consent_is_counted(willow, scene):
    with willow.work():
        db.session.execute(update(Grant).where(Grant.id == scene[1].id).values(ended_at=now(), reader_seal=None))
    assert broken(willow) == {"key under an ended consent": 1}


def test_a_standing_consent_without_a_seal_is_counted(willow, scene):
    with willow.work():
        db.session.execute(update(Grant).where(Grant.id == scene[1].id).values(reader_seal=None))
    assert broken(willow) == {"standing consent sealed to nobody": 1}


def test_a_public_key_without_our_stamp_is_counted(willow, ben):
    with willow.work():
        db.session.execute(update(Principal).where(Principal.id == ben.principal_id).values(stamp=bytes(32)))
    assert broken(willow) == {"public key without our stamp": 1}


def test_a_seal_a_rotation_forgot_is_counted(willow, mara):
    old = willow.person("Old", suite=X25519)
    _, grant = willow.shared(mara, old)
    with willow.work():
        forgotten = db.session.scalar(select(Grant.reader_seal).where(Grant.id == grant.id))
        fresh = vault.rotate(old)
        vault.let_hold(fresh, vault.practice_principal("recovery"))
        db.session.execute(update(Grant).where(Grant.id == grant.id).values(reader_seal=forgotten))
    assert broken(willow) == {"seal of another suite than its holder's": 1}


def test_what_the_database_itself_forbids_is_counted_where_its_guards_were_off(willow, scene, settings, engine):
    """A dump restored without constraints; only SQLite lets a test switch them off."""
    if engine != "sqlite":
        pytest.skip("PostgreSQL does not let its guards be switched off by the tables' owner")
    item_id, grant = scene
    owner = create_engine(settings.owner_database_url)
    with owner.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(Grant.__table__.update().where(Grant.id == grant.id).values(ended_at=now()))
        connection.execute(Item.__table__.delete().where(Item.id == item_id))
        connection.commit()
    owner.dispose()
    assert broken(willow) == {
        "ended consent still sealed to its reader": 1,
        "key under an ended consent": 1,
        "key without its item and its consent here": 2,
    }


def test_one_practice_does_not_see_what_is_broken_in_another(willow, oak, scene):
    with willow.work():
        db.session.execute(delete(ItemKey))
    assert broken(oak) == {}


def test_a_second_consent_to_oneself_is_refused_by_the_database(willow, ana):
    with willow.work():
        own = (
            select(*Grant.__table__.c).where(Grant.owner_id == ana.principal_id, Grant.scope == OWN).select_from(Grant)
        )
        row = dict(db.session.execute(own).mappings().one())
    with pytest.raises(Exception, match=r"(?i)unique"), willow.work():
        db.session.execute(insert(Grant), [row | {"id": willow.id}])
