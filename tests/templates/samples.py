"""Every component in every state it can be in: what the tests render, and what a page of samples would show."""

import re
from functools import cache

from tests.architecture.rules import ROOT
from tests.templates import stage

COMPONENTS = ROOT / "portal/templates/components"
LONG = "Slept. Properly. First time since the move, and nobody needed anything from me until nine."
READER = {"id": "r1", "name": "Mara Lindqvist", "short": "Mara", "role": "Your therapist", "preview_url": "/p", "stop_url": "/s"}
JOB = (
    'poll_url="/job", ahead=2, client="Sam", pages=2, size="84 kB", kept_until="25 November", download_url="/d", web_url="/w", '
    'again="/a", reference="K7-2F", removed_on="25 November", withdrawn="Sam stopped sharing one note after you downloaded this."'
)
JOB_STATES = "waiting checking drawing slow ready changed failed again removed withdrawn".split()
BADGES = ["only_you", "you_and", "you_and_earlier", "goes_to", "no_longer_shared"]


@cache
def components() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in COMPONENTS.glob("*.html")))


def page(body: str) -> str:
    """The source of a small page around some component calls; imports what the body names and nothing else."""
    named = [name for name in components() if re.search(rf"(?<![\w.\"/]){name}\(", body)]
    imports = "".join(f'{{% from "components/{name}.html" import {name} %}}' for name in named)
    heading = "" if "page_head(" in body else "<h1>Sample</h1>"
    return (
        f'{{% extends "layouts/plain.html" %}}{imports}{{% block title %}}Sample{{% endblock %}}'
        f"{{% block content %}}{heading}{body}{{% endblock %}}"
    )


def _readers(*states):
    return [READER | {"id": f"r{at}", "state": state} for at, state in enumerate(states)]


def _with(form):
    return lambda: {"form": form()}


FRESH, REFUSED = _with(stage.fresh), _with(stage.refused)
FORM_PARTS = {
    "field": '{{ field(form.title) }}{{ field(form.body, hint="Take your time.", rows=4) }}{{ field(form.email, autocomplete="email", ltr=true) }}'
    '{{ field(form.on, words="From") }}{{ field(form.role) }}',
    "password": '{{ password(form.secret) }}',
    "code_input": '{{ code_input(form.code, hint="Spaces do not matter.") }}',
    "radio_card": '{{ radio_card(form.way, hints={"print": "No e-mail at all."}, hint="They can change it later.") }}',
    "editor": '<form>{{ editor(form.title, form.body, back=("/n", "Notes")) }}</form>',
    "problem_line": '{{ problem_line(form.email) }}',
    "error_summary": '{{ error_summary(form) }}<p id="title"></p>' + "".join(f'<p id="{name}"></p>' for name in ("body", "email")),
}

