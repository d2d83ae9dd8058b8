"""Drafts: kept as they are typed, for their writer alone, and gone when the words were kept or thrown away."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid, NotFound
from portal.domain import agenda, conversation, drafts, journal
from portal.domain.drafts import Seen, WrittenElsewhere
from portal.models.drafts import Draft
from portal.models.vault import Item


def at(actor, verb, *args, **more):
    with unit_of_work(actor.practice_id):
        return verb(actor, *args, **more)


def save(actor, about_id, body="One line.", *, title="", number=0, window=None, **more):  # each time another window
    words, seen = {"title": title, "body": body}, Seen(number, window or uuid4())
    return at(actor, drafts.save, "entry", about_id, words, seen, **more)


def rows(actor, model, *where):
    with unit_of_work(actor.practice_id, writes=False):
        return db.session.scalar(select(func.count()).select_from(model).where(*where))


def items(actor):
    return rows(actor, Item, Item.kind == drafts.VAULT_KIND)


# ------------------------------------------------------------------ keeping


def typed(draft):
    """The words of a draft, without the fields beside them that nobody filled in."""
    fields = drafts.KINDS["entry"].fields
    return {name: said for name, said in draft.words.items() if said or name in fields}


def test_a_draft_is_found_again_with_its_words_and_its_number(cast):
    about = uuid4()
    first = save(cast.ana, about, title="Tonight")
    assert (first.number, first.is_new) == (1, True)
    assert typed(first) == {"title": "Tonight", "body": "One line."}
    second = save(cast.ana, about, "Two lines.", number=1)
    found = at(cast.ana, drafts.find, about)
    assert (found.number, found.words["body"]) == (2, "Two lines.") == (second.number, second.words["body"])


def test_of_many_saves_one_row_and_one_text_remain(cast):
    about = uuid4()
    for number in range(5):
        save(cast.ana, about, f"Line {number}.", number=number)
    assert rows(cast.ana, Draft) == items(cast.ana) == 1


def test_any_sign_that_can_be_typed_comes_back_as_it_was(cast):
    about, words = uuid4(), "\u202eturned \ud83c and \x00 and \U0001f30a\r\n<b>"
    save(cast.ana, about, words)
    assert at(cast.ana, drafts.find, about).words["body"] == words


@pytest.mark.parametrize("blank", ["", "  \n\t", "\u200f\u2028"])
def test_nothing_typed_is_nothing_kept_and_emptying_throws_away(cast, blank):
    about = uuid4()
    assert save(cast.ana, about, blank) is None
    save(cast.ana, about)
    assert save(cast.ana, about, blank, number=1) is None
    assert at(cast.ana, drafts.find, about) is None
    assert rows(cast.ana, Draft) == items(cast.ana) == 0


def test_more_than_a_draft_can_hold_is_said_and_the_earlier_one_stays(cast):
    about = uuid4()
    save(cast.ana, about, "x" * drafts.LONGEST)
    with pytest.raises(Invalid, match="longer"):
        save(cast.ana, about, "x" * drafts.LONGEST, title="y", number=1)
    assert at(cast.ana, drafts.find, about).number == 1


def test_only_the_fields_of_the_form_are_kept(cast):
    about = uuid4()
    at(
        cast.ana,
        drafts.save,
        "entry",
        about,
        {"body": "One.", "csrf_token": "secret", "then": "keep"},
        Seen(0, uuid4()),
    )
    assert typed(at(cast.ana, drafts.find, about)) == {"title": "", "body": "One."}


def test_a_draft_shows_no_words_where_it_is_printed(cast):
    assert "One line" not in repr(save(cast.ana, uuid4()))


# ------------------------------------------------------------------ two windows, late and doubled


def test_another_window_is_noticed_and_neither_replaces_the_other(cast):
    about = uuid4()
    save(cast.ana, about, "From one window.")
    for number in (0, 2):
        with pytest.raises(WrittenElsewhere):
            save(cast.ana, about, "From the other.", number=number)
    assert at(cast.ana, drafts.find, about).words["body"] == "From one window."


def test_a_slow_request_brings_nothing_back_once_the_note_is_kept(cast):
    assert save(cast.ana, cast.private_id, "Not for any") is None
    assert at(cast.ana, drafts.find, cast.private_id) is None
    with pytest.raises(WrittenElsewhere):
        save(cast.ana, uuid4(), number=3)


def test_a_change_of_a_kept_note_has_a_draft_that_is_not_new(cast):
    save(cast.ana, cast.private_id, "A later version.", base_version=1)
    new = uuid4()
    save(cast.ana, new)
    assert at(cast.ana, drafts.find, cast.private_id).base_version == 1
    assert {draft.about_id: draft.is_new for draft in at(cast.ana, drafts.index, "entry")} == {
        new: True,
        cast.private_id: False,
    }


def test_an_answer_that_was_lost_on_the_way_stops_nobody_from_writing_on(cast):
    about, window = uuid4(), uuid4()
    save(cast.ana, about, window=window)
    again = save(cast.ana, about, "Written on.", window=window)
    assert (again.number, again.words["body"]) == (2, "Written on.")


@pytest.mark.parametrize(
    ("is_same_window", "number", "body", "stays"),
    [
        (True, 0, "Typed on while it was saved.", False),
        (False, 1, "Opened there and mended.", False),
        (False, 0, "Other words.", True),
        (False, 0, "One line.\r\n", False),
    ],
)
def test_once_kept_a_draft_goes_unless_another_window_has_written_on(cast, is_same_window, number, body, stays):
    about, window = uuid4(), uuid4()
    save(cast.ana, about, window=window)
    seen = Seen(number, window if is_same_window else uuid4())
    at(cast.ana, drafts.kept, about, {"title": "", "body": body}, seen)
    assert bool(at(cast.ana, drafts.find, about)) is stays


def test_what_another_window_wrote_of_a_note_kept_meanwhile_counts_as_a_change_of_it(cast):
    about = uuid4()
    save(cast.ana, about, "From the other window.")
    at(cast.ana, journal.write, "From this one.", entry_id=about)
    draft = at(cast.ana, drafts.find, about)
    assert (draft.is_new, draft.base_version) == (False, 0)


def test_what_is_typed_about_something_that_was_removed_meanwhile_is_kept_nowhere(cast):
    ana, talk_id, layout_id, agenda_id = cast.ana, uuid4(), uuid4(), uuid4()
    at(ana, conversation.plan, {"about": "Money"}, None, talk_id)
    at(ana, agenda.write, agenda.Words.checked("Money", ""), agenda_id)
    at(ana, journal.make_layout, "Mornings", "Slept?", layout_id)
    late = {
        "entry": ("body", cast.private_id, 1),
        "layout": ("text", layout_id, 1),
        "talk": ("how", conversation.afterwards_id(talk_id), 1),
        "agenda": ("takeaways", agenda.after_of(agenda_id), 0),
    }

    def typed_late():
        for kind, (field, about, base) in late.items():
            yield at(ana, drafts.save, kind, about, {field: "Typed on."}, Seen(0, uuid4()), base)

    at(ana, journal.delete_entry, cast.private_id)
    for draft in typed_late():  # a note can be brought back
        at(ana, drafts.drop, draft.about_id, Seen(draft.number, uuid4()))
    at(ana, journal.erase, cast.private_id)
    at(ana, journal.remove_layout, layout_id)
    at(ana, conversation.remove, talk_id)
    at(ana, agenda.delete_one, agenda_id)
    for kind, (field, about, base) in late.items():
        with pytest.raises(Invalid, match="removed meanwhile"):
            at(ana, drafts.save, kind, about, {field: "Typed on."}, Seen(0, uuid4()), base)
    assert rows(ana, Draft) == items(ana) == 0


def test_what_is_thrown_away_must_have_been_seen(cast):
    about, window = uuid4(), uuid4()
    save(cast.ana, about, window=window)
    with pytest.raises(WrittenElsewhere):
        at(cast.ana, drafts.drop, about, Seen(0, uuid4()))
    assert at(cast.ana, drafts.find, about)
    at(cast.ana, drafts.drop, about, Seen(0, window))
    assert at(cast.ana, drafts.find, about) is None


def test_throwing_away_twice_is_throwing_away_once(cast):
    about = uuid4()
    save(cast.ana, about)
    for _ in range(2):
        at(cast.ana, drafts.drop, about, Seen(1, uuid4()))
    assert rows(cast.ana, Draft) == items(cast.ana) == 0


# ------------------------------------------------------------------ whose


@pytest.mark.parametrize("who", ["ben", "foreign_client"])
def test_somebody_elses_draft_is_not_there_and_not_in_the_way(cast, who):
    about, other = uuid4(), getattr(cast, who)
    save(cast.ana, about, "Ana's.")
    assert at(other, drafts.find, about) is None
    assert at(other, drafts.index, "entry") == []
    at(other, drafts.drop, about, Seen(1, uuid4()))
    save(other, about, "Theirs.")
    assert at(cast.ana, drafts.find, about).words["body"] == "Ana's."
    assert at(other, drafts.find, about).words["body"] == "Theirs."


@pytest.mark.parametrize("who", ["mara", "olga"])
def test_a_form_of_another_role_has_no_draft_here(cast, who):
    with pytest.raises(NotFound):
        save(getattr(cast, who), uuid4())
    with pytest.raises(NotFound):
        at(cast.ana, drafts.save, "made-up", uuid4(), {"body": "One."}, Seen(0, uuid4()))


def test_a_therapists_own_note_for_a_summary_has_one(cast):
    about = uuid4()
    words = {"note": "Ask about the weekend.", "plan": "", "hidden": "Oulu", "client": str(cast.ana.person_id)}
    draft = at(cast.mara, drafts.save, "summary", about, words, Seen(0, uuid4()))
    assert dict(at(cast.mara, drafts.find, about).words) == words
    assert (
        at(cast.mara, drafts.save, "summary", about, words | {"note": " ", "hidden": ""}, Seen(draft.number, uuid4()))
        is None
    )
    assert at(cast.ana, drafts.find, about) is None


def test_no_word_of_a_draft_stands_in_the_table(cast):
    save(cast.ana, uuid4(), "quahogging", title="xylocarp")
    with unit_of_work(cast.ana.practice_id, writes=False):
        bodies = db.session.scalars(select(Item.body)).all()
    assert not [body for body in bodies if b"quahogging" in body or b"xylocarp" in body]


def test_a_draft_is_no_note(cast):
    save(cast.ana, uuid4(), "quahogging")
    with unit_of_work(cast.ana.practice_id, writes=False):
        assert journal.search(cast.ana, "quahogging") == []
        assert len(journal.shelf(cast.ana).headers) == 2
