"""The house rules as functions: each is given source and says what is wrong with it, so each can be shown to fail."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from flask import Flask

import client_app
import therapist_app
from config import Secrets, Settings
from portal.app import create_app

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "client_app", "therapist_app")
SINGLE_FILES = ("config.py", "wsgi.py", "run.py")
LONGEST_FILE = 300  # lines
LONGEST_VIEW = 20  # lines of a function body, without its docstring
TOP_LEVEL = frozenset(
    {"portal", "client_app", "therapist_app", "migrations", "tests", "docs", "vendor"}
    | {"config.py", "wsgi.py", "run.py", "Makefile", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"}
    | {"requirements.in", "requirements.txt", "requirements-dev.in", "requirements-dev.txt"}
)
MADE_HERE = frozenset(
    {"data", "htmlcov", "build", "__pycache__"}
)  # what running and testing leave behind; never in the repository
DRAWERS = frozenset(
    {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "handler", "handlers", "base2"}
)
VERBS = frozenset({"route", "get", "post", "put", "patch", "delete"})
RAW_SQL = frozenset({"text", "literal_column"})
SQL_MODULES = frozenset({"sa", "sqlalchemy", "sql", "db"})
KEEP_TO_THE_SITE = frozenset({"url_for", "arrival", "by_another_word", "page_of", "_address", "_way"})
SCRIPT_SINKS = re.compile(  # by these words become code, markup, a pattern, a prototype
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|RegExp\(|JSON\.parse|Object\.assign"
    r"|__proto__|prototype|[a-z]\[[a-zA-Z.]+\]\s*=[^=]"
)
SCRIPT_MESSAGES = re.compile(r"[\w.]*(?:\bpostMessage\(|\bonmessage\b|addEventListener\(\"message\")")
KEBAB = re.compile(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z")
FILE_OF_BROWSERS = re.compile(r"\A[a-z]+\.(js|webmanifest)\Z")  # browsers and servers go by the ending
SAFE_FILTER = re.compile(r"\|\s*safe\b")
LEFT_FOR_LATER = re.compile(r"\b(TODO|FIXME|XXX)\b")


# ------------------------------------------------------------------ where things are


def house_files() -> list[Path]:
    """Every Python file that runs in an installation."""
    inside = (path for package in (*PACKAGES, "migrations") for path in (ROOT / package).rglob("*.py"))
    return sorted([*inside, *(ROOT / name for name in SINGLE_FILES)])


def test_files() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))


def written_files() -> list[Path]:
    """Everything a person reads as source: Python, templates, styles, scripts."""
    pages = (
        path for package in PACKAGES for end in ("html", "css", "js") for path in (ROOT / package).rglob(f"*.{end}")
    )
    return [*house_files(), *test_files(), *sorted(pages)]


def templates() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("templates/**/*.html"))


def application(folder: Path) -> Flask:
    """The application without a database: addresses and templates are all that is asked of it."""
    settings = Settings(
        data_dir=folder,
        secrets=Secrets.make(),
        database_url="sqlite://",
        owner_database_url="sqlite://",
        environment="testing",
    )
    return create_app(settings, rooms=(client_app.room, therapist_app.room))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


# ------------------------------------------------------------------ sizes


def is_too_long(source: str) -> bool:
    return len(source.splitlines()) > LONGEST_FILE


def long_views(tree: ast.AST) -> list[str]:
    """Views (functions under .get, .post, .route …) whose body has more lines than a screen takes in at a glance."""
    return [f"{view.name} ({lines_of(view)} lines)" for view in views(tree) if lines_of(view) > LONGEST_VIEW]


def views(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(map(_is_route, node.decorator_list)):
            yield node


def lines_of(function: ast.FunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _is_route(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute) and decorator.func.attr in VERBS
    )


# ------------------------------------------------------------------ calls


def called(tree: ast.AST, names: Iterable[str]) -> list[str]:
    """Calls of these names, bare or behind a dot."""
    wanted = frozenset(names)
    return [f"{name}( on line {node.lineno}" for node, name in _calls(tree) if name in wanted]


def raw_sql(tree: ast.AST) -> list[str]:
    """Calls that hand SQL to the database as words, where the guard of the practice cannot see into it."""
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in RAW_SQL
    }
    found = []
    for node, name in _calls(tree):
        through = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else None
        is_bare, is_dotted = name in imported and through is None, name in RAW_SQL and through in SQL_MODULES
        if is_bare or is_dotted or name == "exec_driver_sql":
            found.append(f"{name}( on line {node.lineno}")
    return found


def made_patterns(tree: ast.AST) -> list[str]:
    """Patterns that something is put into which is neither escaped nor a constant of ours, named in capitals."""
    through_re = ((node, name) for node, name in _calls(tree) if ast.unparse(node.func) == f"re.{name}")
    patterns = [(node, node.args[0]) for node, name in through_re if name not in ("escape", "purge") and node.args]
    searched = [(node, node.args[0]) for node, name in _calls(tree) if name in ("like", "ilike", "regexp_match")]
    return [
        f"{ast.unparse(pattern)} on line {node.lineno}"
        for node, pattern in (*patterns, *searched)
        if not all(map(_is_fixed, _put_in(pattern)))
    ]


def _put_in(pattern: ast.expr) -> Iterator[ast.expr]:
    """What a pattern is put together from."""
    if isinstance(pattern, ast.JoinedStr):
        yield from (part.value if isinstance(part, ast.FormattedValue) else part for part in pattern.values)
    elif isinstance(pattern, ast.BinOp):
        yield from (*_put_in(pattern.left), *_put_in(pattern.right))
    else:
        yield pattern


def _is_fixed(part: ast.expr) -> bool:
    is_escaped = isinstance(part, ast.Call) and ast.unparse(part.func) == "re.escape"
    return is_escaped or isinstance(part, ast.Constant) or (isinstance(part, ast.Name) and part.id.isupper())


def shells(tree: ast.AST) -> list[str]:
    """Calls that start a program by a line of words, or through a shell."""
    found = []
    for node, name in _calls(tree):
        whole = ast.unparse(node.func)
        by_shell = any(word.arg == "shell" for word in node.keywords)
        of_words = name in ("run", "Popen", "call", "check_call", "check_output") and whole.startswith("subprocess.")
        is_line = of_words and node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)
        if by_shell or is_line or whole in ("os.system", "os.popen", "subprocess.getoutput"):
            found.append(f"{whole}( on line {node.lineno}")
    return found


def programs(tree: ast.AST) -> list[str]:
    """Where other programs are started at all."""
    return [
        f"{ast.unparse(node.func)}( on line {node.lineno}"
        for node, _name in _calls(tree)
        if re.match(r"(subprocess\.\w+|os\.(exec|spawn|posix_spawn|system|popen)\w*)\Z", ast.unparse(node.func))
    ]


def redirects(tree: ast.AST) -> list[str]:
    """Where somebody is led to, unless it is a page of this site by its name, or by what keeps to the site."""
    places = [node.args[0] for node, name in _calls(tree) if name == "redirect" and node.args]
    return [ast.unparse(place) for place in places if not _stays_here(place)]


def _stays_here(place: ast.expr) -> bool:
    if isinstance(place, ast.Call):
        return ast.unparse(place.func) in KEEP_TO_THE_SITE
    begins = place.values[0] if isinstance(place, ast.JoinedStr) else place
    return isinstance(begins, ast.Constant) and re.match(r"/(\Z|\w+/)", str(begins.value)) is not None


def environment_reads(tree: ast.AST) -> list[str]:
    """Where os.environ or os.getenv is named."""
    return [
        f"{ast.unparse(node)} on line {node.lineno}"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") and ast.unparse(node.value) == "os")
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "os"
            and {"environ", "getenv"} & {a.name for a in node.names}
        )
    ]


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node, node.func.id if isinstance(node.func, ast.Name) else node.func.attr


# ------------------------------------------------------------------ words and names


def docstring_problem(tree: ast.Module) -> str | None:
    """What is wrong with the sentence a module opens with."""
    said = ast.get_docstring(tree)
    if not said:
        return "no docstring"
    first = said.split("\n\n")[0].strip()
    return None if first[-1:] in ".?!:`" else "the first paragraph is not a sentence"


def drawers(path: Path) -> list[str]:
    """Parts of a path that name a drawer for leftovers."""
    return [
        part
        for part in path.with_suffix("").parts
        if part.lower().strip("_") in DRAWERS or part.lower().endswith("_utils")
    ]


def url_problems(rule: str) -> list[str]:
    """What is wrong with a URL rule: a part whose type is not said, an id that is no UUID, words not in kebab-case."""
    problems = []
    for part in filter(None, rule.split("/")):
        inside = re.fullmatch(r"<(?:(?P<type>[^:>]+):)?(?P<name>\w+)>", part)
        if not inside:
            problems += [] if KEBAB.match(part) or FILE_OF_BROWSERS.match(part) else [f"{part!r} is not kebab-case"]
        elif (inside["type"] or "string").startswith("string") and inside["name"] != "token":
            problems.append(f"{part} has no type that narrows it")
        elif inside["name"].endswith("_id") and inside["type"] != "uuid":
            problems.append(f"{part} is an id and no uuid")
    return problems
