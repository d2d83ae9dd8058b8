"""The door of someone a client trusts: what was opened to them, until it ends, and nothing else."""

from flask import Blueprint

from portal.core.actor import Role
from portal.doors.guest import reading
from portal.web.session import only

door = Blueprint("guest", __name__, url_prefix="/with")
door.before_request(only(Role.CONFIDANT))
for part in (reading,):
    door.register_blueprint(part.bp)
