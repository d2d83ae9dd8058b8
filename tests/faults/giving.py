"""Faults about what opens by itself, until when, what a pause leaves, and parts of notes."""

from tests.sabotage import QUICK, Fault

ANSWERS = f"tests/domain/test_consent_answers.py {QUICK}"
ENDS = f"tests/domain/test_consent_ends.py {QUICK}"
FAULTS = [
    Fault(
        "a note that answers nobody opens as an answer",
        "portal/domain/journal/answers.py",
        "    if asker_id:\n        _share(actor, item_id, _standing(actor).where(reader.person_id == asker_id))",
        "    _share(actor, item_id, _standing(actor).where(reader.person_id == (asker_id or reader.person_id)))",
        ANSWERS,
    ),
    Fault(
        "an answer to one therapist's question opens to another",
        "portal/domain/journal/answers.py",
        "        _share(actor, item_id, _standing(actor).where(reader.person_id == asker_id))",
        "        _share(actor, item_id, _standing(actor))",
        ANSWERS,
    ),
    Fault(
        "the last days of answers are those to anybody's questions",
        "portal/domain/journal/answers.py",
        "if item_id in asked and by.get(asked[item_id]) == asker_id]",
        "if item_id in asked and by.get(asked[item_id])]",
        ANSWERS,
    ),
    Fault(
        "a corrected answer opens whether or not it was open",
        "portal/domain/journal/answers.py",
        "    for grant in _share(actor, item_id, _with(_standing(actor), entry_id, version - 1)):",
        "    for grant in _share(actor, item_id, _standing(actor)):",
        ANSWERS,
    ),
    Fault(
        "the button that keeps one answer private is not heard",
        "client_app/journal/writing.py",
        'AS_AGREED = "agreed"',
        'AS_AGREED = "keep"',
        ANSWERS,
    ),
    Fault(
        "a number of a goal opens without the goal",
        "portal/domain/goals/looking.py",
        "RATING_KIND, said.to_bytes(), row.id, like=goal_id)",
        "RATING_KIND, said.to_bytes(), row.id)",
        ANSWERS,
    ),
    Fault(
        "the numbers of a goal outlive its sharing",
        "portal/domain/consent/kinds.py",
        "        parts=goals.look_ids,\n",
        "",
        ANSWERS,
    ),
    Fault(
        "a tick opens a goal that was closed",
        "portal/domain/goals/keeping.py",
        "like=None if is_written else row.id",
        "like=None",
        ANSWERS,
    ),
    Fault(
        "resuming opens the words of every check-in",
        "portal/domain/consent/pausing.py",
        "sharing.share(actor, *about, beside=place.beside)",
        "sharing.share(actor, *about, beside=True)",
        ANSWERS,
    ),
    Fault(
        "pausing leaves what opens by itself to whom nothing else is open",
        "portal/domain/consent/pausing.py",
        "for reader_id in sorted({row.reader_id for row in rows} | {one.reader_id for one in standing}):",
        "for reader_id in sorted({row.reader_id for row in rows}):",
        ANSWERS,
    ),
    Fault(
        "a paused rule begins again after its end",
        "portal/domain/consent/pausing.py",
        "if rule.reader_id in team and (rule.until is None or rule.until > now())",
        "if rule.reader_id in team",
        ANSWERS,
    ),
    Fault(
        "giving the level alone leaves the words open",
        "portal/domain/consent/streams.py",
        '    return STREAMS["words"][1] if what == "levels" else STREAMS[what][1]',
        "    return STREAMS[what][1]",
        f"tests/domain/test_consent_streams.py {QUICK}",
    ),
    Fault(
        "a consent ends a day after the last one chosen",
        "portal/domain/consent/ends.py",
        "datetime.combine(on + timedelta(days=1), time(),",
        "datetime.combine(on + timedelta(days=2), time(),",
        ENDS,
    ),
    Fault(
        "a consent ends at midnight of the server",
        "portal/domain/consent/ends.py",
        "time(), zone(zone_of(actor)))",
        "time(), UTC)",
        ENDS,
    ),
    Fault(
        "of two ends on a form one is guessed",
        "client_app/sharing/ends.py",
        "        if chosen != ANOTHER and on is not None:",
        "        if False:",
        ENDS,
    ),
    Fault(
        "a part of a note holds all of it",
        "portal/domain/journal/excerpts.py",
        '"body": _joined(offered, places), "version"',
        '"body": page.body, "version"',
        f"tests/domain/test_excerpts.py {QUICK}",
    ),
    Fault(
        "a part stays open when its note is deleted",
        "portal/domain/access.py",
        "(Role.THERAPIST, Excerpt): all_of(on_my_caseload, shared_with_me, of_kept),",
        "(Role.THERAPIST, Excerpt): all_of(on_my_caseload, shared_with_me),",
        f"tests/domain/test_excerpts.py tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "opening words that waited closes the level beside them",
        "portal/domain/consent/sharing.py",
        "        _take_away(key for key in before if key.thing_id in things and key.scope == SCOPE)",
        "        _take_away(before)",
        f"tests/client_app/test_sharing_kinds.py {QUICK}",
    ),
]
