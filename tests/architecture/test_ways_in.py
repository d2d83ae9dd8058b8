"""Ways by which somebody's words could become a command, a pattern, code or an address: none is in the source."""

import ast

import pytest

from tests.architecture import rules
from tests.architecture.rules import ROOT
from tests.architecture.test_house import found_in

STARTS_PROGRAMS = {  # the start of the house, and the check-up, whose words are its own
    "run.py",
    "portal/bench/house.py",
    "portal/domain/operators/doctor.py",
    "portal/launch/__main__.py",
    "portal/launch/installation.py",
    "portal/launch/pango.py",
    "portal/launch/supervisor.py",
}
PATTERNS_OF_OURS = {"portal/domain/devices.py"}  # they stand in tables of the file itself
LEADS_ON = {  # looked at: a page by its name, kept in a variable; the same page by https, from the settings
    "client_app/journal/writing.py",
    "therapist_app/process_notes.py",
    "portal/web/address.py",
}
SCRIPTS = [*sorted((ROOT / "portal/static/js").glob("*.js")), ROOT / "portal/templates/install/worker.js"]
CHANNEL = {"windows.postMessage(", 'windows.addEventListener("message"', ".postMessage("}  # of this origin


def test_no_program_is_started_by_a_shell_or_a_line_of_words_and_none_but_by_the_start():
    """ASVS 5.0: 1.2.5."""
    assert found_in(rules.house_files(), rules.shells) == {}
    assert set(found_in(rules.house_files(), rules.programs)) == STARTS_PROGRAMS


def test_no_pattern_is_made_of_words_that_are_not_escaped():
    """ASVS 5.0: 1.2.9."""
    assert found_in(rules.house_files(), rules.made_patterns, PATTERNS_OF_OURS) == {}


def test_a_redirect_leads_to_a_page_of_this_site():
    """ASVS 5.0: 3.7.2."""
    assert found_in(rules.house_files(), rules.redirects, LEADS_ON) == {}
    assert set(found_in(rules.house_files(), rules.redirects)) == LEADS_ON


def test_scripts_make_no_code_no_markup_and_no_pattern_of_words_and_merge_nothing_into_things():
    """ASVS 5.0: 15.3.6."""
    assert {path.name: rules.SCRIPT_SINKS.findall(path.read_text("utf-8")) for path in SCRIPTS} == {
        path.name: [] for path in SCRIPTS
    }


def test_windows_speak_to_one_another_by_a_channel_of_this_origin_alone():
    """ASVS 5.0: 3.5.5."""
    spoken = {said for path in SCRIPTS for said in rules.SCRIPT_MESSAGES.findall(path.read_text("utf-8"))}
    assert spoken == CHANNEL
    for path in SCRIPTS:
        source = path.read_text("utf-8")
        assert source.count("new BroadcastChannel(") == source.count('new BroadcastChannel("harbour")'), path.name
        assert "windows." not in source or 'const windows = "BroadcastChannel"' in source, path.name
        assert source.count(").postMessage(") == source.count('new BroadcastChannel("harbour").postMessage('), path.name


@pytest.mark.parametrize(
    ("look", "bad"),
    [
        (rules.shells, "subprocess.run(f'convert {name}', check=True)"),
        (rules.shells, "subprocess.Popen(words, shell=True)"),
        (rules.shells, "os.system('ls')"),
        (rules.programs, "subprocess.run(['ls'], check=True)"),
        (rules.programs, "os.execv(PYTHON, [])"),
        (rules.made_patterns, "re.search(typed, body)"),
        (rules.made_patterns, "re.compile(f'^{typed}$')"),
        (rules.made_patterns, "re.sub('a' + typed, '', body)"),
        (rules.made_patterns, "Person.name.like(f'%{typed}%')"),
        (rules.redirects, "redirect(request.args['next'])"),
        (rules.redirects, "redirect(f'//{host}/')"),
        (rules.redirects, "redirect('https://elsewhere.example')"),
    ],
)
def test_such_a_way_would_be_noticed(look, bad):
    assert look(ast.parse(bad))


def test_what_is_fixed_or_escaped_is_left_alone():
    good = "re.compile(r'a' + re.escape(typed))\nre.sub(f'[{SIGNS}]', '', typed)\nNAME.search(typed)"
    assert rules.made_patterns(ast.parse(good)) == []
    assert rules.shells(ast.parse("subprocess.run([PYTHON, '-m', module], check=False)")) == []
    assert rules.redirects(ast.parse("redirect(url_for('a.b'))\nredirect('/')\nredirect(f'/p/{slug}/office')")) == []
