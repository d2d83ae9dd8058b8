"""States a page can be in beside the one that people come to: with problems, with results, at each step of a job."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.cast import PASSWORD
from tests.screens.elsewhere import OPERATOR
from tests.screens.pages import Screen
from tests.screens.practice import NOBODY

SEND = """(form, values) => {
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  form.submit();
}"""


def sent(**values: str) -> Callable[[Page, dict[str, object]], None]:
    """Send the form that has these fields, with these values; a name in braces is filled from the person's ids."""

    def act(page: Page, ids: dict[str, object]) -> None:
        form = page.locator("form" + "".join(f":has([name={name}])" for name in values)).first
        with page.expect_navigation():
            form.evaluate(SEND, {name: value.format(**ids) for name, value in values.items()})

    return act


def pressed(page: Page, _ids: dict[str, object]) -> None:
    """Press the one button of the page."""
    with page.expect_navigation():
        page.locator("main form button").first.click()


def chosen(words: str) -> Callable[[Page, dict[str, object]], None]:
    """Press the button with these words."""

    def act(page: Page, _ids: dict[str, object]) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=words, exact=True).click()

    return act


def shown(page: Page, _ids: dict[str, object]) -> None:
    """Ask to see what the file would be; the page's script puts it beside the form."""
    page.get_by_role("button", name="Show me").click()
    page.locator("[data-preview] .summary").wait_for()


def in_turn(*acts: Callable[[Page, dict[str, object]], None]) -> Callable[[Page, dict[str, object]], None]:
    def act(page: Page, ids: dict[str, object]) -> None:
        for each in acts:
            each(page, ids)

    return act


def halfway(page: Page, _ids: dict[str, object]) -> None:
    """Give the password of somebody who has a second factor, in the other practice."""
    page.goto("/p/elm/in")
    sent(sign_in_name="idris cole@example.org", password=PASSWORD)(page, {})


