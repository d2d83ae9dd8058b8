"""What therapists write about a client: process notes, progress notes and their addenda; words are in the vault."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import app_role, protect

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "process_note",
        *_about(),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *_people("process_note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_note")),
    )
    op.create_table(
        "progress_note",
        *_about(),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *_people("progress_note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_note")),
        sa.UniqueConstraint("practice_id", "id", name=op.f("uq_progress_note_practice_id_id")),
    )
    op.create_table(
        "progress_addendum",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "note_id"],
            ["progress_note.practice_id", "progress_note.id"],
            name=op.f("fk_progress_addendum_practice_id_note_id_progress_note"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_addendum")),
        sa.UniqueConstraint(
            "practice_id", "note_id", "number", name=op.f("uq_progress_addendum_practice_id_note_id_number")
        ),
    )
    for table in ("process_note", "progress_note"):
        columns = ["practice_id", "therapist_id", "client_id", "on_day", "written_at"]
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)
    protect("process_note", "progress_note", "progress_addendum")
    if op.get_bind().dialect.name == "postgresql":  # as the audit: the record is only added to
        op.execute(f'revoke delete on progress_note from "{app_role()}"')
        op.execute(f'revoke update, delete on progress_addendum from "{app_role()}"')


def downgrade() -> None:
    op.drop_table("progress_addendum")
    op.drop_table("progress_note")
    op.drop_table("process_note")


def _about() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def _people(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["practice_id", who],
            ["person.practice_id", "person.id"],
            name=op.f(f"fk_{table}_practice_id_{who}_person"),
        )
        for who in ("client_id", "therapist_id")
    ]
