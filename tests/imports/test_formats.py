"""Each format as it is read: days, zones, words, tags, moods; what stays behind is named with its place and reason."""

import base64
import json
import plistlib
import struct
import zipfile
from datetime import date

import pytest

from portal.domain.imports import unpacking
from portal.domain.imports.reading import read
from portal.domain.imports.records import Record, Skipped, Source, Unreadable
from tests.imports import samples

ZONE = "Europe/Dublin"


def found(data, name="a-file"):
    """(form, records, skipped as {where: reason}, levels)."""
    data = data if isinstance(data, bytes) else data.encode()
    reading = read(Source(data, name, ZONE))
    every = list(reading.found)
    skipped = {each.where: each.reason for each in every if isinstance(each, Skipped)}
    return reading.form, [each for each in every if isinstance(each, Record)], skipped, reading.levels


def refused(data, name="a-file"):
    with pytest.raises(Unreadable) as problem:
        found(data, name)
    return str(problem.value)


# ------------------------------------------------------------------ Daylio


def test_daylio_rows_in_their_newer_form():
    form, records, skipped, levels = found(samples.DAYLIO_CSV)
    assert form == "Daylio"
    assert [(str(each.on_day), each.at.hour, each.mood) for each in records] == [
        ("2025-05-30", 17, "rad"),  # half past six in the evening, in a summer an hour ahead
        ("2025-05-30", 13, "Meh"),
        ("2025-05-29", 20, "on edge"),
        ("2025-05-27", 6, "good"),
    ]
    assert records[0].activities == ("friends", "walk")
    assert (records[1].title, records[1].body) == ("Half of it", 'First line\nSecond, with "marks"')
    assert records[2].body == "no, nobody quoted these commas"
    assert skipped == {
        "line 5": "A quotation mark in it is never closed.",
        "line 7": "Its day cannot be read.",
        "line 8": "It names no mood.",
    }
    assert levels["rad"] == 5


def test_daylio_rows_as_they_were_in_2018():
    _, records, skipped, _ = found(samples.DAYLIO_2018)
    assert [(str(each.on_day), each.mood, each.body) for each in records] == [
        ("2018-05-30", "fugly", "Rain"),
        ("2018-05-30", "awful", ""),
    ]
    assert skipped == {}


def test_a_row_of_daylio_that_is_not_utf_8_is_skipped_and_no_other():
    data = samples.DAYLIO_2018.encode().replace(b"Rain", b"caf\xe9")
    _, records, skipped, _ = found(data)
    assert [each.mood for each in records] == ["awful"]
    assert skipped == {"line 2": "It holds bytes that are not UTF-8 text."}


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_daylio_backup_counts_months_from_nought_and_moods_from_the_best(wrapped):
    data = samples.daylio_backup() if wrapped else json.dumps(samples.BACKUP)
    form, records, skipped, levels = found(data)
    assert form == "Daylio"
    assert levels == {"rad": 5, "quiet": 2, "awful": 1}
    first, second = records
    assert (first.on_day, first.zone, first.mood, first.activities) == (
        date(2023, 1, 1), "Etc/GMT-1", "rad", ("walk", "friends"),
    )  # fmt: skip
    assert (first.title, first.body) == ("New", "January\nis nought")
    assert first.at.isoformat() == "2022-12-31T23:30:00+00:00"
    assert (second.on_day, second.zone, second.activities) == (date(2023, 12, 31), "Etc/GMT+5", ())
    assert skipped == {"entry 3": "Its day cannot be read.", "entry 4": "Its mood is not in the list of moods."}


@pytest.mark.parametrize("content", [b"not base64!", *map(base64.b64encode, (b"not json", b"[" * 99_999))])
def test_a_damaged_daylio_backup_says_so(content):
    assert "This backup is damaged" in refused(samples.archive({"backup.daylio": content}))


# ------------------------------------------------------------------ Day One


def test_day_one_keeps_the_day_where_it_was_written_and_the_words_as_they_were_typed():
    form, records, skipped, _ = found(samples.day_one_zip())
    assert form == "Day One"
    first, rich, again, twice = records
    assert (first.on_day, first.zone, first.title) == (date(2025, 1, 1), "Europe/Berlin", "New year")
    assert first.body == "A well-kept day. 1) tea"
    assert (rich.body, rich.zone) == ("Only rich.", ZONE)
    assert again.body == "<script>alert(1)</script> [gallery]"  # another entry under an id that was used before
    assert twice.body == "Twice."
    assert [each.is_pinned for each in records] == [False, False, False, True]
    assert skipped == {
        "entry 3": "Its words are not text.",
        "entry 4": "There are no words in it. Pictures and recordings stay behind.",
        "entry 7": "It stands in the file twice.",
        "entry 8": "It has no date that can be read.",
        "entry 9": "It is no entry of Day One.",
    }


def test_several_journals_of_day_one_of_which_one_is_damaged():
    data = samples.archive({"A.json": json.dumps(samples.DAY_ONE), "B.json": "{"})
    _, records, skipped, _ = found(data)
    assert len(records) == 4
    assert "entry 3 of A.json" in skipped
    assert skipped["B.json"] == "This JSON is damaged: it cannot be read from line 1 on."


