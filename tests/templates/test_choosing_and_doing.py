"""Components that take a choice in or offer something to do: real controls, nothing chosen beforehand, no script."""

from datetime import date
from types import SimpleNamespace

import pytest

from portal.doors.style import sheet


def tags(page, name):
    return list(page.tree.find("body").iter(name))


def said(node):
    return " ".join("".join(node.itertext()).split())


def with_class(page, name):
    return [
        node for node in page.tree.iter() if isinstance(node.tag, str) and name in (node.get("class") or "").split()
    ]


# ------------------------------------------------------------------ choices

CHOICES = [
    ("{{ seg(form.part) }}", "radio", 2),
    ("{{ scale_0_10('close', 'How close are you?', 'Not begun', 'Quite there') }}", "radio", 11),
    ("{{ feeling_words(['tired', 'hopeful']) }}", "checkbox", 2),
    ("{{ switch('Mara', 'reader') }}", "checkbox", 1),
]


@pytest.mark.parametrize(("body", "kind", "many"), CHOICES)
def test_a_choice_is_made_of_real_controls_and_made_by_nobody_else(part, body, kind, many):
    page = part(f"<form>{body}</form>", lambda: {"form": sheet.fresh()})
    boxes = [box for box in tags(page, "input") if box.get("type") == kind]
    assert len(boxes) == many
    assert not [box for box in boxes if "checked" in box.attrib]


@pytest.mark.parametrize("body", [body for body, _, many in CHOICES if many > 1])
def test_a_group_of_choices_says_what_it_is_about(part, body):
    page = part(body, lambda: {"form": sheet.fresh()})
    groups = tags(page, "fieldset")
    assert len(groups) == 1
    assert said(groups[0].find("legend"))
    assert groups[0].get("id")


def test_what_was_chosen_is_shown_again(part):
    body = (
        "<form>{{ seg(form.part) }}{{ scale_0_10('close', 'x', 'a', 'b', chosen=0) }}"
        "{{ feeling_words(['tired', 'hopeful', 'tense'], chosen=['tense', 'tired']) }}"
        "{{ switch('Mara', 'reader', 'r1', checked=true) }}</form>"
    )
    form = part(body, lambda: {"form": sheet.fresh(part="part")}).forms[-1]
    assert form.values == {"part": ["part"], "close": ["0"], "feelings": ["tired", "tense"], "reader": ["r1"]}


def test_a_switch_is_announced_as_one(part):
    assert [box.get("role") for box in tags(part("{{ switch('Mara', 'reader') }}"), "input")] == ["switch"]


def test_the_ends_of_a_scale_are_words_and_no_number_has_a_colour(part):
    page = part("{{ scale_0_10('close', 'How close?', 'Not begun', 'Quite there') }}")
    group = tags(page, "fieldset")[0]
    ends = next(node for node in tags(page, "p") if node.get("id") == group.get("aria-describedby"))
    assert said(ends) == "0 means: Not begun. 10 means: Quite there."
    assert [said(label) for label in tags(page, "label")] == [str(number) for number in range(11)]
    assert not [node for node in tags(page, "label") if "mood" in (node.get("class") or "")]


def test_the_box_to_look_for_a_word_waits_for_a_script_and_is_never_sent(part):
    page = part("<form>{{ feeling_words(['tired'], name='words') }}</form>")
    look = next(node for node in tags(page, "label") if node.get("data-find"))
    assert look.get("data-find") == tags(page, "fieldset")[0].get("id") == "words"
    assert "hidden" in look.attrib
    assert look.find("input").get("name") is None


def test_a_refused_choice_says_so_beside_it(part):
    page = part("{{ seg(form.part, hint='The rest stays with you.') }}", lambda: {"form": sheet.refused()})
    assert tags(page, "fieldset")[0].get("aria-describedby") == "part-hint part-problem"
    assert "Problem: Choose one." in page.words


# ------------------------------------------------------------------ questions and steps


def test_a_question_can_be_answered_put_off_or_declined_by_equal_ways(part):
    page = part("{{ prompt_card('What went well?', 'From Mara', '/w', not_this_url='/no', aside_url='/aside') }}")
    assert page.links["Write about this"] == "/w"
    assert page.form("Not this one").node.get("action") == "/no"
    assert page.form("Set aside").node.get("action") == "/aside"
    assert "Your answer stays with you until you share it." in page.words


