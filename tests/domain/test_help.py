"""The help numbers: as they are dialled where they work, from our file or the practice's own."""

import json
from collections import Counter
from datetime import date

import pytest

from portal.domain.help.book import OURS, BadNumbers, Number, read

OWN = {
    "checked_on": "2026-01-05",
    "elsewhere": "https://help.example",
    "countries": [
        {
            "code": "JP",
            "name": "Japan",
            "emergency": "119",
            "lines": [{"name": "A line", "whom": "Anyone", "call": ["0120-279-338"], "hours": "Always"}],
        }
    ],
}


@pytest.fixture
def book(tmp_path):
    return read(tmp_path)


def kept(folder, said):
    (folder / "help.json").write_text(said if isinstance(said, str) else json.dumps(said))
    return folder


def lines(book):
    return [(country, line) for country in book.countries for line in country.lines]


# ------------------------------------------------------------------ what we ship


def test_every_number_is_dialled_as_it_stands(book):
    """Short numbers stay short: turned into international form, 988 and 116 123 would lead nowhere."""
    numbers = [number for _, line in lines(book) for number in (*line.call, line.text) if number]
    numbers += [country.emergency for country in book.countries]
    assert len(numbers) > 30
    assert [number.shown for number in numbers if number.dialled != "".join(filter(str.isdigit, number.shown))] == []
    assert book.of("US").lines[0].call[0].dialled == "988"
    assert book.of("GB").lines[0].call[0].dialled == "116123"
    assert book.of("US").lines[2].call[0].dialled == "18007997233"


def test_each_line_can_be_reached_and_says_when_and_for_whom(book):
    for country, line in lines(book):
        assert line.call or line.text, (country.code, line.name)
        assert line.whom, (country.code, line.name)
        assert line.hours, (country.code, line.name)


def test_no_code_leads_to_two_places(book):
    codes = Counter(code for country in book.countries for code in (country.code, *country.also))
    assert [code for code, count in codes.items() if count > 1] == []


def test_the_day_of_the_last_look_and_the_source_are_there(book):
    assert book.checked_on > date(2026, 1, 1)
    assert json.loads(OURS.read_text("utf-8"))["source"]


# ------------------------------------------------------------------ finding a country


@pytest.mark.parametrize(
    ("code", "found"),
    [("IE", "IE"), ("ie", "IE"), ("UK", "GB"), ("AT", "EU"), ("se", "EU"), ("XX", None), ("", None), (None, None)],
)
def test_a_country_is_found_by_its_code(book, code, found):
    country = book.of(code)
    assert (country and country.code) == found


def test_the_installations_own_country_can_stand_first_and_none_is_lost(book):
    assert book.starting_with("NZ")[0].code == "NZ"
    assert sorted(c.code for c in book.starting_with("NZ")) == sorted(c.code for c in book.countries)
    assert book.starting_with(None) == book.countries


# ------------------------------------------------------------------ the practice's own file


def test_a_file_in_the_data_folder_takes_the_place_of_ours(tmp_path):
    book = read(kept(tmp_path, OWN))
    assert [country.name for country in book.countries] == ["Japan"]
    assert book.of("JP").main.call == (Number("0120-279-338"),)
    assert book.of("GB") is None


def changed(**values):
    said = json.loads(json.dumps(OWN))
    for where, value in values.items():
        place = said["countries"][0]
        place = place["lines"][0] if where in place["lines"][0] else place if where in place else said
        if value is None:
            del place[where]
        else:
            place[where] = value
    return said


@pytest.mark.parametrize(
    "said",
    [
        "{",
        "[]",
        {},
        changed(countries=[]),
        changed(checked_on="soon"),
        changed(elsewhere="help.example"),
        changed(code="Japan"),
        changed(emergency=""),
        changed(emergency="999; call us"),
        changed(hours=None),
        changed(call=[]),
        changed(call=["javascript:1"]),
        changed(lines=None),
    ],
    ids=repr,
)
def test_a_file_that_cannot_be_used_is_refused_with_its_name(tmp_path, said):
    with pytest.raises(BadNumbers, match=r"help\.json cannot be used"):
        read(kept(tmp_path, said))
