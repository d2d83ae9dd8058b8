"""Questionnaires: answered by their owner, sealed, compared with earlier ones, and gone when taken away."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.app import check
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, Locked, NotFound
from portal.core.keyring import ring
from portal.domain import measures, vault
from portal.domain.measures import BadPack, library
from portal.models.measures import Measure
from portal.models.vault import Item
from tests.acts import at_work
from tests.domain.test_measures_packs import pack
from tests.domain.test_measures_scores import answers

MONDAY = datetime(2025, 11, 3, 20, 0, tzinfo=UTC)
PHQ9 = pack("phq9")


def take(actor, name, *values, at=MONDAY, gaps=True, **more):
    with time_machine.travel(at, tick=False), at_work(actor):
        return measures.keep(actor, pack(name), answers(name, *values), gaps=gaps, **more)


def read(actor, measure_id):
    """The page its owner sees."""
    with at_work(actor):
        return measures.page_of(*measures.mine(actor, measure_id))


def how_many(actor):
    with at_work(actor):
        return db.session.scalar(select(func.count()).select_from(Measure))


def test_answers_come_back_question_by_question_with_total_and_band(sam):
    page = read(sam, take(sam, "phq9", 1, 2, 0, 3, 1, 1, 2, 1, 0))
    assert (page.title, page.total, page.band) == ("PHQ-9", "11 of 27", "In the range often called moderate.")
    assert page.answered[3].text == "Feeling tired or having little energy"
    assert [row.said for row in page.answered] == [
        "Several days", "More than half the days", "Not at all", "Nearly every day", "Several days", "Several days",
        "More than half the days", "Several days", "Not at all",
    ]  # fmt: skip
    assert page.moved == ()
    assert not page.has_risk


def test_nothing_of_it_lies_in_clear_and_none_is_known_by_its_size(sam):
    take(sam, "k6", *[1] * 6)
    take(sam, "csi16", 3, *[2] * 15)
    with at_work(sam):
        sizes = {len(item.body) for item in db.session.scalars(select(Item).where(Item.kind == "measure"))}
        columns = {column.name for column in Measure.__table__.columns}
    assert len(sizes) == 1
    assert columns == {"id", "practice_id", "client_id", "on_day", "zone", "at", "version"}


def test_a_file_that_cannot_be_used_stops_the_start(house, sam):
    with at_work(sam):
        path = ring().data_dir / "measures" / "theirs.json"
    path.parent.mkdir()
    path.write_text("{")
    library.cache_clear()
    try:
        with pytest.raises(BadPack, match=r"theirs\.json cannot be used as a questionnaire"):
            check(house)
    finally:
        path.unlink()
        path.parent.rmdir()
        library.cache_clear()


def test_a_form_sent_again_with_other_answers_throws_none_of_them_away(sam):
    measure_id = uuid4()
    for value in (1, 1, 2):
        assert take(sam, "k6", *[value] * 6, measure_id=measure_id) == measure_id
    assert how_many(sam) == 1
    assert {row.said for row in read(sam, measure_id).answered} == {pack("k6").items[0].option(2).text}
    with at_work(sam):
        assert db.session.get(Measure, measure_id).version == 2


def test_nobody_else_can_read_it(sam, mara):
    measure_id = take(sam, "phq9", *[1] * 9)
    with at_work(sam):
        item_id = db.session.scalars(select(Item.id).where(Item.thing_id == measure_id)).one()
        with pytest.raises(Locked):
            vault.read_one(mara.keys, item_id)
        assert measures.looked_at(mara).records == []
        with pytest.raises(NotFound):
            measures.mine(mara, measure_id)


@pytest.mark.parametrize(
    ("values", "gaps", "field"),
    [
        ((None,) * 9, True, "q1"), ((1,) * 8 + (None,), False, "q9"), ((1,) * 9, False, "q10"),
        ((4,) + (0,) * 8, True, "q1"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_beside_its_question(sam, values, gaps, field):
    with pytest.raises(Invalid) as problem:
        take(sam, "phq9", *values, gaps=gaps)
    assert problem.value.field == field
    assert how_many(sam) == 0


def test_with_gaps_left_on_purpose_the_answers_are_kept_without_a_total(sam):
    page = read(sam, take(sam, "phq9", *[1] * 8, None))
    assert page.total == "No total. One question has no answer, and it needs all of them."
    assert page.band == ""
    assert page.answered[8].said == ""


def test_a_prorated_total_says_so(sam):
    page = read(sam, take(sam, "core10", 2, 2, 2, 2, 2, 0, 2, 2, 3, None))
    assert page.total == "18.9 of 40"
    assert page.band == "In the range often called moderate."
    assert page.filled.startswith("One question has no answer: the total is 10 times the mean of the others.")


def test_the_answer_on_dying_is_marked_even_without_a_total(sam):
    page = read(sam, take(sam, "phq9", *[None] * 8, 1))
    assert page.has_risk
    assert [row.number for row in page.answered if row.is_risk] == [9]
    assert read(sam, take(sam, "core10", *[0] * 5, 1, *[0] * 4)).has_risk


def test_change_is_told_against_the_first_and_the_one_before_in_words_that_claim_no_more(sam):
    for weeks, values in enumerate(([2] * 9, [1] * 9, [1] * 8 + [0])):
        last = take(sam, "phq9", *values, at=MONDAY + timedelta(weeks=weeks))
    take(sam, "gad7", *[3] * 7, at=MONDAY + timedelta(weeks=2))
    first, before = read(sam, last).moved
    assert first == (
        "10 points lower than the first time. That is more than chance alone usually does. It may or may not matter to "
        "you. It also crossed 10, the point from which a closer look is usually offered."
    )
    assert before == (
        "1 point lower than the time before. That is smaller than the questionnaire can tell apart from chance."
    )
    told = json.dumps(read(sam, last).moved + read(sam, last).worked_out)
    assert "improved" not in told
    assert "recovered" not in told


def test_where_nothing_is_known_about_chance_that_is_said(sam):
    take(sam, "k10", *[3] * 10)
    page = read(sam, take(sam, "k10", *[1] * 10, at=MONDAY + timedelta(weeks=1)))
    assert page.moved[0].startswith(
        "20 points lower than the first time. From when on a difference is more than chance"
    )


def test_a_form_sent_twice_is_kept_once_and_somebody_elses_id_is_not_found(cast):
    measure_id = uuid4()
    for _ in range(2):
        assert take(cast.ana, "who5", *[3] * 5, measure_id=measure_id) == measure_id
    assert how_many(cast.ana) == 1
    with pytest.raises(NotFound):
        take(cast.ben, "who5", *[3] * 5, measure_id=measure_id)
    with pytest.raises(Forbidden):
        take(cast.mara, "who5", *[3] * 5)


def test_what_is_deleted_is_gone_for_everybody(cast):
    measure_id = take(cast.ana, "who5", *[3] * 5)
    with at_work(cast.ana), pytest.raises(NotFound):
        measures.delete_one(cast.ben, measure_id)
    with at_work(cast.ana):
        measures.delete_one(cast.ana, measure_id)
    with at_work(cast.ana):
        assert db.session.scalars(select(Item).where(Item.thing_id == measure_id)).all() == []
        with pytest.raises(NotFound):
            measures.mine(cast.ana, measure_id)
    assert how_many(cast.ana) == 0


def test_a_questionnaire_has_another_address_for_each_person_and_none_tells_its_name(cast):
    with at_work(cast.ana):
        hers, his = measures.offered(cast.ana), measures.offered(cast.ben)
        assert not set(hers) & set(his)
        place = next(iter(hers))
        assert measures.at_place(cast.ana, place) is hers[place]
        with pytest.raises(NotFound):
            measures.at_place(cast.ben, place)


def test_for_ones_own_export_everything_is_there_with_values_scheme_and_codes(sam):
    take(sam, "k10", *[1] * 10)
    take(sam, "gad7", *[2] * 7, at=MONDAY + timedelta(days=1))
    with at_work(sam):
        first, second = measures.looked_at(sam).records
    assert (first.short, first.total, first.scheme) == ("K10", 10, "0-40, each answer 0 to 4")
    assert (second.total, second.on_day.isoformat(), second.pack.loinc.total) == (14, "2025-11-04", "70274-6")
    assert second.answers["gad7_2"] == 2
    assert second.is_as_kept


@pytest.mark.parametrize("instrument", ["gone", "phq2"])
def test_a_questionnaire_whose_questions_are_gone_still_gives_its_answers(sam, instrument):
    measure_id = uuid4()
    said = {
        "instrument": instrument,
        "version": "1",
        "short": "GONE-2",
        "scheme": "0-6",
        "answers": {"a": 3},
        "total": 3,
    }
    with at_work(sam):
        db.session.add(Measure(practice_id=sam.practice_id, id=measure_id, client_id=sam.person_id,
                               on_day=MONDAY.date(), zone="UTC"))  # fmt: skip
        db.session.flush()
        vault.write(sam.keys, measures.KIND, json.dumps(said).encode(), measure_id)
    page = read(sam, measure_id)
    assert (page.title, page.total) == ("GONE-2", "3")
    assert [(row.text, row.said) for row in page.answered] == [("a", "3")]


def test_a_reader_sees_one_questionnaire_and_no_word_of_earlier_ones(sam):
    take(sam, "phq9", *[3] * 9)
    last = take(sam, "phq9", *[0] * 9, at=MONDAY + timedelta(weeks=1))
    with at_work(sam):
        row = db.session.get(Measure, last)
        [data] = vault.read(sam.keys, db.session.scalars(select(Item.id).where(Item.thing_id == last))).values()
        page = measures.shown(row, data)
        assert measures.called(data) == "PHQ-9"
        assert measures.glimpse(data) == ("PHQ-9", "Low mood and what comes with it")
    assert (page.total, page.moved) == ("0 of 27", ())


# ------------------------------------------------------------------ looking back


def test_the_past_has_a_band_of_chance_and_no_line_across_what_is_not_known(sam):
    for days, values in ((0, [2] * 9), (14, [1] * 9), (28, [1] * 8 + [None]), (42, [1] * 9), (120, [0] * 9)):
        take(sam, "phq9", *values, at=MONDAY + timedelta(days=days))
    with at_work(sam):
        past = measures.history(sam, PHQ9)
        [kept] = measures.kept(sam)
    assert (kept.times, kept.short) == (5, "PHQ-9")
    assert len(past.drawn.points) == 4
    assert len(past.drawn.strokes) == 1
    assert past.drawn.band.height == pytest.approx(100 * 12 / 27, abs=0.02)
    assert [row.moved for row in past.rows] == [
        "The first one", "9 lower, more than chance", "", "9 lower, more than chance", "18 lower, more than chance",
    ]  # fmt: skip
    assert past.rows[2].total == "No total"
    assert past.told == "4 totals, from 18 the first time to 0 the last, of 27. A lower total is the lighter end."


def test_of_very_many_only_the_first_and_the_latest_are_opened_and_that_is_said(sam):
    ids = [take(sam, "phq9", *[1] * 9, at=MONDAY + timedelta(days=days)) for days in range(5)]
    with at_work(sam):
        looked = [measures.looked_at(sam, oldest=oldest, newest=2) for oldest in (1, 2, 3)]
    found = [([ids.index(record.id) for record in one.records], one.is_whole) for one in looked]
    assert found == [([0, 3, 4], False), ([0, 1, 3, 4], False), ([0, 1, 2, 3, 4], True)]


def test_without_a_total_there_is_nothing_to_draw(sam):
    take(sam, "phq9", *[1] * 8, None)
    with at_work(sam):
        assert measures.history(sam, PHQ9).drawn is None
        with pytest.raises(NotFound):
            measures.history(sam, pack("who5"))
