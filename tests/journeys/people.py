"""A practice brought to life through its pages alone, as an operator and its people would."""

from urllib.parse import urlsplit

from portal.domain import factors
from tests import second_step
from tests.browser import Browser
from tests.duty import first_path, go_through

PASSWORDS = {"Olga": "olga counts grey pebbles", "Mara": "mara reads on mondays", "Sam": "sam walks the dog early"} | {
    "Jo": "jo waters the tall fern"
}


def set_up(house) -> Browser:
    """The operator follows the printed address; the admin who results is signed in and has confirmed the kit."""
    olga = Browser(house.test_client())
    page = go_through(olga, first_path(), name="Olga", password=PASSWORDS["Olga"])
    page.form("Start empty").press("Start empty")
    assert len(secret(second_step.enrol(olga)).split()) == factors.HOW_MANY
    page = olga.get("/office/begin").follow("The practice kit").form("Show the kit").press()
    kit = secret(page)
    page = page.form("I have written it down").fill(group=kit.split("-")[2]).press("I have written it down")
    assert page.status == 200
    return olga


def secret(page, which=0):
    """What the page shows once: a kit, a link, a code."""
    found = [
        " ".join("".join(node.itertext()).split())
        for node in page.tree.iter()
        if "secret" in node.get("class", "").split()
    ]
    return found[which]


def invite(admin: Browser, name: str, role: str) -> tuple[str, str]:
    """A slip: the path of the link, and the code."""
    page = admin.get("/office/invite").form("Make the slip")
    page = page.fill(name=name, sign_in_name=f"{name.lower()}@example.org", role=role).press("Make the slip")
    return urlsplit(secret(page, 0)).path, secret(page, 1)


def join(house, name: str, link: str, code: str, way_back: str | None = None) -> Browser:
    """The guest opens the link, enters the spoken code, chooses a password, and writes the recovery code down."""
    browser = Browser(house.test_client())
    page = browser.get(link)
    page = page.form("Continue").fill(code=code).press("Continue")
    form = page.form("Join").fill(name=name, password=PASSWORDS[name])
    if way_back:
        form.fill(way_back=way_back)
    page = form.press("Join")
    page = page.form("Show my recovery code").press("Show my recovery code")
    assert len(secret(page)) >= 26
    if browser.get("/me/second").words.count("The practice asks for a second step"):
        second_step.enrol(browser)
    return browser


def prove(**browsers: Browser) -> None:
    """Everybody gives their password again, and a code where they have an app: what is asked before sensitive pages."""
    for name, browser in browsers.items():
        form = browser.get("/me/again").form("Go on").fill(**{"again-password": PASSWORDS[name]})
        if "again-code" in form.names:
            form.fill(**{"again-code": second_step.code(seed=browser.seed)})
        page = form.press("Go on")
        assert "Your password again" not in page.words, page.words


def assign(admin: Browser, client: str, therapist: str) -> None:
    page = admin.get("/office/people").follow(client)
    form = page.form("Put on their caseload")
    options = {"".join(o.itertext()): o.get("value") for o in form.node.iter("option")}
    page = form.fill(therapist_id=options[therapist]).press("Put on their caseload")
    assert therapist in page.words
