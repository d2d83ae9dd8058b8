"""What was to be shown about security is shown by tests that exist, or says why not: docs/security-tests.md."""

import re

import pytest

from tests.architecture.rules import ROOT
from tests.architecture.test_docs import NAMED_TEST, missing_tests

PAGE = ROOT / "docs/security-tests.md"
NUMBERS = range(1, 86)
ROW = re.compile(r"^\| T(\d+) \| (.+?) \| (.*?) \| (.*?) \|$", re.MULTILINE)
FEW_WORDS = 6  # signs of a sentence that says nothing


def amiss(page):
    """What is wrong with the table, in words; nothing when each number has tests that exist, or a reason."""
    rows = ROW.findall(page)
    numbers = [int(number) for number, *_ in rows]
    wrong = [f"T{number} is missing" for number in NUMBERS if number not in numbers]
    wrong += [f"T{number} stands twice, or is none" for number in numbers if numbers.count(number) > 1 or number > 85]
    for number, what, tests, why in rows:
        named = NAMED_TEST.findall(tests)
        wrong += [f"T{number} says nothing"] if len(what) < FEW_WORDS else []
        wrong += [f"T{number}: no {test}" for test in missing_tests(tests)]
        wrong += [f"T{number} has neither test nor reason"] if not named and len(why) < FEW_WORDS else []
        wrong += [f"T{number} names something that is no test"] if tests.count("`") != 2 * len(named) else []
        wrong += [f"T{number}: no test {name}" for _, name in named if not name.startswith("test_")]
    return wrong


def test_each_security_test_is_there_by_name_or_says_why_not():
    assert amiss(PAGE.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("planted", "noticed"),
    [
        (lambda page: re.sub(r"^\| T17 .*\n", "", page, flags=re.MULTILINE), "T17 is missing"),
        (lambda page: page + "| T3 | Once more. |  | Because of that. |\n", "T3 stands twice, or is none"),
        (lambda page: page.replace("::test_the_vault_agrees", "::test_the_vault_quarrels"), "T18: no "),
        (lambda page: re.sub(r"(\| T77 \| [^|]+\|)[^\n]*", r"\1  |  |", page), "T77 has neither test nor reason"),
        (lambda page: page.replace("`tests/jobs/test_poison.py::", "`tests/jobs/test_poison::"), "T82 names something"),
    ],
)
def test_a_row_that_proves_nothing_would_be_noticed(planted, noticed):
    page = PAGE.read_text("utf-8")
    assert planted(page) != page
    assert any(each.startswith(noticed) for each in amiss(planted(page))), noticed
