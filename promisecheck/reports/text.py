"""The report for a terminal: each finding in its sentence, the gap ladder in characters, and what can be said instead.

A finding shows its verdict, the quote, `file:line:column`, severity and rule; the sentence with the quote marked; a
ladder when one standard holds at all its places, else a table with a row for each group of equal standards; the
wordings that hold and where. Then come the promises that are kept, the problems, and the counts. Colours only repeat
what words and signs say; they are used on a terminal unless NO_COLOR is set. In Arabic the quote stands in square
brackets, because an underline would not stand below it on a terminal that turns lines round.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TextIO, TypedDict

from promisecheck.model import Claim, Report
from promisecheck.reports.console import Page, styled
from promisecheck.reports.ladder.scale import scale_of
from promisecheck.reports.ladder.terminal import full_lines, head_lane, row_lane
from promisecheck.reports.levels import condition_words, level_words
from promisecheck.reports.view import Card, Group, View
from promisecheck.reports.words import counted, percent

if TYPE_CHECKING:
    from rich.console import RenderableType

FORMAT: Final = "text"
WIDTH: Final = 100
"""Columns where there is no terminal to ask."""

_STEP: Final = 2
_LANE: Final = 24
_LANE_NEEDS: Final = 80
_FINDINGS_SHOWN: Final = 300
_KEPT_SHOWN: Final = 40
_OTHERS_SHOWN: Final = 5


class Terminal(TypedDict):
    """How a terminal wants its text: options of `write`."""

    width: int
    colour: bool
    unicode: bool


def terminal(stream: TextIO) -> Terminal:
    """How text should look on this stream: its width, and whether it takes colours and signs beyond ASCII."""
    tty = stream.isatty()
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower()
    return {
        "width": shutil.get_terminal_size((WIDTH, 24)).columns if tty else WIDTH,
        "colour": tty and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb",
        "unicode": encoding.startswith("utf") or encoding == "cp65001",
    }


def write(
    report: Report, *, language: str = "auto", width: int = WIDTH, colour: bool = False, unicode: bool = True
) -> str:
    """The report as text of at most `width` columns (at least 60); ANSI colours only with `colour`."""
    view = View(report, language)
    page = Page(view.language, width, colour=colour, unicode=unicode)
    for card in view.cards[:_FINDINGS_SHOWN]:
        _finding(page, view, card)
    if len(view.cards) > _FINDINGS_SHOWN:
        page.add((page.say("more_findings", count=len(view.cards) - _FINDINGS_SHOWN), "bold"))
    if report.judged:
        _kept(page, view)
        _unjudged(page, view)
    else:
        _found(page, view)
    _problems(page, view)
    _summary(page, view)
    return page.text()


# ------------------------------------------------------------------------------------------------ a finding
def _finding(page: Page, view: View, card: Card) -> None:
    finding, claim = card.finding, card.claim
    page.add(page.chip(card.outcome), "  ", (page.quote(claim.quote), "bold"))
    at = page.copy(view.place(claim))
    page.add(at, " · ", page.severity(finding.severity), " · ", finding.rule, indent=_STEP)
    page.add(page.copy(finding.told(view.language)), indent=_STEP)
    excerpt = view.excerpt(claim)
    page.draw()
    if excerpt.before or excerpt.after:
        page.sentence(excerpt.before, excerpt.quote, excerpt.after, card.outcome, excerpt.language, 2 * _STEP)
        page.draw()
    _picture(page, view, card.groups)
    if finding.suggestions:
        page.add((page.say("can_be_said"), "dim"), indent=2 * _STEP)
        first = next((one for one in finding.suggestions if one.safe), None)
        for suggestion in finding.suggestions:
            where = page.say("holds_at", places=page.copy(view.places(suggestion.holds_at)))
            said = f"{where} · {page.say('fixable')}" if suggestion is first else where
            page.add((page.quote(suggestion.text), "green"), "  ", (said, "dim"), indent=3 * _STEP)
        page.draw()
    if card.others:
        others = [page.copy(view.place(judged.claim)) for judged in card.others[:_OTHERS_SHOWN]]
        if len(card.others) > _OTHERS_SHOWN:
            others.append(page.say("more_rows", count=len(card.others) - _OTHERS_SHOWN))
        page.add((f"{page.say('also_at')} {page.comma.join(others)}", "dim"), indent=2 * _STEP)
        page.draw()


def _picture(page: Page, view: View, groups: Sequence[Group]) -> None:
    """A table where standards differ, and the ladder of the worst one where a table cannot show it."""
    if len(groups) > 1:
        _branches(page, view, groups)
        page.draw()
    worst = groups[0] if groups else None
    if worst is None or worst.ruling.verdict == "undeclared" or (len(groups) > 1 and worst.ladder.kind != "week"):
        return
    width = max(20, min(46, page.width // 2 - 10))
    page.add((page.copy(worst.name), "dim"), indent=2 * _STEP)
    page.ladder(full_lines(worst.ladder, view.voice, width, signs=page.signs), worst.ruling.verdict, 2 * _STEP)
    page.draw()


def _branches(page: Page, view: View, groups: Sequence[Group]) -> None:
    ladders = [group.ladder for group in groups]
    scale, outcome = scale_of(ladders), groups[0].ruling.verdict
    drawn = page.width >= _LANE_NEEDS and ladders[0].kind in ("scale", "offered", "areas")
    measured = any(ladder.measured for ladder in ladders)
    head = page.lane(head_lane(ladders[0], scale, view.voice, _LANE, signs=page.signs), outcome)
    table = page.table(
        page.say("where"),
        *([head] if drawn else []),
        page.say("declared"),
        *([page.say("delivered")] if measured else []),
        page.say("verdict"),
    )
    for group in groups:
        ladder, outcome = group.ladder, group.ruling.verdict
        name = styled(page.copy(group.name), (f"  {group.count}" if group.count else "", "dim"))
        cells: list[RenderableType] = [name]
        if drawn:
            cells.append(page.lane(row_lane(ladder, scale, view.voice, _LANE, signs=page.signs), outcome))
        cells.append(styled(page.copy(view.declared(group))))
        if measured:
            cells.append(percent(ladder.measured.share, page.language) if ladder.measured else "—")
        table.add_row(*cells, styled(page.verdict(outcome)))
    page.draw(table, 2 * _STEP)


# ------------------------------------------------------------------------------------------------ lists
def _kept(page: Page, view: View) -> None:
    if not view.kept:
        return
    page.heading(page.say("section_kept"))
    table = page.table(*(page.say(column) for column in ("promise", "declared", "where", "place")))
    for judged in view.kept[:_KEPT_SHOWN]:
        declared = page.comma.join(dict.fromkeys(view.declared(group) for group in view.groups(judged)))
        places = page.copy(view.places(judged.verdicts.locations))
        place = styled((page.copy(view.place(judged.claim)), "dim"))
        table.add_row(styled(page.quote(judged.claim.quote)), styled(page.copy(declared)), styled(places), place)
    page.draw(table, _STEP)
    if len(view.kept) > _KEPT_SHOWN:
        page.add(page.say("more_rows", count=len(view.kept) - _KEPT_SHOWN), indent=_STEP)


def _unjudged(page: Page, view: View) -> None:
    if not view.unjudged:
        return
    page.heading(page.say("section_unjudged"))
    for judged in view.unjudged:
        place = page.copy(view.place(judged.claim))
        page.add(page.verdict(None), "  ", page.quote(judged.claim.quote), "  ", (place, "dim"), indent=_STEP)


def _found(page: Page, view: View) -> None:
    """The promises of an extraction, a line each."""
    if not view.report.claims:
        return
    table = page.table(*(page.say(column) for column in ("place", "promise", "measure", "level")))
    for judged in view.report.claims:
        claim = judged.claim
        table.add_row(
            styled((page.copy(view.place(claim)), "dim")),
            styled((page.quote(claim.quote), "bold")),
            claim.measure or claim.characteristic,
            styled(page.copy(_level(claim, view))),
        )
    page.draw(table)


def _level(claim: Claim, view: View) -> str:
    parts = [] if claim.value is None else [level_words(claim.value, view.language, view.voice.names, direction=True)]
    what = claim.value.what if claim.value is not None and claim.value.what else claim.what
    parts += [what] if what else []
    parts += [condition_words(condition, view.language) for condition in claim.conditions]
    return ("، " if view.language == "ar" else ", ").join(parts) or "—"


def _problems(page: Page, view: View) -> None:
    if not view.report.problems:
        return
    page.heading(page.say("section_problems"))
    for problem in view.report.problems:
        place = ":".join(str(part) for part in (problem.source, problem.line, problem.column) if part is not None)
        message, hint = problem.told(page.language)
        page.add((page.copy(place), "bold"), ": ", page.copy(message), indent=_STEP)
        if hint:
            page.add(f"{page.say('mend')}: {page.copy(hint)}", indent=2 * _STEP)


def _summary(page: Page, view: View) -> None:
    report, language = view.report, view.language
    page.draw()
    page.add((view.headline(), "bold"))
    if report.judged and not report.claims:
        page.add(page.say("no_promises"))
    elif report.findings:
        page.add(counted(len(report.findings), "finding", language))
    elif report.judged and not view.unjudged and set(view.counts) == {"kept"}:
        page.add(page.say("no_findings"))
    if report.problems:
        page.add(counted(len(report.problems), "problem", language))
    page.add((" · ".join(page.copy(fact) for fact in view.facts()), "dim"))
