"""The roof: the one file that knows every room. `gunicorn 'wsgi:build()'`."""

from flask import Blueprint, Flask

from client_app import room as client_room
from config import Settings
from portal.app import check, create_app
from therapist_app import room as therapist_room


def rooms() -> tuple[Blueprint, ...]:
    """Every room there is."""
    return (client_room, therapist_room)


def build(settings: Settings | None = None) -> Flask:
    """The whole application. Settings are read from the environment unless given."""
    app = create_app(settings or Settings.from_env(), rooms())
    check(app)
    return app
