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
        "a file is made for somebody who is gone",
        "portal/domain/files/making.py",
        "Person.closed_at.is_(None), Person.id.in_(still)",
        "Person.id.in_(still)",
        f"tests/domain/test_files.py {QUICK}",
    ),
    Fault(
        "files are everybody's",
        "portal/domain/access.py",
        "READ: Mapping[tuple[Role, type], Rule] = {\n",
        "READ: Mapping[tuple[Role, type], Rule] = {\n    (Role.ADMIN, File): everyone_here,\n",
        f"tests/access/test_files_rows.py {QUICK}",
    ),
]
