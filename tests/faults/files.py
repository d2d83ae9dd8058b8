"""Faults about files made for a client."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a file lies here for ever",
        "portal/domain/files/opening.py",
        "    _remove(db.session.scalars(over).all())",
        "    db.session.scalars(over).all()",
        f"tests/domain/test_files.py {QUICK}",
    ),
    Fault(
        "what comes in falls under standing consents",
        "portal/domain/vault/items.py",
        "    own = _standing(keys, OWN)",
        '    own = _standing(keys, "entry")',
        f"tests/domain/test_imports.py {QUICK}",
    ),
    Fault(
        "taking back leaves what stands beside the notes",
        "portal/domain/journal/incoming.py",
        "vault.forget([*found, *map(margin_id, found), *drafts])",
        "vault.forget([*found, *drafts])",
        f"tests/domain/test_imports.py {QUICK}",
    ),
    Fault(
        "archives are unpacked without being looked at",
        "portal/domain/imports/unpacking.py",
        "    _check_wanted(wanted)\n",
        "",
        "tests/imports/test_formats.py",
    ),
    Fault(
        "a kind without a part is left out of the archive",
        "portal/domain/exports/others.py",
        "for kept in shelf.rest()]",
        "for kept in ()]",
        f"tests/domain/test_exports.py {QUICK}",
    ),
    Fault(
        "everything is given away without the password",
        "portal/domain/sessions/__init__.py",
        "return self.stepped_up_at is not None and now() - self.stepped_up_at < FRESH",
        "return True",
        f"tests/client_app/test_taking_away.py {QUICK}",
    ),
    Fault(
        "a file is made for somebody who is gone",
        "portal/domain/files/making.py",
        "Person.closed_at.is_(None), Person.id.in_(still)",
        "Person.id.in_(still)",
        f"tests/domain/test_files.py {QUICK}",
    ),
    Fault(
        "files are everybody's",
        "portal/domain/access/__init__.py",
        "READ: Mapping[tuple[Role, type], Rule] = {\n",
        "READ: Mapping[tuple[Role, type], Rule] = {\n    (Role.ADMIN, File): everyone_here,\n",
        f"tests/access/test_files_rows.py {QUICK}",
    ),
    Fault(
        "a damaged list of Day One breaks the page",
        "portal/domain/imports/day_one.py",
        "OverflowError, TypeError, LookupError, AttributeError):",
        "OverflowError, TypeError, KeyError, AttributeError):",
        f"tests/imports/test_formats.py {QUICK}",
    ),
]
