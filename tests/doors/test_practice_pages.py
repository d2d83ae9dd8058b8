"""What a practice sets for itself, as an admin sees and changes it, and as it is on everybody's pages at once."""

from datetime import timedelta

import time_machine

from portal import jobs
from portal.core.clock import now
from portal.core.db import unit_of_work
from portal.core.text import shown
from portal.domain import receipts, sessions, settings, wordings
from portal.domain.invitations import inviting
from portal.models.outbox import JobRow
from tests.acts import at_work
from tests.domain.test_mail import ADDRESS, choose, deliver, rows
from tests.mailbox import PASSWORD as MAIL_PASSWORD
from tests.mailbox import SENDER

AWAY = "https://www.example.org/weather"
GERMAN = {"Accept-Language": "de"}
KEEP = "Keep this for the practice"
PAGES = ("leave", "retention", "rhythm", "languages", "signing-in", "name", "colour")


def settings_of(admin, **said):
    with at_work(admin):
        settings.keep(admin, settings.here().version, **said)


def kept(browser, page, **typed):
    return browser.get(f"/office/practice/{page}").form(KEEP).fill(**typed).press(KEEP)


def test_each_matter_has_a_page_that_the_practice_leads_to(cast, as_):
    olga = as_(cast.olga)
    hub = olga.get("/office/practice")
    for page in (*PAGES, "mail"):
        assert f'/office/practice/{page}"' in hub.text
        assert olga.get(f"/office/practice/{page}").status == 200
    for page in ("/office/help", "/office/library", "/office/kit", "/office/practice/kept"):
        assert f'{page}"' in hub.text


def test_leave_leads_where_the_practice_says_on_every_page_at_once(cast, as_):
    olga, ana = as_(cast.olga), as_(cast.ana)
    before = ana.get("/home").text
    page = kept(olga, "leave", leave_url=AWAY)
    assert "Leave goes there from now on" in page.words
    assert AWAY in page.text
    for text in (ana.get("/home").text, as_(None, "willow").get("/in").text):
        assert AWAY in text
    assert AWAY not in before
    assert AWAY not in as_(None, "oak").get("/in").text
    answer = ana._alone(ana.client.post, ana._at("/leave"))
    assert AWAY in answer.get_data(as_text=True)


def test_how_people_sign_in_is_kept_for_the_practice(cast, as_):
    olga = as_(cast.olga)
    page = kept(olga, "signing-in", clients_factor_required="y")
    assert "Whoever needs one more step is led to it" in page.words
    with at_work(cast.olga):
        assert settings.here().clients_factor_required


def test_what_cannot_be_comes_back_as_it_was_typed(cast, as_):
    olga = as_(cast.olga)
    for page, typed in (
        ("leave", {"leave_url": "javascript:alert(1)"}),
        ("leave", {"leave_url": "https://localhost/elsewhere"}),
        ("retention", {"record_years": "ten"}),
        ("rhythm", {"invitation_days": "-3"}),
        ("name", {"name": ""}),
        *(("name", {"name": typed}) for typed in ("Elm\r\nBcc: eve@example.org", "Elm\0", "E\u202elm", "x" * 61)),
        ("name", {"slug": "Not A Word"}),
        ("name", {"slug": "oak"}),
        ("colour", {"colour": "red; }"}),
    ):
        answer = kept(olga, page, **typed)
        assert "Problem:" in answer.title, typed
        for name, value in typed.items():
            assert answer.form(KEEP).values[name] == [shown(value)]
    with unit_of_work(cast.olga.practice_id, writes=False):
        assert settings.here().version == 0


def test_how_long_things_stay_asks_for_the_password_again(cast, as_):
    olga = as_(cast.olga)
    form = olga.get("/office/practice/retention").form(KEEP).fill(record_years="1")
    with time_machine.travel(now() + sessions.FRESH):
        assert form.press(KEEP).title == olga.get("/office/practice/retention").title == "Password"
    with unit_of_work(cast.olga.practice_id, writes=False):
        assert settings.here().version == 0


def test_two_admins_at_once_the_second_is_told_and_may_keep_theirs_after_a_look(cast, as_):
    olga, other = as_(cast.olga), as_(cast.olga)
    late = other.get("/office/practice/retention").form(KEEP).fill(record_years="20")
    kept(olga, "retention", record_years="6")
    page = late.press(KEEP)
    assert page.status == 409
    assert "Another admin changed something here a moment ago." in page.words
    assert page.form(KEEP).values["record_years"] == ["20"]
    assert "Kept." in page.form(KEEP).press(KEEP).words
    with unit_of_work(cast.olga.practice_id, writes=False):
        assert settings.here().record_years == 20


