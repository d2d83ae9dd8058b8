"""What every page must be is asked of every page a test fetches; each slip is planted here once."""

import pytest

FRAME = (
    '<!doctype html><html lang="en"><head><title>Note</title></head><body class="client">'
    '<a href="#main">Skip</a><header>Top</header><main id="main"><h1>Note</h1>'
    '<form><label for="words">Words</label><input id="words" name="words"></form></main></body></html>'
)
SLIPS = {
    "no language": (' lang="en"', ""),
    "h1": ("<h1>Note</h1>", "<p>Note</p>"),
    "main part": ('<main id="main">', '<main><h2>Two</h2></main><main id="main">'),
    "header": ("<header>Top</header>", "<p>Top</p>"),
    "does not begin": ('<a href="#main">Skip</a>', '<a href="/">Home</a><a href="#main">Skip</a>'),
    "no title": ("<title>Note</title>", "<title></title>"),
    "looked at": ("<title>Note</title>", "<title>Your therapy</title>"),
    "inline style": ("<h1>", '<h1 style="color: red">'),
    "inline handler": ("<h1>", '<h1 onclick="go()">'),
    "inline script": ("<h1>", "<script>go()</script><h1>"),
    "style element": ("<title>", "<style>h1 { color: red }</style><title>"),
    "words": ("<h1>", '<p id="words">x</p><h1>'),  # an id twice
    "without a label": ('<label for="words">Words</label>', ""),
    "without its token": ("<form>", '<form method="post">'),
    "the Enter key": ("<form>", '<form><button formaction="/leave">Leave</button>'),
}


def test_a_page_without_a_slip_passes(show):
    assert show(FRAME).title == "Note"


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_on_a_page_would_be_noticed(show, slip):
    right, wrong = SLIPS[slip]
    assert right in FRAME
    with pytest.raises(AssertionError, match=slip):
        show(FRAME.replace(right, wrong, 1))
