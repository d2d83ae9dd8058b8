"""Appointments of therapists with clients, and the secret address of a calendar."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["practice_id", person],
                ["person.practice_id", "person.id"],
                name=op.f(f"fk_appointment_practice_id_{person}_person"),
            )
            for person in ("client_id", "therapist_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    for person in ("client_id", "therapist_id"):
        name = op.f(f"ix_appointment_practice_id_{person}_starts_at")
        op.create_index(name, "appointment", ["practice_id", person, "starts_at"], unique=False)
    op.create_table(
        "calendar_feed",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "person_id"],
            ["person.practice_id", "person.id"],
            name=op.f("fk_calendar_feed_practice_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("practice_id", "person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("practice_id", "token_hash", name=op.f("uq_calendar_feed_practice_id_token_hash")),
    )
    protect("appointment", "calendar_feed")


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_table("appointment")
