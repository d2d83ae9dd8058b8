"""Each component in each of its states: well formed, labelled, escaped, and saying the right words."""

import re

import pytest
from jinja2 import UndefinedError

from portal.doors.style import sheet
from tests.templates import samples


@pytest.mark.parametrize("name", samples.components())
def test_a_component_makes_a_sound_page(show, name):
    assert show(samples.sample(name), sheet.samples).status == 200


@pytest.mark.parametrize("name", samples.components())
def test_the_samples_of_a_component_show_that_component(name):
    assert re.search(rf"{{[{{%][^}}]*\b{name}\(", (samples.SAMPLES / f"{name}.html").read_text("utf-8"))


def test_every_component_has_its_place_on_the_style_page():
    placed = [name for group in sheet.GROUPS.values() for name in group]
    assert sorted(placed) == list(samples.components())
    assert sorted(path.stem for path in samples.SAMPLES.glob("*.html")) == list(samples.components())


def test_every_component_says_what_it_takes():
    for name in samples.components():
        opening = " ".join((samples.COMPONENTS / f"{name}.html").read_text("utf-8").split())
        assert opening.startswith(f"{{# {name}("), name


def fresh():
    return {"form": sheet.fresh()}


def refused():
    return {"form": sheet.refused()}


HOSTILE = '<img src=x onerror=alert(1)> "quoted" & \u202eback'
TAKES_TEXT = [
    "{{ page_head(t, eyebrow=t, lead=t, back=('/b', t), user_text=true) }}",
    "{{ audience_badge('you_and', [t, t]) }}",
    "{{ voice(t) }}",
    "{{ note_row('/n', t, t, t, [t]) }}",
    "{{ item_row('/n', t, t, t, until=t) }}",
    "{{ client_line(t, detail=t) }}",
    "{{ job_card('ready', t, size=t, kept_until=t) }}",
    "{{ job_card('changed', t, client=t) }}",
    "{% call reader_frame(t) %}{{ t }}{% endcall %}",
    "{{ log([{'when': t, 'words': t, 'detail': t}]) }}",
    "{{ data_table(t, [t], [[t]]) }}",
    "{{ facts([(t, t)]) }}",
    "{{ notice(t, title=t) }}",
    "{{ check(t, 'a', t, hint=t) }}",
    "{{ button(t, name='a', value=t) }}",
    "{{ post_button('/x', t, fields={'a': t}) }}",
    "{{ error_summary(problems=[(none, t)]) }}",
    "{{ typed_text('a', t, 1) }}",
    "{{ switch(t, 'a', t, hint=t) }}",
    "{{ scale_0_10('a', t, t, t, hint=t) }}",
    "{{ feeling_words([t], chosen=[t]) }}",
    "{{ asked(t, who=t) }}",
    "{{ prompt_card(t, t, '/w', foot=t, more_url='/m') }}",
    "{{ question_row('/q', t, t) }}",
    "{{ goal_step(t, '/x', goal=t, detail=t, fields={'a': t}) }}",
    "{{ timeline([{'when': t, 'words': t, 'detail': t, 'is_voice': true}], label=t) }}",
    "{{ tag(t) }}",
    "{{ toast(t, '/x', fields={'a': t}) }}",
    "{% call dialog('a', t, t, '/x') %}{{ t }}{% endcall %}",
    "{{ tabs([('a', t, '/a')], 'a', t) }}",
    "{{ chip_menu(t, [{'words': t, 'url': '/a'}, {'words': t, 'action': '/a', 'fields': {'a': t}}]) }}",
    "{{ data_table('x', [{'words': t, 'url': '/a'}]) }}",
    "{{ given_back([(t, t)], [(t, t)], again=true) }}",
]


@pytest.mark.parametrize("body", TAKES_TEXT)
def test_whatever_people_type_stays_text(part, body):
    page = part(body, {"t": HOSTILE})
    assert "&lt;img src=x onerror=alert(1)&gt;" in page.text
    assert page.tree.find(".//img") is None


def words_of(part, body, data=None):
    return part(body, data).words


