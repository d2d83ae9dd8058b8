"""Lists of people to invite, and sheets of slips."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_person(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["practice_id", "person_id"],
            ["person.practice_id", "person.id"],
            name=op.f(f"fk_{table}_practice_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    op.create_table(
        "roster",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _moment("made_at", nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("version", "total", "done", "mailed")),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        *(_moment(name) for name in ("prepared_at", "mailed_at", "kept_until", "emptied_at")),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *_of_person("roster"),
    )
    name = op.f("ix_roster_practice_id_person_id_made_at_id")
    op.create_index(name, "roster", ["practice_id", "person_id", "made_at", "id"], unique=False)
    op.create_table(
        "slip_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=True) for name in ("asked_item_id", "item_id")),
        _moment("asked_at", nullable=False),
        _moment("made_at"),
        _moment("kept_until", nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *_of_person("slip_sheet"),
    )
    name = op.f("ix_slip_sheet_practice_id_person_id_asked_at_id")
    op.create_index(name, "slip_sheet", ["practice_id", "person_id", "asked_at", "id"], unique=False)
    for table in ("roster", "slip_sheet"):
        protect(table)


def downgrade() -> None:
    op.drop_table("slip_sheet")
    op.drop_table("roster")
