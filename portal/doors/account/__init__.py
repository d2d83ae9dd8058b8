"""The door of a practice: set-up, coming in, leaving, what is being written, how pages look, and the first of them."""

from flask import Blueprint

from portal.doors.account import (
    again,
    back_in,
    closed,
    contact,
    devices,
    drafts,
    factors,
    invitations,
    language,
    leave,
    me,
    password,
    preferences,
    second,
    sessions,
    setup,
    signin,
    start,
    way_back,
)

door = Blueprint("account", __name__)
for part in (
    setup,
    signin,
    sessions,
    leave,
    language,
    invitations,
    start,
    drafts,
    me,
    password,
    again,
    second,
    factors,
    contact,
    devices,
    preferences,
    back_in,
    way_back,
    closed,
):
    door.register_blueprint(part.bp)
door.register_blueprint(closed.returned)
