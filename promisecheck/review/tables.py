"""The tables. Everything a row means is said by the frozen types in `models`; here stand columns, keys and limits."""

from __future__ import annotations

import json
import zlib
from typing import Any

import sqlalchemy as sa

from promisecheck.review.database import Moment


class Zipped(sa.types.TypeDecorator[Any]):
    """JSON, compressed: reports repeat themselves at every location. Any text fits, NULs and half surrogates too."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: object, _dialect: sa.Dialect) -> bytes | None:
        """To bytes."""
        if value is None:
            return None
        return zlib.compress(json.dumps(value, separators=(",", ":")).encode("ascii"))

    def process_result_value(self, value: bytes | None, _dialect: sa.Dialect) -> Any:
        """From bytes."""
        return None if value is None else unzipped(value)


def unzipped(value: bytes) -> Any:
    """What `Zipped` stored."""
    return json.loads(zlib.decompress(value))


meta = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _text(name: str, **options: Any) -> sa.Column[str]:
    options.setdefault("nullable", False)
    return sa.Column(name, sa.Text, **options)


def _ref(name: str, target: str, **options: Any) -> sa.Column[int]:
    options.setdefault("nullable", False)
    options.setdefault("index", True)
    return sa.Column(name, sa.Integer, sa.ForeignKey(f"{target}.id"), **options)


def _at(name: str, **options: Any) -> sa.Column[Any]:
    options.setdefault("nullable", True)
    return sa.Column(name, Moment, **options)


def _number(name: str, default: int = 0) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, default=default)


def _flag(name: str, default: bool) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, default=default)


# --------------------------------------------------------------------------------------------------- people and keys
people = sa.Table(
    "people",
    meta,
    _id(),
    _text("login", unique=True),
    _text("name"),
    _text("language", default="en"),
    _text("kind", default="person"),
    _text("password_hash", nullable=True),
    _text("totp_secret", nullable=True),
    sa.Column("totp_step", sa.BigInteger),
    _number("failed_logins"),
    _at("locked_until"),
    _text("digest", default="daily"),
    _flag("active", True),
    _number("session_epoch"),
    _at("created_at", nullable=False),
    _at("last_login_at"),
)
grants = sa.Table(
    "grants",
    meta,
    _id(),
    _ref("person_id", "people"),
    _text("role"),
    _text("stage", default=""),
    _text("place", default=""),
    sa.UniqueConstraint("person_id", "role", "stage", "place"),
)
tokens = sa.Table(
    "tokens",
    meta,
    _id(),
    _ref("person_id", "people"),
    _text("name"),
    _text("secret_hash", unique=True),
    sa.Column("scopes", sa.JSON, nullable=False),
    _at("created_at", nullable=False),
    _at("expires_at", nullable=False),
    _at("last_used_at"),
    _at("revoked_at"),
)
sessions = sa.Table(
    "sessions",
    meta,
    _id(),
    _ref("person_id", "people"),
    _text("secret_hash", unique=True),
    _number("epoch"),
    _at("fresh_at", nullable=False),
    _at("expires_at", nullable=False, index=True),
)
links = sa.Table(
    "links",
    meta,
    _id(),
    _ref("draft_id", "drafts"),
    _ref("person_id", "people"),
    _text("stage"),
    _text("location"),
    _text("secret_hash", unique=True),
    _ref("created_by", "people", index=False),
    _at("created_at", nullable=False),
    _at("expires_at", nullable=False),
    _at("revoked_at"),
)

# --------------------------------------------------------------------------------------------------------- the pieces
drafts = sa.Table(
    "drafts",
    meta,
    _id(),
    _text("title"),
    _text("campaign", default=""),
    _text("channel"),
    sa.Column("runs_from", sa.Date, nullable=False),
    sa.Column("runs_until", sa.Date),
    _text("tier", nullable=True),
    sa.Column("languages", sa.JSON, nullable=False),
    sa.Column("places", sa.JSON, nullable=False),
    _ref("submitter_id", "people"),
    _text("state", index=True),
    sa.Column("plan", sa.JSON),
    _number("latest"),
    _at("due_at"),
    _ref("claimed_by", "people", nullable=True, index=False),
    _at("claimed_at"),
    _at("created_at", nullable=False),
    _at("updated_at", nullable=False),
)
versions = sa.Table(
    "versions",
    meta,
    _id(),
    _ref("draft_id", "drafts"),
    _number("number"),
    _text("cause", default="edit"),
    _text("kind"),
    sa.Column("copy", Zipped, nullable=False),
    _text("source", default=""),
    _ref("author_id", "people", nullable=True, index=False),
    _text("note", default=""),
    _at("created_at", nullable=False),
    _text("copy_hash"),
    _text("content_hash", nullable=True, index=True),
    _text("specs_hash", nullable=True),
    _text("rules_hash", nullable=True),
    _text("engine", nullable=True),
    sa.Column("judged", sa.JSON),
    sa.Column("report", Zipped),
    sa.Column("standards", Zipped),
    sa.Column("reasons", Zipped),
    _at("checked_at"),
    _at("approved_at"),
    _text("confirmed_specs", nullable=True),
    sa.UniqueConstraint("draft_id", "number"),
)
files = sa.Table(
    "files",
    meta,
    _id(),
    _ref("version_id", "versions"),
    _text("path"),
    _text("media_type"),
    _text("sha256"),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("version_id", "path"),
)
asks = sa.Table(
    "asks",
    meta,
    _id(),
    _ref("draft_id", "drafts"),
    _ref("version_id", "versions"),
    _text("stage"),
    _number("step"),
    _text("location", default="", index=True),
    _number("need", 1),
    sa.Column("asked", Zipped, nullable=False),
    _text("state"),
    _flag("fallback", False),
    _flag("carried", False),
    _at("opened_at"),
    _at("due_at"),
    _at("done_at"),
    _at("escalated_at"),
    sa.UniqueConstraint("version_id", "stage", "location"),
)
assignees = sa.Table(
    "assignees",
    meta,
    _id(),
    _ref("ask_id", "asks"),
    _ref("person_id", "people"),
    _at("finished_at"),
    _text("reminded", default=""),
    _at("nudged_at"),
    sa.UniqueConstraint("ask_id", "person_id"),
)
decisions = sa.Table(
    "decisions",
    meta,
    _id(),
    _ref("version_id", "versions"),
    _ref("ask_id", "asks"),
    _ref("person_id", "people"),
    _text("claim_key", default="", index=True),
    _text("answer"),
    _text("reason", default=""),
    sa.Column("level", sa.JSON),
    _text("condition", default=""),
    _text("basis"),
    _at("at", nullable=False, index=True),
    _ref("carried_from", "decisions", nullable=True, index=False),
    sa.UniqueConstraint("ask_id", "person_id", "claim_key"),
    sa.CheckConstraint("answer IN ('keep', 'cannot', 'can_if')", name="answer"),
)
comments = sa.Table(
    "comments",
    meta,
    _id(),
    _ref("draft_id", "drafts"),
    _ref("version_id", "versions", index=False),
    _ref("parent_id", "comments", nullable=True, index=False),
    _text("claim_key", nullable=True),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
    _text("quote", default=""),
    _text("body"),
    sa.Column("mentions", sa.JSON, nullable=False),
    _ref("author_id", "people", index=False),
    _at("created_at", nullable=False),
    _at("resolved_at"),
    _ref("resolved_by", "people", nullable=True, index=False),
)
watchers = sa.Table(
    "watchers",
    meta,
    sa.Column("draft_id", sa.ForeignKey("drafts.id"), primary_key=True),
    sa.Column("person_id", sa.ForeignKey("people.id"), primary_key=True, index=True),
)

# --------------------------------------------------------------------------------- standards, publishing, the register
changes = sa.Table(
    "changes",
    meta,
    _id(),
    _text("kind"),
    _text("standard", index=True),
    sa.Column("locations", sa.JSON, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    _text("reason"),
    _ref("decision_id", "decisions", nullable=True, index=False),
    _ref("proposed_by", "people", index=False),
    _at("created_at", nullable=False),
    _text("state", index=True),
    _ref("answered_by", "people", nullable=True, index=False),
    _at("answered_at"),
    _text("answer", default=""),
    _text("file", default=""),
    _text("patch", default=""),
    _at("written_at"),
)
publications = sa.Table(
    "publications",
    meta,
    _id(),
    _ref("draft_id", "drafts"),
    _ref("version_id", "versions"),
    _text("content_hash", index=True),
    _text("place", default=""),
    _ref("published_by", "people", index=False),
    _at("published_at", nullable=False),
    sa.Column("runs_from", sa.Date, nullable=False),
    sa.Column("runs_until", sa.Date),
    _at("ended_at"),
    _text("ended_by", default=""),
)
register = sa.Table(
    "register",
    meta,
    _id(),
    _ref("draft_id", "drafts"),
    _ref("version_id", "versions"),
    _text("claim_key", index=True),
    _text("location", index=True),
    _text("quote"),
    _text("language"),
    _text("characteristic"),
    _text("measure", nullable=True),
    _text("service", nullable=True),
    sa.Column("value", sa.JSON),
    sa.Column("runs_from", sa.Date, nullable=False),
    sa.Column("runs_until", sa.Date),
    _at("approved_at", nullable=False),
    _text("verdict_then"),
    _text("basis_then"),
    _text("verdict", index=True),
    _text("basis"),
    _text("rule", nullable=True),
    _text("because", default=""),
    sa.Column("reasons", sa.JSON),
    _text("standard", nullable=True),
    sa.Column("gap", sa.JSON),
    sa.Column("lost_since", sa.Date),
    _at("checked_at", nullable=False),
    _at("ended_at"),
    sa.UniqueConstraint("version_id", "claim_key", "location"),
)
tallies = sa.Table(
    "tallies",
    meta,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("location", sa.Text, primary_key=True),
    sa.Column("measure", sa.Text, primary_key=True),
    sa.Column("campaign", sa.Text, primary_key=True),
    _number("over"),
    _number("undeclared"),
    _number("unsure"),
    _number("kept"),
)

# ------------------------------------------------------------------------------------- what goes out, and what remains
messages = sa.Table(
    "messages",
    meta,
    _id(),
    _ref("person_id", "people"),
    _text("kind"),
    _ref("draft_id", "drafts", nullable=True, index=False),
    sa.Column("facts", sa.JSON, nullable=False),
    _at("created_at", nullable=False),
    _at("read_at"),
    _at("sent_at"),
    _number("attempts"),
    _at("next_at"),
    _text("error", default=""),
)
webhooks = sa.Table(
    "webhooks",
    meta,
    _id(),
    _text("url"),
    _text("secret"),
    sa.Column("events", sa.JSON, nullable=False),
    _flag("active", True),
    _ref("created_by", "people", index=False),
    _at("created_at", nullable=False),
)
deliveries = sa.Table(
    "deliveries",
    meta,
    _id(),
    _ref("webhook_id", "webhooks"),
    _text("event"),
    _text("payload"),
    _at("created_at", nullable=False),
    _number("attempts"),
    _at("next_at", index=True),
    _at("delivered_at"),
    _text("error", default=""),
)
audit = sa.Table(
    "audit",
    meta,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    _at("at", nullable=False),
    sa.Column("person_id", sa.Integer),
    _text("actor"),
    _text("action", index=True),
    _text("subject", index=True),
    sa.Column("draft_id", sa.Integer, index=True),
    _text("meaning"),
    _text("before"),
    _text("after"),
    _text("previous"),
    _text("hash", unique=True),
)
settings = sa.Table(
    "settings",
    meta,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
    _at("updated_at", nullable=False),
)
