"""The only file that imports WeasyPrint: what it may fetch, what is kept between documents, and drawing itself."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.core.language import _, from_file, kept_as, speaking, spoken

__all__ = ["FatalURLFetchingError", "RefusingFetcher", "bare", "draw", "warm"]

FONTS = Path(__file__).parents[2] / "assets" / "fonts" / "pdf"
STYLE = Path(__file__).parents[2] / "templates" / "pdf" / "print.css"

# What the style sheet calls a part in the list of bookmarks, where its heading would name somebody.
BOOKMARKS = (
    kept_as("Summary"),
    kept_as("In the client\u2019s words"),
    kept_as("To talk about"),
    kept_as("Themes and my note"),
)

# Everything a document may ask for. A name is looked up, never joined to a path, so there is nothing to climb out of.
SHIPPED = {
    f"asset:{name}": FONTS / name
    for name in (
        "AtkinsonHyperlegibleNext-Regular.ttf",
        "AtkinsonHyperlegibleNext-SemiBold.ttf",
        "Literata-Regular.ttf",
        "Literata-SemiBold.ttf",
        "Literata-Italic.ttf",
    )
}

# WeasyPrint lays out the whole rest of a paragraph for each line of a word that fills more than a line or two, which
# made 50,000 letters take 32 s; with an invisible place to break after every 60 they take 0.5 s. Thai, Lao, Burmese,
# Khmer and the scripts of East Asia write without spaces, and Pango knows where those may break.
ENDLESS = re.compile(
    r"[^ \t\n\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]{60}"
)

# One line in each face and in some scripts that come from the system's fonts, a link and a table: what a first document
# would otherwise spend its time finding.
FIRST_PAGE = """<!doctype html><html lang="en"><title>Warm</title><body><h1 id="top">Warm</h1>
<p>Sans <b>strong</b> <a href="#top">link</a> \u0436 \u03c9 \u05e9 \u0639 \u4e2d \U0001f642</p>
<blockquote class="summary-voice"><p><b>Voice</b> \u0436 \u03c9 \u05e9 \u0639 \u4e2d \U0001f642</p></blockquote>
<table><thead><tr><th scope="col">Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table>"""


class RefusingFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Hands out the shipped fonts by name; anything else, on the network, on disk or inline, ends the drawing."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ARG002  the library's signature
        """The shipped file of that name.

        Args:
            url: as it stands in the document.
            headers: not used; nothing goes over a wire.

        Returns:
            A `URLFetcherResponse`.

        Raises:
            FatalURLFetchingError: it is no shipped file. The address is not repeated: it may hold a client's words.
        """
        if url not in SHIPPED:
            raise FatalURLFetchingError("not a shipped file")
        return URLFetcherResponse(url, SHIPPED[url].read_bytes(), {"Content-Type": "font/ttf"})


@cache
def _fonts() -> Any:
    return FontConfiguration()


@cache
def _style(language: str) -> Any:
    """The style sheet, with what it says by itself in the language of the document."""
    style = STYLE.read_text("utf-8")
    with speaking(language):
        for words in BOOKMARKS:
            style = style.replace(f'"{words}"', f'"{from_file(words)}"')
        pages = _("Page %(page)s of %(pages)s", page='" counter(page) "', pages='" counter(pages) "')
    style = style.replace("PAGE-OF-PAGES", f'"{pages}"')
    return CSS(string=style, url_fetcher=RefusingFetcher(), font_config=_fonts())


def _prepare(root: Any) -> None:
    """Do for WeasyPrint what a browser does by itself: find directions, and find places to break endless words."""
    for element in root.iter():
        if element.get("dir") == "auto":
            letters = (unicodedata.bidirectional(letter) for letter in "".join(element.itertext()))
            first = next((kind for kind in letters if kind in ("L", "R", "AL")), "L")
            element.set("dir", "ltr" if first == "L" else "rtl")
    for paragraph in root.iter("p"):
        paragraph.text = ENDLESS.sub("\\g<0>\u200b", paragraph.text or "")


def draw(html: str) -> tuple[bytes, int]:
    """Draw HTML as PDF/UA-1.

    Args:
        html: a whole document with `lang`, a title and, for the PDF's own date, `dcterms.created`.

    Returns:
        The PDF and its number of pages.

    Raises:
        FatalURLFetchingError: the document asked for something else than a shipped font.
    """
    page = HTML(string=html, url_fetcher=RefusingFetcher())
    _prepare(page.etree_element)
    drawn = page.render(font_config=_fonts(), stylesheets=[_style(spoken())], pdf_variant="pdf/ua-1")
    # The identifier is a digest of the contents, not of the clock: the same data give the same bytes.
    return drawn.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True), len(drawn.pages)


def warm() -> None:
    """Do once what each document would otherwise do first: open fonts, parse the style sheet, compile the layout."""
    draw(FIRST_PAGE)


def bare(html: str) -> bytes:
    """WeasyPrint with the kept style sheet and fonts and nothing of ours round it, for the benchmark to compare with.

    Args:
        html: a whole document.

    Returns:
        The PDF.
    """
    page = HTML(string=html, url_fetcher=RefusingFetcher())
    pdf: bytes = page.write_pdf(font_config=_fonts(), stylesheets=[_style(spoken())], pdf_variant="pdf/ua-1")
    return pdf
