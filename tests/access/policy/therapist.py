"""The therapists' room: endpoint, and who may enter."""

from tests.access.policy.who import THERAPIST

INBOX = "index show opened left read later to_read read_all undo answer withdraw choose mark shortcuts keep_shortcuts"
PROMPTS = "index search new ask end given pause resume end_programme show write keep edit change retire take_up delete"

ROUTES = {
    "therapist.caseload.check_ins": THERAPIST,
    "therapist.caseload.index": THERAPIST,
    **{
        f"therapist.{notes}.{each}": THERAPIST
        for notes in ("process_notes", "progress_notes")
        for each in ("index", "new", "write", "show", "edit", "change")
    },
    "therapist.process_notes.delete": THERAPIST,
    **{f"therapist.progress_notes.{each}": THERAPIST for each in ("sign", "addendum", "add")},
    "therapist.caseload.show": THERAPIST,
    "therapist.caseload.hand_back": THERAPIST,
    "therapist.caseload.pursued": THERAPIST,
    "therapist.caseload.followed": THERAPIST,
    "therapist.caseload.given": THERAPIST,
    "therapist.caseload.agendas": THERAPIST,
    "therapist.caseload.made": THERAPIST,
    "therapist.measures.assign": THERAPIST,
    "therapist.measures.give": THERAPIST,
    "therapist.measures.end": THERAPIST,
    "therapist.today.show": THERAPIST,
    "therapist.brief.show": THERAPIST,
    "therapist.appointments.index": THERAPIST,
    "therapist.appointments.undo": THERAPIST,
    "therapist.appointments.new": THERAPIST,
    "therapist.appointments.add": THERAPIST,
    "therapist.appointments.show": THERAPIST,
    "therapist.appointments.move": THERAPIST,
    "therapist.appointments.cancel": THERAPIST,
    "therapist.appointments.calendar": THERAPIST,
    "therapist.appointments.make_address": THERAPIST,
    "therapist.appointments.turn_off": THERAPIST,
    **{f"therapist.inbox.{view}": THERAPIST for view in INBOX.split()},
    "therapist.signals.show": THERAPIST,
    "therapist.signals.answer": THERAPIST,
    "therapist.rhythm.show": THERAPIST,
    "therapist.rhythm.keep": THERAPIST,
    **{f"therapist.prompts.{each}": THERAPIST for each in PROMPTS.split()},
    "therapist.summaries.index": THERAPIST,
    "therapist.summaries.new": THERAPIST,
    "therapist.summaries.ask": THERAPIST,
    "therapist.summaries.preview": THERAPIST,
    "therapist.summaries.show": THERAPIST,
    "therapist.summaries.again": THERAPIST,
    "therapist.summaries.web": THERAPIST,
    "therapist.summaries.file": THERAPIST,
    "therapist.summaries.finish": THERAPIST,
    "therapist.summaries.remove": THERAPIST,
    "therapist.summaries.add": THERAPIST,
    "therapist.summaries.addendum": THERAPIST,
    "therapist.summaries.page_again": THERAPIST,
    "therapist.summaries.copy": THERAPIST,
    "therapist.summaries.give": THERAPIST,
}
