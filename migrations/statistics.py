"""What SQLite is told of how the tables grow, so that it plans for a full installation and always in the same way.

Left to itself it takes "of this practice" for as good a beginning as "of this note", and reads the practice's every
row. Its documentation calls this "Fixed results of ANALYZE" (https://sqlite.org/lang_analyze.html). PostgreSQL counts
its rows by itself.
"""

import sqlalchemy as sa
from sqlalchemy import Connection

ROWS = 100_000  # in a table, where nothing else is said
FEW, MANY = 5_000, 1_000_000
ROWS_OF = {"item": MANY, "item_key": MANY, "audit": MANY} | dict.fromkeys(
    ("practice", "setup", "person", "membership", "assignment", "principal", "lock", "audit_head", "invitation"), FEW
)
PRACTICES = 2  # one of which has half of all rows
ALIKE = {  # how many rows have the same value in this column; one, where nothing is said
    "item.owner_id": 1000,
    "item.kind": MANY,
    "item.thing_id": 2,
    "item_key.item_id": 2,
    "item_key.grant_id": 300,
    "grant_.owner_id": 5,
    "grant_.reader_id": 100,
    "entry.client_id": 500,
    "checkin.client_id": 500,
    "opening.item_id": 2,
    "assignment.therapist_id": 50,
    "assignment.client_id": 2,
    "lock.principal_id": 3,
    "lock.holder_id": FEW,
    "audit.about_id": 1000,
    "audit.actor_id": 1000,
    "summary.therapist_id": 200,
    "quotation.summary_id": 10,
    "quotation.item_id": 3,
    "job.state": ROWS,
    "session.person_id": 2,
}


def tell_sqlite(connection: Connection) -> None:
    """Write the table that ANALYZE would write; a migration may have made indexes anew, so do it after each."""
    connection.execute(sa.text("ANALYZE"))
    connection.execute(sa.text("DELETE FROM sqlite_stat1"))
    for table in sa.inspect(connection).get_table_names():
        for index in connection.execute(sa.text(f'PRAGMA index_list("{table}")')).scalars(1).all():
            columns = connection.execute(sa.text(f'PRAGMA index_info("{index}")')).scalars(2).all()
            row = {"table": table, "index": index, "rows": _expected(table, columns)}
            connection.execute(sa.text("INSERT INTO sqlite_stat1 VALUES (:table, :index, :rows)"), row)
    connection.execute(sa.text("ANALYZE sqlite_schema"))  # read it again


def _expected(table: str, columns: list[str]) -> str:
    """Rows in all, then how many are left for one value of the first column, of the first two, and so on."""
    rows = ROWS_OF.get(table, ROWS)
    left = [rows]
    for column in columns:
        alike = rows // PRACTICES if column == "practice_id" else ALIKE.get(f"{table}.{column}", 1)
        left.append(min(left[-1], alike))
    return " ".join(map(str, left))
