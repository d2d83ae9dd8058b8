"""The roof: the one file that knows every room. `gunicorn 'wsgi:build()'`."""

from flask import Flask

from client_app import room as client_room
from config import Settings
from portal.app import check, create_app
from therapist_app import room as therapist_room


def build(settings: Settings | None = None) -> Flask:
    """The whole application. Settings are read from the environment unless given."""
    app = create_app(settings or Settings.from_env(), rooms=(client_room, therapist_room))
    check(app)
    return app