SAMPLES = [
    *((f"{name}, {state}", body, form) for name, body in FORM_PARTS.items() for state, form in (("fresh", FRESH), ("refused", REFUSED))),
    ("error_summary, two not in a form", '{{ error_summary(problems=[("here", "This."), (none, "That.")]) }}<p id="here"></p>', {}),
    ("icon", '<p>{{ icon("lock") }} Only you</p>', {}),
    ("name_list", '<p>{{ name_list("Mara") }} {{ name_list(["Mara", "Jo"]) }} {{ name_list(["Mara", "Jo", "Idris"]) }}</p>', {}),
    ("page_head, bare", '{{ page_head("Notes") }}', {}),
    ("page_head, full", '{% call page_head("A & <b>", eyebrow="Monday", lead="A lead.", back=("/b", "Back"), user_text=true) %}x{% endcall %}', {}),
    *((f"button, {kind}", f'<form>{{{{ button("Write", kind="{kind}", icon="pen-line") }}}}</form>', {}) for kind in ("primary", "plain", "quiet", "share", "danger")),
    ("button, link and sizes", '{{ button("Write", href="/w") }}{{ button("A", size="small") }}{{ button("B", size="big", wide=true, name="then", value="keep") }}', {}),
    ("button, busy", '{{ button("Make the PDF", busy="Preparing…") }}', {}),
    ("post_button", '{{ post_button("/x", "Stop sharing", icon="eye-off", fields={"a": "b"}) }}', {}),
    ("check", '{{ check("One", "pick", "1", checked=true, hint="Tuesday") }}{% call check("Two", "pick", "2", id="two") %}<span>x</span>{% endcall %}', {}),
    *((f"audience_badge, {state}", f'{{{{ audience_badge("{state}", "Mara") }}}}{{{{ audience_badge("{state}", ["Mara", "Jo"], size="big") }}}}', {}) for state in BADGES),
    ("until_badge", '{{ until_badge("Until Thursday 20 November") }}', {}),
    ("initials", '{{ initials("Mara Lindqvist", "staff", size="small") }}{{ initials("SO") }}{{ initials("Jo", "trusted", size="large") }}', {}),
    ("client_line", '{{ client_line("Sam Okafor") }}{% call client_line("Sam", letters="SO", detail="Since May", url="/c", kind="staff") %}x{% endcall %}', {}),
    ("voice", '{{ voice(text) }}{{ voice(text, size="large") }}', {"text": "One\r\ntwo\n\n\n  three\n\nمرحبا"}),
    ("reader_frame", '{% call reader_frame("Mara") %}<p>As she sees it.</p>{% endcall %}', {}),
    ("will_not_see", '{{ will_not_see("Mara", ["The time you wrote it"]) }}', {}),
    ("good_to_know", '{{ good_to_know(["Stop any time."]) }}', {}),
    ("share_panel, nobody", "{{ share_panel([]) }}", {}),
    ("share_panel, note", "{{ share_panel(readers) }}", {"readers": _readers("off", "on", "earlier")}),
    ("share_panel, editing", '<form>{{ share_panel(readers, editing=true) }}</form>', {"readers": _readers("off", "on", "earlier")}),
    ("note_row", '<ul class="notes">{{ note_row("/n", "Sunday", long, "Sunday", ["Mara"], mood=2) }}{{ note_row("/n", none, long, "Sunday", state="no_longer_shared") }}'
     '{% call note_row("/n", "", long, "Sunday") %}Note{% endcall %}</ul>', {"long": LONG}),
    ("item_row", '<ul>{{ item_row("/n", "Sunday", long, "Note, Sunday", current=true, until="until Thursday") }}{{ item_row("/n", "", long, "Note") }}</ul>', {"long": LONG}),
    *((f"notice, {kind}", f'{{{{ notice("Your note is kept.", kind="{kind}", title="Kept") }}}}{{% call notice(kind="{kind}") %}}<p>x</p>{{% endcall %}}', {}) for kind in ("info", "please-know", "problem", "done")),
    ("flashes", '{{ flashes([("done", "Kept."), ("message", "Kept."), ("problem", "Not kept.")]) }}{{ flashes([]) }}', {}),
    ("empty", '{{ empty("No notes yet.") }}{% call empty("All read.", icon="inbox", hint="Later.") %}x{% endcall %}', {}),
    ("pager", '{{ pager("/1", "/2") }}', {}),
    ("pager, one page", "{{ pager() }}", {}),
    ("steps", '{{ steps(["In line", "Made"], 0) }}{{ steps(["In line", "Made"], 2) }}', {}),
    *((f"job_card, {state}", f'{{{{ job_card("{state}", "Summary for Sam", {JOB}) }}}}', {}) for state in JOB_STATES),
    *((f"job_card, {state}, nothing known", f'{{{{ job_card("{state}", "Summary for Sam") }}}}', {}) for state in JOB_STATES),
    ("mood", "".join(f'{{{{ mood({level}) }}}}{{{{ mood({level}, size="small", words=false) }}}}' for level in range(1, 6)), {}),
    ("mood_picker", "<form>{{ mood_picker() }}</form>", {}),
    ("mood_picker, chosen", '<form>{% call mood_picker(chosen=2, hint="One tap.", title=false) %}<button>Save, only for me</button>{% endcall %}</form>', {}),
    ("data_table", '{{ data_table("Staff", ["Name", "Since"], [["Mara", "May"]]) }}{% call data_table("Clients", ["Name"], hidden_caption=true) %}<tr><th scope="row">Sam</th></tr>{% endcall %}', {}),
    ("disclosure", '{% call disclosure("A question", icon="info", open=true) %}<p>x</p>{% endcall %}{% call disclosure("More") %}<p>y</p>{% endcall %}', {}),
    ("log", '{{ log([{"when": "Monday", "words": "Mara opened it.", "icon": "eye", "detail": "Sunday walk"}, {"when": "Monday", "words": "It was kept."}]) }}', {}),
    ("facts", '{{ facts([("Shared notes", 3)]) }}', {}),
    ("brand", '{{ brand("/") }}', {}),
    ("nav", '{{ nav([("today", "Today", "house", "/t"), ("write", "Write", "pen-line", "/w")], "write") }}', {}),
    ("sprite", '{{ sprite("") }}', {}),
]
