"""Progress notes: the practice's record of a session. Written, then signed, which is for good; amended by addenda.

They lie under the kind that the practice's records key covers, from the first version on. Process notes are another
thing, and never come in here: see `process_notes`.
"""

from portal.domain.progress_notes.keeping import add, edit, sign, write
from portal.domain.progress_notes.reading import earlier, read, shelf, unsigned
from portal.domain.progress_notes.words import KIND, LONGEST, Addendum, BothChanged, Earlier, Note, Shelf, Signed, Words

__all__ = [
    "KIND",
    "LONGEST",
    "Addendum",
    "BothChanged",
    "Earlier",
    "Note",
    "Shelf",
    "Signed",
    "Words",
    "add",
    "earlier",
    "edit",
    "read",
    "shelf",
    "sign",
    "unsigned",
    "write",
]
