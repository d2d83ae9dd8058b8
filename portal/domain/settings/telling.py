"""Words that tell what kind of place this is, to whoever reads an address or a mailbox over somebody's shoulder."""

import re

from portal.core.language import _

# In a few languages; part of a word is enough.
TELLING = re.compile(
    r"thera|counsel|clinic|klinik|psych|couple|marriage|marital|family|mental|relationship|praxis|beratung|paar|ehe|"
    r"relate|crisis|support|recovery|trauma|patient|doctor|\bdr\b",
    re.IGNORECASE,
)


def slug_warning(slug: str) -> str | None:
    """Why another word for addresses may be kinder; none when it is neutral."""
    if TELLING.search(slug):
        return _(
            "This word will be part of every address, and addresses stay in a browser's history. "
            "Somebody who shares a phone may read it there. A neutral word, such as a street or a tree, tells less."
        )
    return None


def name_warning(name: str) -> str | None:
    """The same for a name. Mail leaves such a name out by itself."""
    if TELLING.search(name):
        return _(
            "This name tells what kind of place this is. It stands in the titles of staff pages and on the first page; "
            "mail leaves it out. A neutral name, such as a street or a tree, tells less."
        )
    return None
