"""The steps of the story in test_without_script.py: what a client does between sessions, by links and buttons alone."""

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from portal.core.clock import now
from tests.imports import samples

SAMS, JOS = "sam walks the dog early", "jo waters the tall fern"
YESTERDAY = (now() - timedelta(days=1)).date()
ASKED, TITLE = "I asked again tonight.", "After we talked"


def join(guest: Page, code: str, name: str, password: str) -> None:
    """The spoken code, a name, a password; clients also say how they would come back in, and agree to begin."""
    guest.get_by_label("Your code").fill(code)
    press(guest, "Continue")
    guest.get_by_label("What would you like to be called?").fill(name)
    guest.get_by_label("Choose a password").fill(password)
    guest.get_by_label("The practice can help me").check()
    press(guest, "Join")
    press(guest, "Show my recovery code")
    guest.get_by_role("link", name="Start").click()
    guest.get_by_label("I have read this").check()
    press(guest, "Agree")


def check_in(sam: Page) -> None:
    expect(sam).to_have_title("Today")
    sam.get_by_label("Very good").check()
    press(sam, "Save, only for me")
    told(sam, "Your check-in is here, only for you.")


def write(sam: Page) -> None:
    """A note of yesterday, with a little structure and a tag."""
    follow(sam, "Write")
    sam.get_by_label("Title").fill(TITLE)
    sam.get_by_label("Your note").fill(f"{ASKED} He said **later**.\n\n- the walk\n- the money")
    sam.get_by_text("Day, tags and more").click()
    sam.get_by_label("Day", exact=True).fill(YESTERDAY.isoformat())
    sam.get_by_label("Tags").fill("us")
    press(sam, "Keep private")
    expect(sam.get_by_role("strong").filter(has_text="later")).to_be_visible()
    expect(sam.get_by_role("listitem").filter(has_text="the money")).to_be_visible()
    reads(sam, f"{YESTERDAY:%A} {YESTERDAY.day} {YESTERDAY:%B}", "Only you", "us")


def answer_a_question(sam: Page) -> None:
    follow(sam, "Today", "Questions")
    sam.get_by_role("main").get_by_role("region", name="For today").get_by_role("link").first.click()
    follow(sam, "Write about this")
    sam.get_by_label("Your note").fill("The evening by the lake.")
    press(sam, "Keep private")
    reads(sam, "The evening by the lake.", "Only you")


def pursue_a_goal(sam: Page) -> None:
    follow(sam, "Goals", "Write down a goal")
    sam.get_by_label("What do you want to try, or change?").fill("Speak up sooner")
    sam.get_by_label("Yes", exact=True).check()
    press(sam, "Keep private")
    sam.get_by_label("One small step").fill("Say one thing at dinner")
    press(sam, "Add this step")
    sam.get_by_label("4", exact=True).check()
    press(sam, "Save, only for me")
    reads(sam, "Say one thing at dinner", "4")


def answer_a_questionnaire(sam: Page) -> None:
    follow(sam, "Today", "Questionnaires", "Worry and feeling on edge")
    questions = sam.get_by_role("main").get_by_role("group")
    expect(questions).to_have_count(7)
    for question in questions.all():
        question.get_by_label("Several days").check()
    press(sam, "Keep, only for me")
    reads(sam, "7 of 21")


def plan_a_conversation(sam: Page) -> None:
    follow(sam, "Today", "A conversation", "Plan a conversation")
    sam.get_by_label("No", exact=True).check()
    press(sam, "Go on")
    sam.get_by_label("What is it about?").fill("The money")
    sam.get_by_label("How do I begin?").fill("I would like to talk about the account.")
    press(sam, "Keep private")
    reads(sam, "I would like to talk about the account.")


def plan_for_safety(sam: Page) -> None:
    follow(sam, "Today", "Steady", "Begin the plan")
    sam.get_by_label("People I can ask for help").fill("My sister")
    press(sam, "Keep private")
    follow(sam, "Open the plan")
    reads(sam, "My sister")


def plan_the_session(sam: Page) -> None:
    """What to talk about, and two things first."""
    follow(sam, "Today", "Agenda")
    sam.get_by_label("What do you want to talk about?").fill("Why I go quiet.")
    press(sam, "Keep private")
    for pin in ("The account", "Sunday"):
        sam.get_by_label("One thing, in a few words").fill(pin)
        press(sam, "Add it")
    reads(sam, "The account", "Sunday")


def share_after_second_thoughts(sam: Page, mara: Page) -> None:
    """Seen as Mara will, shared, taken back unseen, shared again and opened at once; Mara reads, and Sam learns it."""
    follow(sam, "Notes", TITLE, "See it as Mara will")
    expect(sam.get_by_role("figure")).to_contain_text(ASKED)
    press(sam, "Share with Mara")
    told(sam, "Mara can open this from")
    press(sam, "Undo")
    reads(sam, "Only you")
    reads(mara, "All read")
    follow(sam, "See it as Mara will")
    press(sam, "Share with Mara")
    press(sam, "Open it now")
    told(sam, "from now on")
    mara.reload()
    follow(mara, TITLE)
    reads(mara, ASKED)
    follow(sam, "Sharing", "Who opened what")
    reads(sam, "Mara opened")


def share_a_part(sam: Page, mara: Page) -> None:
    """One sentence of the other note, for seven days."""
    follow(sam, "Notes", "The evening by the lake.", "Only a part")
    sam.get_by_role("checkbox").first.check()
    press(sam, "Make the part")
    follow(sam, "See it as Mara will")
    sam.get_by_label("For 7 days").check()
    press(sam, "Share with Mara")
    press(sam, "Open it now")
    reads(sam, "Until")
    follow(mara, "Inbox", "The evening…")
    reads(mara, "The evening by the lake.", "until")


