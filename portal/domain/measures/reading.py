"""One questionnaire as it was answered: the record its owner exports, and the page that every reader sees."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, tuple_

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.core.keyring import ring
from portal.core.language import _
from portal.domain import vault
from portal.domain.access import find, readable
from portal.domain.measures import change, scores, words
from portal.domain.measures.loading import library
from portal.domain.measures.packs import Library, Pack
from portal.domain.measures.scores import Score
from portal.models.measures import Measure

KIND = "measure"
SIZE = 2048  # bytes; the longest questionnaires need a third of it
OLDEST, NEWEST = 100, 300  # that a page of one's own opens; between them lie those of somebody with hundreds
A_FEW = 50


@dataclass(frozen=True, slots=True)
class Record:
    """One questionnaire answered once. `pack` is None when its file is not here any more; the answers stay.

    `answers` are the published values by the question's id, under `scheme`. `total` was worked out anew from them.
    `is_as_kept` is False when it is not what was kept beside them.
    """

    id: UUID
    on_day: date
    at: datetime
    zone: str
    instrument: str
    version: str
    short: str
    scheme: str
    answers: dict[str, int]
    total: float | None
    is_as_kept: bool
    pack: Pack | None
    score: Score | None


@dataclass(frozen=True, slots=True)
class Looked:
    """The oldest first; `is_whole` is False when some between the oldest and the newest were left out.

    `item_ids`: the version of each.
    """

    records: list[Record]
    is_whole: bool
    item_ids: dict[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what was said to it; `said` is empty without an answer."""

    number: int
    stem: str
    text: str
    said: str
    is_risk: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Exactly what a reader sees of one questionnaire, in words."""

    title: str
    name: str
    language: str
    on_day: date
    answered: tuple[Answered, ...]
    total: str
    filled: str
    band: str
    direction: str
    moved: tuple[str, ...]
    worked_out: tuple[str, ...]
    notice: str
    has_risk: bool


def here() -> Library:
    """The questionnaires of this installation."""
    return library(ring().data_dir)


def to_bytes(pack: Pack, answers: dict[str, int]) -> bytes:
    """What is sealed: which questionnaire, each answer, under which scheme, and the total for whoever lacks the pack.

    Made up to one size, so that none is known by its length.
    """
    said = {
        "instrument": pack.id,
        "version": pack.version,
        "short": pack.short,
        "scheme": pack.scheme,
        "answers": answers,
        "total": scores.score(pack, answers).total,
    }
    return json.dumps(said, ensure_ascii=False).encode().ljust(SIZE)


def record_from(data: bytes, row: Any) -> Record:
    """What was sealed, counted anew. row: has the id, on_day, at and zone of the questionnaire."""
    said = json.loads(data)
    pack = here().get(said["instrument"], said["version"])
    try:
        score = scores.score(pack, said["answers"]) if pack else None
    except Invalid:  # a practice has put other questions into its file and kept the version
        pack = score = None
    total = score.total if score else said["total"]
    return Record(
        id=row.id,
        on_day=row.on_day,
        at=row.at,
        zone=row.zone,
        instrument=said["instrument"],
        version=said["version"],
        short=said["short"],
        scheme=said["scheme"],
        answers=said["answers"],
        total=total,
        is_as_kept=not scores.disagree(total, said["total"]),
        pack=pack,
        score=score,
    )


def page_of(record: Record, earlier: Iterable[Record] = ()) -> Page:
    """The one page that the client, the preview and each reader are shown.

    Args:
        record: what was answered.
        earlier: those that the same reader may read; the first and the last of the same kind are compared with.
    """
    pack, score = record.pack, record.score
    if pack is None or score is None:
        answered = tuple(Answered(n, "", name, str(said), is_risk=False) for n, (name, said) in
                         enumerate(record.answers.items(), 1))  # fmt: skip
        total = _("No total.") if record.total is None else words.number(record.total)
        gone = _("Its questions are not on this installation any more; the answers are.")
        return Page(
            record.short, record.short, "en", record.on_day, answered, total, gone, "", "", (), (), "", has_risk=False
        )
    risky = {item.id for item in scores.risks(pack, record.answers)}
    return Page(
        title=pack.short,
        name=pack.name,
        language=pack.language,
        on_day=record.on_day,
        answered=tuple(_answered(pack, record, risky)),
        total=words.total(pack, score),
        filled=words.filled(pack, score),
        band=words.band(pack, score.total),
        direction=words.direction(pack),
        moved=tuple(_moved(pack, record, earlier)),
        worked_out=tuple(words.worked_out(pack)),
        notice=pack.licence.notice,
        has_risk=bool(risky),
    )


def called(data: bytes) -> str:
    """How its writer knows it."""
    return str(json.loads(data)["short"])


def glimpse(data: bytes) -> tuple[str, str]:
    """Title and first line for a reader's list: which questionnaire, and what it asks after; never an answer."""
    said = json.loads(data)
    pack = here().get(said["instrument"], said["version"])
    return said["short"], pack.about if pack else ""


