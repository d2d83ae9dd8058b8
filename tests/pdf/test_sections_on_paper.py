"""Sections of a summary on paper: what was kept before there were any, and odd words in every kind of place."""

import json
from datetime import date

import pytest

from portal.domain.summaries import SummaryDraft
from portal.domain.summaries.draft import Block, Section
from tests.pdf.drafts import draft, drawn
from tests.pdf.test_session_summary import places_of

PAGE_WIDTH = 595  # points


def test_a_file_kept_before_there_were_sections_opens_as_it_was():
    kept = json.loads(draft(2).to_bytes())
    for name in ("audience", "plan", "sections", "sources"):
        del kept[name]
    for quoted in kept["quotations"]:
        for name in ("section", "word", "is_plain"):
            del quoted[name]
    opened = SummaryDraft.from_bytes(json.dumps(kept).encode())
    assert opened == draft(2)
    assert [section.kind for section in opened.parts] == ["note", "words"]


@pytest.mark.parametrize(
    "odd", ["x" * 3_000, "\U0001f469\u200d\U0001f467" * 80, "\u0627\u0644\u064a (12) " * 60, "> - *[a](b)" * 90]
)
def test_a_cell_or_a_line_of_anything_is_drawn_and_nothing_of_it_leaves_the_sheet(odd):
    blocks = (
        Block("table", (1,), head=("Goal", "Step", "When"), rows=((odd, odd, "1 May"), ("", "b", "c"))),
        Block("quote", (2,), "Label", odd, is_plain=True, said=odd),
        Block("chart", (3,), said=odd, first=date(2026, 11, 6), levels=((1, 5), (), (3,)) * 120),
    )
    sections = (Section("goals", blocks), Section("measures"))
    document = drawn(0, sections=sections)
    assert 1 <= document.pages <= 12
    assert all(x < PAGE_WIDTH for _, x in places_of(document))