@pytest.mark.parametrize(
    ("state", "small", "big"),
    [
        ("only_you", "Only you", "Only you can read this"),
        ("you_and", "You and Mara", "You and Mara can read this"),
        ("you_and_earlier", "You and Mara (earlier version)", "You and Mara (earlier version)"),
        ("goes_to", "Goes to Mara when you save", "Goes to Mara when you save"),
        ("no_longer_shared", "No longer shared", "No longer shared"),
    ],
)
def test_the_badge_says_who_can_read_in_words_beside_an_icon(part, state, small, big):
    for size, said in (("none", small), ("'big'", big)):
        page = part(f"<p>{{{{ audience_badge('{state}', 'Mara', size={size}) }}}}</p>")
        badge = next(node for node in page.tree.iter("span") if "badge" in node.get("class", ""))
        assert "".join(badge.itertext()) == said
        assert badge.find("{http://www.w3.org/2000/svg}svg").get("aria-hidden") == "true"


def badges(page):
    return [node for node in page.tree.iter("span") if "badge" in node.get("class", "").split()]


@pytest.mark.parametrize("state", ["you_and", "you_and_earlier", "goes_to"])
def test_someone_you_trust_has_a_sign_and_a_colour_of_their_own(part, state):
    page = part(f"{{{{ audience_badge('{state}', ['Mara', 'Jo'], trusted=true) }}}}")
    assert "trusted" in badges(page)[0].get("class")
    assert "shared" not in badges(page)[0].get("class")
    assert 'href="#i-heart-handshake"' in page.text
    assert 'href="#i-eye"' not in page.text


def test_what_nobody_else_can_read_is_never_in_somebody_s_colour(part):
    for state, kind in (("only_you", "private"), ("no_longer_shared", "ended")):
        assert badges(part(f"{{{{ audience_badge('{state}', trusted=true) }}}}"))[0].get("class") == f"badge {kind}"


def test_a_time_limit_stands_beside_the_badge_in_words(part):
    page = part("{{ audience_badge('you_and', 'Mara', until='Thursday 20 November') }}")
    assert ["".join(node.itertext()) for node in badges(page)] == ["You and Mara", "Until Thursday 20 November"]


def test_several_readers_are_named_as_in_speech(part):
    for names, said in ((["Mara"], "You and Mara"), (["Mara", "Jo"], "You, Mara and Jo")):
        page = part("{{ audience_badge('you_and', names) }}", {"names": names})
        assert said in "".join(page.tree.itertext())


def test_a_state_nobody_has_drawn_is_refused(part):
    for body in ("{{ audience_badge('open') }}", "{{ job_card('half', 'x') }}", "{{ notice('x', kind='loud') }}"):
        with pytest.raises(UndefinedError):
            part(body)


def test_the_client_s_words_keep_their_paragraphs_lines_and_direction(part):
    page = part("{{ voice(text) }}", {"text": "One\r\ntwo\n\n\n   \n\n  three\n"})
    said = ["".join(p.itertext()) for p in page.tree.iter("p") if p.get("dir") == "auto"]
    assert said == ["One\ntwo", "  three"]


def test_a_field_is_tied_to_its_label_hint_and_problem(part):
    page = part("{{ field(form.email, hint='Only for signing in.') }}", refused)
    box = next(page.tree.iter("input"))
    assert box.get("aria-describedby") == "email-hint email-problem"
    assert box.get("aria-invalid") == "true"
    assert "Problem: Enter an address like name@example.org." in page.words
    assert "required" not in box.attrib


def test_a_box_never_cuts_off_what_is_pasted(part):
    page = part("<form>{{ editor(form.title, form.body) }}{{ field(form.email) }}</form>", fresh)
    assert not [node for node in page.tree.iter() if node.get("maxlength")]


def test_what_may_stay_empty_says_so_and_nothing_wears_an_asterisk(part):
    page = part("{{ field(form.title) }}{{ field(form.email) }}", fresh)
    labels = ["".join(label.itertext()) for label in page.tree.iter("label")]
    assert labels == ["Title (optional)", "E-mail address"]


