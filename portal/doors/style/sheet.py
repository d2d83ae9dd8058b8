"""What the style page shows: its groups, and made-up things for the samples in templates/style/sheet."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from wtforms import (
    DateField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from portal.core import chart, qr, squares, trend
from portal.domain import agenda, goals, measures, mood, preferences
from portal.domain.help import read as read_help
from portal.domain.recovery import Paper, Told
from portal.domain.rhythm import Away, Rhythm
from portal.domain.signals import ASKED, Signal
from portal.web import palette
from portal.web.forms import Form

# Every component has its place here and its samples in templates/style/sheet/<name>.html; a test counts them.
GROUPS = {
    "Frame": (
        "page_head", "brand", "nav", "rooms", "quiet_places", "tabs", "pager", "flashes", "help_foot",
        "language_switch", "leave", "idle", "icon",
        "sprite", "leaving",
    ),
    "Buttons": ("button", "post_button", "chip_menu", "dialog", "toast", "disclosure"),
    "Who can read it": (
        "audience_badge", "until_badge", "share_panel", "switch", "reader_frame", "reading", "reading_entry",
        "reading_excerpt", "reading_card", "reading_goal", "reading_agenda", "reading_after_session", "will_not_see",
        "good_to_know", "agreement", "name_list", "told",
    ),
    "Fields and choices": (
        "field", "password", "code_input", "radio_card", "seg", "check", "checks", "problem_line", "error_summary",
    ),
    "Feelings and numbers": (
        "mood", "mood_picker", "week_strip", "chart", "chart_table", "chart_ranges", "year_squares", "scale_0_10",
        "feeling_words", "reading_checkin", "levels",
    ),
    "Questionnaires": ("measure_item", "measure_row", "reading_measure", "trend"),
    "Writing and steps": (
        "editor", "draft_fields", "draft_line", "draft_notice", "draft_list", "draft_ahead", "voice", "structure",
        "note_row", "typed_text", "asked", "prompt_card", "prompt_row", "question_row", "goal_step", "timeline", "way",
    ),
    "Help": ("dial", "help_line", "nobody_watches", "reads_when", "if_it_waits", "signal_row"),
    "People": ("client_line", "initials", "capacity_meter", "item_row"),
    "Messages": ("qr", "kit_paper", "given_back", "notice", "meanwhile", "empty", "tag", "steps", "job_card"),
    "Tables": ("data_table", "facts", "log"),
}  # fmt: skip

# What a person can choose, as classes of prefs.css; the first has none, for everybody begins with it.
PREFS = {
    name: {f"{name}-{value}" if at else "": value for at, value in enumerate(options)}
    for name, options in preferences.CHOICES.items()
}

SPRITE = Path(__file__).parents[2] / "templates" / "components" / "sprite.html"
JOB_STATES = ["waiting", "checking", "drawing", "slow", "ready", "changed", "failed", "again", "removed", "withdrawn"]
JOB = {
    "poll_url": "/job", "ahead": 2, "client": "Sam", "pages": 2, "size": "84 kB", "kept_until": "25 November",
    "download_url": "/d", "web_url": "/w", "again": "/a", "reference": "K7-2F", "removed_on": "25 November",
    "withdrawn": "Sam stopped sharing one note after you downloaded this.",
}  # fmt: skip
MARHABA = "\u0645\u0631\u062d\u0628\u0627"  # a greeting that is read from right to left
TEXT = f"I asked again tonight and he said no.\r\nNot angry, just quiet.\n\n\n  Maybe that is it.\n\n{MARHABA}"
RATED = chart.Scale(tuple(map(str, goals.SCORES)), "Not rated")
PINS = (
    agenda.Pin(UUID(int=1), agenda.PinKind.NOTE, "After we talked"),
    agenda.Pin(UUID(int=3), agenda.PinKind.WORDS, "The bill"),
)
AGENDA = agenda.Reading(agenda.Words(TEXT, "To hear how it looks from outside"), PINS)
LONG = "Slept. Properly. First time since the move, and nobody needed anything from me until nine."
STRUCTURED = (
    "## Sunday\n\nWe *laughed*, and then **really** talked:\n\n- the dog\n- Thursday\n  1. my part\n  2. his\n\n"
    "> You never said that before.\n\nFrom [a book](https://example.org/)."
)
SUNDAY = date(2025, 11, 16)
SINCE = datetime(2025, 11, 18, 9, 5, tzinfo=UTC)
KIT = "7H3K9Z-2MQXR-4TBWC-8YDNJ-5VFGZ"
TOLD = [
    Told(UUID(int=1), "Tova Berg", datetime(2025, 11, 18, 9, tzinfo=UTC), datetime(2025, 11, 20, 9, tzinfo=UTC), False),
    Told(UUID(int=2), "Tova Berg", datetime(2025, 11, 18, 9, tzinfo=UTC), None, True),
]
MARK = Signal(*(UUID(int=1), UUID(int=2), "Sam", UUID(int=3), "Mara Lindqvist", ASKED, SINCE), True, None, "")
SAID = mood.Words("Said it out loud, and it was fine.", ("calm", "proud"), 4, ("a good talk", "outside"))
CHECKIN = mood.Reading(UUID(int=1), UUID(int=2), date(2025, 11, 18), 1, 4, SAID)
YEAR = {SUNDAY + timedelta(days=at): 1 + (at * at % 9) / 2 for at in range(365) if at % 7 not in (2, 5) and at % 11}
DRAFT = SimpleNamespace(
    about_id="an-id",
    is_new=True,
    number=3,
    saved_at=datetime(2025, 11, 18, 22, 41, tzinfo=UTC),
    words={"title": "", "body": LONG},
)
HELP = read_help(SPRITE.parents[2] / "assets")
TOTALS = [(SUNDAY + timedelta(days=days), total) for days, total in ((0, 16), (14, 14), (28, None), (42, 8), (120, 11))]
ANSWERED = measures.Page(
    title="PHQ-9",
    name="Patient Health Questionnaire-9",
    language="en",
    on_day=SUNDAY,
    answered=(
        measures.Answered(1, "Over the last 2 weeks:", "Feeling down", "Several days", is_risk=False),
        measures.Answered(
            2, "Over the last 2 weeks:", "Thoughts of being better off dead", "Several days", is_risk=True
        ),
        measures.Answered(3, "", "How difficult was that?", "", is_risk=False),
    ),
    total="11 of 27",
    filled="",
    band="In the range often called moderate.",
    direction="A lower total is the lighter end.",
    moved=("5 points lower than the first time. That is smaller than the questionnaire can tell apart from chance.",),
    worked_out=("How it is counted: 0-27.",),
    notice="Developed by some people, some years ago.",
    has_risk=True,
)
FORTNIGHT = [(3,), (2,), (2,), (), (3,), (4, 1, 3), (3,), (), (), (2,), (), (4,), (3, 3), (5, 2)]  # levels of each day
WAYS = [SelectChoice("print", "Printed slip"), SelectChoice("plain", "Plain e-mail")]
PARTS = [SelectChoice("whole", "Whole note"), SelectChoice("part", "Only a part")]
ROLES = [SelectChoice("client", "Client"), SelectChoice("therapist", "Therapist")]


DAYS = [SelectChoice("mon", "Monday"), SelectChoice("tue", "Tuesday"), SelectChoice("wed", "Wednesday")]


class Example(Form):
    """One field of each kind."""

    title = StringField("Title", [Optional(), Length(max=200)])
    body = TextAreaField("Your note", [DataRequired("Write a word or two first."), Length(max=100_000)])
    email = EmailField("E-mail address", [DataRequired("Enter an address like name@example.org.")])
    on = DateField("From", [Optional()])
    role = SelectField("Role", choices=ROLES)
    way = RadioField("How shall we reach them?", [DataRequired("Choose one.")], choices=WAYS)
    part = RadioField("How much?", [DataRequired("Choose one.")], choices=PARTS)
    days = SelectMultipleField("On these days", [DataRequired("Choose at least one day.")], choices=DAYS)
    secret = PasswordField("Password", [DataRequired("Enter your password.")])
    code = StringField("Code", [DataRequired("Enter the code you were given.")])


def fresh(prefix: str = "", **data: Any) -> Example:
    """The form as it is opened, with some of it filled in. It is never sent, so it needs no token."""
    return Example(formdata=None, prefix=prefix, data={"role": "client"} | data, meta={"csrf": False})


def refused(prefix: str = "") -> Example:
    """The form after everything was left out."""
    form = fresh(prefix)
    form.validate()
    return form


def readers(*states: str) -> list[dict[str, Any]]:
    """Rows of share_panel, one for each state; "later" is one for whom it opens in a while."""
    people = [("Mara Lindqvist", "staff", "Your therapist"), ("Idris Bello", "staff", "Your therapist")]
    people.append(("Jo", "trusted", "Someone you trust"))
    return [
        {"id": f"r{at}", "name": name, "short": name.split()[0], "kind": kind, "role": role}
        | {f"{what}_url": f"/{what}/r{at}" for what in ("preview", "stop", "undo", "open_now")}
        | {"state": "off" if state == "later" else state, "opens_at": DRAFT.saved_at if state == "later" else None}
        for at, (state, (name, kind, role)) in enumerate(zip(states, people, strict=False))
    ]


def drawn(of_day: list[tuple[int, ...]]) -> chart.Chart:
    """A chart of days in a row, with a session a week after the first."""
    levels = {SUNDAY + timedelta(days=at): said for at, said in enumerate(of_day) if said}
    middles = {SUNDAY + timedelta(days=at): 3.0 for at in range(4, 7)}
    return chart.draw(SUNDAY, len(of_day), levels, mood.SCALE, [SUNDAY + timedelta(days=7)], middles)


def goal() -> goals.Reading:
    """A goal with steps and levels, as its reader sees it."""
    levels = (
        "I shout",
        "I leave the room without a word",
        "I ask for ten minutes",
        "I come back after them",
        "We finish",
    )
    steps = (
        goals.Step(UUID(int=1), "Say it once on a good day", SUNDAY),
        goals.Step(UUID(int=2), "Write the sentence down"),
    )
    words = goals.Words("Ask for ten minutes", TEXT, goals.Hands.PARTLY, "not once", "every time", SUNDAY)
    return goals.Reading(words, steps=steps, levels=goals.Levels(1, levels))


def samples() -> dict[str, Any]:
    """What the samples may use. Made for each request, because forms belong to one."""
    number = count(1)

    def numbered(make: Callable[..., Example]) -> Callable[..., Example]:
        # Many forms stand on one page, and no two fields of it may share their id.
        return lambda **data: make(f"f{next(number)}-", **data)

    return {
        "fresh": numbered(fresh),
        "refused": numbered(refused),
        "readers": readers,
        "icons": re.findall(r'symbol id="i-([a-z0-9-]+)"', SPRITE.read_text(encoding="utf-8")),
        "job": JOB,
        "job_states": JOB_STATES,
        "text": TEXT,
        "long": LONG,
        "draft": DRAFT,
        "checkin": CHECKIN,
        "level_alone": replace(CHECKIN, words=None),
        "squares": squares.draw(SUNDAY, 365, YEAR, len(mood.LEVELS)),
        "picture": qr.squares_of("7H3K9-2MQXR-4TBWC"),
        "told_of": TOLD,
        "kit": Paper(KIT, "3f" * 32, ""),
        "shared_kit": Paper(KIT, "", ""),
        "number": HELP.countries[0].emergency,
        "help_lines": [line for country in HELP.countries[:3] for line in country.lines],
        "drawn": drawn(FORTNIGHT),
        "months": drawn([FORTNIGHT[day * day % 14] for day in range(90)]),
        "months_of_totals": trend.draw(TOTALS, 0, 27, 6),
        "one_total": trend.draw(TOTALS[:1], 0, 27),
        "answered": ANSWERED,
        "note": SimpleNamespace(title="Sunday walk", body=TEXT, on_day=SUNDAY, question="What went well?"),
        "structured": STRUCTURED,
        "untitled": SimpleNamespace(title="", body="One line.", on_day=SUNDAY, question=""),
        "goal": goal(),
        "agenda": AGENDA,
        "after": agenda.After("Silence is not peace.", "Ask on Friday, before dinner", (8, 9, None, 7)),
        "ratings": [
            goals.Rating(SUNDAY, 6, 0, 1, is_review=True),
            goals.Rating(SUNDAY, 4, None, None, is_review=False),
        ],
        "rated": chart.draw(SUNDAY, 30, {SUNDAY + timedelta(days=at): [3 + at // 7] for at in (0, 7, 8, 21)}, RATED),
        "reading_days": Rhythm(UUID(int=1), "Mara Lindqvist", (0, 3)),
        "with_cover": Rhythm(UUID(int=1), "Mara Lindqvist", (0, 3), cover="Idris Cole"),
        "own_signal": MARK,
        "covered_signal": replace(MARK, is_mine=False, cover="Mara Lindqvist", therapist="Idris Cole"),
        "on_leave": Rhythm(
            UUID(int=1), "Mara Lindqvist", cover="Idris Cole", away=Away(SUNDAY, date(2025, 12, 3)), is_away=True
        ),
        "week": [
            SimpleNamespace(level=level, on_day=SUNDAY + timedelta(days=at))
            for at, level in enumerate((2, 3, None, 4, 5, None, 1))
        ],
    }


def contrasts() -> list[list[str]]:
    """Each pair of the palette with what it needs and what it has, in every theme without and with more contrast."""
    looks = [palette.colours(theme, more=more) for theme in palette.THEMES for more in (False, True)]
    return [
        [f"{upper} on {pair['on']}", f"{pair['at_least']:.1f}"]
        + [f"{palette.contrast(look[upper], look[pair['on']]):.2f}" for look in looks]
        for pair in palette.palette()["pairs"]
        for upper in pair["stand"]
    ]