def let_check_ins_open_by_themselves(sam: Page) -> None:
    follow(sam, "Sharing", "What opens by itself", "Choose something for Mara")
    sam.get_by_label("Your check-ins, the level alone").check()
    sam.get_by_label("For 30 days").check()
    press(sam, "Open it to Mara from now on")
    reads(sam, "Until")
    press(sam, "End this")
    reads(sam, "Nothing goes to Mara by itself.")


def pause_and_go_on(sam: Page, mara: Page) -> None:
    follow(sam, "Sharing")
    press(sam, "Pause everything for everybody")
    follow(mara, "Inbox")
    expect(mara.get_by_role("main")).not_to_contain_text(TITLE)
    follow(sam, "Sharing", "Choose what opens again")
    boxes = sam.get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    for box in boxes.all():
        box.check()
    press(sam, "Open what is ticked again")
    follow(mara, "Inbox", TITLE)
    reads(mara, ASKED)


def ask_somebody_trusted(sam: Page, jo: Page) -> None:
    """A link and a spoken code; Jo joins, reads what was opened for a while, and answers."""
    follow(sam, "Sharing", "Someone you trust")
    sam.get_by_label("What you call them").fill("Jo")
    press(sam, "Make a link and a code")
    secrets = sam.locator("p.secret")
    expect(secrets).to_have_count(2)
    link, code = secrets.all_inner_texts()
    jo.goto(link)
    jo.get_by_label("Your code").fill(code)
    press(jo, "Continue")
    jo.get_by_label("What would you like to be called?").fill("Jo")
    jo.get_by_label("Choose a password").fill(JOS)
    press(jo, "Join")
    follow(sam, "Notes", TITLE, "See it as Jo will")
    press(sam, "Share with Jo")
    press(sam, "Open it now")
    follow(jo, "Later")
    reads(jo, ASKED)
    press(jo, "I am here, whenever you like.")
    sam.reload()
    reads(sam, "Jo answered", "I am here, whenever you like.")


def set_a_reminder(sam: Page) -> None:
    follow(sam, "Today", "Settings", "Reminders")
    sam.get_by_label("Write a line").check()
    sam.get_by_label("Thursday").check()
    press(sam, "Set it, only for me")
    reads(sam, "Write a line", "20:00")


def bring_a_diary_along(sam: Page) -> None:
    follow(sam, "Today", "Settings", "My data", "Bring a journal along")
    diary = {"name": "journal.txt", "mimeType": "text/plain", "buffer": samples.JRNL.encode()}
    sam.get_by_label("Your file").set_input_files(diary)
    press(sam, "Look through it")
    press(sam, "Bring it in")
    follow(sam, "Notes")
    reads(sam, "A walk by the water.")


def take_everything_along(sam: Page, served) -> None:
    """The archive and the pages on paper, made by the worker and downloaded."""
    follow(sam, "Today", "Settings", "My data", "Print notes")
    press(sam, "Make the file")
    follow(sam, "Today", "Settings", "My data", "Take everything with you")
    press(sam, "Make the archive")
    served.do_jobs()
    follow(sam, "Look again")
    with zipfile.ZipFile(io.BytesIO(download(sam))) as archive:
        taken = b"".join(map(archive.read, archive.namelist())).decode(errors="replace")
    for words in (ASKED, "The evening by the lake.", "Speak up sooner", "My sister", "The account", "A walk by the"):
        assert words in taken
    follow(sam, "Files")
    sam.get_by_role("main").get_by_role("link").filter(has_text="notes").first.click()
    paper = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(download(sam))).pages)
    assert ASKED in " ".join(paper.split())


def stop_sharing(sam: Page, mara: Page) -> None:
    follow(sam, "Notes", TITLE)
    press(sam, "Stop sharing with Mara")
    told(sam, "From now on Mara can’t open this")
    assert mara.reload().status == 404
    expect(mara.get_by_role("main")).not_to_contain_text(ASKED)


def delete_a_note_and_some_days(sam: Page) -> None:
    press(sam, "Delete")
    expect(sam.get_by_role("main")).not_to_contain_text(ASKED)
    follow(sam, "Today", "Settings", "My data", "Delete some days")
    sam.get_by_label("From").fill("2019-01-01")
    sam.get_by_label("To").fill("2019-12-31")
    press(sam, "Look how much it is")
    press(sam, "Delete them")
    told(sam, "Deleted: 2 notes")
    follow(sam, "Notes")
    expect(sam.get_by_role("main")).not_to_contain_text("A walk by the water.")


def close_the_account(sam: Page) -> None:
    follow(sam, "Today", "Settings", "My data", "Close this account")
    press(sam, "Close my account")
    expect(sam).to_have_title("Welcome")


# ------------------------------------------------------------------ what everybody does


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{re.escape(words)}")).first.click()


def follow(page: Page, *ways: str) -> None:
    """From link to link, each by the words it begins with."""
    for words in ways:
        page.get_by_role("link", name=re.compile(f"^{re.escape(words)}")).first.click()


def told(page: Page, words: str) -> None:
    """The page says, first of all, what was done."""
    expect(page.get_by_role("main").get_by_role("status").first).to_contain_text(words)


def reads(page: Page, *words: str) -> None:
    for each in words:
        expect(page.get_by_role("main")).to_contain_text(each)


def download(page: Page) -> bytes:
    with page.expect_download() as found:
        follow(page, "Download the file")
    return Path(found.value.path()).read_bytes()