def test_day_one_classic_in_an_archive_and_alone():
    form, records, skipped, _ = found(samples.classic_folder())
    assert form == "Day One Classic"
    assert {(each.body, str(each.on_day), each.tags) for each in records} == {
        ("Across midnight.", "2014-03-31", ("spring",)),
        ("Binary.", "2014-03-31", ("spring",)),
    }
    assert skipped == dict.fromkeys(("c.doentry", "d.doentry"), "It is damaged, or no entry of Day One.")
    _, records, _, _ = found(plistlib.dumps(samples.CLASSIC))
    assert records[0].body == "Across midnight."
    for old, new in ((b"UTF-8", b"UTF-true-8"), (b"<dict>", b"</key>")):  # an encoding nobody knows; an end of nothing
        assert found(plistlib.dumps(samples.CLASSIC).replace(old, new, 1))[2] == {
            "the entry": "It is damaged, or no entry of Day One."
        }


# ------------------------------------------------------------------ jrnl and Markdown


def test_jrnl_takes_dates_in_brackets_and_leaves_the_rest_as_words():
    form, records, skipped, _ = found(samples.JRNL)
    assert form == "jrnl"
    walk, starred = records
    assert (walk.title, str(walk.on_day), walk.at.hour) == ("A walk by the water.", "2019-07-01", 9)
    assert walk.body.endswith("wrote about C++.\n[not a date] this stays with the words")
    assert walk.tags == ("harbour",)
    assert (starred.title, str(starred.on_day), starred.at.hour) == ("Starred", "2019-07-02", 22)
    assert starred.tags == ("home", "C++")
    assert (walk.is_pinned, starred.is_pinned) == (False, True)
    assert "[31.02.2019 10:00] no day of any month" in starred.body
    assert skipped == {}


@pytest.mark.parametrize(("dates", "days"), [("13/04/2019 03/04/2019", [13, 3]), ("04/13/2019 04/03/2019", [13, 3])])
def test_which_end_of_a_date_the_month_is_follows_from_the_others(dates, days):
    _, records, _, _ = found("".join(f"[{said} 10:00] One. Two.\n" for said in dates.split()))
    assert [(each.on_day.month, each.on_day.day) for each in records] == [(4, day) for day in days]


def test_jrnl_json_and_its_older_text():
    _, records, skipped, _ = found(json.dumps(samples.JRNL_JSON))
    assert [(each.title, each.body, each.tags) for each in records] == [("Once", "More @home.", ("home",))]
    assert skipped == {"entry 2": "It has no date that can be read."}
    _, records, _, _ = found("2013-06-09 15:39 My first entry.\nMore.\n")
    assert [(each.title, each.body) for each in records] == [("My first entry.", "More.")]


def test_a_folder_of_markdown_has_its_days_at_the_top_or_in_its_names():
    form, records, skipped, _ = found(samples.folder())
    assert form == "Markdown"
    assert {(str(each.on_day), each.title, each.body, each.tags) for each in records} == {
        ("2020-01-02", "Walk", "By the water.", ()),
        ("2021-03-04", "Tea", "# Kept\nWords.", ("calm", "two words")),
        ("2021-03-05", "Heading", "More words.", ("one",)),
    }
    no_day = "It names no day, neither at its top nor in its name."
    assert skipped == {
        "no-day.md": no_day,
        "2020-02-30.md": no_day,
        "2020-02-03.md": "It holds bytes that are not UTF-8 text.",
        "2020-02-04.md": "It is empty.",
    }


# ------------------------------------------------------------------ what cannot be read at all


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty."),
        (b" \n\t", "This file is empty."),
        (b"\x00\x01\x02" * 99, "This is not a file that can be brought in."),
        ("Jeden Tag\nist gr\u00fcn".encode("latin-1"), "From line 2 on this file is not UTF-8 text."),
        (b'{\n"entries": [\n', "it cannot be read from line 3 on"),
        (b"[" * 100_000, "built in a way that nobody's journal is"),
        (b'{"entries": 5}', "This is not a file that can be brought in."),
        (b"PK\x03\x04 and nothing else", "This archive is damaged"),
        (b"gAAAAABk0000", "locked with a password"),
        (samples.archive({"a.png": b"x"}), "There is nothing in this archive"),
        (samples.archive({}), "There is nothing in this archive"),
    ],
)
def test_what_is_none_of_these_says_so(data, said):
    assert said in refused(data)


def test_an_archive_that_is_larger_inside_than_any_journal_or_holds_too_many_files_is_refused():
    assert "is larger than 100 MB of text" in refused(samples.archive({"bomb.json": b"0" * 5_000_000}))
    crowd = samples.archive({f"{number}.md": b"" for number in range(unpacking.MOST_FILES + 1)}, zipfile.ZIP_STORED)
    assert "This archive holds 20,001 files; 20,000 can be read at once." in refused(crowd)


def test_files_that_lie_over_one_another_are_refused():
    data = bytearray(samples.archive({f"{number}.md": b"0123456789" * 20 for number in range(9)}, zipfile.ZIP_STORED))
    at = data.find(b"PK\x01\x02")
    while at >= 0:  # every entry claims to be as long as the whole
        data[at + 20 : at + 28] = struct.pack("<II", len(data) - 100, len(data) - 100)
        at = data.find(b"PK\x01\x02", at + 1)
    assert "This archive is damaged" in refused(bytes(data))


def test_one_damaged_file_of_an_archive_keeps_no_other_back():
    data = samples.archive({"2020-01-01.md": b"first words", "2020-01-02.md": b"second words"}, zipfile.ZIP_STORED)
    _, records, skipped, _ = found(data.replace(b"second", b"secund", 1))
    assert [each.body for each in records] == ["first words"]
    assert skipped == {"2020-01-02.md": "It is damaged inside the archive."}


def test_a_locked_archive_says_so():
    data = bytearray(samples.archive({"2020-01-01.md": b"words"}))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "locked with a password" in refused(bytes(data))
