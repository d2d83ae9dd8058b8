"""docs/asvs.csv: every requirement of OWASP ASVS 5.0 of level 1 and 2, met by what exists, or with a reason."""

import csv
import re
from collections import Counter

import pytest

from tests.architecture.rules import ROOT
from tests.architecture.test_docs import names_in

TABLE = ROOT / "docs/asvs.csv"
COLUMNS = ["id", "level", "what", "status", "where", "why"]
STATUSES = {"met", "partly", "not yet", "not for us"}
LEVELS = {  # the level of each requirement of a section, in order: OWASP/ASVS, 5.0/docs_en, 5.0.0
    "1.1": "22",
    "1.2": "1111122223",
    "1.3": "112222222223",
    "1.4": "222",
    "1.5": "123",
    "2.1": "122",
    "2.2": "112",
    "2.3": "12223",
    "2.4": "23",
    "3.1": "3",
    "3.2": "113",
    "3.3": "12223",
    "3.4": "11222233",
    "3.5": "11122333",
    "3.6": "3",
    "3.7": "22333",
    "4.1": "12233",
    "4.2": "23333",
    "4.3": "22",
    "4.4": "1222",
    "5.1": "2",
    "5.2": "112333",
    "5.3": "113",
    "5.4": "222",
    "6.1": "122",
    "6.2": "111111112222",
    "6.3": "11223333",
    "6.4": "112233",
    "6.5": "22222333",
    "6.6": "2223",
    "6.7": "33",
    "6.8": "2222",
    "7.1": "222",
    "7.2": "1111",
    "7.3": "22",
    "7.4": "11222",
    "7.5": "223",
    "7.6": "22",
    "8.1": "1233",
    "8.2": "1123",
    "8.3": "133",
    "8.4": "23",
    "9.1": "111",
    "9.2": "1222",
    "10.1": "22",
    "10.2": "223",
    "10.3": "22223",
    "10.4": "1111122222233333",
    "10.5": "22222",
    "10.6": "22",
    "10.7": "222",
    "11.1": "2233",
    "11.2": "22233",
    "11.3": "11233",
    "11.4": "1222",
    "11.5": "23",
    "11.6": "23",
    "11.7": "33",
    "12.1": "12233",
    "12.2": "11",
    "12.3": "22223",
    "13.1": "2333",
    "13.2": "222223",
    "13.3": "2233",
    "13.4": "1222233",
    "14.1": "22",
    "14.2": "12223333",
    "14.3": "122",
    "15.1": "12233",
    "15.2": "12233",
    "15.3": "1222222",
    "15.4": "3333",
    "16.1": "2",
    "16.2": "22222",
    "16.3": "2222",
    "16.4": "222",
    "16.5": "2223",
    "17.1": "23",
    "17.2": "22223333",
    "17.3": "22",
}
ASKED = {  # what this table is about: id, level
    f"{section}.{number}": level
    for section, levels in LEVELS.items()
    for number, level in enumerate(levels, start=1)
    if level in "12"
}


def read(text):
    return list(csv.DictReader(text.splitlines(), strict=True))


def amiss(rows):
    """What is wrong with the table, in words."""
    ids = Counter(row["id"] for row in rows)
    wrong = [f"{id_} is missing" for id_ in ASKED if id_ not in ids]
    wrong += [f"{id_} stands twice, or is none" for id_, times in ids.items() if times > 1 or id_ not in ASKED]
    for row in rows:
        named = row["where"].split()
        wrong += [f"{row['id']}: {said}" for said in _amiss(row, named)]
        wrong += [f"{row['id']}: there is no {each}" for each in named if not is_there(each)]
    return wrong


def _amiss(row, named):
    if row["level"] != ASKED.get(row["id"], row["level"]):
        yield "another level"
    if len(row["what"]) < 3 or row["status"] not in STATUSES:
        yield "no words, or no status"
    if row["status"] == "met" and not named:
        yield "met, and nothing shows it"
    if (row["status"] == "met") == bool(row["why"]):
        yield "a reason is for what is not met, and for all of that"


def is_there(name):
    path, _, test = name.partition("::")
    return test in names_in(ROOT / path) if test else path.startswith("docs/") and (ROOT / path).is_file()


def test_every_requirement_of_both_levels_is_met_by_what_exists_or_says_why_not():
    assert Counter(ASKED.values()) == {"1": 70, "2": 183}
    rows = read(TABLE.read_text("utf-8"))
    assert list(rows[0]) == COLUMNS
    assert amiss(rows) == []


@pytest.mark.parametrize(
    ("planted", "noticed"),
    [
        (lambda text: re.sub(r"^7\.4\.1,.*\n", "", text, flags=re.MULTILINE), "7.4.1 is missing"),
        (lambda text: text + "1.1.1,2,Once more,met,docs/keys.md,\n", "1.1.1 stands twice"),
        (lambda text: text + "1.2.10,3,Level three,not yet,,Because.\n", "1.2.10 stands twice, or is none"),
        (lambda text: text.replace("::test_nobody_there_for_a_while_ends_it", "::test_x"), "7.3.1: there is no"),
        (lambda text: text.replace("docs/keys.md", "docs/locks.md"), "11.1.1: there is no"),
        (lambda text: re.sub(r"^(1\.2\.6,.*,).+$", r"\1", text, flags=re.MULTILINE), "1.2.6: a reason"),
        (lambda text: re.sub(r"^(8\.2\.1,.*,met,).*$", r"\1,", text, flags=re.MULTILINE), "8.2.1: met, and nothing"),
        (lambda text: text.replace("7.3.2,2,", "7.3.2,1,"), "7.3.2: another level"),
    ],
)
def test_a_row_that_claims_what_is_not_would_be_noticed(planted, noticed):
    text = TABLE.read_text("utf-8")
    assert planted(text) != text
    assert any(each.startswith(noticed) for each in amiss(read(planted(text)))), noticed
