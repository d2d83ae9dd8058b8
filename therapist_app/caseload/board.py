"""The list of clients: by next session, by what needs attention, and without names. No hint of what is not shared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _, lazy, ngettext
from portal.domain import appointments, caseload, consent, drafts, inbox, measures, progress_notes, signals
from portal.domain.appointments import Appointment
from portal.domain.caseload import Known
from portal.domain.drafts import Draft
from portal.web.session import me
from portal.web.templating import last_day
from therapist_app.caseload.head import bp

FAR = datetime.max.replace(tzinfo=UTC)  # without a session one comes after those who have one
WRITTEN = {  # kinds of drafts about a client, in words
    "process-note": lazy("An own note you began"),
    "progress-note": lazy("A progress note you began"),
    "addendum": lazy("An addendum you began"),
    "summary": lazy("A summary you began"),
    "summary-addendum": lazy("An addendum to a summary you began"),
}
VIEWS = ("session", "attention", "code")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is looked at first: in words, where it leads; the lower the number, the sooner."""

    first: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One client of the list."""

    client: Known
    code: str
    session: Appointment | None
    reasons: list[Reason]

    @property
    def by_session(self) -> tuple[datetime, str]:
        return self.session.starts_at if self.session else FAR, self.client.name.casefold()

    @property
    def by_attention(self) -> tuple[int, int, datetime, str]:
        return (min((one.first for one in self.reasons), default=9), -len(self.reasons), *self.by_session)


@bp.get("")
def index() -> ResponseReturnValue:
    """Whoever comes next stands first; asked for otherwise, whoever has most that waits."""
    asked = request.args.get("by", "")
    view = asked if asked in VIEWS else VIEWS[0]
    kept = drafts.index(me(), *WRITTEN)
    sessions, who = appointments.next_of(me()), caseload.my_clients(me())
    reasons = {} if view == VIEWS[0] else _reasons(sessions, who, kept)
    lines = [Line(one, caseload.code_of(me(), one.id), sessions.get(one.id), reasons.get(one.id, [])) for one in who]
    lines.sort(key=lambda line: line.by_session if view == VIEWS[0] else line.by_attention)
    here = {line.client.id for line in lines}
    left = [draft for draft in kept if draft.words.get("client") and _about(draft) not in here]
    return render_template("therapist/caseload/index.html", lines=lines, view=view, left=left)


def _reasons(sessions: dict[UUID, Appointment], who: list[Known], kept: list[Draft]) -> dict[UUID, list[Reason]]:
    """All that waits, of everybody on the list: a fixed number of questions, however many they are."""
    found: dict[UUID, list[Reason]] = {client.id: [] for client in who}
    ends = consent.first_ends(me())
    soon = {key: end for key, end in ends.items() if (met := sessions.get(key)) and end <= met.starts_at}
    for client_id, reason in (*_of_clients(soon), *_own(kept)):
        if client_id in found:
            found[client_id].append(reason)
    for client in who:
        if client.id not in sessions:
            found[client.id].append(Reason(4, _("No session is set"), url_for("therapist.appointments.index")))
    return {client_id: sorted(some, key=lambda one: one.first) for client_id, some in found.items()}


def _of_clients(soon: dict[UUID, datetime]) -> Iterator[tuple[UUID, Reason]]:
    """What clients have done: marks that wait, what got worse, what there is to read, what ends. soon: when that is."""
    for mark in signals.waiting(me()):
        if mark.is_mine:  # those of another therapist's clients stand on Today
            yield mark.client_id, Reason(0, mark.what, url_for("therapist.signals.show", signal_id=mark.id))
    for client_id, names in measures.worse(me()).items():
        there = url_for("therapist.caseload.followed", client_id=client_id)
        said = _("%(names)s: worse than the first shared lately, by more than chance", names=_(" and ").join(names))
        yield client_id, Reason(1, said, there)
    for client_id, many in inbox.by_client(me()).items():
        there = url_for("therapist.caseload.show", client_id=client_id)
        yield client_id, Reason(2, ngettext("1 thing to read", "%(num)s things to read", many), there)
    for client_id, end in soon.items():
        there = url_for("therapist.caseload.show", client_id=client_id)
        said = _("Some of what is shared ends before the next session, on %(day)s", day=last_day(end))
        yield client_id, Reason(3, said, there)


def _own(kept: list[Draft]) -> Iterator[tuple[UUID, Reason]]:
    """What the therapist has not finished."""
    for client_id, many in progress_notes.unsigned(me()).items():
        there = url_for("therapist.progress_notes.index", client_id=client_id)
        yield (
            client_id,
            Reason(5, ngettext("1 progress note not signed", "%(num)s progress notes not signed", many), there),
        )
    for draft in kept:
        if about := _about(draft):
            yield about, Reason(6, WRITTEN[draft.kind], _goes_on(draft, about))


def _goes_on(draft: Draft, client_id: UUID) -> str:
    """Where what was begun is written further."""
    if draft.kind == "summary":
        return url_for("therapist.summaries.new", client=client_id)
    if draft.kind == "summary-addendum" and (summary_id := _id(draft, "summary")):
        return url_for("therapist.summaries.show", summary_id=summary_id)
    if draft.kind == "addendum" and (note_id := _id(draft, "note")):
        return url_for("therapist.progress_notes.addendum", client_id=client_id, record_id=note_id)
    if draft.kind == "process-note":
        there = "therapist.process_notes.new" if draft.is_new else "therapist.process_notes.edit"
        return url_for(there, client_id=client_id, note_id=None if draft.is_new else draft.about_id)
    there = "therapist.progress_notes.new" if draft.is_new else "therapist.progress_notes.edit"
    return url_for(there, client_id=client_id, record_id=None if draft.is_new else draft.about_id)


def _about(draft: Draft) -> UUID | None:
    """Whom a draft is about."""
    return _id(draft, "client")


def _id(draft: Draft, name: str) -> UUID | None:
    """An id that went along with the words; none where the form said something else."""
    try:
        return UUID(draft.words.get(name, ""))
    except ValueError:
        return None
