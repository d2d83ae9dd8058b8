"""The therapist's room."""

from flask import Blueprint

from portal.core.actor import Role
from portal.web.session import only

room = Blueprint("therapist", __name__, url_prefix="/desk" or None, template_folder="templates")
room.before_request(only(Role.THERAPIST))
