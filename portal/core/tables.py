"""Bringing the tables up to date. Whoever serves people never loads this: Alembic alone takes ten megabytes."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate, upgrade

from portal.core.db import db

MIGRATIONS = str(Path(__file__).parents[2] / "migrations")


def bring_up_to_date(app: Flask) -> None:
    """Run the migrations that are missing, as the role that owns the tables."""
    Migrate(app, db, directory=MIGRATIONS)
    with app.app_context():
        upgrade(MIGRATIONS)
