"""The faults that `make sabotage` plants, each with the tests that must notice it."""

from tests.faults import files, goals, journal, mail, measures, page, practice, prompts, reading, screens, vault

FAULTS = [
    *files.FAULTS,
    *goals.FAULTS,
    *mail.FAULTS,
    *journal.FAULTS,
    *measures.FAULTS,
    *page.FAULTS,
    *practice.FAULTS,
    *prompts.FAULTS,
    *reading.FAULTS,
    *screens.FAULTS,
    *vault.FAULTS,
]
