"""What the office has in hand when somebody looks: lists of people at each step, and a sheet of slips."""

from datetime import timedelta
from uuid import UUID, uuid4

from portal import jobs
from portal.core.actor import Actor
from portal.core.clock import living_at, now
from portal.core.db import db
from portal.domain import caseload, consent, disclosures, emergency, handovers, invitations, journal, recovery, rosters
from portal.domain.emergency import Covers, Reason
from portal.models.disclosures import Disclosure
from portal.models.invitations import SlipSheet
from portal.models.rosters import Roster
from tests.recovery_stories import agreed, asked, name_of
from tests.summary_stories import here

NAMES = ("Nadia Brandt", "Tomas Iglesias", "Wren Halloway", "Ilse Vandenberg", "Kofi Mensah", "Rosalind Achterberg")
LIST = "Name;E-mail;May be mailed;Phone\n" + "".join(
    f"{name};{name.split()[0].lower()}@example.org;{'no' if at % 3 else 'plain'};\n" for at, name in enumerate(NAMES)
)
SPOILT = 'Jonas Feld;anna at web;;\n;lone@example.org;;\n"Open;x;y;z\nNadia B.;nadia@example.org;weekly;\n'


def moves(olga: Actor, priya: Actor, mara: Actor) -> dict[str, object]:
    """She is asked what her next therapist can open; one thing of it."""
    for header in here(priya, journal.shelf, priya).headers[:2]:
        here(priya, consent.share, priya, header.id, mara.person_id)
    here(priya, consent.give_stream, priya, mara.person_id, "levels", 90, earlier=True)
    (pair,) = (one for one in here(olga, caseload.pairings, olga) if one.client_id == priya.person_id)
    to = next(one for one in here(olga, caseload.therapists, olga) if one.name == "Idris")
    day = now().date() + timedelta(days=21)
    terms = handovers.Terms("leaving", day, "Mara is leaving us in spring. We thank her, and go on with you.")
    here(olga, handovers.ask, olga, pair.id, to.therapist_id, terms, uuid4())
    return {"thing_id": here(priya, handovers.question, priya).things[0].id}


def arranged(olga: Actor) -> dict[str, object]:
    """A client who waits, one to move, and a move that waits for an answer."""
    pair = next(one for one in here(olga, caseload.pairings, olga) if one.client == "Jonas")
    found = {"assignment_id": pair.id, "therapist_id": pair.therapist_id}
    found["client_id"] = here(olga, caseload.waiting, olga)[0].id
    return found | {"handover_id": here(olga, handovers.waiting, olga)[0].id}


def lists(olga: Actor) -> dict[str, UUID]:
    """A list whose columns are asked for, one looked through, one prepared, and its slips on a sheet."""
    other = (LIST.replace("@", ".lake@") + SPOILT).encode()
    asked, looked_through = (here(olga, rosters.take, olga, other, uuid4()) for _ in range(2))
    prepared = here(olga, rosters.take, olga, LIST.encode(), uuid4())
    for roster_id in (looked_through, prepared):
        shown = here(olga, rosters.columns_of, olga, roster_id)
        here(olga, rosters.choose, olga, roster_id, 1, shown.encoding, shown.separator, True, shown.guess.fields)
    here(olga, rosters.prepare, olga, prepared, 2)
    _work(olga, here(olga, lambda: db.session.get(Roster, prepared).job_id))
    printed, waiting = (here(olga, rosters.print_slips, olga, prepared, 1, uuid4()) for _ in range(2))
    _work(olga, here(olga, lambda: db.session.get(SlipSheet, printed).job_id))
    here(olga, invitations.sheet, olga, waiting)
    return {
        "roster_id": asked,
        "looked_through": looked_through,
        "prepared": prepared,
        "sheet_id": waiting,
        "printed": printed,
    }


def held(olga: Actor, sam: Actor) -> dict[str, UUID]:
    """What is held about Sam: one archive in line, one ready."""
    ready, waiting = (here(olga, disclosures.ask, olga, sam.person_id, uuid4()) for _ in range(2))
    _work(olga, here(olga, lambda: db.session.get(Disclosure, ready).job_id))
    return {"disclosure_id": waiting, "disclosure_ready": ready}


def _work(olga: Actor, job_id: UUID) -> None:
    jobs.run(str(olga.practice_id), str(job_id))


def opened(tova: Actor, olga: Actor, sam: Actor, mara: Actor) -> dict[str, object]:
    """Sam's record is open to an officer, and Mara's own notes on him; a third case waits for the second person."""
    why = (Covers.RECORD, Reason.ABSENT, 8), (Covers.OWN_NOTES, Reason.LAW, 1), (Covers.RECORD, Reason.WISH, 24)
    ids = [here(tova, emergency.ask, tova, sam.person_id, *each, uuid4(), mara.person_id) for each in why]
    for case_id in ids[:2]:
        here(olga, emergency.allow, olga, case_id)
    return dict(zip(("case_id", "of_own_notes", "asked_for"), ids, strict=True)) | {"client_id": sam.person_id}


def way_back(tova: Actor, luis: Actor, hana: Actor) -> dict[str, object]:
    """Luis is to be helped back in, and is told; Hana's browser waits with a code."""
    for client in (luis, hana):
        here(client, recovery.let_help, client)
    _, request_id = agreed(luis, tova)
    nobodys = asked(hana, "nobody@example.org")[1]
    about = {"request_id": request_id, "pairing": asked(hana)[1], "nobodys_pairing": nobodys}
    return about | {"officer_id": tova.person_id}


def begin_anew(tova: Actor, client: Actor, password: str) -> None:
    """Two days after an officer agreed: with new keys, and everything of before closed."""
    with living_at(now() - timedelta(days=2, hours=1)):
        cookie, pairing = asked(client)
        here(tova, recovery.let_begin_anew, tova, pairing, name_of(client))
    recovery.come_back(client.practice_id, cookie, password)