def test_a_question_without_other_ways_offers_none(part):
    page = part("{{ prompt_card('What went well?', 'From Mara', '/w', foot=none) }}")
    assert [form.node.get("id") for form in page.forms] == ["leave"]
    assert "Your answer" not in page.words


@pytest.mark.parametrize(("done", "pressed", "sent"), [("false", "false", "y"), ("true", "true", "")])
def test_a_step_is_ticked_and_unticked_by_one_press(part, done, pressed, sent):
    page = part(f"{{{{ goal_step('Say it sooner', '/tick', done={done}, fields={{'step_id': 's1'}}) }}}}")
    form = page.form("Say it sooner")
    button = form.buttons["Say it sooner"]
    assert (button.get("aria-pressed"), button.get("value")) == (pressed, sent)
    assert form.values["step_id"] == ["s1"]


def test_only_a_ticked_step_holds_a_tick(part):
    """Not a hidden one: colours forced by the system would bring it out."""
    assert 'href="#i-check"' not in part("{{ goal_step('Say it sooner', '/tick') }}").text
    assert 'href="#i-check"' in part("{{ goal_step('Say it sooner', '/tick', done=true) }}").text


def test_a_line_of_time_keeps_the_order_and_the_voice(part):
    rows = [{"when": "Monday", "words": "Session", "url": "/s"}, {"when": "Sunday", "words": "Quiet", "is_voice": True}]
    page = part("{{ timeline(rows) }}", {"rows": rows})
    assert [said(item) for item in tags(page, "li")] == ["Monday Session", "Sunday Quiet"]
    assert [said(node) for node in with_class(page, "voice")] == ["Quiet"]
    assert page.links["Session"] == "/s"


def test_a_day_without_a_check_in_is_a_gap_and_says_so(part):
    days = [SimpleNamespace(level=level, on_day=date(2025, 11, 17 + at)) for at, level in enumerate((2, None))]
    page = part("{{ week_strip(days) }}", {"days": days})
    assert [said(item) for item in tags(page, "li")] == ["LowMon", "No check-inTue"]
    assert len(with_class(page, "gap")) == len(with_class(page, "sun")) == 1


# ------------------------------------------------------------------ things to press


def test_what_was_just_done_can_be_undone_without_hurry_or_script(part):
    page = part("{{ toast('Mara can open this from 23:02.', '/undo', fields={'share_id': 's1'}) }}")
    form = page.form("Undo")
    assert form.node.get("action") == "/undo"
    assert form.values["share_id"] == ["s1"]
    assert [said(node) for node in page.tree.iter("p") if node.get("role") == "status"] == [
        "Mara can open this from 23:02."
    ]


def test_without_script_what_opens_a_dialog_leads_to_a_page(part):
    body = "{% call dialog('out', 'Sign out everywhere?', 'Sign out', '/leave') %}<p>Every phone.</p>{% endcall %}"
    page = part(body)
    opener = next(node for node in tags(page, "a") if node.get("data-dialog"))
    dialog = tags(page, "dialog")[0]
    assert (opener.get("href"), opener.get("data-dialog")) == ("/leave", dialog.get("id"))
    assert "open" not in dialog.attrib
    assert page.form("Not now").node.get("method") == "dialog"
    assert "autofocus" in page.form("Not now").buttons["Not now"].attrib
    named = next(node for node in tags(page, "h2") if node.get("id") == dialog.get("aria-labelledby"))
    assert said(named) == "Sign out everywhere?"


def test_only_a_page_with_a_dialog_brings_its_script(part):
    with_one = part("{% call dialog('a', 'Sure?', 'Go', '/go') %}<p>x</p>{% endcall %}")
    assert "js/dialog.js" in with_one.text
    assert "js/dialog.js" not in part("<p>Nothing to confirm.</p>").text


def test_a_password_can_be_looked_at_where_there_is_a_script(part):
    page = part("{{ password(form.secret) }}", lambda: {"form": sheet.fresh()})
    button = next(node for node in tags(page, "button") if node.get("data-show") == "secret")
    assert "hidden" in button.attrib
    assert (button.get("type"), button.get("aria-pressed")) == ("button", "false")
    assert tags(page, "input")[-1].get("type") == "password"
    assert "js/password.js" in page.text
    assert "js/password.js" not in part("{{ code_input(form.code) }}", lambda: {"form": sheet.fresh()}).text


