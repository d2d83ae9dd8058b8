"""The house rules about pages: addresses, templates, and words for what was done."""

import ast
import re
from importlib import import_module

import pytest
from jinja2 import meta, nodes

from tests.architecture import rules
from tests.architecture.rules import ROOT, name_of

MACRO_FILES = ROOT / "portal/templates/components"
FOR_PAPER_TOO = ["components/chart.html", "components/chart_table.html"]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return rules.application(tmp_path_factory.mktemp("no-data"))


# ------------------------------------------------------------------ addresses


def test_addresses_are_kebab_case_and_their_parts_have_types(app):
    asked = {rule.rule: rules.url_problems(rule.rule) for rule in app.url_map.iter_rules() if rule.endpoint != "static"}
    assert {rule: problems for rule, problems in asked.items() if problems} == {}


@pytest.mark.parametrize(
    "bad",
    [
        "/notes/<note_id>",
        "/notes/<int:note_id>",
        "/Notes",
        "/check_ins",
        "/notes/<string:name>",
        "/Worker.js",
        "/page.html",
    ],
)
def test_a_loose_address_would_be_noticed(bad):
    assert rules.url_problems(bad)


@pytest.mark.parametrize(
    "good", ["/", "/check-ins", "/notes/<uuid:entry_id>/edit", "/invited/<token>", "/desk/", "/worker.js"]
)
def test_a_plain_address_is_left_alone(good):
    assert rules.url_problems(good) == []


def test_an_endpoint_says_room_and_part_and_view(app):
    shape = re.compile(r"\A(client|therapist)\.[a-z_]+\.[a-z_]+\Z")
    inside = [
        rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in ("client", "therapist")
    ]
    assert inside
    assert [endpoint for endpoint in inside if not shape.match(endpoint)] == []


# ------------------------------------------------------------------ templates


def parsed(app):
    """Every template of the pages with its syntax tree; those of PDFs have an environment of their own."""
    env = app.jinja_env
    for name in sorted(env.list_templates(extensions=["html", "txt"])):
        if not name.startswith("pdf/"):
            yield name, env.parse(env.loader.get_source(env, name)[0])


def macros(tree):
    return {node.name for node in tree.find_all(nodes.Macro)}


def test_every_template_compiles(app):
    names = [name for name in app.jinja_env.list_templates(extensions=["html", "txt"]) if not name.startswith("pdf/")]
    assert len(names) > 30
    for name in names:
        app.jinja_env.get_template(name)


def test_every_template_of_a_pdf_compiles():
    env = import_module("portal.core.pdf").environment()
    names = [name for name in env.list_templates(extensions=["html"]) if not name.startswith("components/")]
    assert names
    for name in [*names, *FOR_PAPER_TOO]:
        env.get_template(name)


def test_what_a_template_names_exists(app):
    known = set(app.jinja_env.list_templates())
    named = {name: set(filter(None, meta.find_referenced_templates(tree))) - known for name, tree in parsed(app)}
    assert {name: missing for name, missing in named.items() if missing} == {}


def test_what_a_template_imports_is_there_and_is_used(app):
    trees = dict(parsed(app))
    problems = []
    for name, tree in trees.items():
        loaded = {node.name for node in tree.find_all(nodes.Name)}
        for node in tree.find_all(nodes.FromImport):
            for wanted in node.names:
                macro, called = wanted if isinstance(wanted, tuple) else (wanted, wanted)
                problems += [] if macro in macros(trees[node.template.value]) else [f"{name}: {macro} does not exist"]
                problems += [] if called in loaded else [f"{name}: {called} is not used"]
    assert problems == []


def test_a_component_is_one_macro_named_like_its_file(app):
    found = {name: macros(tree) for name, tree in parsed(app) if name.startswith("components/")}
    assert found
    assert {
        name: made for name, made in found.items() if made != {name.removeprefix("components/").removesuffix(".html")}
    } == {}


def test_no_template_declares_text_safe():
    said = [name_of(path) for path in rules.templates() if rules.SAFE_FILTER.search(path.read_text("utf-8"))]
    assert said == []


def test_a_template_that_declares_text_safe_would_be_noticed():
    assert rules.SAFE_FILTER.search("{{ note.body|safe }}")
    assert rules.SAFE_FILTER.search("{{ note.body | safe }}")
    assert not rules.SAFE_FILTER.search("{{ safe_contact }}")


def test_no_template_switches_escaping_off():
    assert [name_of(path) for path in rules.templates() if "autoescape" in path.read_text("utf-8")] == []


def test_every_page_that_is_rendered_exists(app):
    known = set(app.jinja_env.list_templates())
    for path in rules.house_files():
        if name_of(path).startswith("portal/bench/"):
            continue  # its bare page is made on the spot, for comparison
        for node in ast.walk(rules.tree_of(path)):
            is_render = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "render_template"
            )
            if is_render and isinstance(node.args[0], ast.Constant):
                assert node.args[0].value in known, f"{name_of(path)} renders {node.args[0].value}"
