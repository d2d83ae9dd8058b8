"""The operators' pages: practices, health, jobs, checks, a log. Ids, counts and states, and nobody's name."""

from flask import Blueprint

from portal.doors.operators import checks, health, jobs, log, practices, reading, releases, signin

door = Blueprint("operators", __name__, url_prefix="/operator")
for part in (signin, practices, health, jobs, checks, log, reading, releases):
    door.register_blueprint(part.bp)
