"""Floor 1, the nouns: tables without behaviour. Importing this imports each of them, so the metadata is whole."""

from portal.models import (
    audit,
    caseload,
    consent,
    drafts,
    files,
    goals,
    journal,
    measures,
    mood,
    outbox,
    people,
    practices,
    sessions,
    summaries,
    vault,
)

__all__ = [
    "audit",
    "caseload",
    "consent",
    "drafts",
    "files",
    "goals",
    "journal",
    "measures",
    "mood",
    "outbox",
    "people",
    "practices",
    "sessions",
    "summaries",
    "vault",
]
