"""People and pieces: who writes, who is asked, what they answer."""

import sqlalchemy as sa
from alembic import op

revision = "0001_pieces"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("failed_logins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("login", name="uq_people_login"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("runs_from", sa.Date(), nullable=False),
        sa.Column("runs_until", sa.Date(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("submitter_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=True),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claimed_by"], ["people.id"], name="fk_drafts_claimed_by_people"),
        sa.ForeignKeyConstraint(["submitter_id"], ["people.id"], name="fk_drafts_submitter_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_state", "drafts", ["state"], unique=False)
    op.create_index("ix_drafts_submitter_id", "drafts", ["submitter_id"], unique=False)
    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_grants_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
        sa.UniqueConstraint("person_id", "role", "stage", "place", name="uq_grants_person_id"),
    )
    op.create_index("ix_grants_person_id", "grants", ["person_id"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_tokens_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("secret_hash", name="uq_tokens_secret_hash"),
    )
    op.create_index("ix_tokens_person_id", "tokens", ["person_id"], unique=False)
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name="fk_links_created_by_people"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_links_draft_id_drafts"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_links_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.UniqueConstraint("secret_hash", name="uq_links_secret_hash"),
    )
    op.create_index("ix_links_draft_id", "links", ["draft_id"], unique=False)
    op.create_index("ix_links_person_id", "links", ["person_id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("copy", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("copy_hash", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("specs_hash", sa.Text(), nullable=True),
        sa.Column("rules_hash", sa.Text(), nullable=True),
        sa.Column("engine", sa.Text(), nullable=True),
        sa.Column("judged", sa.JSON(), nullable=True),
        sa.Column("report", sa.LargeBinary(), nullable=True),
        sa.Column("standards", sa.LargeBinary(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_specs", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_versions_author_id_people"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_versions_draft_id_drafts"),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.UniqueConstraint("draft_id", "number", name="uq_versions_draft_id"),
    )
    op.create_index("ix_versions_content_hash", "versions", ["content_hash"], unique=False)
    op.create_index("ix_versions_draft_id", "versions", ["draft_id"], unique=False)
    op.create_table(
        "watchers",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_watchers_draft_id_drafts"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_watchers_person_id_people"),
        sa.PrimaryKeyConstraint("draft_id", "person_id", name="pk_watchers"),
    )
    op.create_index("ix_watchers_person_id", "watchers", ["person_id"], unique=False)
    op.create_table(
        "asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("need", sa.Integer(), nullable=False),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fallback", sa.Boolean(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_asks_draft_id_drafts"),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_asks_version_id_versions"),
        sa.PrimaryKeyConstraint("id", name="pk_asks"),
        sa.UniqueConstraint("version_id", "stage", "location", name="uq_asks_version_id"),
    )
    op.create_index("ix_asks_draft_id", "asks", ["draft_id"], unique=False)
    op.create_index("ix_asks_location", "asks", ["location"], unique=False)
    op.create_index("ix_asks_version_id", "asks", ["version_id"], unique=False)
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("claim_key", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_comments_author_id_people"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_comments_draft_id_drafts"),
        sa.ForeignKeyConstraint(["parent_id"], ["comments.id"], name="fk_comments_parent_id_comments"),
        sa.ForeignKeyConstraint(["resolved_by"], ["people.id"], name="fk_comments_resolved_by_people"),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_comments_version_id_versions"),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
    )
    op.create_index("ix_comments_draft_id", "comments", ["draft_id"], unique=False)
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_files_version_id_versions"),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.UniqueConstraint("version_id", "path", name="uq_files_version_id"),
    )
    op.create_index("ix_files_version_id", "files", ["version_id"], unique=False)
    op.create_table(
        "assignees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.Text(), nullable=False),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name="fk_assignees_ask_id_asks"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_assignees_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_assignees"),
        sa.UniqueConstraint("ask_id", "person_id", name="uq_assignees_ask_id"),
    )
    op.create_index("ix_assignees_ask_id", "assignees", ["ask_id"], unique=False)
    op.create_index("ix_assignees_person_id", "assignees", ["person_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("claim_key", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("level", sa.JSON(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("carried_from", sa.Integer(), nullable=True),
        sa.CheckConstraint("answer IN ('keep', 'cannot', 'can_if')", name="answer"),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name="fk_decisions_ask_id_asks"),
        sa.ForeignKeyConstraint(["carried_from"], ["decisions.id"], name="fk_decisions_carried_from_decisions"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_decisions_person_id_people"),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_decisions_version_id_versions"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.UniqueConstraint("ask_id", "person_id", "claim_key", name="uq_decisions_ask_id"),
    )
    op.create_index("ix_decisions_ask_id", "decisions", ["ask_id"], unique=False)
    op.create_index("ix_decisions_at", "decisions", ["at"], unique=False)
    op.create_index("ix_decisions_claim_key", "decisions", ["claim_key"], unique=False)
    op.create_index("ix_decisions_person_id", "decisions", ["person_id"], unique=False)
    op.create_index("ix_decisions_version_id", "decisions", ["version_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_decisions_version_id", table_name="decisions")
    op.drop_index("ix_decisions_person_id", table_name="decisions")
    op.drop_index("ix_decisions_claim_key", table_name="decisions")
    op.drop_index("ix_decisions_at", table_name="decisions")
    op.drop_index("ix_decisions_ask_id", table_name="decisions")
    op.drop_table("decisions")
    op.drop_index("ix_assignees_person_id", table_name="assignees")
    op.drop_index("ix_assignees_ask_id", table_name="assignees")
    op.drop_table("assignees")
    op.drop_index("ix_files_version_id", table_name="files")
    op.drop_table("files")
    op.drop_index("ix_comments_draft_id", table_name="comments")
    op.drop_table("comments")
    op.drop_index("ix_asks_version_id", table_name="asks")
    op.drop_index("ix_asks_location", table_name="asks")
    op.drop_index("ix_asks_draft_id", table_name="asks")
    op.drop_table("asks")
    op.drop_index("ix_watchers_person_id", table_name="watchers")
    op.drop_table("watchers")
    op.drop_index("ix_versions_draft_id", table_name="versions")
    op.drop_index("ix_versions_content_hash", table_name="versions")
    op.drop_table("versions")
    op.drop_index("ix_links_person_id", table_name="links")
    op.drop_index("ix_links_draft_id", table_name="links")
    op.drop_table("links")
    op.drop_index("ix_tokens_person_id", table_name="tokens")
    op.drop_table("tokens")
    op.drop_index("ix_grants_person_id", table_name="grants")
    op.drop_table("grants")
    op.drop_index("ix_drafts_submitter_id", table_name="drafts")
    op.drop_index("ix_drafts_state", table_name="drafts")
    op.drop_table("drafts")
    op.drop_table("people")
