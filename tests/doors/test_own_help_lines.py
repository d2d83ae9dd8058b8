"""The practice's own help numbers: on the office's page, and first on the help page of that practice."""

SAID = {"name": "Night line", "whom": "Anyone nearby", "call": "116 123", "hours": "8 pm to 2 am"}


def added(browser, **more):
    return browser.get("/office/help").form("Add it").fill(**(SAID | more)).press("Add it")


def test_an_admin_adds_a_line_and_everybody_at_this_door_sees_it_first(cast, as_):
    page = added(as_(cast.olga))
    assert "That line stands first on the help page from now on." in page.words
    assert "Olga made sure of it on" in page.words
    for browser in (as_(cast.ana), as_(None, "willow")):
        said = browser.get("/help-now?country=IE").words
        assert said.index("Night line") < said.index("Samaritans")
    for slug in ("oak", "nowhere"):
        assert "Night line" not in as_(None, slug).get("/help-now?country=IE").words


def test_a_number_nobody_can_dial_comes_back_with_every_word(cast, as_):
    page = added(as_(cast.olga), call="ask inside")
    assert "is no number a phone can dial" in page.words
    assert page.form("Add it").values["name"] == ["Night line"]


def test_making_sure_and_removing_take_one_button(cast, as_):
    page = added(as_(cast.olga))
    page = page.form("I made sure of it today").press("I made sure of it today")
    assert "Noted: you made sure of it today." in page.words
    page = page.form("Remove Night line").press("Remove Night line")
    assert "No numbers of your own yet." in page.words
