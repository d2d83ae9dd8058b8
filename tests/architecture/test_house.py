"""The house rules that can be read off the source: where things are, how long they are, what they may call."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.rules import ROOT, name_of, tree_of

MAY_COMMIT = {  # the ground, the factory that tells the ground to, and whoever keeps a savepoint
    "portal/core/db.py",
    "portal/app.py",
    "portal/core/whole.py",
}
MAY_SPEAK_SQL = {"portal/core/db.py", "portal/core/engines.py", "portal/models/vault.py"}  # indexes need it
MAY_READ_THE_ENVIRONMENT = {"config.py", "run.py"}  # and portal/launch/, which makes the environment of the others
MAY_READ_SETTINGS = {
    "config.py",
    "wsgi.py",
    "portal/cli.py",
    "portal/worker.py",
    "portal/scheduler.py",
    "portal/bench.py",
}


def found_in(files, look, allowed=()):
    """What a rule finds in these files, by file; nothing is what every test here hopes for."""
    looked = {name_of(path): look(tree_of(path)) for path in files if name_of(path) not in allowed}
    return {name: problems for name, problems in looked.items() if problems}


def outside(*folders):
    return [path for path in rules.house_files() if not name_of(path).startswith(folders)]


# ------------------------------------------------------------------ sizes


def test_no_file_is_longer_than_three_hundred_lines():
    assert [name_of(path) for path in rules.written_files() if rules.is_too_long(path.read_text("utf-8"))] == []


def test_a_long_file_would_be_noticed():
    assert rules.is_too_long("x = 1\n" * 301)
    assert not rules.is_too_long("x = 1\n" * 300)


def test_no_view_is_longer_than_twenty_lines():
    assert found_in(rules.house_files(), rules.long_views) == {}


def test_a_long_view_would_be_noticed():
    body = "    x = 1\n"
    assert rules.long_views(ast.parse("@bp.get('/')\ndef show():\n" + body * 21)) == ["show (21 lines)"]
    assert rules.long_views(ast.parse("@bp.route('/')\ndef show():\n    '''Says what.'''\n" + body * 20)) == []
    assert rules.long_views(ast.parse("def rule():\n" + body * 21)) == []


def test_the_house_has_views_to_measure():
    assert sum(len(list(rules.views(tree_of(path)))) for path in rules.house_files()) > 20


# ------------------------------------------------------------------ calls


def test_only_the_ground_commits():
    assert found_in(outside("migrations/"), lambda tree: rules.called(tree, {"commit"}), MAY_COMMIT) == {}


def test_the_factory_commits_through_the_ground():
    calls = [ast.unparse(node.func) for node in ast.walk(tree_of(ROOT / "portal/app.py")) if isinstance(node, ast.Call)]
    assert {call for call in calls if call.endswith("commit")} == {"database.commit"}


@pytest.mark.parametrize("bad", ["db.session.commit()", "session.commit()", "commit()"])
def test_a_commit_elsewhere_would_be_noticed(bad):
    assert rules.called(ast.parse(bad), {"commit"})


def test_no_sql_is_written_as_words():
    assert found_in(outside("migrations/"), rules.raw_sql, MAY_SPEAK_SQL) == {}


@pytest.mark.parametrize(
    "bad",
    [
        "from sqlalchemy import text\ntext('select 1')",
        "from sqlalchemy.sql import text as words\nwords('select 1')",
        "import sqlalchemy as sa\nsa.text('select 1')",
        "from sqlalchemy import literal_column\nliteral_column('1')",
        "connection.exec_driver_sql('select 1')",
    ],
)
def test_sql_as_words_would_be_noticed(bad):
    assert rules.raw_sql(ast.parse(bad))


def test_other_things_called_text_are_left_alone():
    assert rules.raw_sql(ast.parse("page.text()\ntext('a word')")) == []


def test_the_environment_is_read_at_the_edge_only():
    assert found_in(outside("portal/launch/"), rules.environment_reads, MAY_READ_THE_ENVIRONMENT) == {}


def test_settings_are_read_by_what_starts_a_process_only():
    assert found_in(outside("portal/launch/"), lambda tree: rules.called(tree, {"from_env"}), MAY_READ_SETTINGS) == {}


@pytest.mark.parametrize(
    "bad", ["import os\nos.environ['PORTAL_X']", "import os\nos.getenv('X')", "from os import environ"]
)
def test_reading_the_environment_would_be_noticed(bad):
    assert rules.environment_reads(ast.parse(bad))


def test_no_text_is_declared_safe_by_python():
    assert found_in(rules.house_files(), lambda tree: rules.called(tree, {"Markup"})) == {}


# ------------------------------------------------------------------ words and places


def test_every_module_opens_with_a_sentence():
    files = [*rules.house_files(), *rules.test_files()]
    assert {name_of(path): problem for path in files if (problem := rules.docstring_problem(tree_of(path)))} == {}


@pytest.mark.parametrize("bad", ["x = 1", '""" """', '"""just a heading"""'])
def test_a_module_without_a_sentence_would_be_noticed(bad):
    assert rules.docstring_problem(ast.parse(bad))


def test_the_top_level_is_a_fixed_list():
    shown = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert shown - rules.MADE_HERE - rules.TOP_LEVEL == set()


def test_there_is_no_drawer_for_leftovers():
    named = [path.relative_to(ROOT) for path in (*rules.written_files(), *(ROOT / "docs").rglob("*"))]
    assert {str(path): found for path in named if (found := rules.drawers(path))} == {}


@pytest.mark.parametrize(
    "bad", ["portal/utils.py", "portal/web/common/forms.py", "tests/helpers.py", "portal/domain/date_utils.py"]
)
def test_a_drawer_would_be_noticed(bad):
    assert rules.drawers(Path(bad))


def test_no_two_test_files_have_the_same_name():
    """Test folders are no packages, so pytest would take the second for the first."""
    names = [path.name for path in rules.test_files() if path.name.startswith("test_")]
    assert sorted(names) == sorted(set(names))


def test_nothing_is_left_for_later():
    left = {
        f"{name_of(path)}:{number}"
        for path in rules.written_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if rules.LEFT_FOR_LATER.search(line) and name_of(path) != "tests/architecture/rules.py"
    }
    assert left == set()


def test_each_floor_uses_the_words_of_the_one_below():
    """A page's concept is a concept of the domain: the words of the grid (docs/ARCHITECTURE.md)."""
    concepts = {path.stem for path in (ROOT / "portal/domain").iterdir()} | {"home", "sharing"}  # two pages that gather
    for room in ("client_app", "therapist_app"):
        parts = {path.stem for path in (ROOT / room).glob("*.py")} - {"__init__"}
        assert parts - concepts - {"inbox"} == set(), room


