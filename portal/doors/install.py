"""What a browser needs to keep the door at hand: the manifest, the worker, and the page for a lost connection.

None of the three asks who is there: each has the same bytes for everybody.
"""

import hashlib
import json
import re

from flask import Blueprint, Response, current_app, render_template, url_for

from portal.web.numbers import book
from portal.web.session import anyone
from portal.web.templating import asset, colour

bp = Blueprint("install", __name__)
bp.before_request(anyone)

ICONS = (("square-192.png", 192, "any"), ("square-512.png", 512, "any"), ("square-full-512.png", 512, "maskable"))
_NAMED = re.compile(r'(?:href|src)="([^"]+\?v=[0-9a-f]{12})"')  # as asset() writes them


@bp.get("/app.webmanifest")
def manifest() -> Response:
    """How it looks on a home screen: a grey square with a name that tells nothing. Addresses are relative to here."""
    canvas = colour("canvas", "light")
    said = {
        "name": "Harbour",
        "short_name": "Harbour",
        "lang": "en",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": canvas,
        "theme_color": canvas,
        "icons": [
            {"src": asset(f"icons/{name}"), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
            for name, side, purpose in ICONS
        ],
    }
    return Response(json.dumps(said), mimetype="application/manifest+json")


@bp.get("/offline")
def offline() -> str:
    countries = book().starting_with(current_app.config["COUNTRY"])
    return render_template("install/offline.html", countries=countries)


@bp.get("/worker.js")
def worker() -> Response:
    """The script that stands in for a lost connection. It keeps the offline page and what that page names: no more."""
    page = offline()
    kept = [url_for("install.offline"), *sorted(set(_NAMED.findall(page)))]
    version = hashlib.sha256(page.encode()).hexdigest()[:12]
    script = render_template("install/worker.js", kept=kept, version=version)
    return Response(script, mimetype="text/javascript")