def has_risk(data: bytes) -> bool:
    """Whether an answer is about not wanting to live, or harming oneself, and is anything but no."""
    said = json.loads(data)
    pack = here().get(said["instrument"], said["version"])
    return pack is not None and bool(scores.risks(pack, said["answers"]))


def shown(row: Any, data: bytes) -> Page:
    """What a reader sees of one questionnaire: it alone, without a word of earlier ones."""
    return page_of(record_from(data, row))


def looked_at(actor: Actor, *where: ColumnElement[bool], oldest: int = OLDEST, newest: int = NEWEST) -> Looked:
    """The client's own, the oldest first. Of very many only where they began and what is near are opened.

    Args:
        actor: whose they are, with keys.
        where: which of them; all, unless given.
        oldest: how many from the beginning are opened, when there are more than
        newest: the last ones, which always are.
    """
    mine, place = readable(Measure, actor).where(*where), (Measure.at, Measure.id)
    near = list(db.session.scalars(mine.order_by(*(part.desc() for part in place)).limit(newest)))
    far: list[Measure] = []
    if len(near) == newest:
        before = tuple_(*place) < tuple_(near[-1].at, near[-1].id)
        far = list(db.session.scalars(mine.where(before).order_by(*place).limit(oldest + 1)))
    rows = [*far[:oldest], *reversed(near)]
    texts = vault.latest_readable(actor.unlocked(), [row.id for row in rows]) if rows else {}
    opened = [record_from(texts[row.id].data, row) for row in rows if row.id in texts]
    return Looked(opened, len(far) <= oldest, {thing_id: text.item_id for thing_id, text in texts.items()})


def since(actor: Actor, moment: datetime) -> list[Record]:
    """The client's own from this moment on, as far as they tell whether something given then has its answer."""
    return looked_at(actor, Measure.at >= moment, oldest=A_FEW, newest=A_FEW).records


def mine(actor: Actor, measure_id: UUID) -> tuple[Record, list[Record]]:
    """One of the client's own, and those of the same questionnaire before it.

    Raises:
        NotFound: not there, or not theirs.
    """
    row = find(Measure, actor, measure_id)
    records = looked_at(actor, tuple_(Measure.at, Measure.id) <= tuple_(row.at, row.id)).records
    if not records or records[-1].id != measure_id:  # its words do not open any more
        raise NotFound(measure_id)
    *earlier, found = records
    return found, [record for record in earlier if record.instrument == found.instrument]


def with_totals(record: Record, earlier: Iterable[Record]) -> list[Record]:
    """Those that can be compared with this one: the same questionnaire, counted the same way, with a total."""
    return [
        other for other in earlier
        if (other.instrument, other.scheme) == (record.instrument, record.scheme) and other.total is not None
    ]  # fmt: skip


def _answered(pack: Pack, record: Record, risky: set[str]) -> Iterator[Answered]:
    for item in pack.every_item:
        option = item.option(record.answers[item.id]) if item.id in record.answers else None
        if option or item is not pack.follow_up:
            yield Answered(item.number, item.stem, item.text, option.text if option else "", item.id in risky)


def _moved(pack: Pack, record: Record, earlier: Iterable[Record]) -> Iterator[str]:
    before: Sequence[Record] = with_totals(record, earlier)
    if record.total is None or not before:
        return
    first, last = before[0], before[-1]
    for other, than in ((first, _("the first time")), (last, _("the time before"))):
        if other.total is not None and (other is first or last is not first):
            yield words.moved(pack, change.between(pack, other.total, record.total), than)
