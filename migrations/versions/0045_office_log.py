"""The trail as the office may see it: a place and a kind for each line of that; and what the daily look has found."""

import sqlalchemy as sa
from alembic import op

from migrations.tenancy import protect

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

# Lines from before are placed by what they are. All others are private, and have neither place nor kind.
KINDS = {
    "opened": (
        "consent:share:opened",
        "consent:stream:opened",
        "consent:goals:opened",
        "consent:measures:opened",
        "summaries:summary:opened",
        "consent:reply:given",
        "consent:reply:withdrawn",
        "consent:share:declined",
    ),
    "exports": (
        "summaries:summary:asked",
        "summaries:summary:made",
        "summaries:summary:failed",
        "summaries:summary:given",
    ),
    "trouble": (
        "accounts:session:refused",
        "accounts:invitation:refused",
        "access:page:refused",
    ),
    "office": (
        "practices:practice:set-up",
        "accounts:person:invited",
        "caseload:assignment:begun",
        "caseload:assignment:ended",
        "practices:kit:made",
        "practices:kit:confirmed",
        "help:line:added",
        "help:line:checked",
        "help:line:removed",
        "resources:resource:kept",
        "resources:resource:ended",
        "signals:hours:set",
    ),
    "accounts": (
        "accounts:person:joined",
        "accounts:session:started",
        "accounts:session:ended",
        "accounts:session:all-ended",
        "accounts:password:changed",
        "accounts:recovery-code:made",
        "contact:choice:changed",
        "accounts:closing:asked",
        "accounts:closing:stopped",
        "accounts:person:closed",
        "mail:message:failed",
    ),
    "care": (
        "measures:asked:given",
        "prompts:question:asked",
        "prompts:programme:given",
        "measures:asked:ended",
        "prompts:question:ended",
        "prompts:programme:paused",
        "prompts:programme:resumed",
        "prompts:programme:ended",
        "prompts:prompt:written",
        "prompts:prompt:retired",
        "prompts:prompt:brought-back",
        "prompts:prompt:deleted",
        "summaries:summary:finished",
        "summaries:summary:removed",
        "summaries:summary:closed",
        "summaries:summary:flagged",
        "summaries:addendum:added",
        "summaries:addendum:failed",
        "progress_notes:note:signed",
        "progress_notes:addendum:written",
        "appointments:appointment:added",
        "appointments:appointment:moved",
        "appointments:appointment:cancelled",
        "appointments:change:undone",
        "appointments:feed:made",
        "appointments:feed:ended",
        "rhythm:days:kept",
    ),
}
NOT_OF_CLIENTS = (
    "access:page:refused",
    "accounts:person:invited",
    "accounts:password:changed",
    "accounts:recovery-code:made",
    "accounts:session:all-ended",
    "accounts:session:ended",
    "accounts:session:refused",
    "accounts:session:started",
)
INDICES = {
    "ix_audit_listed_all": ["practice_id", "at", "place"],
    "ix_audit_listed_kind": ["practice_id", "kind", "at", "place"],
    "ix_audit_listed_actor": ["practice_id", "actor_id", "kind", "at", "place"],
    "ix_audit_listed_about": ["practice_id", "about_id", "kind", "at", "place"],
}
WHERE = sa.text("place IS NOT NULL")
PLACED = """
    UPDATE audit SET place = placed.place FROM (
        SELECT practice_id, seq, row_number() OVER (PARTITION BY practice_id ORDER BY seq) AS place
        FROM audit WHERE kind IS NOT NULL
    ) AS placed
    WHERE placed.practice_id = audit.practice_id AND placed.seq = audit.seq
"""
LAST = "(SELECT max(place) FROM audit WHERE audit.practice_id = audit_head.practice_id)"


def upgrade() -> None:
    op.add_column("audit", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column("audit", sa.Column("kind", sa.String(), nullable=True))
    op.add_column("audit_head", sa.Column("place", sa.Integer(), nullable=False, server_default=sa.text("0")))
    _row_security("no force")
    _place_what_is_there()
    _row_security("force")
    op.create_index("uq_audit_place", "audit", ["practice_id", "place"], unique=True)
    for name, columns in INDICES.items():
        op.create_index(name, "audit", columns, sqlite_where=WHERE, postgresql_where=WHERE)
    op.create_table(
        "audit_check",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("broken_at", sa.Integer(), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("practice_id", name=op.f("pk_audit_check")),
    )
    protect("audit_check")


def _place_what_is_there() -> None:
    """What a client did by themselves, and all that somebody they trust did, stays out."""
    run = op.get_bind().execute
    audit = sa.table("audit", *(sa.column(name) for name in ("practice_id", "actor_id", "event", "kind")))
    held = sa.table("membership", *(sa.column(name) for name in ("practice_id", "person_id", "role")))

    def by(role: str) -> sa.ColumnElement[bool]:
        who = (held.c.practice_id == audit.c.practice_id, held.c.person_id == audit.c.actor_id, held.c.role == role)
        return sa.exists().where(*who)

    for kind, events in KINDS.items():
        run(audit.update().where(audit.c.event.in_(events)).values(kind=kind))
    run(audit.update().where(by("confidant")).values(kind=None))
    run(audit.update().where(audit.c.event.in_(NOT_OF_CLIENTS), by("client")).values(kind=None))
    run(sa.text(PLACED))
    run(sa.text(f"UPDATE audit_head SET place = coalesce({LAST}, 0)"))


def _row_security(force: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("audit", "audit_head", "membership"):
            op.execute(f'alter table "{table}" {force} row level security')


def downgrade() -> None:
    op.drop_table("audit_check")
    for name in (*INDICES, "uq_audit_place"):
        op.drop_index(name, "audit")
    op.drop_column("audit_head", "place")
    for name in ("kind", "place"):
        op.drop_column("audit", name)
