"""The tables as they began."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _serial() -> sa.Column[int]:
    return sa.Column("serial", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "documents",
        _text("id"),
        _text("sha256"),
        _text("info"),
        _text("sections"),
        _time("added_at"),
        sa.Column("has_file", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        _serial(),
        _text("owner"),
        sa.PrimaryKeyConstraint("serial", name="pk_documents"),
        sa.UniqueConstraint("owner", "id", name="uq_documents_owner_id"),
    )
    op.create_table(
        "questions",
        _text("id"),
        _text("status"),
        sa.Column("version", sa.Integer(), nullable=False),
        _time("made_at"),
        _time("decided_at", nullable=True),
        _text("decided_by"),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        _text("difficulty"),
        _text("topic"),
        sa.Column("tenth", sa.Integer(), nullable=True),
        _text("letter"),
        _text("flaws"),
        _text("document"),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        _text("search"),
        _serial(),
        _text("owner"),
        sa.PrimaryKeyConstraint("serial", name="pk_questions"),
        sa.UniqueConstraint("owner", "id", name="uq_questions_owner_id"),
    )
    op.create_index("ix_questions_owner_removed_serial", "questions", ["owner", "removed", "serial"])
    op.create_table(
        "runs",
        _text("id"),
        _text("title"),
        _text("state"),
        _time("started_at"),
        _time("beat_at"),
        _time("finished_at", nullable=True),
        _text("request"),
        _text("report", nullable=True),
        _text("documents"),
        _text("model"),
        _text("choices"),
        _text("problem"),
        sa.Column("cost_usd", sa.Double(), nullable=True),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        _serial(),
        _text("owner"),
        sa.PrimaryKeyConstraint("serial", name="pk_runs"),
        sa.UniqueConstraint("owner", "id", name="uq_runs_owner_id"),
    )
    op.create_index("ix_runs_started_at", "runs", ["started_at"])
    op.create_table(
        "steps",
        _time("at"),
        _text("by"),
        _text("kind"),
        sa.Column("undone", sa.Boolean(), nullable=False),
        _serial(),
        _text("owner"),
        sa.PrimaryKeyConstraint("serial", name="pk_steps"),
    )
    op.create_index("ix_steps_owner_serial", "steps", ["owner", "serial"])
    op.create_table(
        "changes",
        sa.Column("step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        _text("subject"),
        _text("what"),
        _text("before"),
        _text("after"),
        _serial(),
        _text("owner"),
        sa.ForeignKeyConstraint(["step"], ["steps.serial"], name="fk_changes_step"),
        sa.PrimaryKeyConstraint("serial", name="pk_changes"),
    )
    op.create_index("ix_changes_owner_subject", "changes", ["owner", "subject"])
    op.create_index("ix_changes_step", "changes", ["step"])
    op.create_table(
        "uses",
        _text("run"),
        _text("question"),
        sa.Column("position", sa.Integer(), nullable=False),
        _serial(),
        _text("owner"),
        sa.ForeignKeyConstraint(
            ["owner", "question"], ["questions.owner", "questions.id"], name="fk_uses_owner_question"
        ),
        sa.ForeignKeyConstraint(["owner", "run"], ["runs.owner", "runs.id"], name="fk_uses_owner_run"),
        sa.PrimaryKeyConstraint("serial", name="pk_uses"),
        sa.UniqueConstraint("owner", "run", "question", name="uq_uses_owner_run_question"),
    )
    op.create_index("ix_uses_owner_question", "uses", ["owner", "question"])
    op.create_table(
        "versions",
        _text("question"),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("content"),
        _text("item"),
        _time("made_at"),
        _text("by"),
        _text("why"),
        _text("run"),
        _serial(),
        _text("owner"),
        sa.ForeignKeyConstraint(
            ["owner", "question"], ["questions.owner", "questions.id"], name="fk_versions_owner_question"
        ),
        sa.PrimaryKeyConstraint("serial", name="pk_versions"),
        sa.UniqueConstraint("owner", "question", "number", name="uq_versions_owner_question_number"),
    )
    op.create_index("ix_versions_owner_content", "versions", ["owner", "content"])
