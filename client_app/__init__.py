"""The client's room."""

from flask import Blueprint

from portal.core.actor import Role
from portal.web.session import only

room = Blueprint("client", __name__, url_prefix="" or None, template_folder="templates")
room.before_request(only(Role.CLIENT))
