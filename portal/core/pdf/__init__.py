"""PDF documents made from templates; only the functions that draw load WeasyPrint, so the web process never does."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from portal.core.dates import said
from portal.core.errors import PortalError
from portal.core.language import _, name_of, ngettext, spoken
from portal.core.markdown import structure

TEMPLATES = Path(__file__).parents[2] / "templates" / "pdf"
COMPONENTS = Path(__file__).parents[2] / "templates" / "components"

# Drawing takes time and memory in step with the text, and each tag or line costs about as much as sixty characters.
# At this weight (some 280 notes of 1,400 characters) it took 10 s to 20 s and 0.6 GB at worst where it was measured,
# which leaves a slower machine room inside the job's two minutes.
MOST_WEIGHT = 1_500_000
LINE_WEIGHT = 60

# What neither XML metadata nor a PDF string can carry: control characters, halves of surrogate pairs, non-characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class TooBig(PortalError):
    """There are more words than one document can hold; a second try would not help."""


class Refused(PortalError):
    """The document asked for something from outside itself; a second try would not help."""


@dataclass(frozen=True)
class Document:
    """A finished PDF and the number of its pages."""

    pdf: bytes = field(repr=False)
    pages: int


@cache
def environment() -> Environment:
    """The templates of PDFs: escaped always, and silent about nothing that is missing.

    Components have the same names as on pages, so that a chart is one and the same on paper; but only those can be used
    that need no global of the web, and no filter of it but `structure`.
    """
    components = PrefixLoader({"components": FileSystemLoader(COMPONENTS)})
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(TEMPLATES), components]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.filters.update(structure=structure, said=said, language_name=name_of)
    made.globals.update(language=spoken)
    made.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]  # Jinja's extension has it
    return made


def render_html(template: str, **data: object) -> str:
    """The HTML a PDF is drawn from, or the body that a page on screen shares with it.

    Args:
        template: a file in `templates/pdf`, such as "session_summary.html".
        data: what the template names; a name it needs and does not get is an error.

    Returns:
        HTML in which every value is escaped and unprintable characters have become U+FFFD.
    """
    return UNPRINTABLE.sub("\ufffd", environment().get_template(template).render(**data))


def render(template: str, **data: object) -> Document:
    """Draw a template as a tagged PDF/UA-1 document; the same data give the same bytes.

    Args:
        template: a file in `templates/pdf`.
        data: what the template names.

    Returns:
        The finished document.

    Raises:
        TooBig: the text is heavier than `MOST_WEIGHT`.
        Refused: the template asked for anything but a shipped font (SECURITY T48).
    """
    html = render_html(template, **data)
    weight = len(html) + LINE_WEIGHT * (html.count("<") + html.count("\n"))
    if weight > MOST_WEIGHT:
        raise TooBig(f"weight {weight}, {MOST_WEIGHT} at most")
    return draw(html)


def draw(html: str) -> Document:
    """Draw finished HTML; apart from tests, everything comes through `render`.

    Args:
        html: a whole document with `lang` and a title.

    Returns:
        The finished document.

    Raises:
        Refused: the HTML asked for anything but a shipped font.
    """
    from portal.core.pdf import drawing  # noqa: PLC0415  loading WeasyPrint is the worker's business alone

    try:
        pdf, pages = drawing.draw(html)
    except drawing.FatalURLFetchingError:
        # Not an Exception, so it would end the worker; and what it stands for may quote the text: it goes no further.
        raise Refused("the document asked for something from outside itself") from None
    return Document(pdf, pages)


def warm() -> None:
    """Load WeasyPrint, the fonts and the style sheet and draw once, so that each forked job starts warm.

    The worker calls this before its first fork and `gc.freeze()` after it (PERFORMANCE 2.4, 2.5).
    """
    from portal.core.pdf import drawing  # noqa: PLC0415  as above

    drawing.warm()


def bare(html: str) -> bytes:
    """WeasyPrint alone on finished HTML: the floor a benchmark holds `render` against (PERFORMANCE 2.4, "LP").

    Args:
        html: what `render_html` gave.

    Returns:
        The PDF, drawn with the kept style sheet and fonts, and without any other care of ours.
    """
    from portal.core.pdf import drawing  # noqa: PLC0415  as above

    return drawing.bare(html)
