"""The style sheets keep the rules of the house, and everything a page brings stays light."""

import gzip
import hashlib
import re
import shutil

import pytest
import tinycss2

from portal.doors.style import sheet
from portal.web import palette, styles, templating
from tests.architecture.rules import ROOT

STATIC = ROOT / "portal/static"
SHEETS = {path.stem: path.read_text("utf-8") for path in sorted((STATIC / "css").glob("*.css"))}
OWN = {name: text for name, text in SHEETS.items() if name != "tokens"}
LITERAL = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|:\s*(white|black|red|green|blue|gr[ae]y)\b",
    re.IGNORECASE,
)
SIDES = re.compile(
    r"\b(margin|padding|border)-(left|right|top|bottom)\b|(?<![\w-])(left|right|top|bottom)\s*:"
    r"|text-align:\s*(left|right)|(?<![\w-])(float|clear):|translateX|translate\("
)
KILO = 1000


def plain(text):
    """Without comments and quoted text."""
    return re.sub(r'"[^"]*"', '""', re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def rules_in(content):
    """Each rule with its selector or at-rule, however deep."""
    for rule in content:
        if (
            rule.type == "at-rule"
            and rule.content is not None
            and rule.lower_at_keyword in ("media", "layer", "supports", "container")
        ):
            yield from rules_in(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
        else:
            yield rule


def selectors(text):
    parsed = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return [tinycss2.serialize(rule.prelude).strip() for rule in rules_in(parsed) if rule.type == "qualified-rule"]


def uneven(text):
    """Boxes whose left and right differ by physical order, which would be wrong from right to left."""
    sides = re.findall(r"(?<![\w-])(?:padding|margin|inset):\s*([^;()]+);", text)
    corners = re.findall(r"border-radius:\s*([^;()]+);", text)
    # Four corners go round from the upper left: left and right agree when each is like its neighbour.
    return [box for box in sides if len(box.split()) == 4 and box.split()[1] != box.split()[3]] + [
        box for box in corners if len(set(box.split())) > 1 and (box.split() * 2)[0:4:2] != (box.split() * 2)[1:4:2]
    ]


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_can_be_read_to_its_end(name):
    parsed = tinycss2.parse_stylesheet(SHEETS[name], skip_comments=True, skip_whitespace=True)
    assert [rule for rule in rules_in(parsed) if rule.type == "error"] == []


@pytest.mark.parametrize("name", OWN)
def test_colours_have_names(name):
    assert LITERAL.search(re.sub(r"unicode-range:[^;]+;", "", plain(OWN[name]))) is None


@pytest.mark.parametrize("name", OWN)
def test_only_what_a_person_asked_for_may_insist(name):
    assert ("!important" in plain(OWN[name])) is (name == "prefs")


@pytest.mark.parametrize("name", OWN)
def test_nothing_is_styled_by_its_id(name):
    assert [said for said in selectors(OWN[name]) if "#" in said] == []


@pytest.mark.parametrize("name", OWN)
def test_every_rule_lives_in_a_layer(name):
    parsed = tinycss2.parse_stylesheet(OWN[name], skip_comments=True, skip_whitespace=True)
    outside = [rule for rule in parsed if rule.type != "at-rule" or rule.lower_at_keyword not in ("layer", "font-face")]
    assert outside == []


@pytest.mark.parametrize("name", OWN)
def test_a_page_from_right_to_left_is_no_special_case(name):
    assert SIDES.search(plain(OWN[name])) is None
    assert uneven(plain(OWN[name])) == []


def test_a_slip_in_a_sheet_would_be_noticed():
    assert LITERAL.search(".a { color: #fff; }")
    assert LITERAL.search(".a { color: white; }")
    assert SIDES.search(".a { margin-left: 1px; }")
    assert SIDES.search(".a { transform: translateX(4px); }")
    assert uneven(".a { padding: 1px 2px 1px 3px; }")
    assert uneven(".a { inset: 0 auto 0 0; }")
    assert uneven(".a { border-radius: 0 4px 4px 0; }")
    assert not uneven(".a { border-radius: 4px 4px 0 0; inset: auto 0 0; margin: 0 -8px 0 -8px; }")
    assert "#" in selectors("@media print { #a { color: red } }")[0]


def test_every_name_a_sheet_uses_is_given_a_value():
    given = {name for text in SHEETS.values() for name in re.findall(r"(--[\w-]+)\s*:", text)}
    used = {name for text in SHEETS.values() for name in re.findall(r"var\((--[\w-]+)", text)}
    assert used - given == set()
    assert {name for name in given - used if name.removeprefix("--") not in palette.palette()["colours"]} == set()


# ------------------------------------------------------------------ fonts and weight


def test_fonts_carry_the_mark_of_their_content():
    named = re.findall(r'url\("\.\./fonts/([\w.-]+)\?v=(\w+)"\)', "".join(SHEETS.values()))
    shipped = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in (STATIC / "fonts").glob("*.woff2")
    }
    assert dict(named) == shipped


def test_the_font_the_page_asks_for_first_is_the_one_the_sheet_asks_for(part):
    first = re.search(r'rel="preload"[^>]*href="/static/([^"]+)"', part("<p>x</p>").text)
    assert first[1].removeprefix("fonts/") in SHEETS["base"]


@pytest.mark.parametrize("folder", ["portal/static/fonts", "portal/assets/fonts/pdf"])
def test_fonts_come_with_their_licence(folder):
    families = ["AtkinsonHyperlegibleNext", "Literata"] + ["OpenDyslexic"] * (folder == "portal/static/fonts")
    for family in families:
        assert "SIL OPEN FONT LICENSE" in (ROOT / folder / f"OFL-{family}.txt").read_text("utf-8").upper()


def test_the_icons_come_with_their_licence():
    assert "ISC License" in (STATIC / "icons/LICENSE-lucide.txt").read_text("utf-8")


def zipped(data: bytes) -> int:
    return len(gzip.compress(data, 9))


def test_a_page_links_one_sheet_made_of_all_there_are(part):
    linked = [node.get("href") for node in part("<p>x</p>").tree.iter("link") if node.get("rel") == "stylesheet"]
    assert [href.split("?")[0] for href in linked] == [f"/static/{styles.NAME}"]
    assert set(styles.ORDER) == set(SHEETS) - {"desk", "style"}  # pages of staff bring the one, the style page both


@pytest.mark.parametrize(("name", "parts"), styles.SHEETS.items())
def test_nothing_but_comments_is_left_out_of_a_sheet(plain_house, name, parts):
    answer = plain_house.test_client().get(f"/static/{name}")
    assert answer.mimetype == "text/css"
    assert "/*" not in answer.text
    assert selectors(answer.text) == [said for part in parts for said in selectors(SHEETS[part])]


def test_the_one_sheet_has_a_new_name_when_a_sheet_changes(tmp_path):
    for folder in ("as it is", "the same", "changed"):
        shutil.copytree(STATIC / "css", tmp_path / folder / "css")
    with (tmp_path / "changed/css/prefs.css").open("a") as sheet_of_wishes:
        sheet_of_wishes.write("@layer prefs { .a { color: inherit; } }")
    marks = [templating._mark(tmp_path / folder, styles.NAME) for folder in ("as it is", "the same", "changed")]
    assert marks[0] == marks[1] != marks[2]


def test_the_sheets_stand_in_the_order_of_the_layers(plain_house):
    assert plain_house.test_client().get(f"/static/{styles.NAME}").text.startswith("@layer base, parts, pages, prefs;")


def test_a_first_visit_stays_light(part, plain_house):
    row = '{{ note_row("/notes/" ~ at, "A title " ~ at, at ~ long, "Tuesday " ~ at, ["Mara"]) }}'
    page = part(f"<ul>{{% for at in range(20) %}}{row}{{% endfor %}}</ul>", {"long": sheet.LONG})
    html = zipped(page.text.encode())
    css = zipped(plain_house.test_client().get(f"/static/{styles.NAME}").data)
    script = (STATIC / "js/app.js").read_bytes()
    fonts = sum((STATIC / "fonts" / f"{name}-latin.woff2").stat().st_size for name in ("atkinson-next", "literata"))
    assert html <= 8 * KILO
    assert css <= 14 * KILO
    assert len(script) <= 3 * KILO
    assert html + css + zipped(script) + fonts <= 60 * KILO
