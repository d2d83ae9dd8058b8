"""Journals from elsewhere, written for these tests: small files with the traps that real ones hold."""

import base64
import io
import json
import plistlib
import zipfile
from datetime import datetime

DAYLIO_CSV = '''full_date,date,weekday,time,mood,activities,note_title,note
2025-05-30,30 May,Friday,6:50 pm,rad,friends | walk,,Lovely
2025-05-30,30 May,Friday,14:58,Meh,,Half of it,"First line<br>Second, with ""marks"""
2025-05-29,29 May,Thursday,9:24\u202fpm,on edge,work,,no, nobody quoted these commas
2025-05-28,28 May,Wednesday,7:00 am,good,,,"never closed
2025-05-27,27 May,Tuesday,7:00 am,good,,,Still here
2025-02-30,30 Feb,Sunday,7:00 am,good,,,No such day
2025-05-26,26 May,Monday,7:00 am,,,,No mood
,,,,,,,
'''
DAYLIO_2018 = """year,date,weekday,time,mood,activities,note
2018,May 30,Wednesday,18:50,fugly,rest | tea,Rain
2018,30 May,Wednesday,6:50 AM,awful,,
"""
JRNL = """[2019-07-01 10:30] A walk by the water. It was quiet @harbour, and ana@example.org wrote about C++.
[not a date] this stays with the words
[02.07.2019 11:05 PM] * Starred
@home @C++
[31.02.2019 10:00] no day of any month
"""
JRNL_JSON = {
    "tags": {"@home": 1},
    "entries": [
        {"title": "Once", "body": "More @home.", "date": "2020-02-29", "time": "23:59", "tags": [], "starred": True},
        {"title": "Never", "body": "", "date": "2021-02-29", "time": "10:00", "tags": [], "starred": False},
    ],
}
DAY_ONE = {
    "metadata": {"version": "1.0"},
    "entries": [
        {
            "uuid": "A",
            "creationDate": "2024-12-31T23:00:00Z",
            "timeZone": "Europe/Berlin",
            "isAllDay": True,
            "text": "# New year\nA well\\-kept day\\. 1\\) tea\u200b\n\n![](dayone-moment:\\/\\/ABC)",
            "tags": ["family", "x" * 60],
            "unknown": {"deep": [1]},
        },
        {
            "uuid": "B",
            "creationDate": "2024-06-01T10:00:00Z",
            "timeZone": "Nowhere/AtAll",
            "richText": json.dumps({"contents": [{"text": "Only rich.\n"}, {"embeddedObjects": [{"type": "photo"}]}]}),
        },
        {"uuid": "C", "creationDate": "2024-06-02T10:00:00Z", "text": {"not": "text"}},
        {"uuid": "D", "creationDate": "2024-06-03T10:00:00Z", "text": "![](dayone-moment://ONLY-A-PICTURE)"},
        {"uuid": "A", "creationDate": "2024-06-04T10:00:00Z", "text": "<script>alert(1)</script> [gallery]"},
        {"uuid": "E", "creationDate": "2024-06-05T10:00:00Z", "starred": True, "text": "Twice."},
        {"uuid": "E", "creationDate": "2024-06-05T10:00:00Z", "text": "Twice."},
        {"uuid": "F", "creationDate": "soon", "text": "When?"},
        "no entry",
    ],
}
BACKUP = {
    "version": 15,
    "customMoods": [
        {"id": 1, "custom_name": "", "predefined_name_id": 1, "mood_group_id": 1},
        {"id": 2, "custom_name": "quiet", "mood_group_id": 4},
        {"id": 5, "custom_name": "", "predefined_name_id": 5, "mood_group_id": 5},
    ],
    "tags": [{"id": 7, "name": "walk"}, {"id": 8, "name": "friends"}],
    "dayEntries": [
        {
            "year": 2023, "month": 0, "day": 1, "hour": 0, "minute": 30, "datetime": 1672529400000,
            "timeZoneOffset": 3600000, "mood": 1, "tags": [7, 8], "note": "January<br>is nought", "note_title": "New",
        },
        {
            "year": 2023, "month": 11, "day": 31, "datetime": 1704060000000, "timeZoneOffset": -18000000, "mood": 2,
            "tags": [99],
        },
        {"year": 2023, "month": 12, "day": 1, "datetime": 1704060000000, "mood": 1},
        {"year": 2023, "month": 1, "day": 1, "datetime": 1704060000000, "mood": 77},
    ],
}  # fmt: skip
CLASSIC = {
    "Creation Date": datetime(2014, 3, 30, 23, 30),  # noqa: DTZ001 - property lists know no zones
    "Entry Text": "Across midnight.",
    "Time Zone": "Europe/Paris",
    "Tags": ["spring"],
    "UUID": "0" * 32,
}
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<plist version="1.0"><dict><key>Entry Text</key><string>&b;</string></dict></plist>"""


def archive(files, compression=zipfile.ZIP_DEFLATED):
    """A zip with these files, by path."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as opened:
        for path, content in files.items():
            opened.writestr(path, content)
    return made.getvalue()


def day_one_zip():
    return archive({"Journal.json": json.dumps(DAY_ONE), "photos/abc.jpeg": b"\xff\xd8\xff", "other.pdf": b"%PDF"})


def daylio_backup():
    return archive({"backup.daylio": base64.encodebytes(json.dumps(BACKUP).encode()), "assets/photo.jpg": b"\xff\xd8"})


def folder():
    return archive(
        {
            "../../etc/2020-01-02 Walk.md": "By the water.",
            "notes/a.md": '---\ndate: 2021-03-04T10:00\ntags: [calm, "two words"]\ntitle: "Tea"\n---\n# Kept\nWords.',
            "C:\\b.md": "---\nday: 2021-03-05\ntags:\n  - one\n---\n# Heading\nMore words.",
            "no-day.md": "When?",
            "2020-02-30.md": "No such day.",
            "2020-02-03.md": b"caf\xe9",
            "2020-02-04.md": b"",
            "inner.zip": b"PK\x03\x04",
            "__MACOSX/._2020-01-02 Walk.md": b"\x00\x05",
        }
    )


def classic_folder():
    good = plistlib.dumps(CLASSIC)
    binary = plistlib.dumps(CLASSIC | {"Entry Text": "Binary."}, fmt=plistlib.FMT_BINARY)
    return archive({"J.dayone/entries/a.doentry": good, "b.doentry": binary, "c.doentry": ENTITIES, "d.doentry": "x"})


def many(count, day="2024-01-02"):
    """A journal of jrnl with so many entries."""
    return "".join(f"[{day} 10:00] Entry {number}. Words of entry {number}.\n" for number in range(count)).encode()