# ------------------------------------------------------------------ what is loaded by what


def contracts(house: Path) -> subprocess.CompletedProcess:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
        "--no-cache",
        "--no-logo",
    ]
    return subprocess.run(
        command, cwd=house, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(house)}
    )


def test_the_contracts_between_floors_and_rooms_are_kept():
    done = contracts(ROOT)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "0 broken" in done.stdout


@pytest.fixture(scope="module")
def copied_house(tmp_path_factory):
    house = tmp_path_factory.mktemp("house")
    for package in rules.PACKAGES:
        keep = shutil.ignore_patterns("static", "templates", "assets", "__pycache__")
        shutil.copytree(ROOT / package, house / package, ignore=keep)
    for name in ("config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, house)
    return house


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("client_app/planted.py", "import therapist_app", "never import one another"),
        ("client_app/planted.py", "from portal.models.journal import Entry", "never touch tables"),
        ("therapist_app/planted.py", "from portal.core.crypto import unbox", "opens sealed text"),
        ("portal/drawer/__init__.py", "", "floors of portal"),
        ("portal/domain/drawer.py", "", "Inside the domain"),
        ("portal/core/planted.py", "import portal.domain", "floors of portal"),
        ("portal/domain/vault/planted.py", "from flask import session", "know nothing of the web"),
    ],
)
def test_an_import_across_or_upward_would_be_noticed(copied_house, file, line, contract):
    planted = copied_house / file
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f'"""Planted."""\n{line}\n')
    try:
        done = contracts(copied_house)
    finally:
        planted.unlink()
        if planted.name == "__init__.py":
            shutil.rmtree(planted.parent)
    broken = [said for said in done.stdout.splitlines() if said.endswith("BROKEN")]
    assert done.returncode == 1, done.stdout[-2000:] + done.stderr[-2000:]
    assert any(contract in said for said in broken), broken


def imported_by(code: str) -> set[str]:
    """The top-level modules a fresh Python has loaded after this code."""
    said = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return set(said.split())


def test_the_web_process_loads_neither_the_pdf_engine_nor_what_changes_tables():
    loaded = imported_by("import wsgi")
    assert "flask" in loaded
    assert not {"weasyprint", "alembic"} & loaded


def test_loading_either_would_be_noticed():
    assert {"weasyprint", "alembic"} <= imported_by("import wsgi, portal.core.pdf.drawing, portal.core.tables")


def test_loading_the_roof_reads_no_settings_and_builds_nothing():
    said = imported_by("import os\nos.environ['PORTAL_NO_SUCH_SETTING'] = '1'\nimport wsgi")
    assert "wsgi" in said
