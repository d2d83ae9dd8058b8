"""Questionnaires as data: word for word, or not at all. Traps that public code fell into, one by one."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from portal.domain.measures.loading import OURS, BadPack, library, read_pack

NOWHERE = Path("/nowhere")
SHIPPED = library(NOWHERE).packs
FILES = {path.stem: json.loads(path.read_text("utf-8")) for path in OURS.glob("*.json")}


def pack(name):
    return SHIPPED[name, "1"]


def kept(tmp_path, said):
    """A file of this content, in a practice's own folder."""
    folder = tmp_path / "measures"
    folder.mkdir(exist_ok=True)
    path = folder / "theirs.json"
    path.write_text(said if isinstance(said, str) else json.dumps(said), "utf-8")
    return path


def refused(tmp_path, said):
    with pytest.raises(BadPack) as problem:
        read_pack(kept(tmp_path, said))
    return str(problem.value)


def test_what_may_be_shipped_is_there_and_what_may_not_is_not():
    assert {name for name, _ in SHIPPED} == {
        "phq9", "phq2", "gad7", "who5", "csi4", "csi16", "core10", "rses", "k10", "k6",
    }  # fmt: skip
    for found in SHIPPED.values():
        assert found.licence.statement, found.id
        assert found.licence.notice, found.id
        assert found.licence.sources, found.id


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_changed_word_is_refused_by_its_fingerprint(tmp_path, name):
    said = FILES[name]
    last = said["items"][-1]
    last["text"] += " or so"
    assert f"question {len(said['items'])} are not those of its sha256" in refused(tmp_path, said)
    last["text"] = last["text"].removesuffix(" or so")
    assert read_pack(kept(tmp_path, said)) == pack(name)


def changed(said, *path, to):
    """A copy in which one place says something else; `...` takes a name away."""
    copy = json.loads(json.dumps(said))
    at = copy
    for step in path[:-1]:
        at = at[step]
    if to is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return copy


