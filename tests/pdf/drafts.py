"""Made-up summaries, from the real dataclasses of the domain."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from portal.core import pdf
from portal.core.pdf import Document
from portal.domain.summaries import Quotation, SummaryDraft

WORDS = (
    "What I wanted was one question about my Thursday. Anything.",
    "The last time I felt listened to was the Sunday walk.\n\nWe went as far as the lock.\nIt was quiet.",
    "I said I was tired. That was not it. I was waiting to see whether he would notice without being told.",
)
FACTS = SummaryDraft(
    client_name="Sam Okafor",
    therapist_name="Mara Lindqvist",
    practice_name="Practice by the Lock",
    period_from=date(2026, 11, 6),
    period_to=date(2026, 11, 20),
    made_at=datetime(2026, 11, 20, 14, 3, tzinfo=UTC),
    zone="UTC",
    note="Rehearse the wording.",
    quotations=(),
    left_out=0,
    chain_head="a3f10c9e" * 8,
)


def quotation(mark: int, body: str | None = None, **other: object) -> Quotation:
    made = Quotation(
        mark=mark,
        written_on=date(2026, 11, 6) + timedelta(days=mark % 14),
        title="After we talked",
        body=WORDS[mark % len(WORDS)] if body is None else body,
        entry_ref=UUID(int=mark << 96 | 0xE),
        version=1 + mark % 3,
        item_ref=UUID(int=mark << 100 | 0x1),
        consent_ref=UUID(int=mark << 104 | 0xC),
        shared_at=datetime(2026, 11, 18, 20, 5, tzinfo=UTC),
        until=None,
    )
    return replace(made, **other)


def draft(quotations: int | list[Quotation] = 1, **other: object) -> SummaryDraft:
    if isinstance(quotations, int):
        quotations = [quotation(mark) for mark in range(1, quotations + 1)]
    return replace(FACTS, quotations=tuple(quotations), **other)


def drawn(*args: object, **other: object) -> Document:
    return pdf.render("session_summary.html", summary=draft(*args, **other))
