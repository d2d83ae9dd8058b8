"""The faults that `make sabotage` plants, each with the tests that must notice it."""

from tests.faults import goals, page, practice, prompts, reading, screens, vault

FAULTS = [
    *reading.FAULTS,
    *practice.FAULTS,
    *vault.FAULTS,
    *page.FAULTS,
    *goals.FAULTS,
    *prompts.FAULTS,
    *screens.FAULTS,
]
