"""Faults that only somebody at a screen would meet."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a ring that shows the focus is forgotten",
        "portal/static/css/base.css",
        ":focus-visible { outline: 3px solid var(--focus);",
        ":focus-visible { outline: none;",
        f"tests/screens/test_every_screen.py -k client-home-show {QUICK}",
    ),
    Fault(
        "stillness is not given to those who ask for it",
        "portal/static/css/prefs.css",
        "\n*, ::before, ::after { animation: none !important;",
        "\n*, ::before, ::after {",
        f"tests/screens/test_every_screen.py -k stillness {QUICK}",
    ),
    Fault(
        "forced colours hide where one is",
        "portal/static/css/prefs.css",
        ".place[aria-current], .tabs [aria-current],",
        ".tabs [aria-current],",
        f"tests/screens/test_every_screen.py -k client-home-show {QUICK}",
    ),
    Fault(
        "a badge that does not break its line",
        "portal/static/css/parts.css",
        "line-height: 1.35; max-width: 100%; overflow-wrap: anywhere; }",
        "line-height: 1.35; white-space: nowrap; }",
        f"tests/screens/test_every_screen.py -k client-home-show {QUICK}",
    ),
    Fault(
        "rows of a table stay side by side on a phone",
        "portal/static/css/desk.css",
        ".stacks tbody th, .stacks td { display: block; }",
        ".stacks tbody th, .stacks td { white-space: nowrap; }",
        f"tests/screens/test_every_screen.py -k admin-log-index {QUICK}",
    ),
]
