"""Faults in what an installation may be told, and in ways to and from other machines."""

from tests.sabotage import QUICK, Fault

SETTINGS = f"tests/launch/test_settings.py {QUICK}"
FAULTS = [
    Fault(
        "an address in clear is taken in production",
        "config.py",
        '    if scheme == "http" and not (_is_here(host) or is_allowed):',
        "    if False:",
        SETTINGS,
    ),
    Fault(
        "a database elsewhere need not show who it is",
        "config.py",
        'not in ("verify-full", "verify-ca"):',
        'not in ("verify-full", "verify-ca", "require"):',
        SETTINGS,
    ),
    Fault(
        "what was sent in clear is taken",
        "portal/web/address.py",
        '    if request.method not in ("GET", "HEAD") or request.endpoint in (None, "static"):',
        "    if False:",
        f"tests/web/test_security.py {QUICK} -k in_clear",
    ),
]
