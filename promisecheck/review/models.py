"""What the tables hold, as frozen types. Moments are UTC; hashes are SHA-256 in hex."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Final, Literal, TypeVar, get_args

import sqlalchemy as sa

from promisecheck.review.states import State

Channel = Literal["search", "social", "web", "mail", "push", "print", "radio", "proposal"]
CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)
Kind = Literal["text", "markdown", "html"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Answer = Literal["keep", "cannot", "can_if"]
ANSWERS: Final[tuple[Answer, ...]] = get_args(Answer)
STRICTEST: Final[tuple[Answer, ...]] = ("cannot", "can_if", "keep")
"""One no weighs more than any number of yes."""

Row = TypeVar("Row")


def of(kind: type[Row], row: sa.Row[Any] | Mapping[str, Any]) -> Row:
    """A frozen value from a row that has at least its fields; lists become tuples."""
    values = row if isinstance(row, Mapping) else row._mapping
    taken = map(values.__getitem__, _names(kind))  # type: ignore[arg-type]
    return kind(*(tuple(value) if isinstance(value, list) else value for value in taken))


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a type, in order."""
    return tuple(field.name for field in fields(kind))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a login (kind "person") or with a review link only (kind "guest").

    digest: "daily", "each" or "off", how mail comes. session_epoch: sessions of an older epoch are over.
    """

    id: int
    login: str
    name: str
    language: str
    kind: str
    digest: str
    active: bool
    locked_until: dt.datetime | None
    session_epoch: int
    created_at: dt.datetime
    last_login_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A piece. places: locations, groups or `*` it is meant for. latest: number of its newest version.

    runs_until: None for open-ended. due_at: when everybody should have decided.
    """

    id: int
    title: str
    campaign: str
    channel: Channel
    runs_from: dt.date
    runs_until: dt.date | None
    tier: str | None
    languages: tuple[str, ...]
    places: tuple[str, ...]
    submitter_id: int
    state: State
    latest: int
    due_at: dt.datetime | None
    claimed_by: int | None
    claimed_at: dt.datetime | None
    created_at: dt.datetime
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the copy, never changed. cause: "edit", or "recheck" when only the standards changed.

    content_hash: of the visible text; the gate goes by it. confirmed_specs: the standards' hash of the last time all
    its promises were seen to hold as approved.
    """

    id: int
    draft_id: int
    number: int
    cause: str
    kind: Kind
    copy: str
    source: str
    author_id: int | None
    note: str
    created_at: dt.datetime
    copy_hash: str
    content_hash: str | None
    specs_hash: str | None
    rules_hash: str | None
    engine: str | None
    checked_at: dt.datetime | None
    approved_at: dt.datetime | None
    confirmed_specs: str | None


@dataclass(frozen=True, slots=True)
class File:
    """A file stored with a version: an image, a stylesheet, the upload itself."""

    path: str
    media_type: str
    sha256: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A file without its bytes. size: how many there are."""

    path: str
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to one location (or about the whole piece, location "") in one stage of one version.

    step: number of the stage. need: how many people must finish. state: "waiting" for its turn, "open", "done".
    asked: claim key -> how the promise stands there (verdict, basis, quote, because, reasons), worst first; "" is the
    piece.
    fallback: nobody reviews there, so others were asked. carried: answered by the decisions of an earlier version.
    """

    id: int
    draft_id: int
    version_id: int
    stage: str
    step: int
    location: str
    need: int
    asked: Mapping[str, Mapping[str, Any]]
    state: str
    fallback: bool
    carried: bool
    opened_at: dt.datetime | None
    due_at: dt.datetime | None
    done_at: dt.datetime | None
    escalated_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's answer for one promise at one location; claim_key "" is the piece as a whole.

    level, condition: what the location can do instead. basis: what it was decided on (promise and standard).
    carried_from: the decision of an earlier version that it repeats.
    """

    id: int
    version_id: int
    ask_id: int
    person_id: int
    claim_key: str
    answer: Answer
    reason: str
    level: Mapping[str, Any] | None
    condition: str
    basis: str
    at: dt.datetime
    carried_from: int | None


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on a promise (claim_key), on a selection (start, end, quote), or on the piece; a reply has a parent."""

    id: int
    draft_id: int
    version_id: int
    parent_id: int | None
    claim_key: str | None
    start: int | None
    end: int | None
    quote: str
    body: str
    mentions: tuple[int, ...]
    author_id: int
    created_at: dt.datetime
    resolved_at: dt.datetime | None
    resolved_by: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """A wish to change a standard (kind "standard") or to post a temporary notice (kind "notice").

    body: keys of the service spec with their values, as written there. state: "proposed", "accepted", "rejected".
    file, patch: where it goes, and how. written_at: when an accepted change was in the specs; None in a folder that
    cannot be written to.
    """

    id: int
    kind: str
    standard: str
    locations: tuple[str, ...]
    body: Mapping[str, Any]
    reason: str
    decision_id: int | None
    proposed_by: int
    created_at: dt.datetime
    state: str
    answered_by: int | None
    answered_at: dt.datetime | None
    answer: str
    file: str
    patch: str
    written_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Publication:
    """A version that is, or was, in public. place: where, in words or as an address."""

    id: int
    draft_id: int
    version_id: int
    content_hash: str
    place: str
    published_by: int
    published_at: dt.datetime
    runs_from: dt.date
    runs_until: dt.date | None
    ended_at: dt.datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One approved promise at one location, as it was approved and as it stands today.

    lost_since: the day on which it stopped holding as approved; None while it holds.
    """

    id: int
    draft_id: int
    version_id: int
    claim_key: str
    location: str
    quote: str
    language: str
    characteristic: str
    measure: str | None
    service: str | None
    value: Mapping[str, Any] | None
    runs_from: dt.date
    runs_until: dt.date | None
    approved_at: dt.datetime
    verdict_then: str
    basis_then: str
    verdict: str
    basis: str
    rule: str | None
    because: str
    reasons: Mapping[str, str] | None
    standard: str | None
    gap: Mapping[str, Any] | None
    lost_since: dt.date | None
    checked_at: dt.datetime
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """Something a person should know; goes out by mail and stands in their list until read."""

    id: int
    person_id: int
    kind: str
    draft_id: int | None
    facts: Mapping[str, Any]
    created_at: dt.datetime
    read_at: dt.datetime | None
    sent_at: dt.datetime | None
