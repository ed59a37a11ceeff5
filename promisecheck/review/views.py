"""One piece, read for a screen: the version, its promises as they stand for the reader, and what everybody answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from promisecheck.review import access, pieces, promises
from promisecheck.review.actors import Actor
from promisecheck.review.database import Database
from promisecheck.review.models import Ask, Decision, Draft, File, FileInfo, Publication, Version
from promisecheck.review.outcomes import strictest
from promisecheck.review.plans import Plan
from promisecheck.review.publishing import live_publication
from promisecheck.review.states import TRANSITIONS
from promisecheck.review.tables import people


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with whom it was put to, their answers, and what the actor may do with it.

    answers: claim key -> the answer that counts (the strictest). mine: the actor's own by claim key. finished: people
    who signed; waiting_for: people who have not. earlier: the newest answers to the same promises here in versions
    before, by claim key.
    """

    ask: Ask
    decisions: tuple[Decision, ...]
    answers: Mapping[str, str]
    mine: Mapping[str, Decision]
    finished: tuple[int, ...]
    waiting_for: tuple[int, ...]
    may_answer: bool
    earlier: Mapping[str, Decision]


@dataclass(frozen=True, slots=True)
class PieceView:
    """Everything a screen about one version shows.

    promises: all, in the order of the copy. report: as the engine wrote it; None before the check. names: people by
    id. may: actions the actor may take now; steps: those of the transition table from this state.
    """

    draft: Draft
    version: Version
    plan: Plan
    report: Mapping[str, Any] | None
    promises: tuple[promises.Promise, ...]
    questions: tuple[QuestionView, ...]
    files: tuple[FileInfo, ...]
    publication: Publication | None
    names: Mapping[int, str]
    may: frozenset[str]
    steps: frozenset[str]
    watching: bool

    @property
    def mine(self) -> tuple[QuestionView, ...]:
        """The questions the actor may answer."""
        return tuple(one for one in self.questions if one.may_answer)


def view(db: Database, actor: Actor, draft_id: int, number: int | None = None) -> PieceView:
    """A piece at one version (by number; the newest by default). Raises NotFoundError where the actor may not see it.

    A guest sees only the question their link is for, and of the promises and the report only what is about it.
    """
    with db.read() as con:
        piece, facts = pieces.allowed_with_facts(con, actor, "see", draft_id)
        version = pieces.numbered(con, draft_id, number or piece.latest)
        report: Mapping[str, Any] | None
        report, found = pieces.report_and_promises(con, version.id)
        if actor.link is not None:
            found = promises.only_at(found, actor.link.location)
            report = promises.report_at(report, actor.link.location) if report is not None else None
        watching = pieces.watching(con, draft_id)
        questions = _questions(con, actor, piece, version, facts)
        involved = {piece.submitter_id, piece.claimed_by, version.author_id, *watching}
        for one in questions:
            involved.update(one.finished, one.waiting_for, (answer.person_id for answer in one.decisions))
        rows = con.execute(sa.select(people.c.id, people.c.name).where(people.c.id.in_(involved - {None})))
        return PieceView(
            piece,
            version,
            pieces.plan_of(con, draft_id),
            report,
            found,
            questions,
            pieces.file_list(con, version.id),
            live_publication(con, draft_id),
            {row.id: row.name for row in rows},
            frozenset(
                action
                for action, rule in access.RULES.items()
                if rule.piece and action != "decide" and access.may(actor, action, facts)
            ),
            frozenset(TRANSITIONS[piece.state]),
            actor.id in watching,
        )


def answerable(db: Database, actor: Actor, draft_id: int) -> tuple[int, ...]:
    """Ids of the questions about the newest version that the actor may answer. Raises NotFoundError like `view`."""
    with db.read() as con:
        piece, facts = pieces.allowed_with_facts(con, actor, "see", draft_id)
        found = _questions(con, actor, piece, pieces.latest(con, piece), facts)
    return tuple(one.ask.id for one in found if one.may_answer)


def file(db: Database, actor: Actor, draft_id: int, number: int, path: str) -> File:
    """One file of a version, with its bytes. Raises NotFoundError where there is none or the actor may not see it."""
    with db.read() as con:
        pieces.allowed(con, actor, "see", draft_id)
        return pieces.file_of(con, pieces.numbered(con, draft_id, number).id, path)


def _questions(
    con: sa.Connection, actor: Actor, piece: Draft, version: Version, facts: access.Piece
) -> tuple[QuestionView, ...]:
    asked = [
        one
        for one in pieces.asks_of(con, version.id)
        if actor.link is None or (one.stage, one.location) == (actor.link.stage, actor.link.location)
    ]
    given: dict[int, list[Decision]] = {}
    for decision in pieces.decisions_of(con, version.id):
        given.setdefault(decision.ask_id, []).append(decision)
    people_of: dict[int, list[sa.Row[Any]]] = {}
    for row in pieces.assigned(con, [one.id for one in asked]):
        people_of.setdefault(row.ask_id, []).append(row)
    earlier = _earlier(con, piece, version)
    current = version.number == piece.latest and piece.state in ("in_review", "changes_requested", "approved")
    out = []
    for one in asked:
        rows = people_of.get(one.id, [])
        there = access.Piece(
            facts.draft_id,
            facts.state,
            facts.submitter_id,
            facts.authors,
            facts.locations,
            facts.people,
            one.stage,
            one.location,
            frozenset(row.person_id for row in rows),
        )
        answers = given.get(one.id, [])
        out.append(
            QuestionView(
                one,
                tuple(answers),
                {key: strictest(a.answer for a in answers if a.claim_key == key) or "" for key in one.asked},
                {a.claim_key: a for a in answers if a.person_id == actor.id},
                tuple(row.person_id for row in rows if row.finished_at is not None),
                tuple(row.person_id for row in rows if row.finished_at is None),
                current and one.state != "waiting" and access.may(actor, "decide", there),
                earlier.get((one.stage, one.location), {}),
            )
        )
    return tuple(out)


def _earlier(con: sa.Connection, piece: Draft, version: Version) -> dict[tuple[str, str], dict[str, Decision]]:
    """The newest answers before this version, by stage and location and claim key."""
    out: dict[tuple[str, str], dict[str, Decision]] = {}
    for number in range(1, version.number):
        before = pieces.numbered(con, piece.id, number)
        where = {one.id: (one.stage, one.location) for one in pieces.asks_of(con, before.id)}
        for decision in pieces.decisions_of(con, before.id):
            out.setdefault(where[decision.ask_id], {})[decision.claim_key] = decision
    return out
