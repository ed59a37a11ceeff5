"""A piece from its first word to its submission, and everything its author may do with it."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from promisecheck.review import access, pieces, promises
from promisecheck.review.actors import EVERYWHERE, Actor, Places
from promisecheck.review.cleaning import COPY, clean_line, clean_note
from promisecheck.review.database import Database
from promisecheck.review.entries import end_entries
from promisecheck.review.errors import ForbiddenError, InvalidError, StaleError, TransitionError
from promisecheck.review.models import CHANNELS, KINDS, Channel, Draft, File, Kind, Version
from promisecheck.review.people import read_actor
from promisecheck.review.promises import Difference, compare
from promisecheck.review.publishing import end_publications
from promisecheck.review.states import FINAL
from promisecheck.review.tables import drafts, files, versions
from promisecheck.review.writing import Writing, writing

_JUDGED: Final = frozenset({"runs_from", "runs_until", "places", "tier", "languages"})


@dataclass(frozen=True, slots=True)
class About:
    """What an author says about a piece. places: ids of locations and groups, or `*`. due_at: None for the plan's."""

    title: str
    channel: Channel
    runs_from: dt.date
    runs_until: dt.date | None = None
    campaign: str = ""
    places: tuple[str, ...] = (EVERYWHERE,)
    tier: str | None = None
    languages: tuple[str, ...] = ()
    due_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy of one version. source: name of the file or the address it came from, for showing.

    files: what its page needs to be seen as customers will: images, stylesheets, the upload.
    """

    text: str
    kind: Kind = "text"
    source: str = ""
    files: tuple[File, ...] = field(default=())


def create(db: Database, actor: Actor, about: About, copy: Copy, *, places: Places, now: dt.datetime) -> Draft:
    """A new piece in state "draft" with its first version.

    Raises ForbiddenError unless the actor is a submitter; InvalidError for impossible dates, unknown places or channel,
    empty copy.
    """
    access.require(actor, "write")
    if actor.id is None:
        raise ForbiddenError("forbidden", action="write")
    values = _read_about(about, places)
    with writing(db, actor, now) as tx:
        draft_id = tx.insert(
            drafts, **values, submitter_id=actor.id, state="draft", latest=1, created_at=now, updated_at=now
        )
        version_id = _insert_version(tx, draft_id, 1, copy)
        tx.record(
            "piece.created",
            f"piece:{draft_id}",
            draft_id=draft_id,
            after={"title": values["title"], "copy": pieces.version(tx.con, version_id).copy_hash},
        )
        return pieces.draft(tx.con, draft_id)


def describe(db: Database, actor: Actor, draft_id: int, about: About, *, places: Places, now: dt.datetime) -> Draft:
    """Change what is said about a piece.

    Where, when and for whom it runs is part of what was judged: changing that takes a piece that was submitted back to
    "draft" with a new version. Title, campaign, channel and due time do not.
    """
    values = _read_about(about, places)
    with writing(db, actor, now) as tx:
        piece = pieces.allowed(tx.con, actor, "edit", draft_id)
        before = {name: getattr(piece, name) for name in values}
        changed = {name for name in values if _plain(before[name]) != _plain(values[name])}
        if not changed:
            return piece
        if changed & _JUDGED:
            piece = _reopen(tx, piece)
        elif piece.state in FINAL:
            raise TransitionError("ended", state=piece.state)
        tx.update(drafts, draft_id, **values, updated_at=now)
        tx.record(
            "piece.described",
            f"piece:{draft_id}",
            draft_id=draft_id,
            before={name: before[name] for name in changed},
            after={name: values[name] for name in changed},
        )
        return pieces.draft(tx.con, draft_id)


def save(
    db: Database, actor: Actor, draft_id: int, copy: Copy, *, based_on: int, note: str = "", now: dt.datetime
) -> Version:
    """Keep new copy. Before it was submitted a version is overwritten; after that a new one begins, in state "draft".

    based_on: number of the version that was edited. Raises StaleError when somebody saved a newer one meanwhile.
    """
    note = clean_note("note", note, needed=False)
    with writing(db, actor, now) as tx:
        piece = pieces.allowed(tx.con, actor, "edit", draft_id)
        if piece.latest != based_on:
            raise StaleError("newer-version", number=piece.latest)
        before = pieces.latest(tx.con, piece)
        piece = _reopen(tx, piece)
        current = pieces.latest(tx.con, piece)
        tx.update(versions, current.id, **_read_copy(copy), author_id=actor.id, note=note, created_at=now)
        tx.con.execute(sa.delete(files).where(files.c.version_id == current.id))
        _insert_files(tx, current.id, copy.files)
        tx.update(drafts, draft_id, updated_at=now)
        version = pieces.latest(tx.con, piece)
        tx.record(
            "piece.saved",
            f"piece:{draft_id}",
            draft_id=draft_id,
            before={"version": before.number, "copy": before.copy_hash},
            after={"version": version.number, "copy": version.copy_hash},
        )
        return version


def submit(db: Database, actor: Actor, draft_id: int, *, now: dt.datetime) -> Draft:
    """Ask for review: the piece goes to "checking"; `checking.check_piece` takes it from there."""
    with writing(db, actor, now) as tx:
        piece = pieces.allowed(tx.con, actor, "edit", draft_id)
        if piece.runs_until is not None and piece.runs_until < now.date():
            raise InvalidError("run-over", until=piece.runs_until.isoformat())
        return pieces.step(tx, piece, "submit")


def revise(db: Database, actor: Actor, draft_id: int, *, now: dt.datetime) -> Draft:
    """Take a piece back to "draft" for a new version. What is in public stays so until it is replaced or withdrawn."""
    with writing(db, actor, now) as tx:
        piece = pieces.allowed(tx.con, actor, "edit", draft_id)
        if piece.state == "draft":
            return piece
        return _reopen(tx, piece)


def withdraw(db: Database, actor: Actor, draft_id: int, reason: str, *, now: dt.datetime) -> Draft:
    """Give a piece up, or take it out of public. Raises InvalidError without a reason when it is out."""
    with writing(db, actor, now) as tx:
        piece = pieces.allowed(tx.con, actor, "withdraw", draft_id)
        reason = clean_note("reason", reason, needed=piece.state == "published")
        piece = pieces.step(tx, piece, "withdraw", reason=reason)
        end_publications(tx, piece, "withdrawn")
        facts = pieces.touchable(tx.con, piece)
        tx.tell({piece.submitter_id, *facts.people}, "withdrawn", piece.id, title=piece.title, reason=reason)
        return piece


def duplicate(db: Database, actor: Actor, draft_id: int, about: About, *, places: Places, now: dt.datetime) -> Draft:
    """A new piece with the newest copy of another, to run again or elsewhere."""
    with db.read() as con:
        piece = pieces.allowed(con, actor, "see", draft_id)
        version = pieces.latest(con, piece)
        copy = Copy(version.copy, version.kind, version.source, pieces.files_of(con, version.id))
    return create(db, actor, about, copy, places=places, now=now)


def hand_over(db: Database, actor: Actor, draft_id: int, person_id: int, *, places: Places, now: dt.datetime) -> Draft:
    """Make another submitter the author of a piece; whoever wrote a version still cannot decide on it."""
    with writing(db, actor, now) as tx:
        piece = pieces.allowed(tx.con, actor, "withdraw", draft_id)
        if not read_actor(tx.con, person_id, places).has("submitter"):
            raise InvalidError("not-a-submitter")
        tx.update(drafts, draft_id, submitter_id=person_id, updated_at=now)
        tx.record(
            "piece.handed_over",
            f"piece:{draft_id}",
            draft_id=draft_id,
            before={"submitter": piece.submitter_id},
            after={"submitter": person_id},
        )
        tx.tell([person_id], "handed-over", draft_id, title=piece.title)
        return pieces.draft(tx.con, draft_id)


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """Two versions side by side. lines: unified diff of the copy. promises: what the change did to them."""

    old: Version
    new: Version
    lines: tuple[str, ...]
    promises: Difference


def diff(db: Database, actor: Actor, draft_id: int, old: int, new: int) -> VersionDiff:
    """What changed between two versions, by their numbers."""
    with db.read() as con:
        pieces.allowed(con, actor, "see", draft_id)
        before, after = pieces.numbered(con, draft_id, old), pieces.numbered(con, draft_id, new)
        lines = difflib.unified_diff(
            before.copy.splitlines(), after.copy.splitlines(), f"version {old}", f"version {new}", lineterm=""
        )
        old_promises, new_promises = (
            tuple(promises.only_at(found, actor.link.location) if actor.link else found)
            for found in (pieces.promises_of(con, before.id), pieces.promises_of(con, after.id))
        )
        did = compare(old_promises, new_promises)
        return VersionDiff(before, after, tuple(lines), did)


def versions_of(db: Database, actor: Actor, draft_id: int) -> tuple[Version, ...]:
    """All versions of a piece, newest first."""
    with db.read() as con:
        piece = pieces.allowed(con, actor, "see", draft_id)
        return tuple(pieces.numbered(con, draft_id, number) for number in range(piece.latest, 0, -1))


def copy_hash(text: str) -> str:
    """SHA-256 of the copy as it was handed in."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _reopen(tx: Writing, piece: Draft) -> Draft:
    """The piece in state "draft", its newest version not yet submitted."""
    if piece.state == "draft" and pieces.latest(tx.con, piece).checked_at is None:
        return piece
    old = pieces.latest(tx.con, piece)
    if piece.state == "approved":
        end_entries(tx, old.id)
    if piece.state != "draft":
        piece = pieces.step(tx, piece, "revise")
    copy = Copy(old.copy, old.kind, old.source, pieces.files_of(tx.con, old.id))
    _insert_version(tx, piece.id, piece.latest + 1, copy)
    tx.update(drafts, piece.id, latest=piece.latest + 1)
    return pieces.draft(tx.con, piece.id)


