"""Migrations over a house in which people have written already: back a few steps, and forth again."""

from flask_migrate import Migrate, downgrade, upgrade
from sqlalchemy import create_engine, text

from portal.core.actor import Role
from portal.core.db import db
from portal.core.tables import MIGRATIONS
from portal.domain import agenda, prompts
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
