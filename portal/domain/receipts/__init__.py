"""Receipts: each act of a client's consents, sealed to them, each with the hash of the one before it."""

from portal.domain.receipts.acts import Act, What
from portal.domain.receipts.agreeing import JOINING, agree
from portal.domain.receipts.chain import START, canonical, digest
from portal.domain.receipts.reading import PAGE, Head, Page, Receipt, as_file, index, item_ids, read, receipt_from
from portal.domain.receipts.wordings import Wording, wording
from portal.domain.receipts.wordings import here as in_language
from portal.domain.receipts.writing import KIND, look, mark_of, write

__all__ = [
    "JOINING",
    "KIND",
    "PAGE",
    "START",
    "Act",
    "Head",
    "Page",
    "Receipt",
    "What",
    "Wording",
    "agree",
    "as_file",
    "canonical",
    "digest",
    "in_language",
    "index",
    "item_ids",
    "look",
    "mark_of",
    "read",
    "receipt_from",
    "wording",
    "write",
]
