"""The faults that `make sabotage` plants, each with the tests that must notice it; one file a concept."""

from importlib import import_module
from pkgutil import iter_modules

FAULTS = [fault for part in iter_modules(__path__) for fault in import_module(f"{__name__}.{part.name}").FAULTS]
