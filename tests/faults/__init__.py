"""The faults that `make sabotage` plants, each with the tests that must notice it; one file a concept."""

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
from importlib import import_module
from pkgutil import iter_modules

FAULTS = [fault for part in iter_modules(__path__) for fault in import_module(f"{__name__}.{part.name}").FAULTS]
