"""Each component in each of its states: well formed, labelled, escaped, and saying the right words."""

import pytest
from jinja2 import UndefinedError

from tests.templates import samples


@pytest.mark.parametrize(("body", "data"), [pytest.param(body, data, id=name) for name, body, data in samples.SAMPLES])
def test_a_component_makes_a_sound_page(show, body, data):
    assert show(samples.page(body), data).status == 200


def test_every_component_is_among_the_samples():
    shown = {name.split(",")[0] for name, _, _ in samples.SAMPLES}
    assert set(samples.components()) - shown == set()


def test_every_component_says_what_it_takes():
    for name in samples.components():
        opening = (samples.COMPONENTS / f"{name}.html").read_text("utf-8")[: 2 + 3 + len(name) + 1]
        assert opening.replace("\n ", "").startswith(f"{{# {name}("), name


HOSTILE = '<img src=x onerror=alert(1)> "quoted" & \u202eback'
TAKES_TEXT = [
    "{{ page_head(t, eyebrow=t, lead=t, back=('/b', t), user_text=true) }}", "{{ audience_badge('you_and', [t, t]) }}", "{{ voice(t) }}",
    "{{ note_row('/n', t, t, t, [t]) }}", "{{ item_row('/n', t, t, t, until=t) }}", "{{ client_line(t, detail=t) }}",
    "{{ job_card('ready', t, size=t, kept_until=t) }}", "{{ job_card('changed', t, client=t) }}", "{{ reader(t) }}", "{{ log([{'when': t, 'words': t, 'detail': t}]) }}",
    "{{ data_table(t, [t], [[t]]) }}", "{{ facts([(t, t)]) }}", "{{ notice(t, title=t) }}", "{{ check(t, 'a', t, hint=t) }}",
    "{{ button(t, name='a', value=t) }}", "{{ post_button('/x', t, fields={'a': t}) }}", "{{ error_summary(problems=[(none, t)]) }}",
]  # fmt: skip


@pytest.mark.parametrize("body", TAKES_TEXT)
def test_whatever_people_type_stays_text(part, body):
    body = body.replace("{{ reader(t) }}", "{% call reader_frame(t) %}{{ t }}{% endcall %}")
    page = part(body, {"t": HOSTILE})
    assert not [node for node in page.tree.iter("img")]
    assert "onerror" in page.words or "onerror" in page.text


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
        assert badge.find("svg").get("aria-hidden") == "true"


def test_several_readers_are_named_as_in_speech(part):
    assert "You, Mara and Jo" in words_of(part, "{{ audience_badge('you_and', ['Mara', 'Jo']) }}")


def test_a_state_nobody_has_drawn_is_refused(part):
    for body in ("{{ audience_badge('open') }}", "{{ job_card('half', 'x') }}", "{{ notice('x', kind='loud') }}"):
        with pytest.raises(UndefinedError):
            part(body)


def test_the_client_s_words_keep_their_paragraphs_lines_and_direction(part):
    page = part("{{ voice(text) }}", {"text": "One\r\ntwo\n\n\n   \n\n  three\n"})
    said = ["".join(p.itertext()) for p in page.tree.iter("p") if p.get("dir") == "auto"]
    assert said == ["One\ntwo", "  three"]


def test_a_field_is_tied_to_its_label_hint_and_problem(part):
    page = part("{{ field(form.email, hint='Only for signing in.') }}", samples.REFUSED)
    box = next(page.tree.iter("input"))
    assert box.get("aria-describedby") == "email-hint email-problem"
    assert box.get("aria-invalid") == "true"
    assert "Problem: Enter an address like name@example.org." in page.words
    assert "required" not in box.attrib


def test_a_box_never_cuts_off_what_is_pasted(part):
    page = part("{{ field(form.body) }}<form>{{ editor(form.title, form.body) }}</form>".replace("{{ field(form.body) }}", ""), samples.FRESH)
    assert not [node for node in page.tree.iter() if node.get("maxlength")]


def test_what_may_stay_empty_says_so_and_nothing_wears_an_asterisk(part):
    page = part("{{ field(form.title) }}{{ field(form.email) }}", samples.FRESH)
    labels = ["".join(label.itertext()) for label in page.tree.iter("label")]
    assert labels == ["Title (optional)", "E-mail address"]


def test_the_problem_summary_leads_to_each_field_and_takes_the_focus(part):
    page = part("{{ error_summary(form) }}{{ field(form.email) }}{{ field(form.body) }}", samples.REFUSED)
    summary = next(node for node in page.tree.iter("div") if node.get("id") == "problems")
    assert summary.get("role") == "alert"
    assert "autofocus" in summary.attrib
    assert {"#email", "#body"} <= {link.get("href") for link in summary.iter("a")}


def test_nothing_to_fix_shows_nothing(part):
    assert "to fix" not in words_of(part, "{{ error_summary(form) }}", samples.FRESH)


def test_while_writing_each_reader_has_a_button_that_says_what_it_does(part):
    page = part("<form>{{ share_panel(readers, editing=true) }}</form>", {"readers": samples._readers("off")})
    button = next(page.tree.iter("button"))
    assert (button.get("name"), button.get("value")) == ("then", "r0")
    assert "Save, then see it as Mara will" in page.words
    assert "Only you." in page.words


def test_on_a_note_sharing_can_be_looked_at_and_stopped(part):
    page = part("{{ share_panel(readers) }}", {"readers": samples._readers("off", "on", "earlier")})
    assert page.links["See it as Mara will"] == "/p"
    assert page.links["Show Mara the new version"] == "/p"
    assert sum("Stop sharing with Mara" in form.buttons for form in page.forms) == 2


@pytest.mark.parametrize("state", samples.JOB_STATES)
def test_only_a_running_job_is_asked_again(part, state):
    page = part(f'{{{{ job_card("{state}", "Summary for Sam", {samples.JOB}) }}}}')
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
        page = part(f'{{{{ job_card("{state}", "Summary for Sam", {samples.JOB}) }}}}')
        assert "/d" not in page.links.values()
        assert any(form.node.get("action") == "/a" for form in page.forms)


@pytest.mark.parametrize("level", range(1, 6))
def test_a_sun_carries_its_word_and_its_height(part, level):
    word = ["Very low", "Low", "In between", "Good", "Very good"][level - 1]
    for words in ("true", "false"):
        page = part(f"<p>{{{{ mood({level}, words={words}) }}}}</p>")
        assert word in page.words
    drawings = {part(f"{{{{ mood({other}) }}}}").text.split('focusable="false">')[-1].split("</svg>")[0] for other in range(1, 6)}
    assert len(drawings) == 5


def test_no_sun_is_chosen_for_anybody(part):
    page = part("<form>{{ mood_picker() }}</form>")
    assert len(page.forms[-1].names) == 1
    assert not page.forms[-1].values


def test_the_lint_of_samples_would_notice_a_broken_one(plain_house, show):
    with pytest.raises(AssertionError):
        show(samples.page('<input name="nameless">'))


def test_components_know_only_what_they_are_given():
    reaching = [name for name in samples.components() if "with context" in (samples.COMPONENTS / f"{name}.html").read_text("utf-8")]
    assert reaching == []