def test_a_telling_word_needs_a_tick_and_an_old_address_leads_on(cast, as_):
    olga = as_(cast.olga)
    page = kept(olga, "name", slug="couples", name="Willow")
    assert "stay in a browser" in page.words
    page = page.form(KEEP).fill(is_understood="y").press(KEEP)
    assert "go on leading here" in page.words
    old, new = as_(None, "willow"), as_(None, "couples")
    assert old.get("/in", follow=False).response.headers["Location"] == "/p/couples/in"
    assert old.get("/home?from=paper", follow=False).response.headers["Location"] == "/p/couples/home?from=paper"
    assert new.get("/in").status == 200
    assert olga.get("/office/practice/name").title == "Practice · Willow"


def test_what_is_sent_from_a_page_under_the_old_word_is_not_lost(cast, as_):
    olga, ana = as_(cast.olga), as_(cast.ana)
    form = ana.get("/notes/new").form("Keep private").fill(body="a line that stays")
    kept(olga, "name", slug="alder")
    form.press("Keep private")
    assert "a line that stays" in as_(cast.ana, "alder").get("/notes").words


def test_a_colour_that_some_could_not_read_is_refused_with_the_nearest_that_all_can(cast, as_):
    olga = as_(cast.olga)
    page = kept(olga, "colour", colour="#00AACC")
    assert "the button on the page, light" in page.words
    page = page.form("Take #").press("Take #")
    assert "Every page has it from now on." in page.words
    with unit_of_work(cast.olga.practice_id, writes=False):
        shade = settings.here().colour
    sheet = f"/static/css/colour-{shade[1:].lower()}.css"
    assert sheet in as_(cast.ana).get("/home").text
    answer = as_(None, "willow").get(sheet + "?v=1")
    assert "immutable" in answer.response.headers["Cache-Control"]
    assert shade in answer.response.get_data(as_text=True)
    assert "colour-" not in as_(None, "oak").get("/in").text
    assert as_(None, "willow").get("/static/css/colour-00aacc.css").status == 404
    assert "nearly the colour" in kept(olga, "colour", colour="#363F96").words


def test_days_of_reading_hold_for_a_therapist_who_has_set_none(cast, as_):
    kept(as_(cast.olga), "rhythm", reads_on=["0", "3"], invitation_days="7")
    assert "Mondays and Thursdays" in as_(cast.ana).get("/sharing").words
    with at_work(cast.olga):
        assert inviting.lives() == timedelta(days=7)


def test_a_mail_to_oneself_goes_the_way_of_every_other_and_says_what_became_of_it(cast, as_, box, house):
    olga = as_(cast.olga)
    page = olga.get("/office/practice/mail")
    assert SENDER in page.words
    assert MAIL_PASSWORD not in page.text
    assert "You get no mail yourself" in page.form("Send it to me").press("Send it to me").words
    choose(cast.olga, first=3, until=4)  # whatever hours one likes, this one was asked for now
    for answer, said in (
        ("250 OK", "The mail server has taken it."),
        ("451 later", "The mail server did not answer, or asked us to come again."),
    ):
        box.answers.append(answer)
        page = page.form("Send it to me").press("Send it to me")
        assert "It is on its way" in page.words
        deliver(cast.olga)
        assert said in olga.get("/office/practice/mail").words
    again = olga.get("/office/practice/mail").form("Send it to me").press("Send it to me")
    assert "asked us to come again" in again.words  # the one that waits is the one there is
    assert len(rows(cast.olga)) == 2
    box.rejects = "550 nobody of that name"
    with at_work(cast.olga):
        row = rows(cast.olga, JobRow)[-1]
    jobs.run(str(row.practice_id), str(row.id))
    assert "will not take a mail to your address" in olga.get("/office/practice/mail").words
    [(_, to, letter)] = box.letters
    assert (to, letter["Subject"]) == ([ADDRESS], "Something new for you")
    assert "to see that it arrives" in letter.get_content()


def test_without_a_mail_server_the_page_says_so(cast, as_):
    assert "No mail server is set" in as_(cast.olga).get("/office/practice/mail").words


def test_nobody_but_an_admin_finds_these_pages(cast, as_):
    for person in (cast.ana, cast.mara):
        assert as_(person).get("/office/practice").status == 404


