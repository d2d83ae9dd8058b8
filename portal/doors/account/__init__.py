"""The door of a practice: set-up, signing in and out, joining by invitation, and the first page after it."""

from flask import Blueprint

from portal.doors.account import invitations, sessions, setup, signin, start

door = Blueprint("account", __name__)
for part in (setup, signin, sessions, invitations, start):
    door.register_blueprint(part.bp)
