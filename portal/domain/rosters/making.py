"""Preparing a list: asked for by its admin, done by the worker some rows at a time, and taken back the same way.

Each seat of a prepared list has its person's id, link and code made from the list's own id and seed. So a job that is
killed half-way and runs again finds whom it has made, and makes nobody twice.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Invalid, Locked
from portal.core.jobs import Job
from portal.core.language import _
from portal.domain import accounts, invitations, limits, mail, outbox, vault
from portal.domain.accounts.zones import zone_of
from portal.domain.audit import Event, record
from portal.domain.contact import Mode
from portal.domain.invitations import Seat
from portal.domain.outbox import GivenUp, Problem, State, Task
from portal.domain.rosters.book import KEPT, look_through, words_of
from portal.domain.rosters.cards import KIND, Stage, empty, held
from portal.domain.rosters.checking import Checked, Group
from portal.models.people import Invitation, Person
from portal.models.rosters import Roster

PART = 100  # rows in one unit of work: others who write wait no longer than for these
LASTS = timedelta(hours=1)  # how long names and addresses wait for the worker
AT_ONCE = 50  # mails that leave together, as far apart as their limit says: others wait in the line, too


@dataclass(frozen=True, slots=True)
class Work:
    """What the worker has in hand. `actor` is whoever asked, without keys."""

    actor: Actor
    seats: tuple[Seat, ...] = field(repr=False)
    zone: str = ""
    begins_at: datetime | None = None  # when the first mails leave

    def parts(self) -> Iterator[tuple[int, tuple[Seat, ...]]]:
        """The seats, some at a time, each with the number of seats before it."""
        for at in range(0, len(self.seats), PART):
            yield at, self.seats[at : at + PART]


# ------------------------------------------------------------------ asked for


def prepare(admin: Actor, roster_id: UUID, version: int, *, may_be_mailed: bool = False) -> None:
    """Have everybody on the list who is ready invited. Nothing is sent. Pressed twice, it is done once.

    Args:
        admin: who brought the list, with keys.
        roster_id: which.
        version: of the list that was on the page.
        may_be_mailed: those whom the list would have mailed have told the practice that they may be; else nobody is.

    Raises:
        NotFound: no such list of theirs.
        Invalid: on `version`: another window was quicker, or nobody is ready.
        TooSoon: several lists in a short time.
    """
    row = held(admin, roster_id)
    if row.stage not in (Stage.ROWS, Stage.PREPARING):
        return
    if row.stage == Stage.PREPARING and not _stopped(row):
        return
    said = words_of(admin, row)
    if row.stage == Stage.ROWS:
        if row.version != version:
            raise Invalid("version", _("This list was changed in another window meanwhile. Look at it as it is now."))
        ready = look_through(admin, said).of(Group.READY)
        if not ready:
            raise Invalid("version", _("Nobody on this list is ready. Mend a row first."))
        limits.use(admin, limits.Act.ROSTER)
        said = {**said, "seats": [_seat_of(one, may_be_mailed) for one in ready]}
        row.total, row.done, row.prepared_at, row.kept_until = len(ready), 0, now(), now() + KEPT
        row.version += 1
        keys = admin.unlocked()
        vault.drop(keys, row.id)
        vault.write(keys, KIND, json.dumps(said, ensure_ascii=False).encode(), row.id, row.version)
        record(admin, Event.ROSTER_PREPARED, row.id, rows=row.total)
    row.stage = Stage.PREPARING
    _hand_over(admin, row, Job.PREPARE_ROSTER, {"seats": said["seats"], "seed": said["seed"], "zone": zone_of(admin)})


def send(admin: Actor, roster_id: UUID) -> int:
    """Have the links mailed to those who may be mailed and have not joined. Pressed twice, it is done once.

    Returns:
        how many there are.

    Raises:
        NotFound: no such list of theirs, or its links are gone.
        Conflict: nothing can be mailed from here, or it is not prepared yet.
        TooSoon: so many mails are in line that these find no room.
    """
    row = held(admin, roster_id)
    if row.stage == Stage.MAILING and not _stopped(row):
        return 0
    if not mail.is_set() or row.stage not in (Stage.READY, Stage.MAILING) or row.mailed_at:
        raise Conflict(_("There is nothing to send from this list now."))
    wanted = _to_mail(row, words_of(admin, row))
    if not wanted:
        raise Conflict(_("Nobody on this list has told the practice that they may be mailed. Everybody gets a slip."))
    waits = timedelta() if row.stage == Stage.MAILING else limits.use(admin, limits.Act.MAILS, len(wanted))
    row.stage = Stage.MAILING
    links = [[str(seat.person_id), seat.token] for seat in wanted]
    _hand_over(admin, row, Job.MAIL_ROSTER, {"links": links, "begins_at": (now() + waits).isoformat()})
    record(admin, Event.ROSTER_SENT, row.id, rows=len(wanted))
    return len(wanted)


def to_mail(admin: Actor, roster_id: UUID) -> int:
    """How many of the list have told the practice that they may be mailed. Raises NotFound: its names are gone."""
    row = held(admin, roster_id, lock=False)
    return len(_to_mail(row, words_of(admin, row)))


def undo(admin: Actor, roster_id: UUID) -> None:
    """Have everybody of the list taken back who has not joined: keys, names, addresses. Needs no key.

    Raises:
        NotFound: no such list of theirs.
        Conflict: it is being worked on, or was never prepared.
    """
    row = held(admin, roster_id)
    if row.stage == Stage.UNDOING and not _stopped(row):
        return
    if row.stage == Stage.UNDONE:
        return
    if row.prepared_at is None or (row.stage in (Stage.PREPARING, Stage.MAILING) and not _stopped(row)):
        raise Conflict(_("This list is being worked on. Wait until that is done, then take it back."))
    row.stage, row.done = Stage.UNDOING, 0
    _hand_over(admin, row, Job.UNDO_ROSTER, None)
    record(admin, Event.ROSTER_UNDONE, row.id, rows=row.total)


def seats_of(roster_id: UUID, said: dict[str, Any]) -> list[Seat]:
    """The prepared seats of a list, with the ids, links and codes that follow from its seed."""
    seed = bytes.fromhex(said["seed"])
    return [
        Seat(uuid5(roster_id, str(at)), *_who(each), *invitations.pair(seed, at))
        for at, (_, *each) in enumerate(said.get("seats", ()))
    ]


def _who(said: list[Any]) -> tuple[str, str, tuple[Role, ...], Mode, str]:
    name, sign_in, roles, mode, address = said
    return name, sign_in, tuple(map(Role, roles)), Mode(mode), address


def _to_mail(row: Roster, said: dict[str, Any]) -> list[Seat]:
    return [seat for seat in seats_of(row.id, said) if seat.mode is not Mode.NONE]


def _seat_of(one: Checked, may_be_mailed: bool) -> list[object]:  # noqa: FBT001 - the tick on the page
    name, mode = accounts.a_name("name", one.row.name), one.mode if may_be_mailed else Mode.NONE
    return [one.row.number, name, one.sign_in_name, one.roles, mode, one.address if mode is not Mode.NONE else ""]


def _hand_over(admin: Actor, row: Roster, job: Job, what: dict[str, Any] | None) -> None:
    row.job_id = uuid4()
    sealed = vault.seal_to_worker(json.dumps(what).encode(), KIND, row.job_id) if what else None
    db.session.flush()
    outbox.later(admin, job, row.id, job_id=row.job_id, bundle=sealed, bundle_lasts=LASTS)


def _stopped(row: Roster) -> bool:
    """Whether the work that was asked for came to nothing, so that it can be asked for once more."""
    found = outbox.progress([row.job_id]) if row.job_id else {}
    return row.job_id not in found or found[row.job_id].state is State.FAILED


# ------------------------------------------------------------------ in the worker


def gather(task: Task) -> Work:
    """What is to be done, if whoever asked may still ask for it.

    Raises:
        GivenUp: they may not, or what was handed over is past its time.
        Overtaken: the job is no longer this worker's.
    """
    row = _row(task)
    if task.name is Job.UNDO_ROSTER:
        return Work(_asker(task), ())
    try:
        said = json.loads(vault.open_by_worker(task.bundle, KIND, task.id))
    except Locked:
        raise GivenUp(Problem.PRESS_AGAIN) from None
    if task.name is Job.MAIL_ROSTER:
        seats = [Seat(UUID(person_id), token=token) for person_id, token in said["links"]]
        return Work(_asker(task), tuple(seats), begins_at=datetime.fromisoformat(said["begins_at"]))
    return Work(_asker(task), tuple(seats_of(row.id, said)), said["zone"])


def make(task: Task, work: Work, at: int, seats: tuple[Seat, ...]) -> None:
    """Invite these, unless they are here already. Raises GivenUp, Overtaken."""
    row, actor = _row(task), _asker(task)
    taken = select(Person.id, Person.sign_in_name).where(
        Person.id.in_([seat.person_id for seat in seats]) | Person.sign_in_name.in_([seat.sign_in for seat in seats])
    )
    ids, names = set(), set()
    for person_id, name in db.session.execute(taken):
        ids.add(person_id)
        names.add(name)
    new = [seat for seat in seats if seat.person_id not in ids and seat.sign_in not in names]
    invitations.invite_many(actor, new, work.zone)
    row.done = at + len(seats)


def send_some(task: Task, work: Work, at: int, seats: tuple[Seat, ...]) -> None:
    """Have links mailed that still open something. Those of a part that was done before are passed over."""
    row, actor = _row(task), _asker(task)
    if row.mailed > at:
        return
    hashes = {invitations.hash_of(seat.token): seat for seat in seats}
    stands = select(Invitation.token_hash).where(Invitation.token_hash.in_(hashes), Invitation.used_at.is_(None))
    for number, token_hash in enumerate(db.session.scalars(stands.where(Invitation.expires_at > now()))):
        seat = hashes[token_hash]
        turn = (at + number) // AT_ONCE * AT_ONCE
        leaves_at = (work.begins_at or now()) + turn * limits.LIMITS[limits.Act.MAILS].every
        mail.invite(actor, seat.person_id, seat.token, not_before=leaves_at)
    row.mailed = at + len(seats)


def take_back_some(task: Task, at: int) -> tuple[int, bool]:
    """Take back some of the list; returns how far that came, and whether there are more."""
    row, actor = _row(task), _asker(task)
    until = min(row.total, at + PART)
    invitations.take_back(actor, [uuid5(row.id, str(number)) for number in range(at, until)])
    row.done = until
    return until, until < row.total


def done(task: Task) -> None:
    """The work has come to its end."""
    row = _row(task)
    if task.name is Job.UNDO_ROSTER:
        row.stage = Stage.UNDONE
        empty(row)
    else:
        row.stage = Stage.READY
        row.mailed_at = now() if task.name is Job.MAIL_ROSTER else row.mailed_at
    outbox.finish(task)


def _row(task: Task) -> Roster:
    outbox.go_on(task, State.DRAWING)
    query = select(Roster).where(Roster.id == task.subject_id, Roster.job_id == task.id).with_for_update()
    row = db.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise GivenUp(Problem.NOT_YOURS)
    return row


def _asker(task: Task) -> Actor:
    """Whoever asked, if they are still an admin here; without keys."""
    here = select(Person.id).where(Person.id == task.asked_by, Person.closed_at.is_(None))
    if db.session.scalar(here) is None or Role.ADMIN not in accounts.roles_of(task.asked_by):
        raise GivenUp(Problem.NOT_YOURS)
    return Actor(task.asked_by, task.practice_id, Role.ADMIN)
