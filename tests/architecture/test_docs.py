"""The documents must be true where a machine can tell: links lead somewhere, what is named exists."""

import ast
import re
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from config import Settings
from tests.architecture.rules import ROOT

DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
HEADINGS = ["Context", "Decision", "Status", "Consequences"]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NAMED_PATH = re.compile(r"`((?:portal|client_app|therapist_app|migrations|tests|docs)/[\w/.-]+)`")
NAMED_TARGET = re.compile(r"(?:`|^)make ([a-z]+)(?=`|$| [a-z]+=)", re.MULTILINE)
NAMED_SETTING = re.compile(r"\bPORTAL_[A-Z0-9_]+\b")
ELSEWHERE = ("http://", "https://", "mailto:")


def anchors(text: str) -> set[str]:
    """The names GitHub gives to headings."""
    said = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in said}


def broken_links(text: str, folder: Path) -> list[str]:
    return [
        target
        for target in LINK.findall(text)
        if not target.startswith(ELSEWHERE) and not leads_somewhere(target, text, folder)
    ]


def leads_somewhere(target: str, text: str, folder: Path) -> bool:
    path, _, anchor = target.partition("#")
    found = (folder / path) if path else None
    if found is not None and not found.exists():
        return False
    if not anchor:
        return True
    return anchor in anchors(found.read_text("utf-8") if found else text)


def missing_tests(text: str) -> list[str]:
    return [f"{file}::{name}" for file, name in NAMED_TEST.findall(text) if name not in names_in(ROOT / file)]


@cache
def names_in(path: Path) -> set[str]:
    if not path.exists():
        return set()
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


# ------------------------------------------------------------------ links and names


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    assert broken_links(document.read_text("utf-8"), document.parent) == []


def test_a_broken_link_would_be_noticed(tmp_path):
    (tmp_path / "there.md").write_text("# A heading, with signs\n")
    good = "# Here\n[1](there.md) [2](there.md#a-heading-with-signs) [3](#here) [4](https://example.org/gone)"
    assert broken_links(good, tmp_path) == []
    assert broken_links("[5](gone.md) [6](there.md#nowhere) ![7](gone.png)", tmp_path) == [
        "gone.md",
        "there.md#nowhere",
        "gone.png",
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_test_that_is_named_exists(document):
    assert missing_tests(document.read_text("utf-8")) == []


def test_a_test_that_does_not_exist_would_be_noticed():
    assert missing_tests("`tests/architecture/test_docs.py::test_of_nothing`")
    assert missing_tests("`tests/nowhere/test_nothing.py::test_x`")
    assert missing_tests("`tests/architecture/test_docs.py::test_every_link_leads_somewhere`") == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_is_named_exists(document):
    named = NAMED_PATH.findall(document.read_text("utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_target_that_is_named_exists(document):
    assert set(NAMED_TARGET.findall(document.read_text("utf-8"))) - targets() == set()


def test_the_readme_names_the_two_commands_and_the_gate():
    assert {"run", "test", "demo", "check", "sabotage", "scan", "bench"} <= set(
        NAMED_TARGET.findall((ROOT / "README.md").read_text("utf-8"))
    )


def test_every_setting_stands_in_the_operators_document():
    made = {"secrets": {"PORTAL_SECRETS_DIR"}, "mail": {"PORTAL_SMTP_URL", "PORTAL_MAIL_FROM"}}
    known = set().union(*(made.get(part.name, {f"PORTAL_{part.name.upper()}"}) for part in fields(Settings)))
    table = re.findall(r"^\| `(PORTAL_[A-Z0-9_]+)`", (ROOT / "docs/OPERATING.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(table) == sorted(known)
    everywhere = {name for document in DOCUMENTS for name in NAMED_SETTING.findall(document.read_text("utf-8"))}
    assert everywhere - known == set()


# ------------------------------------------------------------------ decisions and threats


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_four_parts(decision):
    text = decision.read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert re.match(rf"# {int(decision.name[:4])}\. \S", text)


def test_every_decision_is_on_the_list():
    rows = re.findall(
        r"^\| \[(\d{4})\]\(([^)]+)\) \| .+ \| (\w+)", (ROOT / "docs/adr/README.md").read_text("utf-8"), re.MULTILINE
    )
    assert [(number, file) for number, file, _ in rows] == [(path.name[:4], path.name) for path in DECISIONS]
    assert len(DECISIONS) >= 11
    for path, (_, _, status) in zip(DECISIONS, rows, strict=True):
        said = re.search(r"^## Status\s+(\w+)", path.read_text("utf-8"), re.MULTILINE)
        assert said, path.name
        assert said[1].lower() == status, path.name


def test_every_threat_says_what_it_surrenders_and_how_we_know():
    text = (ROOT / "docs/THREAT_MODEL.md").read_text("utf-8")
    threats = {part.splitlines()[0]: part for part in text.split("\n## ") if "**Surrenders" in part}
    assert len(threats) >= 12
    for name, part in threats.items():
        assert "**Does not surrender**" in part or "**Surrenders** nothing" in part or "**How we know**" in part, name
    assert len(NAMED_TEST.findall(text)) >= 30


# ------------------------------------------------------------------ words


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_document_boasts_or_points_at_one_machine(document):
    text = document.read_text("utf-8")
    assert not re.search(r"military|bank-grade|100 ?% secure|unbreakable|world-class|seamless", text, re.IGNORECASE)
    assert not re.search(r"(?<![\w.])/(?:work|home|root|Users)/", text)
