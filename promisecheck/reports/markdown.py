"""GitHub-flavoured Markdown, for a step summary or as the body of a pull-request comment.

The counts, a table of the findings, and below it each finding folded: the quote in its sentence, the gap ladder in
characters or a row for each group of equal standards, the wordings that hold. It stays below the 65,536 characters a
comment may have: findings that do not fit are counted. Copy cannot format the page, mention anybody or smuggle in HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from promisecheck.model import Outcome, Report
from promisecheck.reports.ladder.terminal import full_lines, plain_text
from promisecheck.reports.levels import level_words
from promisecheck.reports.safe import FSI, PDI, direction, one_line
from promisecheck.reports.view import Card, View
from promisecheck.reports.words import percent, say

FORMAT: Final = "markdown"
MOST: Final = 60_000
"""Characters; a comment on GitHub may have 65,536."""

_SIGNS: Final[dict[Outcome | None, str]] = {None: "·", "over": "🔺", "undeclared": "◌", "unsure": "◇", "kept": "✓"}
_REFERENCES: Final = re.compile(r"""[@#~%](?=[\w"])|[!$&](?=\d)|:(?=//)|(?<=\bwww)\.|(?<=\bGH)-(?=\d)""", re.IGNORECASE)
"""What GitHub and GitLab take for people, issues, labels, milestones, snippets, epics and addresses."""
_RISKY: Final = re.compile(r"[\\`*_\[\]|~$&<>]|:(?=\u200b|[a-z_]\w*:)|(?<=\bwww)\.", re.IGNORECASE)
"""Signs of Markdown and HTML, addresses, names of emoji."""
_LINE_START: Final = re.compile(r"^([-+#>/]|\d+[.)])")
"""What makes a line more than text: lists, headings, quotations, GitLab's quick actions."""
_KEPT_SHOWN: Final = 50
_LANE: Final = 40


def write(report: Report, *, language: str = "auto") -> str:
    """The report as Markdown."""
    view = View(report, language)
    parts = [f"## {_escaped(view.headline())}", " · ".join(_escaped(fact) for fact in view.facts())]
    parts += _problems(view)
    if not report.claims:
        parts.append(say("no_promises", view.language))
    elif not report.judged:
        parts.append(_found(view))
    elif not report.findings and len(view.kept) == len(report.claims):
        parts.append(say("no_findings", view.language))
    details = [_detail(card, view) for card in view.cards]
    if view.cards:
        parts.append(
            _table(["verdict", "place", "promise", "finding"], (_row(card, view) for card in view.cards), view)
        )
    return _fitted(parts, details, view, _kept(view))


def _fitted(parts: list[str], details: list[str], view: View, last: list[str] | None = None) -> str:
    """All parts as long as they fit; tables are cut by rows, then details and the rest are left out and counted."""
    room = MOST - sum(len(part) + 2 for part in last or [])
    text = "\n\n".join(_cut(part, room // 2, view) for part in parts)
    for at, detail in enumerate(details):
        if len(text) + len(detail) + 2 > room:
            text += f"\n\n_{say('more_rows', view.language, count=len(details) - at)}_"
            break
        text += f"\n\n{detail}"
    return "\n\n".join([text, *(last or [])]) + "\n"


def _cut(part: str, most: int, view: View) -> str:
    if len(part) <= most:
        return part
    lines, size = [], 0
    for line in part.split("\n"):
        size += len(line) + 1
        if size > most:
            break
        lines.append(line)
    left = part.count("\n") + 1 - len(lines)
    return "\n".join(lines) + f"\n\n_{say('more_rows', view.language, count=left)}_"


def _row(card: Card, view: View) -> list[str]:
    finding = card.finding
    message = f"{_escaped(finding.told(view.language))} {_code(finding.rule)}"
    return [_verdict(card.outcome, view), _code(view.place(card.claim)), f"“{_escaped(card.claim.quote)}”", message]


def _detail(card: Card, view: View) -> str:
    finding, claim, excerpt = card.finding, card.claim, view.excerpt(card.claim)
    head = f"{_SIGNS[card.outcome]} “{_html(claim.quote)}” · <code>{_html(view.place(claim))}</code>"
    lines = [f"<details><summary>{head}</summary>", "", _escaped(finding.told(view.language)), ""]
    lines += [f"> {_escaped(excerpt.before)}<strong>{_escaped(excerpt.quote)}</strong>{_escaped(excerpt.after)}", ""]
    if len(card.groups) == 1 and card.outcome != "undeclared" and card.groups[0].ladder.kind != "words":
        lines += [_fenced(plain_text(full_lines(card.groups[0].ladder, view.voice, _LANE))), ""]
    elif card.groups:
        lines += [_places(card, view), ""]
    if finding.suggestions:
        lines += [f"{say('can_be_said', view.language)}:", ""]
        for suggestion in finding.suggestions:
            places = say("holds_at", view.language, places=_escaped(view.places(suggestion.holds_at)))
            lines.append(f"- “{_escaped(suggestion.text)}” ({places})")
        lines.append("")
    if card.others:
        places = ", ".join(_code(view.place(judged.claim)) for judged in card.others)
        lines += [f"{say('also_at', view.language)} {places}", ""]
    return "\n".join([*lines, "</details>"])


def _fenced(text: str) -> str:
    """Text in a fence longer than any in it, so that it stays in there."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _places(card: Card, view: View) -> str:
    """A row for each group of equal standards."""
    measured = any(group.ladder.measured for group in card.groups)
    rows = []
    for group in card.groups:
        share = group.ladder.measured
        delivered = [percent(share.share, view.language) if share else "—"] if measured else []
        name = f"{group.name} ({group.count})" if group.count else group.name
        outcome = group.ruling.verdict
        rows.append([_escaped(name), _escaped(view.declared(group)), *delivered, _verdict(outcome, view)])
    return _table(["where", "declared", *(["delivered"] if measured else []), "verdict"], rows, view)


def _verdict(outcome: Outcome | None, view: View) -> str:
    return f"{_SIGNS[outcome]} {say(outcome or 'unjudged', view.language)}"


def _table(columns: list[str], rows: Iterable[list[str]], view: View) -> str:
    heads = [say(column, view.language) for column in columns]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _kept(view: View) -> list[str]:
    if not view.kept:
        return []
    lines = [f"<details><summary>{say('section_kept', view.language)} ({len(view.kept)})</summary>", ""]
    lines += [
        f"- “{_escaped(judged.claim.quote)}” {_code(view.place(judged.claim))}" for judged in view.kept[:_KEPT_SHOWN]
    ]
    if len(view.kept) > _KEPT_SHOWN:
        lines.append(f"- {say('more_rows', view.language, count=len(view.kept) - _KEPT_SHOWN)}")
    return ["\n".join([*lines, "", "</details>"])]


def _found(view: View) -> str:
    claims = [judged.claim for judged in view.report.claims]
    rows = (
        [
            _code(view.place(claim)),
            f"“{_escaped(claim.quote)}”",
            f"`{claim.measure or claim.characteristic}`",
            _escaped(level_words(claim.value, view.language, view.voice.names, direction=True)),
        ]
        for claim in claims
    )
    return _table(["place", "promise", "measure", "level"], rows, view)


def _problems(view: View) -> list[str]:
    if not view.report.problems:
        return []
    lines = [f"**{say('section_problems', view.language)}**", ""]
    for problem in view.report.problems:
        place = ":".join(str(part) for part in (problem.source, problem.line, problem.column) if part is not None)
        message, mend = problem.told(view.language)
        hint = f" _{say('mend', view.language)}: {_escaped(mend)}_" if mend else ""
        lines.append(f"- {_code(place)} {_escaped(message)}{hint}")
    return ["\n".join(lines)]


def _escaped(text: str) -> str:
    """Copy on one line that Markdown shows as it is; isolated where it runs from right to left."""
    inner = one_line(text)
    escaped = _html(inner)
    escaped = _LINE_START.sub(lambda match: f"{match[0][:-1]}&#{ord(match[0][-1])};", escaped)
    if direction(inner) == "ar":
        escaped = f"{FSI}{escaped}{PDI}"
    return (" " if text[:1].isspace() else "") + escaped + (" " if text[-1:].isspace() and inner else "")


def _html(text: str) -> str:
    """Copy with everything as entities that HTML, Markdown or GitHub would read as more than text.

    Behind what starts a reference stands a space without width: the forges look for those after entities are read.
    """
    apart = _REFERENCES.sub(lambda m: f"{m[0]}\u200b", one_line(text))
    return _RISKY.sub(lambda m: f"&#{ord(m[0])};", apart).replace("\u200b", "&#8203;")


def _code(text: str) -> str:
    """A place in code type, whatever its name holds."""
    return f"<code>{_html(text)}</code>"