@pytest.mark.parametrize(
    ("path", "to", "told"),
    [
        (("stem",), "How often have these bothered you?", "sha256"),
        (("options", 0, "text"), "Not at all sure", "sha256"),
        (("options", 3, "value"), 4, "sha256"),
        (("items", 8, "risk_from"), ..., "sha256"),
        (("items", 8, "risk_from"), 2, "sha256"),
        (("mood",), "low", "a name nobody knows: 'mood'"),
        (("items", 0, "hint"), "x", "a name nobody knows: 'hint'"),
        (("scoring", "missing", "rule"), "x", "a name nobody knows"),
        (("licence", "notice"), ..., "lacks 'notice'"),
        (("licence", "notice"), "", "'notice' is a text"),
        (("format",), 2, "format 1"),
        (("scoring", "range"), [0, 36], "the answers give totals"),
        (("scoring", "missing", "at_most"), 3, "missing answers"),
        (("bands", "rows", 1, "from"), 6, "a hole or an overlap"),
        (("bands", "rows", 4, "to"), 21, "do not reach"),
        (("direction",), "sideways", "none of"),
        (("options", 0, "value"), True, "whole number"),
        (("change", "precision", "reliability"), 1, "between 0 and 1"),
        (("change", "uses"), "guessed", "none of"),
        (("id",), "../phq9", "letters, digits"),
        (("version",), "one", "whole number"),
        (("items",), [], "no question"),
        (("items",), {}, "is a list"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(tmp_path, path, to, told):
    assert told in refused(tmp_path, changed(FILES["phq9"], *path, to=to))


@pytest.mark.parametrize(
    "said", ["", "{", "[]", "null", '{"format": 1, "format": 1}', '{"format": NaN}', "[" * 100_000, '"\ud800"']
)
def test_a_damaged_file_is_refused_with_its_name(tmp_path, said):
    path = tmp_path / "theirs.json"
    path.write_bytes(said.encode("utf-8", "surrogatepass"))
    with pytest.raises(BadPack, match=r"theirs\.json cannot be used as a questionnaire"):
        read_pack(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BadPack, match=r"theirs\.json"):
        read_pack(path)


def places(said, *path):
    """The way to everything in it."""
    for name in said if isinstance(said, dict) else range(len(said) if isinstance(said, list) else 0):
        yield (*path, name)
        yield from places(said[name], *path, name)


def test_whatever_stands_in_a_place_it_is_read_or_refused_and_nothing_else_happens(tmp_path):
    path = kept(tmp_path, "")
    short = changed(FILES["core10"], "items", to=FILES["core10"]["items"][:1])
    short["items"].append(FILES["csi16"]["items"][10])
    short["follow_up"] = FILES["phq9"]["follow_up"]
    for place in places(short):
        for strange in (None, -1, "", [1], {}, ...):
            path.write_text(json.dumps(changed(short, *place, to=strange)), "utf-8")
            with suppress(BadPack):
                read_pack(path)


def test_a_practice_adds_its_own_and_an_older_version_stays_readable(tmp_path):
    path = kept(tmp_path, changed(FILES["phq2"], "version", to="2"))
    found = library(tmp_path)
    assert found.get("phq2", "1")
    assert found.get("phq2", "2")
    assert [each.version for each in found.offered() if each.id == "phq2"] == ["2"]
    (path.parent / "again.json").write_text(path.read_text())
    library.cache_clear()
    with pytest.raises(BadPack, match="is there already"):
        library(tmp_path)
    library.cache_clear()


# ------------------------------------------------------------------ exactness traps, CLINICAL 1.2


def test_trap_1_the_lowest_answer_of_gad_7_is_not_at_all():
    assert {item.option(0).text for item in pack("gad7").items} == {"Not at all"}


def test_trap_2_one_answer_to_gad_7_has_a_code_of_its_own_and_no_code_is_of_another_questionnaire():
    codes = {item.loinc: item.option(2).code for item in pack("gad7").items}
    assert {loinc for loinc, code in codes.items() if code == "LA18938-3"} == {"68509-9"}
    assert set(codes.values()) == {"LA18938-3", "LA6570-1"}
    assert (pack("gad7").loinc.panel, pack("gad7").loinc.total) == ("69737-5", "70274-6")
    assert (pack("phq9").loinc.panel, pack("phq9").loinc.total) == ("44249-1", "44261-6")
    assert (pack("phq2").loinc.panel, pack("phq2").loinc.total) == (None, "55758-7")
    assert [item.loinc for item in pack("phq9").every_item] == (
        ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8", "69722-7"]
    )
    difficulty = [option.code for option in pack("phq9").follow_up.options]
    assert difficulty == ["LA6572-7", "LA6573-5", "LA6575-0", "LA6574-3"]


def test_trap_3_csi_4_has_the_items_1_12_19_22_and_the_first_has_seven_answers():
    four, sixteen = pack("csi4"), pack("csi16")
    assert [item.id for item in four.items] == ["csi_1", "csi_12", "csi_19", "csi_22"]
    assert [(item.lowest, item.highest) for item in four.items] == [(0, 6), (0, 5), (0, 5), (0, 5)]
    assert (four.low, four.high, sixteen.low, sixteen.high) == (0, 21, 0, 81)
    numbers = [1, 5, 9, 11, 12, 17, 19, 20, 21, 22, 26, 27, 28, 30, 31, 32]
    assert [item.id for item in sixteen.items] == [f"csi_{number}" for number in numbers]
    assert {item.text for item in four.items} < {item.text for item in sixteen.items}
    good_ends = [item.ends[0 if item.options[0].value == 5 else 1] for item in sixteen.items if item.ends]
    assert good_ends == ["Interesting", "Good", "Full", "Sturdy", "Hopeful", "Enjoyable"]


def test_trap_5_reversal_is_bound_to_words_not_to_places():
    turned = {item.text for item in pack("rses").items if item.reverse}
    assert turned == {
        "All in all, I am inclined to feel that I am a failure.",
        "I feel I do not have much to be proud of.",
        "I wish I could have more respect for myself.",
        "I certainly feel useless at times.",
        "At times I think I am no good at all.",
    }
    assert {item.number for item in pack("core10").items if item.reverse} == {2, 3}


def test_trap_6_k10_says_which_scheme_its_values_are_of():
    assert pack("k10").scheme == "0-40, each answer 0 to 4"
    assert not pack("k10").bands  # those that circulate are of the other scheme
    assert {item.id for item in pack("k6").items} == {f"k10_{number}" for number in (2, 4, 5, 8, 9, 10)}


def test_trap_7_bands_of_another_scheme_do_not_fit_into_a_pack(tmp_path):
    doubled = changed(FILES["phq9"], "scoring", "times", to=2)
    assert "the answers give totals" in refused(tmp_path, doubled)
    doubled["scoring"]["range"] = [0, 54]
    assert "the bands do not reach" in refused(tmp_path, doubled)


def test_trap_8_the_lowest_band_of_phq_9_is_minimal_and_its_last_question_counts_from_one_on():
    assert [(band.low, band.high, band.label) for band in pack("phq9").bands] == [
        (0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 19, "moderately severe"), (20, 27, "severe"),
    ]  # fmt: skip
    marked = {(found.id, item.number): item.risk_from for found in SHIPPED.values() for item in found.items
              if item.risk_from is not None}  # fmt: skip
    assert marked == {("phq9", 9): 1, ("core10", 6): 1}
