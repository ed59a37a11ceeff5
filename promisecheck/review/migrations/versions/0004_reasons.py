"""Reasons in every language, beside the report of a version and in the register."""

import sqlalchemy as sa
from alembic import op

revision = "0004_reasons"
down_revision = "0003_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("versions", sa.Column("reasons", sa.LargeBinary(), nullable=True))
    op.add_column("register", sa.Column("reasons", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("register", "reasons")
    op.drop_column("versions", "reasons")