def _insert_version(tx: Writing, draft_id: int, number: int, copy: Copy) -> int:
    values = _read_copy(copy)
    version_id = tx.insert(
        versions, draft_id=draft_id, number=number, **values, author_id=tx.actor.id, created_at=tx.now
    )
    _insert_files(tx, version_id, copy.files)
    return version_id


def _insert_files(tx: Writing, version_id: int, stored: tuple[File, ...]) -> None:
    rows = [
        {"version_id": version_id, "path": one.path, "media_type": one.media_type, "data": one.data}
        | {"sha256": hashlib.sha256(one.data).hexdigest()}
        for one in stored
    ]
    if rows:
        tx.con.execute(sa.insert(files), rows)


def _read_copy(copy: Copy) -> dict[str, Any]:
    if not copy.text.strip():
        raise InvalidError("needed", field="copy")
    if len(copy.text) > COPY:
        raise InvalidError("too-long", field="copy", most=COPY)
    if copy.kind not in KINDS:
        raise InvalidError("one-of", field="kind", allowed=", ".join(KINDS))
    source = clean_line("source", copy.source, needed=False)
    return {"kind": copy.kind, "copy": copy.text, "source": source, "copy_hash": copy_hash(copy.text)}


def _read_about(about: About, places: Places) -> dict[str, Any]:
    if about.channel not in CHANNELS:
        raise InvalidError("one-of", field="channel", allowed=", ".join(CHANNELS))
    if about.runs_until is not None and about.runs_until < about.runs_from:
        raise InvalidError("ends-before-start")
    unknown = places.unknown(about.places)
    if unknown or not about.places:
        raise InvalidError("unknown-place", place=", ".join(unknown) or "-")
    if set(about.languages) - {"en", "ar"}:
        raise InvalidError("one-of", field="languages", allowed="en, ar")
    return {
        "title": clean_line("title", about.title),
        "campaign": clean_line("campaign", about.campaign, needed=False),
        "channel": about.channel,
        "runs_from": about.runs_from,
        "runs_until": about.runs_until,
        "tier": about.tier,
        "languages": list(about.languages),
        "places": list(about.places),
        "due_at": about.due_at,
    }


def _plain(value: object) -> object:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