def test_a_practice_words_what_clients_agree_to_and_sees_it_as_they_will(cast, as_):
    olga = as_(cast.olga)
    assert "Nothing of your own yet." in olga.get("/office/practice/wordings").words
    page = olga.get("/office/practice/wordings/sharing").form("Keep it")
    page = page.fill(words="Mara reads on Mondays.").press("See it")
    assert page.words.count("Mara reads on Mondays.") == 2  # in the field, and as a client sees it
    assert "Version" not in page.words
    late = as_(cast.olga).get("/office/practice/wordings/sharing").form("Keep it")
    page = page.form("Keep it").press("Keep it")
    assert "nobody is asked again" in page.words
    page = late.fill(words="Another.").press("Keep it")
    assert page.status == 409
    assert page.form("Keep it").values["words"] == ["Another."]
    assert "1" in page.form("Keep it").values["seen"]
    preview = as_(cast.ana).get(f"/sharing/{cast.private_id}/preview/{cast.mara.person_id}")
    assert "Mara reads on Mondays." in preview.words
    preview.form("Share with Mara").press("Share with Mara")
    newest = as_(cast.ana).get("/sharing/receipts").follow("Opened to Mara")
    assert "Mara reads on Mondays." in newest.words
    long = olga.get("/office/practice/wordings/sharing").form("Keep it").fill(words="x" * 700).press("Keep it")
    assert "Shorter is read more often." in long.words


def test_each_language_of_the_practice_has_a_tab_and_whoever_reads_it_agrees_to_its_words(cast, as_):
    olga, ana, preview = as_(cast.olga), as_(cast.ana), f"/sharing/{cast.private_id}/preview/{cast.mara.person_id}"
    at = "/office/practice/wordings/sharing"
    olga.get(at).form("Keep it").fill(words="Mara reads on Mondays.").press("Keep it")
    page = olga.get(at).follow("Deutsch")
    assert page.form("Keep it").values["words"] == [""]
    assert "Its readers see these words, as they are." in page.words
    assert 'lang="en">Mara reads on Mondays.' in page.text
    assert "Das ist kein Weg, um schnell Hilfe zu bekommen." in page.words, "ours is as its readers see it"
    assert 'lang="en">Mara reads on Mondays.' in ana.get(preview, headers=GERMAN).text
    late = as_(cast.olga).get(f"{at}?language=de").form("Keep it")
    page = page.form("Keep it").fill(words="Mara liest montags.").press("Keep it")
    assert page.form("Keep it").values["words"] == ["Mara liest montags."]
    page = late.fill(words="Mara liest nie.").press("Keep it")
    assert (page.status, page.form("Keep it").values["words"]) == (409, ["Mara liest nie."])
    assert "Mara reads on Mondays." not in page.words
    told = olga.get("/office/practice/wordings").words
    assert "English: version 1, of" in told
    assert "Deutsch: version 1, of" in told
    assert "Mara reads on Mondays." in ana.get(preview).words
    german = ana.get(preview, headers=GERMAN)
    assert 'lang="de">Mara liest montags.' in german.text
    form = next(form for form in german.forms if "until" in form.names)
    ana.get(preview)  # and reads on in English elsewhere
    form.press()
    assert 'lang="de">Mara liest montags.' in ana.get("/sharing/receipts").follow("Opened to Mara").text
    settings_of(cast.olga, languages=("en",))
    page = olga.get(f"{at}?language=de")
    assert "does not offer this language now" in page.words
    assert page.form("Keep it").values["words"] == ["Mara liest montags."]
    assert olga.get(f"{at}?language=tlh").status == 404
    olga.get(f"{at}?language=de").form("Keep it").fill(words="").press("Keep it")
    assert "Deutsch" not in olga.get(at).words, "one language, no tabs"


def test_who_joins_agrees_to_the_words_in_their_language(cast, as_):
    with at_work(cast.olga):
        for language, words in (("en", "We keep little."), ("de", "Wir bewahren wenig auf.")):
            wordings.write(cast.olga, wordings.JOINING, language, words, 0)
        wordings.ask_at_joining(cast.ana)
    ana = as_(cast.ana)
    assert 'lang="en">We keep little.' in ana.get("/start/agreement").text
    page = ana.get("/start/agreement", headers=GERMAN)
    assert 'lang="de">Wir bewahren wenig auf.' in page.text
    ana.get("/start/agreement")  # in another window, in English
    next(form for form in page.forms if "yes" in form.names).fill(yes="y").press()
    with at_work(cast.ana):
        receipt = receipts.index(cast.ana).receipts[0]
    assert (receipt.wording.own, receipt.wording.own_language) == (("Wir bewahren wenig auf.",), "de")
