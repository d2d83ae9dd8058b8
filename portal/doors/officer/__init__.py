"""The officers' room: helping people back in, the kit and its drill, who else holds the recovery key."""

from flask import Blueprint

from portal.core.actor import Role
from portal.doors.officer import kit, officers, record, requests
from portal.web.session import only

door = Blueprint("officer", __name__, url_prefix="/officer")
door.before_request(only(Role.OFFICER))
for part in (requests, record, kit, officers):
    door.register_blueprint(part.bp)
