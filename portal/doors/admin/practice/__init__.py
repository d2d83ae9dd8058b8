"""What a practice sets for itself: one small page for each matter, and the page that leads to them."""

from flask import Blueprint

from portal.doors.admin.practice import groups, hub, looks, naming, post, worded

bp = Blueprint("practice", __name__, url_prefix="/practice")
for part in (hub, naming, looks, groups, post, worded):
    part.add_to(bp)
