"""Migrations over a house in which people have written already: back a few steps, and forth again."""

from flask_migrate import Migrate, downgrade, upgrade
from sqlalchemy import create_engine, select, text

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.core.tables import MIGRATIONS
from portal.domain import agenda, prompts
from portal.models.factors import Factor
from portal.models.practices import Practice
from tests import shareable
from tests.acts import at_work, therapist_of
from tests.cast import add_person, found_practice

OPEN = "select relname from pg_class where relrowsecurity and not relforcerowsecurity"


def open_to_their_owner(settings):
    """Tables that hide the rows of other practices from everybody but their owner."""
    engine = create_engine(settings.owner_database_url)
    with engine.connect() as connection:
        found = list(connection.scalars(text(OPEN))) if engine.dialect.name == "postgresql" else []
    engine.dispose()
    return found


def test_they_run_over_rows_lose_none_and_leave_every_table_closed(house, settings):
    sam = add_person(found_practice("elm"), "Sam", Role.CLIENT)
    mara = therapist_of(sam, "Mara")
    with at_work(sam):
        after_id = shareable.after_a_session(sam)
    with at_work(mara):
        prompts.ask(mara, sam.person_id, "Why?")
    db.session.remove()
    db.engine.dispose()
    Migrate(house, db, directory=MIGRATIONS)
    downgrade(MIGRATIONS, "0029")
    upgrade(MIGRATIONS)
    assert open_to_their_owner(settings) == []
    with at_work(sam):
        assert agenda.noted(sam, after_id)[0].takeaways == "Silence is not peace."
    with at_work(mara):
        assert len(prompts.given(mara)) == 1


def test_passkeys_of_before_count_under_the_host_their_practice_has(house):
    """None of its own: under the installation's name, which no migration knows."""
    at_home, away = (add_person(found_practice(slug), "Mara", Role.THERAPIST) for slug in ("elm", "willow"))
    with unit_of_work(None):
        db.session.get(Practice, away.practice_id).host = "willow.example"
    for mara in (at_home, away):
        with at_work(mara):
            db.session.add(Factor(practice_id=mara.practice_id, person_id=mara.person_id, kind="passkey"))
    db.session.remove()
    db.engine.dispose()
    Migrate(house, db, directory=MIGRATIONS)
    downgrade(MIGRATIONS, "0057")
    upgrade(MIGRATIONS)
    for mara, name in ((at_home, None), (away, "willow.example")):
        with at_work(mara):
            mine = select(Factor.kind, Factor.rp_id).where(Factor.person_id == mara.person_id)
            assert set(db.session.execute(mine)) == {("app", None), ("passkey", name)}
