"""Pages, mails and papers in the language of whoever they are for."""

from datetime import date

from sqlalchemy import update

from portal.core import dates, language
from portal.core.db import db, unit_of_work
from portal.domain import mail, preferences, settings
from portal.domain.mail import Kind
from portal.models.people import Person
from tests.browser import in_language
from tests.domain.test_mail import choose, deliver, notify
from tests.summary_stories import here

GERMAN = {"Accept-Language": "de-CH,de;q=0.9,en;q=0.5"}


def speaks(actor, tag):
    with unit_of_work(actor.practice_id):
        db.session.execute(update(Person).where(Person.id == actor.person_id).values(language=tag))


def offer(cast, *tags):
    here(cast.olga, lambda: settings.keep(cast.olga, settings.here().version, languages=tags))


def test_before_signing_in_a_page_follows_the_browser_and_then_the_choice_at_its_foot(cast, as_):
    anna = as_(None, "willow")
    assert anna.get("/in", headers=GERMAN).tree.get("lang") == "de"
    page = anna.get("/in")
    assert page.tree.get("lang") == "en"
    german = page.form("Deutsch").press("Deutsch")
    assert (german.tree.get("lang"), german.path.endswith("/in")) == ("de", True)
    assert anna.get("/help").tree.get("lang") == "de"
    assert german.form("English").press("English").tree.get("lang") == "en"


def test_the_switch_leads_back_to_a_page_of_ours_and_takes_no_language_there_is_not(cast, as_):
    anna = as_(None, "willow")
    for tag, next_path in (("tlh", "/in"), ("de", "https://elsewhere.example"), ("de", "//elsewhere.example")):
        sent = anna.post("/language", {"tag": tag, "next": next_path}, follow=False).response
        assert "elsewhere" not in sent.headers["Location"]
        assert ("language=" in str(sent.headers.getlist("Set-Cookie"))) == (tag == "de")


def test_what_somebody_chose_counts_on_every_browser_and_for_nobody_else(cast, as_):
    ana = as_(cast.ana)
    form = ana.get("/me").form("Keep these")
    assert form.fill(language="de").press("Keep these").tree.get("lang") == "de"
    elsewhere = as_(cast.ana)
    notes = elsewhere.get("/notes", headers={"Accept-Language": "en"})
    assert elsewhere.get("/help-now").tree.get("lang") == "de", "it asks nobody who reads it, and the browser knows"
    assert (notes.title, notes.tree.get("lang")) == ("Notizen", "de")
    assert as_(cast.ben).get("/notes").title == "Notes"
    assert as_(cast.mara).get("/desk").tree.get("lang") == "en"


def test_a_problem_is_told_in_the_language_of_the_page(cast, as_):
    speaks(cast.ana, "de")
    page = as_(cast.ana).get("/notes/new").form("F\u00fcr mich").fill(body=" ").press("F\u00fcr mich")
    told = in_language(page, "There is nothing here yet. One line is plenty.")
    assert told in page.words
    assert told.startswith("Hier ")
    assert page.title.startswith("Zu \u00e4ndern: ")


def test_a_practice_offers_what_it_chose_and_nobody_is_answered_in_another(cast, as_):
    speaks(cast.ana, "de")
    offer(cast, "en")
    assert as_(cast.ana).get("/notes").title == "Notes"
    page = as_(None, "willow").get("/in", headers=GERMAN)
    assert (page.tree.get("lang"), "Deutsch" in page.words) == ("en", False)
    offer(cast, "de")
    assert as_(cast.ben).get("/notes").title == "Notizen"


def test_an_admin_says_which_languages_there_are(cast, as_):
    page = as_(cast.olga).get("/office/practice/languages").form("Keep this").fill(first="de").press("Keep this")
    assert "Deutsch, English" in as_(cast.olga).get("/office/practice", headers={"Accept-Language": "en"}).words
    assert page.tree.get("lang") == "de"
    refused = as_(cast.olga).get("/office/practice/languages").form().fill(first="tlh").press()
    assert here(cast.olga, settings.here).languages == ("de", "en")
    assert refused.status == 200


def test_a_mail_is_in_the_language_of_whom_it_is_for_whoever_set_it_off(cast, box):
    choose(cast.ana)
    speaks(cast.ana, "de")
    with language.speaking("en"):
        notify(cast.ana, Kind.SOMETHING_NEW)
        deliver(cast.ana)
    assert box.subjects == ["Etwas Neues f\u00fcr Sie"]
    assert "Sie finden es, wenn Sie sich das n\u00e4chste Mal anmelden." in box.letters[0][2].get_content()


def test_who_chose_no_language_gets_papers_in_the_practice_s_own(cast):
    assert here(cast.ana, preferences.language_of, cast.ana.person_id) == "en"
    offer(cast, "de", "en")
    assert here(cast.ana, preferences.language_of, cast.ana.person_id) == "de"


def test_days_months_and_numbers_follow(house):
    on = date(2025, 11, 5)
    told = {tag: [] for tag in ("en", "de")}
    for tag, words in told.items():
        with language.speaking(tag):
            words += [dates.said(on), dates.said(on, "short_year"), dates.between(on, date(2025, 11, 18))]
            words.append(dates.number(12345))
    assert told == {
        "en": ["Wednesday 5 November", "5 Nov 2025", "5 to 18 November 2025", "12,345"],
        "de": ["Mittwoch, 5. November", "5. Nov. 2025", "5. bis 18. November 2025", "12.345"],
    }


def test_a_sentence_that_waits_is_said_in_the_language_of_the_moment(house):
    kept = mail.letters.SUBJECTS[Kind.REMINDER]
    assert (str(kept), f"{kept}", kept + "", len(kept)) == ("A reminder you set",) * 3 + (18,)
    with language.speaking("de"):
        assert kept == "Eine Erinnerung, die Sie gesetzt haben"
        assert kept.upper().startswith("EINE")
    assert repr(kept) == "lazy('A reminder you set')"


def test_outside_any_application_english_is_spoken():
    assert (language.spoken(), language.ngettext("1 note.", "%(num)s notes.", 2)) == ("en", "2 notes.")
