"""The gap board: where promises and branches differ, as tables that are their own charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from promisecheck.app.language import cap, language, measure, service, t, today
from promisecheck.app.services import actor, services
from promisecheck.insight.emphasis import Emphasis
from promisecheck.reports import levels, words
from promisecheck.review import gaps
from promisecheck.review.gaps import Board, Counted, Week

blueprint = Blueprint("gaps", __name__, url_prefix="/gaps")
_FAILING = ("over", "undeclared", "unsure")


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a bar. x, width: per cent."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Point:
    """A week on the curve. x, y: per cent, from the corner where reading begins."""

    x: float
    y: float
    week: Week


@blueprint.get("/")
def board() -> ResponseReturnValue:
    """Counts by branch, measure and campaign; what customers want beside what is promised; the curve."""
    here, somebody = services(), actor()
    campaign = request.args.get("campaign", "").strip() or None
    whole = gaps.board(here.db, somebody, today=today())
    found = gaps.board(here.db, somebody, campaign=campaign, today=today()) if campaign else whole
    mirrored = language() == "ar"
    top = scale_top(found.over_time)
    return render_template(
        "gaps/board.html",
        board=found,
        campaign=campaign or "",
        campaigns=[(one.name, one.name) for one in whole.by_campaign if one.name],
        bars=lambda one, rows: bars(one, rows, mirrored=mirrored),
        gap=_gap,
        measure_name=lambda id_: cap(measure(id_ or None)),
        campaign_name=lambda name: name or t("gaps.no_campaign"),
        emphasis=telling(gaps.emphasis(found, here.organisation())),
        topic_name=_topic,
        points=points(found.over_time, top, mirrored=mirrored),
        top=top,
        mirrored=mirrored,
        percent=lambda share: words.percent(share, language()),
        worst=_worst(found),
    )


def telling(topics: Sequence[Emphasis], most: int = 10) -> list[Emphasis]:
    """The topics to show, in their order: what is loud or silent before all others."""
    flagged_first = sorted(topics, key=lambda one: not (one.loud or one.silent))
    return [one for one in topics if one in flagged_first[:most]]


def bars(one: Counted, rows: Iterable[Counted], *, mirrored: bool) -> tuple[Bar, ...]:
    """What fails of one row as a bar, on the scale of the longest."""
    longest = max((row.total - row.kept for row in rows), default=0) or 1
    out: list[Bar] = []
    at = 0.0
    for kind in _FAILING:
        width = 100 * getattr(one, kind) / longest
        if width:
            x = 100 - at - width if mirrored else at
            out.append(Bar(round(x, 2), round(width, 2), kind))
        at += width
    return tuple(out)


def scale_top(weeks: Iterable[Week]) -> int:
    """The upper end of the curve's scale in per cent: the next multiple of ten above the highest share."""
    highest = max((week.share for week in weeks), default=0.0)
    return min(100, max(10, (int(highest * 100) // 10 + 1) * 10))


def points(weeks: tuple[Week, ...], top: int, *, mirrored: bool) -> tuple[Point, ...]:
    """The weeks as points of the curve, by date."""
    if not weeks:
        return ()
    first, last = weeks[0].monday, weeks[-1].monday
    days = (last - first).days or 1
    out = []
    for week in weeks:
        share = 4 + 92 * (week.monday - first).days / days if len(weeks) > 1 else 50.0
        out.append(Point(round(100 - share if mirrored else share, 2), round(100 - 10000 * week.share / top, 2), week))
    return tuple(out)


def _gap(one: Counted) -> str:
    return levels.amount(one.gap, one.unit, language()) if one.gap is not None else ""


def _topic(one: Emphasis) -> str:
    """A service and its measure, in words."""
    return " · ".join(part for part in (cap(service(one.service)) if one.service else "", measure(one.measure)) if part)


def _worst(found: Board) -> str:
    """The measures that most of the gap is made of, in words."""
    return words.listed([measure(one.name) for one in found.by_measure[:2] if one.over], language())
