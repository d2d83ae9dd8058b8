"""The sections of a summary: each kind of thing, traced to version and consent; three audiences; what is withdrawn."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.core.clock import now
from portal.core.db import db
from portal.domain import consent, goals, journal, marks, measures, mood, receipts, summaries, vault
from portal.domain.audit import Event
from portal.domain.summaries import Audience, Stage, SummaryDraft
from portal.domain.summaries.draft import example
from portal.models.goals import Goal
from portal.models.people import Person
from portal.models.vault import Grant, Item
from tests.acts import at_work, trust
from tests.shareable import an_agenda
from tests.summary_stories import ask, card, days, here, lines, make, offered, read, share, stop, words

SECRET = "The caf\u00e9 in OULU by the lock."


@pytest.fixture
def ana(cast):
    """Ana with one of everything that a summary can use, all of it open to Mara."""
    ana, mara = cast.ana, cast.mara
    with at_work(ana):
        db.session.get(Person, ana.person_id).name = "Ana Oja"
        for what in ("words", "measures", "goals"):
            consent.give_stream(ana, mara.person_id, what, 30)
    pack = next(pack for pack in measures.here().packs.values() if pack.id == "phq9")
    for ago, score in ((9, 2), (2, 0)):
        with at_work(ana), time_machine.travel(now() - timedelta(days=ago), tick=False):
            measures.keep(ana, pack, {item.id: score for item in pack.items}, gaps=True)
    with at_work(ana):
        goal_id = goals.write(ana, goals.Words("Say it in Oulu"))
        goals.tick(ana, goal_id, goals.add_step(ana, goal_id, "One sentence"), done=True)
        goals.add_step(ana, goal_id, "Another")
        goals.look(ana, goal_id, 4)
        mood.check_in(ana, 4, mood.Words("Lighter, in Oulu."))
        mood.check_in(ana, 2)
        agenda_id = an_agenda(ana)
    with at_work(ana):
        # what was kept on earlier days came before the consent: it is shared by choice
        for measure in db.session.scalars(select(Item.thing_id).where(Item.kind == measures.KIND)):
            consent.share(ana, measure, mara.person_id)
        consent.share(ana, goal_id, mara.person_id)
        consent.share(ana, agenda_id, mara.person_id)
    share(ana, mara, SECRET, "To Oulu")
    with at_work(ana):
        answer = journal.write(ana, "It helped.", question="What helped?")
        consent.share(ana, answer, mara.person_id)
    return ana


def all_words(draft: SummaryDraft) -> str:
    return json.dumps(json.loads(draft.to_bytes()), ensure_ascii=False)


def test_every_section_is_filled_from_what_is_shared_and_traced(cast, ana):
    summary_id = ask(cast.mara, ana, plan="Ask about Sunday.")
    assert make(cast.mara, summary_id).stage is Stage.READY
    draft, said = read(cast.mara, summary_id), words(cast.mara, summary_id)
    assert [section.kind for section in draft.sections] == list(summaries.SECTIONS)
    for part in (
        "What Ana wants to talk about", "The quarrel.", "To say <b>aloud</b>", "Themes and my note", "2 check-ins.",
        "Lighter, in Oulu", "In Ana\u2019s words", "We talked at last.", "The question: What helped?", "It helped.",
        "Say it in Oulu", "One sentence", "4 of 10", "0 of 27", "18 lower than", "more than chance (RCI",
        "For next time Ask about Sunday.",
    ):  # fmt: skip
        assert part in said, part
    assert "Nothing shared" not in said
    marked = [source.mark for source in draft.traced]
    assert marked == list(range(1, len(marked) + 1))
    kinds = {source.word for source in draft.traced}
    assert {"Note", "Agenda", "Goal", "Numbers of a goal", "Check-ins", "Words of check-ins", "Questionnaire"} == kinds
    used = {one.item_ref for source in draft.traced for one in source.items}
    with at_work(cast.mara):
        assert used == set(consent.open_versions(cast.mara, used)) | {
            one.item_ref for source in draft.sources if source.word in ("Numbers of a goal", "Words of check-ins")
            for one in source.items
        }  # fmt: skip
    with at_work(ana):
        told = {sign for receipt in receipts.index(ana).receipts for sign in receipt.consents}
    assert {str(source.consent_ref)[:8] for source in draft.traced} <= told, (
        "what a summary names a consent by stands on the client's receipt"
    )
    assert SummaryDraft.from_bytes(draft.to_bytes()) == draft


def test_what_was_made_while_receipts_were_numbered_opens_without_the_numbers():
    kept = json.loads(example().to_bytes())
    for one in (kept["quotations"][0], *kept["sources"][0]["items"]):
        one["receipt"] = 17
    assert SummaryDraft.from_bytes(json.dumps(kept).encode()) == example()


def test_a_summary_is_the_same_whatever_else_its_client_opened_to_others(cast):
    def told():
        of = (cast.ana.person_id, days(cast.mara), [offered(cast.mara, cast.ana).notes[0].item_id], summaries.Wishes())
        draft = replace(here(cast.mara, summaries.preview, cast.mara, *of), chain_head="")
        return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4,12}){4}|[0-9]{2}:[0-9]{2}:[0-9.+:]*", "", all_words(draft))

    def anew():
        stop(cast.ana, cast.entry_id, cast.mara)
        here(cast.ana, consent.share, cast.ana, cast.entry_id, cast.mara.person_id)
        return told()

    before = anew()
    trusted = trust(cast.ana)
    share(cast.ana, trusted, "For somebody else.")
    assert anew() == before


def test_for_supervision_no_name_and_no_hidden_place_is_left_anywhere(cast, ana):
    hidden = ("oulu", "THE CAFE")
    wishes = {"audience": Audience.SUPERVISION, "hidden": hidden, "plan": "**Ou**lu with Ana."}
    summary_id = ask(cast.mara, ana, "Ana\u2019s walk in o\u00adulu, an analogy.", **wishes)
    make(cast.mara, summary_id)
    said, kept = words(cast.mara, summary_id), all_words(read(cast.mara, summary_id))
    for text in (said, kept):
        assert not [word for word in ("oulu", "caf\u00e9", "ana oja", "ana\u2019s", " oja") if word in text.casefold()]
        assert "[hidden] in [hidden] by the lock." in text
        assert "[hidden]\u2019s walk in [hidden], an analogy." in text
        assert "[hidden] with [hidden]." in text
    assert "A. O." in said
    assert "To [hidden]" in kept


def test_what_is_given_to_the_client_speaks_to_them_and_has_no_working_notes(cast, ana):
    sections = ("words", "measures", "note", "plan")
    summary_id = ask(cast.mara, ana, audience=Audience.CLIENT, sections=sections, plan="Only for me.")
    make(cast.mara, summary_id)
    said = words(cast.mara, summary_id)
    assert "In your words" in said
    assert "Note by Mara" in said
    assert "RCI" not in said
    assert "Only for me." not in all_words(read(cast.mara, summary_id))
    assert "Goals and steps" not in said
    assert read(cast.mara, summary_id).audience == "client"


def test_consent_is_asked_again_for_every_kind_when_the_file_is_made(cast, ana):
    summary_id = ask(cast.mara, ana)
    here(ana, consent.stop_person, ana, cast.mara.person_id)
    finished = make(cast.mara, summary_id)
    assert (finished.stage, finished.left_out) == (Stage.READY, 9)
    draft = read(cast.mara, summary_id)
    assert (draft.traced, draft.quotations) == ([], ())
    assert words(cast.mara, summary_id).count("Nothing shared") == 6


def test_questionnaires_of_a_day_stand_in_the_order_of_sharing_and_nothing_says_which_was_filled_in_first(cast):
    pack = next(pack for pack in measures.here().packs.values() if pack.id == "phq9")
    first, second = (
        here(cast.ana, measures.keep, cast.ana, pack, {pack.items[0].id: score}, gaps=True) for score in (1, 2)
    )
    for measure_id in (second, first):
        here(cast.ana, consent.share, cast.ana, measure_id, cast.mara.person_id)
    found = here(cast.mara, consent.newest_open, cast.mara, cast.ana.person_id, (measures.KIND,))
    assert [one.thing_id for one in found] == [second, first]


def test_words_that_were_withdrawn_from_beside_a_check_in_are_left_out_and_counted(cast, ana):
    summary_id = ask(cast.mara, ana)
    with at_work(ana):
        vault.end(db.session.scalars(select(Grant).where(Grant.scope == mood.KIND_WORDS)).one().id)
    assert make(cast.mara, summary_id).left_out == 1
    assert "2 check-ins." in words(cast.mara, summary_id)


def test_a_row_that_is_no_longer_theirs_leaves_goal_and_numbers_out_though_the_key_opens(cast, ana):
    """The clause alone: somebody changes who writes the goal, and every key is left standing."""
    summary_id = ask(cast.mara, ana, sections=("goals",))
    with at_work(ana):
        db.session.scalars(select(Goal)).one().client_id = cast.ben.person_id
    make(cast.mara, summary_id)
    assert "Say it in Oulu" not in words(cast.mara, summary_id)
    assert read(cast.mara, summary_id).sources == ()


def test_a_section_that_is_not_wanted_gives_the_worker_no_key_to_it(cast, ana):
    summary_id = ask(cast.mara, ana, sections=("words",), notes=())
    make(cast.mara, summary_id)
    assert read(cast.mara, summary_id).traced == []
    assert "Nothing shared" in words(cast.mara, summary_id)


def test_marked_words_are_quoted_alone_and_a_whole_note_has_its_parts_within(cast, ana):
    thing = next(note for note in offered(cast.mara, ana).notes if note.title == "To Oulu")
    mark = here(cast.mara, marks.add, cast.mara, thing.item_id, "by the lock")
    summary_id = ask(cast.mara, ana, notes=(), marks=[mark], sections=("words",))
    make(cast.mara, summary_id)
    said = words(cast.mara, summary_id)
    assert "by the lock" in said
    assert "Part of a note" in said
    assert "OULU" not in said
    whole = ask(cast.mara, ana, notes=(thing.id,), marks=[mark], sections=("words",))
    make(cast.mara, whole)
    assert [quoted.body for quoted in read(cast.mara, whole).quotations] == [SECRET]
    stop(ana, thing.id, cast.mara)
    assert card(cast.mara, summary_id).stage is Stage.WITHDRAWN


def test_what_ended_since_the_last_summary_is_told_when_it_had_been_seen_and_only_then(cast, ana):
    first = ask(cast.mara, ana)
    make(cast.mara, first)
    thing = next(note for note in offered(cast.mara, ana).notes if note.title == "To Oulu")
    stop(ana, thing.id, cast.mara)
    assert offered(cast.mara, ana).ended.words == ""
    here(ana, consent.share, ana, thing.id, cast.mara.person_id)
    second = ask(cast.mara, ana)
    make(cast.mara, second)
    read(cast.mara, second)
    assert offered(cast.mara, ana).ended.words == ""
    stop(ana, thing.id, cast.mara)
    assert offered(cast.mara, ana).ended.words == "one thing"
    here(ana, consent.stop_person, ana, cast.mara.person_id)
    assert offered(cast.mara, ana).ended.words.endswith("things and check-ins")


def test_a_preview_is_the_file_to_be_and_counts_as_an_opening_once_an_hour(cast, ana):
    items = [note.item_id for note in offered(cast.mara, ana).notes]
    of = (ana.person_id, days(cast.mara), items, summaries.Wishes(note="Mine."))
    drafts = [here(cast.mara, summaries.preview, cast.mara, *of) for _ in range(2)]
    opened = lines(cast.mara, Event.OPENED)
    assert {row.subject_id for row in opened} >= {note.id for note in offered(cast.mara, ana).notes}
    assert len(opened) == len({row.subject_id for row in opened})
    assert len(lines(cast.mara, Event.STREAM_OPENED)) == 1
    summary_id = ask(cast.mara, ana, "Mine.")
    make(cast.mara, summary_id)
    file = read(cast.mara, summary_id)
    same = {"made_at": file.made_at, "chain_head": file.chain_head}
    assert replace(drafts[1], **same) == file


def test_asked_for_once_more_it_keeps_reader_order_marked_words_and_what_is_still_shared(cast, ana):
    notes = {note.title: note for note in offered(cast.mara, ana).notes}
    mark = here(cast.mara, marks.add, cast.mara, notes["To Oulu"].item_id, "by the lock")
    wishes = {"audience": Audience.SUPERVISION, "hidden": ("lock",), "sections": ("goals", "words", "plan")}
    of = {"notes": (notes["After we talked"].id,), "marks": [mark], "plan": "Sunday.", **wishes}
    summary_id = ask(cast.mara, ana, **of)
    make(cast.mara, summary_id)
    stop(ana, notes["After we talked"].id, cast.mara)
    fresh = here(cast.mara, summaries.again, cast.mara, summary_id)
    make(cast.mara, fresh)
    draft = read(cast.mara, fresh)
    assert (draft.audience, [section.kind for section in draft.sections]) == ("supervision", ["goals", "words", "plan"])
    assert [quoted.body for quoted in draft.quotations] == ["by the [hidden]"]
    assert draft.plan == "Sunday."
    assert draft.sections[0].blocks