def test_what_goes_to_somebody_you_trust_never_wears_the_therapist_s_sign(part):
    page = part("{% call reader_frame('Jo', trusted=true) %}x{% endcall %}")
    assert [node.get("class") for node in tags(page, "figure")] == ["frame trusted"]
    assert 'href="#i-eye"' not in page.text
    page = part("{{ share_panel(readers) }}", {"readers": sheet.readers("off", "off", "on")})
    assert [node.get("class") for node in with_class(page, "now")] == ["now trusted"]
    page = part("{{ share_panel(readers) }}", {"readers": sheet.readers("on", "off", "off")})
    assert [node.get("class") for node in with_class(page, "now")] == ["now shared"]


def test_tabs_are_links_and_say_where_one_is(part):
    page = part("{{ tabs([('a', 'Shared', '/a'), ('b', 'Goals', '/b')], 'b', 'Sam') }}")
    bar = next(node for node in tags(page, "nav") if node.get("aria-label") == "Sam")
    assert {said(link): (link.get("href"), link.get("aria-current")) for link in bar.iter("a")} == {
        "Shared": ("/a", None),
        "Goals": ("/b", "page"),
    }


ITEMS = [
    {"words": "Move to…", "url": "/move"},
    {"words": "End", "action": "/end", "fields": {"assignment_id": "a1"}, "icon": "log-out"},
]


def test_what_can_be_done_about_a_person_opens_without_script(part):
    page = part("{{ chip_menu('Sam O.', items) }}", {"items": ITEMS})
    menu = tags(page, "details")[0]
    assert menu[0].tag == "summary"
    assert page.links["Move to…"] == "/move"
    assert page.form("End").node.get("action") == "/end"
    assert page.form("End").values["assignment_id"] == ["a1"]


@pytest.mark.parametrize(
    ("state", "words"), [("moving", "waiting for the client"), ("invited", "not joined yet"), ("idle", "no session")]
)
def test_the_state_of_a_person_is_said_and_not_only_coloured(part, state, words):
    page = part(f"{{{{ chip_menu('Sam O.', items, state='{state}') }}}}", {"items": ITEMS})
    assert words in said(tags(page, "summary")[0])
    assert words not in part("{{ chip_menu('Sam O.', items) }}", {"items": ITEMS}).words


@pytest.mark.parametrize(
    ("used", "places", "words", "width"),
    [
        (7, 12, "7 of 12 places", "58%"),
        (10, 10, "10 of 10 places, full", "100%"),
        (0, 8, "0 of 8 places", "0%"),
        (13, 12, "13 of 12 places, 1 over", "100%"),
    ],
)
def test_how_full_somebody_s_days_are_is_said_in_words(part, used, places, words, width):
    page = part(f"{{{{ capacity_meter({used}, {places}) }}}}")
    assert [said(node) for node in with_class(page, "capacity")] == [words]
    assert [node.get("width") for node in with_class(page, "bar-fill")] == [width]


def test_without_a_limit_there_is_no_bar(part):
    page = part("{{ capacity_meter(4, none) }}")
    assert "4, no limit set" in page.words
    assert not with_class(page, "bar")


def test_the_foot_of_a_page_leads_to_people_who_can_be_reached(part):
    page = part("<div id='mine'>{{ help_foot('/help-now') }}</div>")
    assert (
        next(link for link in page.tree.iter("a") if link.get("href") == "/help-now").text
        == "see who you can reach tonight"
    )
    assert "call your local emergency number" in part("{{ help_foot() }}").words


def test_a_column_is_sorted_by_a_link_that_says_how(part):
    headings = [{"words": "Name", "url": "/?by=name", "sorted": "ascending"}, {"words": "Since", "url": "/?by=since"}]
    page = part("{{ data_table('Staff', headings, []) }}", {"headings": [*headings, "Days"]})
    assert [cell.get("aria-sort") for cell in tags(page, "th")] == ["ascending", None, None]
    assert (page.links["Name"], page.links["Since"]) == ("/?by=name", "/?by=since")
    assert "Days" not in page.links
