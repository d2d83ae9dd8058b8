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
    Fault(
        "a house that was put back from an older backup opens",
        "portal/domain/operators/restoring.py",
        "        if stands:\n",
        "        if False:\n",
        f"tests/launch/test_restoring.py {QUICK} -k older",
    ),
    Fault(
        "what was given anew is taken back with what was taken back before",
        "portal/domain/vault/replaying.py",
        ", ItemKey.given_at < until",
        "",
        f"tests/launch/test_restoring.py {QUICK} -k older",
    ),
    Fault(
        "a line too many takes something back long afterwards",
        "portal/domain/operators/restoring.py",
        "(audit.end_at() or EVER + MARGIN) - MARGIN",
        "EVER",
        f"tests/launch/test_restoring.py {QUICK} -k too_many",
    ),
    Fault(
        "an officer who was made anew is taken for one of an older database",
        "portal/domain/operators/restoring.py",
        'if not (line.what == "unheld" and _holds_again(line))]',
        "if line.what]",
        f"tests/launch/test_restoring.py {QUICK}",
    ),
    Fault(
        "pages are led in a circle behind two proxies",
        "portal/web/address.py",
        " or len(said) < proxies:",
        ":",
        f"tests/web/test_security.py {QUICK}",
    ),
]
