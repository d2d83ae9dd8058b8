"""Whatever is refused leaves nothing: a room that answers a refusal has asked within a part that is whole (ADR 26)."""

import ast
from collections.abc import Iterable

import pytest

from tests.architecture import rules
from tests.architecture.rules import ROOT, name_of, tree_of

THREE = frozenset({"Invalid", "TooSoon", "Conflict"})
ROOMS = ("client_app/", "therapist_app/", "portal/doors/", "portal/web/")


def swallowed(tree: ast.AST, refusals: Iterable[str]) -> list[str]:
    """Refusals answered with a page where what they refused may have begun: asked outside `whole` and `problems_in`."""
    known, found = set(refusals), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Try):
            caught = [one for one in node.handlers if one.type and not isinstance(one.body[-1], ast.Raise)]
            names = [ast.unparse(part) for one in caught for part in _parts(one.type)]
            if known & {name.split(".")[-1] for name in names} and not any(map(_is_whole, node.body)):
                found.append(f"{node.lineno}: {', '.join(names)}")
        elif isinstance(node, ast.With) and (names := _suppressed(node)) & known and not _is_whole(node):
            found.append(f"{node.lineno}: {', '.join(sorted(names & known))}")
    return found


def _is_whole(node: ast.stmt) -> bool:
    """Whether a part that is whole stands in this statement."""
    calls = [item.context_expr for part in ast.walk(node) if isinstance(part, ast.With) for item in part.items]
    return any(isinstance(one, ast.Call) and ast.unparse(one.func) in {"whole", "problems_in"} for one in calls)


def _parts(caught: ast.expr | None) -> list[ast.expr]:
    return list(caught.elts) if isinstance(caught, ast.Tuple) else [caught] if caught else []


def _suppressed(node: ast.With) -> set[str]:
    calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
    return {
        ast.unparse(part).split(".")[-1] for one in calls if ast.unparse(one.func) == "suppress" for part in one.args
    }


def refusals():
    """What a verb refuses with: these three, and whatever is one of them."""
    known = set(THREE)
    classes = [node for path in (ROOT / "portal/domain").rglob("*.py") for node in tree_of(path).body]
    classes = [node for node in classes if isinstance(node, ast.ClassDef)]
    for _ in range(3):
        known |= {node.name for node in classes if known & {ast.unparse(base) for base in node.bases}}
    return known


def test_whoever_answers_a_refusal_with_a_page_leaves_nothing_of_what_was_refused():
    rooms = [path for path in rules.house_files() if name_of(path).startswith(ROOMS)]
    known = refusals()
    assert {"BothChanged", "BadStep", "TooFaint"} <= known
    found = {name_of(path): swallowed(tree_of(path), known) for path in rooms}
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize(
    "bad",
    [
        "try:\n    verb()\nexcept Invalid as problem:\n    flash(str(problem))",
        "try:\n    verb()\nexcept (NotFound, domain.Conflict):\n    pass",
        "with problems_in(form):\n    try:\n        verb()\n    except Conflict:\n        show()",
        "with suppress(NotFound, Invalid):\n    verb()",
    ],
)
def test_a_refusal_that_is_swallowed_would_be_noticed(bad):
    assert swallowed(ast.parse(bad), THREE)


@pytest.mark.parametrize(
    "good",
    [
        "try:\n    with whole():\n        verb()\nexcept Invalid:\n    show()",
        "try:\n    with problems_in(form):\n        verb()\nexcept Conflict:\n    show()",
        "try:\n    verb()\nexcept Invalid as problem:\n    raise BadStep(problem) from None",
        "with suppress(Invalid), whole():\n    verb()",
    ],
)
def test_a_part_that_is_whole_is_left_alone(good):
    assert not swallowed(ast.parse(good), THREE)