def test_the_problem_summary_leads_to_each_field_and_takes_the_focus(part):
    page = part("{{ error_summary(form) }}{{ field(form.email) }}{{ field(form.body) }}", refused)
    summary = next(node for node in page.tree.iter("div") if node.get("id") == "problems")
    assert summary.get("role") == "alert"
    assert "autofocus" in summary.attrib
    assert {"#email", "#body"} <= {link.get("href") for link in summary.iter("a")}


def test_nothing_to_fix_shows_nothing(part):
    assert "to fix" not in words_of(part, "{{ error_summary(form) }}", fresh)


def test_while_writing_each_reader_has_a_button_that_says_what_it_does(part):
    page = part("<form>{{ share_panel(readers, editing=true) }}</form>", {"readers": sheet.readers("off")})
    button = next(button for button in page.tree.iter("button") if button.get("name"))
    assert (button.get("name"), button.get("value")) == ("then", "r0")
    assert "Save, then see it as Mara will" in page.words
    assert "Only you." in page.words


def test_on_a_note_sharing_can_be_looked_at_and_stopped(part):
    page = part("{{ share_panel(readers) }}", {"readers": sheet.readers("off", "on", "earlier")})
    assert page.links["See it as Mara will"] == "/preview/r0"
    assert page.links["Show Jo the new version"] == "/preview/r2"
    stops = {said: form.node.get("action") for form in page.forms for said in form.buttons if said.startswith("Stop")}
    assert stops == {"Stop sharing with Idris": "/stop/r1", "Stop sharing with Jo": "/stop/r2"}


@pytest.mark.parametrize("state", sheet.JOB_STATES)
def test_only_a_running_job_is_asked_again(part, state):
    page = part("{{ job_card(state, 'Summary for Sam', **job) }}", {"state": state, "job": sheet.JOB})
    card = next(node for node in page.tree.iter("div") if node.get("id") == "job")
    running = state in ("waiting", "checking", "drawing", "slow")
    assert (card.get("data-poll") == "/job") is running
    assert ("Look again" in page.links) is running
    assert card.get("role") == "status"


def test_a_job_says_how_many_are_before_it(part):
    assert "Yours is next." in words_of(part, "{{ job_card('waiting', 'x') }}")
    assert "One ahead of yours." in words_of(part, "{{ job_card('waiting', 'x', ahead=1) }}")
    assert "7 ahead of yours." in words_of(part, "{{ job_card('waiting', 'x', ahead=7) }}")


def test_a_closed_file_can_be_asked_for_again_but_not_opened(part):
    for state in ("changed", "failed", "again", "removed", "withdrawn"):
        page = part("{{ job_card(state, 'Summary for Sam', **job) }}", {"state": state, "job": sheet.JOB})
        assert "/d" not in page.links.values()
        assert any(form.node.get("action") == "/a" for form in page.forms)


@pytest.mark.parametrize("level", range(1, 6))
def test_a_sun_carries_its_word_and_its_height(part, level):
    word = ["Very low", "Low", "In between", "Good", "Very good"][level - 1]
    for words in ("true", "false"):
        page = part(f"<p>{{{{ mood({level}, words={words}) }}}}</p>")
        assert word in page.words
    drawings = {
        re.search(r"<svg class=\"sun\".*?</svg>", part(f"{{{{ mood({other}) }}}}").text)[0] for other in range(1, 6)
    }
    assert len(drawings) == 5


def test_no_sun_is_chosen_for_anybody(part):
    page = part("<form>{{ mood_picker() }}</form>")
    assert len(page.forms[-1].names) == 1
    assert not page.forms[-1].values


def test_the_lint_of_samples_would_notice_a_broken_one(plain_house, show):
    with pytest.raises(AssertionError):
        show(samples.page('<input name="nameless">'))


def test_components_know_only_what_they_are_given():
    sources = {path.stem: path.read_text("utf-8") for path in samples.COMPONENTS.glob("*.html")}
    reaching = [name for name, source in sources.items() if "with context" in source]
    assert reaching == []
