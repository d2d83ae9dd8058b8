"""The roof: the one file that knows every room. `gunicorn 'wsgi:build()'`."""

from flask import Blueprint, Flask

from client_app import room as client_room
from config import Settings
from portal.app import check, create_app
from portal.core import memory
from therapist_app import room as therapist_room


def rooms() -> tuple[Blueprint, ...]:
    """Every room there is."""
    return (client_room, therapist_room)


def build(settings: Settings | None = None) -> Flask:
    """The whole application. Without settings it is here to serve: it reads them, and keeps its memory to itself."""
    if settings is None:
        memory.keep_private()
        settings = Settings.from_env()
    app = create_app(settings, rooms())
    check(app)
    return app
