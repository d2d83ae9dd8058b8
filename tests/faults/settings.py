"""Faults about what a practice sets for itself."""

from tests.sabotage import QUICK, Fault

DOMAIN = f"tests/domain/test_practice_settings.py {QUICK}"
PAGES = f"tests/doors/test_practice_pages.py {QUICK}"
FAULTS = [
    Fault(
        "one admin writes over the change of another",
        "portal/domain/settings/keeping.py",
        "    if row.version != version:\n",
        "    if False:\n",
        DOMAIN,
    ),
    Fault(
        "leave may lead to a script",
        "portal/domain/settings/rules.py",
        'parts.scheme != "https"',
        'parts.scheme == "http"',
        DOMAIN,
    ),
    Fault(
        "a faint colour is kept",
        "portal/domain/settings/colour.py",
        "    if pairs := faint(shade):\n",
        "    if pairs := ():\n",
        DOMAIN,
    ),
    Fault(
        "a word that led to one practice is given to another",
        "portal/domain/settings/slugs.py",
        ", *_led_to(slug)]\n",
        "]\n",
        DOMAIN,
    ),
    Fault(
        "an old address leads nowhere",
        "portal/domain/settings/naming.py",
        "        lead_to(admin.practice_id, practice.slug)\n",
        "",
        PAGES,
    ),
    Fault(
        "a telling word needs no tick",
        "portal/domain/settings/naming.py",
        "warning and not is_understood:",
        "False:",
        PAGES,
    ),
]
