"""Faults about what is on the page."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    # -- the chart
    Fault(
        "a line crosses a day without a check-in",
        "portal/core/chart.py",
        "    last = [y[said[-1]] if said else None for said in of_day]\n",
        "    last = [y[said[-1]] if said else y[3] for said in of_day]\n",
        f"tests/core/test_chart.py {QUICK}",
    ),
    Fault(
        "a sentence about a chart counts days without a check-in",
        "portal/core/chart.py",
        "        filled=len(dots),",
        "        filled=len(of_day),",
        f"tests/templates/test_chart_markup.py {QUICK}",
    ),
    # -- help, and what a browser keeps
    Fault(
        "help asks the database first",
        "portal/app.py",
        'NEEDS_NO_DATABASE = frozenset({"help", "install"})',
        'NEEDS_NO_DATABASE = frozenset({"install"})',
        f"tests/doors/test_help_now.py tests/web/test_away.py {QUICK}",
    ),
    Fault(
        "the worker keeps a page of a person",
        "portal/doors/install.py",
        'kept = [url_for("install.offline"), ',
        'kept = [url_for("install.offline"), url_for("client.home.show"), ',
        f"tests/doors/test_install.py {QUICK}",
    ),
    Fault(
        "a form without our token is offered to be sent again",
        "portal/web/errors.py",
        '"again": status in SAME_MAY_WORK_LATER and _can_be_sent_again()',
        '"again": status in SAME_MAY_WORK_LATER',
        f"tests/web/test_away.py {QUICK}",
    ),
    # -- what is on the page
    Fault(
        "the style page outside development",
        "portal/app.py",
        'workshop = (style.door,) if settings.environment == "development" else ()',
        "workshop = (style.door,)",
        f"tests/doors/test_style_page.py {QUICK}",
    ),
    Fault(
        "a veil the keyboard cannot lift",
        "portal/templates/components/voice.html",
        ' tabindex="0"',
        "",
        f"tests/templates/test_prefs.py {QUICK}",
    ),
    Fault(
        "a theme that forgets one of its switches",
        "portal/static/css/prefs.css",
        ".theme-dim { color-scheme: dark; --light: ; --dark: ; --dim: initial; }",
        ".theme-dim { color-scheme: dark; --light: ; --dim: initial; }",
        f"tests/templates/test_palette.py {QUICK}",
    ),
    Fault(
        "a reader in the therapist's colours who is not the therapist",
        "portal/templates/components/audience_badge.html",
        '("trusted", "heart-handshake") if trusted else',
        '("shared", "eye") if trusted else',
        f"tests/templates/test_components.py {QUICK}",
    ),
]
