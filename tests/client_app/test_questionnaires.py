"""Questionnaires on the page: word for word, help first, an address that tells nothing, and gone when taken away."""

import gzip
import re

import pytest

from portal.domain import measures
from tests.acts import at_work
from tests.charts import SVG
from tests.domain.test_measures_packs import FILES, SHIPPED, pack
from tests.statements import counted


def place(actor, name):
    with at_work(actor):
        return next(place for place, found in measures.offered(actor).items() if found.id == name)


def opened(sam, as_, name):
    return as_(sam).get(f"/measures/new/{place(sam, name)}")


def chosen(name, *values):
    return {f"q{number}": value for number, value in enumerate(values, 1) if value is not None}


def sent(page, *values, name="phq9", by="Keep, only for me"):
    return page.form(by).fill(**chosen(name, *values)).press(by)


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_page_holds_every_word_of_it_and_its_licence(sam, as_, name):
    page, found = opened(sam, as_, name), pack(name)
    groups = list(page.tree.iter("fieldset"))
    assert len(groups) == len(found.every_item)
    for group, item in zip(groups, found.every_item, strict=True):
        said = " ".join("".join(group.itertext()).split())
        assert item.text in said
        assert [box.get("value") for box in group.iter("input")] == [str(option.value) for option in item.options]
        assert item.ends or all(option.text in said for option in item.options)
        assert not [box for box in group.iter("input") if "checked" in box.attrib]
        assert not item.stem or item.stem in page.words
        described = group.get("aria-describedby")
        assert (described is not None) == bool(item.stem)
    assert found.licence.notice in page.words
    assert found.licence.statement in page.words
    assert len(gzip.compress(page.text.encode(), 9)) <= 8_000  # bytes: the budget of a client's page


def test_neither_titles_nor_addresses_name_it(sam, as_):
    page = as_(sam).get("/measures")
    names = {word.casefold() for found in SHIPPED.values() for word in (found.id, found.short)}
    addresses = [str(link.get("href")).casefold() for link in page.tree.iter("a")]
    assert not [address for address in addresses if any(name in address for name in names)]
    shown = sent(opened(sam, as_, "phq9"), *[0] * 9)
    assert {page.title, shown.title, opened(sam, as_, "gad7").title} == {"Measures"}
    assert not [name for name in names if name in shown.path.casefold()]


def test_answers_lead_to_what_they_add_up_to(sam, as_):
    page = sent(opened(sam, as_, "phq9"), 1, 2, 0, 3, 1, 1, 2, 1, 0, 1)
    assert "Your answers are here, only for you." in page.words
    assert "11 of 27" in page.words
    assert "In the range often called moderate." in page.words
    assert "It is no diagnosis." in page.words
    assert "Before anything else" not in page.words
    assert "Only you can read this" in page.words


def test_help_stands_before_the_total_when_an_answer_is_about_dying(sam, mara, as_):
    page = sent(opened(sam, as_, "phq9"), *[0] * 8, 1, 0)
    words = page.words
    assert (
        words.index("Before anything else") < words.index("call your local emergency number") < words.index("1 of 27")
    )
    assert "Nobody is told of this by itself" in page.words
    assert words.index("Shall I let Mara know? These answers") < words.index("1 of 27")
    preview = page.follow("See it as Mara will")
    assert "Nobody watches this between sessions." in preview.words
    assert "Mara can open this from" in preview.form("Share with Mara").press("Share with Mara").words
    assert "An answer to talk about" in page.words
    assert page.follow("See everyone you can reach").title == "Help"


def test_what_is_missing_is_said_and_what_was_chosen_stays(sam, as_):
    page = sent(opened(sam, as_, "core10"), 1, None, 2, 0, 0, 3, 0, None, 0, 0)
    assert page.title == "Problem: Measures"
    assert "2 questions have no answer yet." in page.words
    assert page.words.count("No answer yet.") == 2
    assert "Before anything else" in page.words  # help does not wait for the rest
    assert page.form("Keep, only for me").values["q6"] == ["3"]
    kept = page.form("Keep it with the gaps").press("Keep it with the gaps")
    assert "No total. 2 questions have no answer" in kept.words