OF_SUMMARIES = ("waiting", "checking", "drawing", "slow", "changed", "withdrawn", "failed", "again")
OF_SUMMARIES += ("removed", "final", "flagged")
STATES = (
    Screen(NOBODY, "back-in-code-problem", "/back-in/code", sent(sign_in_name="sam", code="", password="")),
    Screen("waiting-browser", "back-in-waits", "/back-in/practice", sent(sign_in_name="sam@example.org")),
    Screen("hastened", "back-in-second", "/back-in/waiting"),
    Screen("hastened", "back-in-second-problem", "/back-in/waiting", sent(code="000000")),
    Screen("told-client", "home-told", "/home"),
    Screen("leaving-client", "home-leaving", "/home"),
    Screen("leaving-client", "journal-show-closed", "/notes/{entry_id}", status=404),
    Screen("leaving-client", "closed-handed-back", "/me/closed"),
    Screen("leaving-therapist", "today-asked-back", "/desk/today"),
    Screen("leaving-therapist", "caseload-asked-back", "/desk/clients/{client_id}"),
    Screen("leaving-therapist", "caseload-asked-back-problem", "/desk/clients/{client_id}", chosen("Hand it back")),
    Screen("leaving-confidant", "reading-asked-back", "/with?all=1"),
    Screen("leaving-confidant", "reading-asked-back-problem", "/with?all=1", chosen("Hand it back")),
    Screen("leaving-admin", "overview-leaving", "/office/overview"),
    Screen(OPERATOR, "practices-leaving", "/operator/practices/{leaving_id}"),
    Screen(OPERATOR, "practices-passkeys", "/operator/practices/{with_passkeys}", sent(host="willow.example.org")),
    Screen("anew-client", "closed-show", "/me/closed"),
    Screen("anew-client", "journal-index-closed", "/notes"),
    Screen("anew-client", "closed-problem", "/me/closed", sent(word="never was it")),
    Screen("officer", "requests-found", "/officer/", sent(pairing="{pairing}")),
    Screen("officer", "requests-impossible", "/officer/", sent(pairing="{nobodys_pairing}")),
    Screen("officer", "record-found", "/officer/record", sent(words="sam")),
    Screen("officer", "record-problem", "/officer/record", sent(words="s")),
    Screen("officer", "record-new-problem", "/officer/record/new/{client_id}", sent(covers="own-notes", hours="8")),
    Screen("officer", "record-read-own-notes", "/officer/record/{of_own_notes}/read"),
    Screen("admin", "record-show-asked", "/office/record/{asked_for}"),
    Screen("officer", "requests-problem", "/officer/", sent(pairing="")),
    Screen(NOBODY, "signin-problem", "/in", sent(sign_in_name="", password="")),
    Screen(NOBODY, "signin-refused", "/in", sent(sign_in_name="nobody@example.org", password="never was one")),
    Screen(NOBODY, "setup-who", "/set-up/{set_up_who}"),
    Screen(NOBODY, "setup-admin", "/set-up/{set_up_admin}"),
    Screen(NOBODY, "setup-try", "/set-up/{set_up_try}"),
    Screen(NOBODY, "second-show", "/in", halfway),
    Screen(NOBODY, "second-problem", "/in", in_turn(halfway, sent(code="000000"))),
    Screen("new-client", "factors-new-app-problem", "/me/second/app", sent(code="000000", name="My phone")),
    Screen("diarist", "home-offer", "/home"),
    Screen("new-client", "password-problem", "/me/password", sent(old_password="", password="")),
    Screen(NOBODY, "setup-problem", "/set-up/{set_up}", sent(practice_name="", slug="couples-clinic")),
    Screen(NOBODY, "invitations-problem", "/invited/{token}", sent(code="")),
    Screen(NOBODY, "invitations-join", "/invited/{token}", sent(code="{code}")),
    Screen(NOBODY, "invitations-join-problem", "/invited/{token}", in_turn(sent(code="{code}"), sent(password=""))),
    Screen(NOBODY, "invitations-over", "/invited/one-that-is-over"),
    Screen(NOBODY, "absent", "/no/such/page", status=404),
    Screen("new-client", "start-code", "/start", pressed),
    Screen("client", "contact-problem", "/me/contact", sent(mode="plain", address="nowhere")),
    Screen("client", "reminders-problem", "/me/reminders", sent(at="")),
    Screen("client", "mood-problem", "/check-ins", sent(level="")),
    Screen("client", "mood-index-month", "/check-ins?days=30"),
    Screen("client", "mood-index-season", "/check-ins?days=90"),
    Screen("client", "mood-index-year", "/check-ins?days=365"),
    Screen("client", "mood-new-problem", "/check-ins/new", sent(line="Slept well.", day="2999-01-01", clock="10:00")),
    Screen("client", "journal-found", "/notes", sent(words="the")),
    Screen("client", "journal-found-nothing", "/notes", sent(words="zeppelin")),
    Screen("client", "journal-found-by-tag", "/notes", sent(tag="us", who="me")),
    Screen("client", "journal-show-structured", "/notes/{structured}"),
    Screen("client", "journal-new-with-layout", "/notes/new?layout={layout_id}"),
    Screen("client", "journal-layout-problem", "/notes/layouts/new", sent(name="", text="")),
    Screen("client", "journal-new-problem", "/notes/new", sent(title="", body="")),
    Screen("client", "journal-new-stale", "/notes/new", sent(body="Some words.", csrf_token="spoiled"), 400),
    Screen("client", "journal-both", "/notes/{entry_id}/edit", sent(body="Another end.", base_version="1"), 409),
    Screen("client", "journal-show-private", "/notes/{private}"),
    Screen("client", "journal-show-for-days", "/notes/{for_days}"),
    Screen("client", "journal-show-shared", "/notes/{for_days}?shared={reader_id}"),
    Screen("client", "journal-show-stopped", "/notes/{taken_back}?stopped={reader_id}"),
    Screen("client", "journal-history-open", "/notes/{entry_id}/history?version=1"),
    Screen("client", "prompts-answering", "/notes/new?question={asked}"),
    Screen("client", "prompts-answered", "/notes/{entry_id}?answered={answered}"),
    Screen("client", "prompts-theme", "/questions?theme=4"),
    Screen("client", "prompts-problem", "/questions", sent(text="")),
    Screen("client", "prompts-show-asked", "/questions/{asked}"),
    Screen("client", "prompts-show-aside", "/questions/{aside}"),
    Screen("client", "prompts-show-answered", "/questions/{answered}"),
    Screen("client", "prompts-show-with-risk", "/questions/{with_risk}"),
    Screen("client", "prompts-both", "/questions/{question_id}/edit", sent(text="Another?", number="7"), 409),
    Screen("client", "agenda-problem", "/agenda", sent(body="x" * 4001, wish="")),
    Screen("diarist", "agenda-pin-problem", "/agenda", sent(pin="x" * 201)),
    Screen("client", "agenda-both", "/agenda", sent(body="Another end.", wish="", base_version="99"), 409),
    Screen("client", "agenda-after-open", "/agenda/{open_agenda}/after"),
    Screen(
        "client", "agenda-after-problem", "/agenda/{open_agenda}/after", sent(takeaways="Kept.", next_step="x" * 201)
    ),
    Screen("client", "goals-new-problem", "/goals/new", sent(title="", why="Because.")),
    Screen("client", "goals-both", "/goals/{goal_id}/edit", sent(title="Another", base_version="0"), 409),
    Screen("client", "goals-show-problem", "/goals/{goal_id}", sent(step="")),
    Screen("client", "goals-show-let-go", "/goals/{let_go}"),
    *(Screen("client", f"files-show-{state}", f"/files/{{file_{state}}}") for state in ("waiting", "again", "removed")),
    Screen("client", "imports-show-in", "/me/data/import/{batch_in}"),
    Screen("client", "imports-show-problem", "/me/data/import/{batch_id}", sent(done="0")),
    Screen("client", "exports-paper-problem", "/me/data/print", sent(first="2020-01-01", last="2020-01-02")),
    Screen("client", "measures-show-calm", "/measures/{calm}"),
    Screen("client", "measures-new-opposites", "/measures/new/{between_opposites}"),
    Screen("client", "measures-new-problem", "/measures/new/{place}", sent(q1="1", q9="1")),
    Screen("therapist", "measures-assign-problem", "/desk/measures/assign", sent(questionnaire="")),
    Screen("client", "journal-show-marked", "/notes/{marked}"),
    Screen("client", "sharing-preview-marks", "/sharing/{measure_id}/preview/{reader_id}"),
    Screen("therapist", "signals-show-covered", "/desk/signals/{covered}"),
    Screen("therapist", "signals-show-answered", "/desk/signals/{answered_mark}"),
    Screen("therapist", "signals-show-problem", "/desk/signals/{signal_id}", sent(note="")),
    Screen("therapist", "rhythm-show-problem", "/desk/me", sent(back_on="2020-01-01")),
    Screen("client", "conversation-ask-problem", "/conversation/new", sent(again="")),
    Screen("client", "conversation-plan", "/conversation/new", sent(afraid="no")),
    Screen("client", "conversation-edit-problem", "/conversation/{talk_id}/edit", sent(back_on="2020-01-01")),
    Screen("client", "steady-coping-both", "/steady/card", sent(base_version="1", helps="Another window."), 409),
    Screen("client", "resources-saved", "/steady/library?show=saved"),
    Screen("admin", "resources-problem", "/office/library", sent(title="")),
    Screen("client", "conversation-instead", "/conversation/new", sent(afraid="yes")),
    Screen("client", "journal-show-replied", "/notes/{with_answer}"),
    Screen("client", "erasing-choose-counted", "/me/data/delete", sent(first="2020-01-01", last="2099-12-31")),
    Screen("low-client", "people-slip", "/sharing/people", sent(name="Kim")),
    Screen("low-client", "home-support", "/home"),
    Screen("low-client", "mood-now-due", "/check-ins/now"),
    Screen("low-client", "sharing-index-paused", "/sharing"),
    Screen("low-client", "pausing-show-paused", "/sharing/pause"),
    Screen("low-client", "journal-show-waiting", "/notes/{waiting}"),
    Screen("client", "sharing-preview-along", "/sharing/{thing_id}/preview/{reader_id}?along=words"),
    Screen("diarist", "journal-index", "/notes"),
    Screen("diarist", "sharing-index", "/sharing"),
    Screen("therapist", "brief-show-full", "/desk/next/{opens_up}"),
    Screen("therapist", "appointments-index-moved", "/desk/sessions?done=moved&act={appointment_id}"),
    Screen("therapist", "appointments-calendar-made", "/desk/sessions/calendar", pressed),
    Screen("therapist", "appointments-new-problem", "/desk/sessions/new", sent(day="2020-01-01", at="")),
    Screen("therapist", "inbox-index-read", "/desk/inbox?pile=read"),
    Screen("therapist", "inbox-index-undo", "/desk/inbox?pile=later&done=all&act=0b9df2f0-0000-4000-8000-000000000000"),
    Screen("therapist", "inbox-show-problem", "/desk/inbox/{for_days}", sent(words="")),
    Screen("therapist", "caseload-index-attention", "/desk/clients?by=attention"),
    Screen("therapist", "caseload-index-codes", "/desk/clients?by=code"),
    Screen("therapist", "caseload-pursued-shared", "/desk/clients/{elif_id}/goals"),
    Screen("therapist", "caseload-followed-shared", "/desk/clients/{elif_id}/measures"),
    Screen("therapist", "progress-notes-show-unsigned", "/desk/clients/{client_id}/record/{begun_id}"),
    Screen(
        "therapist",
        "process-notes-both",
        "/desk/clients/{client_id}/own-notes/{note_id}/edit",
        sent(body="Another end.", base_version="9"),
        409,
    ),
    Screen("therapist", "inbox-show-for-days", "/desk/inbox/{for_days}"),
    Screen("therapist", "inbox-withdrawn", "/desk/inbox/{taken_back}", status=404),
    Screen("therapist", "summaries-new-chosen", "/desk/summaries/new?client={client_id}"),
    Screen(
        "therapist", "summaries-new-problem", "/desk/summaries/new?client={client_id}&first=2026-03-02&last=2026-03-01"
    ),
    Screen("therapist", "summaries-show-problem", "/desk/summaries/{final}", sent(password="short")),
    Screen("therapist", "summaries-new-shown", "/desk/summaries/new?client={client_id}", shown),
    *(Screen("therapist", f"summaries-show-{state}", f"/desk/summaries/{{{state}}}") for state in OF_SUMMARIES),
    Screen("therapist", "prompts-found", "/desk/prompts", sent(words="week")),
    Screen("therapist", "prompts-theme", "/desk/prompts?theme=4"),
    Screen("therapist", "prompts-new-picked", "/desk/prompts/assign?client={client_id}&prompt={with_risk}"),
    Screen("therapist", "prompts-new-problem", "/desk/prompts/assign", sent(rhythm="days", client="{client_id}")),
    Screen("therapist", "prompts-new-many", "/desk/prompts/assign", chosen("Add a step")),
    Screen(
        "therapist",
        "prompts-wording",
        "/desk/prompts/assign?client={client_id}&prompt={with_risk}",
        chosen("Word it for each first"),
    ),
    Screen("therapist", "prompts-both", "/desk/prompts/{prompt_id}/edit", sent(text="Another?", number="7"), 409),
    Screen("admin", "practice-leave-problem", "/office/practice/leave", sent(leave_url="javascript:alert(1)")),
    Screen("admin", "practice-colour-problem", "/office/practice/colour", sent(colour="#00AACC")),
    Screen("admin", "practice-name-problem", "/office/practice/name", sent(slug="couples")),
    Screen("low-client", "handovers-show-asked", "/sharing/handover"),
    Screen("admin", "caseload-index-found", "/office/caseloads", sent(find="a")),
    Screen("admin", "caseload-show-problem", "/office/caseloads/of/{therapist_id}", sent(places="many")),
    Screen("admin", "handovers-new-problem", "/office/caseloads/move/{assignment_id}", sent(letter="A few words.")),
    Screen("admin", "people-show-invited", "/office/people/{invited}"),
    Screen("admin", "retention-new-sure", "/office/practice/kept/{person_id}", sent(reason="asked")),
    Screen(
        "operator", "practices-made", "/operator/practices/new", sent(practice_name="Alder Row", slug="alder-{fresh}")
    ),
    Screen("operator", "practices-new-problem", "/operator/practices/new", sent(practice_name="", slug="couples")),
    Screen("admin", "people-found-nothing", "/office/people", sent(name="zeppelin")),
    Screen("admin", "rosters-problem", "/office/invite/csv", sent(rows="")),
    Screen("admin", "rosters-rows", "/office/invite/csv/{looked_through}"),
    Screen("admin", "rosters-ready", "/office/invite/csv/{prepared}"),
    Screen("admin", "sheets-ready", "/office/invite/sheets/{printed}"),
    Screen("admin", "disclosures-ready", "/office/held/{disclosure_ready}"),
    Screen("admin", "people-show-therapist", "/office/people/{therapist}"),
    Screen("admin", "invitations-new-problem", "/office/invite", sent(name="", sign_in_name="")),
    Screen(
        "admin", "invitations-slip", "/office/invite", sent(name="Ines", sign_in_name="ines-{fresh}", role="client")
    ),
    Screen("admin", "kit-made", "/office/kit", pressed),
    Screen("admin", "kit-made-problem", "/office/kit", in_turn(pressed, sent(group="not it"))),
    Screen("confidant", "reading-over", "/with/{absent}", status=404),
)