@pytest.mark.parametrize("strange", ["4", "-1", "x", "1.0", "9" * 400, "\x00"])
def test_an_answer_outside_the_scale_is_refused_and_the_rest_stays(sam, as_, strange):
    page = opened(sam, as_, "phq9")
    answers = chosen("phq9", *[1] * 10)
    page = page.form("Keep, only for me").fill(**answers).fill(q3=strange).press("Keep, only for me")
    assert "Choose one of the answers that are there." in page.words
    assert page.form("Keep, only for me").values["q1"] == ["1"]
    assert "What you answered" not in as_(sam).get("/measures").words


def test_an_empty_page_is_no_answer(sam, as_):
    page = opened(sam, as_, "who5").form("Keep, only for me").press("Keep, only for me")
    assert "There is no answer here yet." in page.words
    assert "Keep it with the gaps" not in page.words


def test_sent_twice_it_is_kept_once(sam, as_):
    form = opened(sam, as_, "who5").form("Keep, only for me").fill(**chosen("who5", *[3] * 5))
    assert form.press().path == form.press().path
    assert "Once, on" in as_(sam).get("/measures").words


def test_over_time_there_is_a_picture_a_sentence_and_a_table(sam, as_):
    for values in ([2] * 10, [1] * 10, [*[1] * 8, None, 1]):
        page = sent(opened(sam, as_, "phq9"), *values)
        if None in values:
            page.form("Keep it with the gaps").press("Keep it with the gaps")
    page = as_(sam).get(f"/measures/over-time/{place(sam, 'phq9')}")
    assert "2 totals, from 18 the first time to 9 the last, of 27." in page.words
    assert "The band is 6 points up and down from the first total. A difference of less than that is" in page.words
    assert "9 lower, more than chance" in page.words
    assert "No total" in page.words
    [dots] = [part for part in page.tree.iter(f"{SVG}g") if part.get("class") == "trend-dots"]
    assert len(list(dots)) == 2


def test_deleted_it_is_gone_at_once(sam, as_):
    page = sent(opened(sam, as_, "csi4"), 3, 3, 3, 3)
    gone = page.form("Delete my answers").press("Delete my answers")
    assert "Gone, for you and for everybody." in gone.words
    assert "What you answered" not in gone.words
    assert as_(sam).get(page.path).status == 404


def test_it_is_not_found_for_anybody_else(cast, as_):
    hers = sent(opened(cast.ana, as_, "who5"), *[3] * 5).path
    for who in (cast.ben, cast.mara, cast.olga):
        assert as_(who).get(hers).status == 404
        assert as_(who).get(f"/measures/new/{place(cast.ana, 'who5')}").status == 404
        assert as_(who).get(f"/measures/over-time/{place(cast.ana, 'who5')}").status == 404


def test_pages_of_the_therapist_are_the_same_with_fifty_as_with_none(cast, as_):
    def pages():
        shown = [as_(cast.mara).get(path).text for path in ("/desk/inbox", "/desk/clients")]
        return [re.sub(r'name="csrf_token" value="[^"]+"', "", text) for text in shown]

    before = pages()
    with at_work(cast.ana):
        for _ in range(50):
            measures.keep(cast.ana, pack("phq2"), {"phq2_1": 1, "phq2_2": 3}, gaps=False)
    assert pages() == before


def test_many_ask_the_database_no_more_than_one(sam, as_):
    def asked():
        as_(sam).get("/measures")
        with counted() as statements:
            as_(sam).get("/measures")
        return len(statements)

    with at_work(sam):
        measures.keep(sam, pack("phq2"), {"phq2_1": 1, "phq2_2": 3}, gaps=False)
    few = asked()
    with at_work(sam):
        for _ in range(20):
            measures.keep(sam, pack("phq2"), {"phq2_1": 1, "phq2_2": 3}, gaps=False)
    assert asked() == few
