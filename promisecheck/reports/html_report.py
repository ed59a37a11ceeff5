"""The report as one page that stands alone: no script, nothing loaded from anywhere, its style allowed by hash.

It shows the counts; each finding as a card with the quote in its sentence, the gap ladder (one row for each group of
equal standards, a week for hours) and the wordings that hold; what is kept and how much there is to spare; every
promise at every branch; and the copy itself with numbered marks, linked to their findings and back. It reads on a
phone and on paper, in light and dark, and in Arabic from right to left. The page is written in the report language,
by default the one most documents are in.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from promisecheck import __version__
from promisecheck.model import WORST_FIRST, JudgedClaim, Language, Outcome, Report
from promisecheck.paths import data_dir
from promisecheck.reports.icons import chip, icon
from promisecheck.reports.ladder import BranchRow, branch_table, definitions, full
from promisecheck.reports.levels import amount, level_words
from promisecheck.reports.passages import Passage, passages
from promisecheck.reports.safe import tame
from promisecheck.reports.view import Card, Group, View
from promisecheck.reports.words import counted, number, say

if TYPE_CHECKING:
    from jinja2 import Environment

FORMAT: Final = "html"

_STYLES: Final = ("tokens", "base", "verdicts", "ladder", "report")
_ROWS: Final = 14
"""So many rows of a finding are shown one by one; more are put together by standard."""
_COLUMNS: Final = 16
_CARDS: Final = 1_000
_MATRIX: Final = 500
_WHOLE_COPY: Final = 6_000
"""Of runs with more words than this only the passages with a promise are shown."""
_SECTIONS: Final[dict[Outcome | None, str]] = {
    None: "section_findings",
    "over": "section_over",
    "undeclared": "section_undeclared",
    "unsure": "section_unsure",
    "kept": "section_watch",
}


def write(report: Report, *, language: str = "auto") -> str:
    """The report as an HTML page."""
    page = _Page(View(report, language))
    return _environment().get_template("report/report.html").render(page=page, view=page.view)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(data_dir("web") / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_tamed,
    )
    environment.globals.update(icon=icon, chip=chip)
    return environment


def _tamed(value: object) -> object:
    """What a template prints, with nothing in it that turns text round. Mark-up stays mark-up."""
    if isinstance(value, Markup):
        return Markup(tame(value))  # noqa: S704 - was mark-up before; characters are only taken out
    return tame(value) if isinstance(value, str) else value


@cache
def _style() -> Markup:
    folder = data_dir("web") / "static"
    text = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in _STYLES)
    return Markup(f"\n{text}")  # noqa: S704 - the project's own style sheets


@dataclass(frozen=True, slots=True)
class _Column:
    """Locations on which all promises have the same verdicts."""

    name: str
    count: str
    cells: tuple[Outcome | None, ...]


class _Page:
    """What the template asks for."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.language: Language = view.language
        self.direction = "rtl" if view.language == "ar" else "ltr"
        self.version = __version__
        self.style = _style()
        self.definitions = definitions()
        self.targets: dict[str, str] = {}
        self.left_out = max(0, len(view.cards) - _CARDS)
        for at, card in enumerate(view.cards[:_CARDS], 1):
            for judged in (card.judged, *card.others):
                self.targets.setdefault(judged.claim.id, f"f{at}")

    @property
    def policy(self) -> str:
        """The content security policy: this one style, and nothing else."""
        digest = base64.b64encode(hashlib.sha256(str(tame(self.style)).encode()).digest()).decode()
        return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"

    def say(self, key: str, **values: object) -> str:
        """Words in the language of the page."""
        return say(key, self.language, **values)

    def counted(self, count: int, noun: str) -> str:
        """A number with its noun."""
        return counted(count, noun, self.language)

    @staticmethod
    def direction_of(language: Language) -> str:
        """The direction copy of a language runs in."""
        return "rtl" if language == "ar" else "ltr"

    # -------------------------------------------------------------------------------------------- findings
    @property
    def sections(self) -> Iterator[tuple[str, str, list[tuple[str, Card]]]]:
        """The findings by verdict, each with its anchor."""
        numbered = [(f"f{at}", card) for at, card in enumerate(self.view.cards[:_CARDS], 1)]
        for outcome, title in _SECTIONS.items():
            cards = [(anchor, card) for anchor, card in numbered if card.outcome == outcome]
            if cards:
                yield outcome or "none", self.say(title), cards

    @staticmethod
    def severity_word(card: Card, language: Language) -> str:
        """The severity of a finding in words."""
        return say(card.finding.severity, language)

    @property
    def jumps(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The findings by document: anchor and line, or where in it."""
        by_source: dict[str, list[tuple[str, str]]] = {}
        for at, card in enumerate(self.view.cards[:_CARDS], 1):
            place = card.claim.place
            where = str(place.line) if place.line is not None else place.where or "…"
            by_source.setdefault(place.source, []).append((f"f{at}", where))
        return list(by_source.items())

    def picture(self, card: Card) -> Markup:
        """The ladder of a finding: whole for one group, else a row for each, and the worst week in full.

        Where nothing is declared there is nothing to draw; the message says it.
        """
        groups, voice = card.groups, self.view.voice
        if not groups or card.outcome == "undeclared":
            return Markup()
        if len(groups) == 1:
            return full(groups[0].ladder, voice)
        rows = [BranchRow(group.ladder, group.name, group.count) for group in self._together(groups)]
        table = branch_table(rows, tame(card.claim.quote), voice)
        return table + full(groups[0].ladder, voice) if groups[0].ladder.kind == "week" else table

    def _together(self, groups: tuple[Group, ...]) -> Iterable[Group]:
        """The groups; where there are too many, those of equal standards and verdicts put together."""
        if len(groups) <= _ROWS:
            return groups
        return self.view.merged(groups)[:_ROWS]

    # -------------------------------------------------------------------------------------------- tables
    def target(self, judged: JudgedClaim) -> str:
        """The anchor of what is said about a claim: its finding, else its row among the kept or unjudged ones."""
        row = f"p{self.view.number(judged)}" if judged.verdicts.worst in ("kept", None) else "main"
        return self.targets.get(judged.claim.id, row)

    def declared(self, judged: JudgedClaim) -> list[str]:
        """The levels declared for a claim, each once."""
        names, language = self.view.voice.names, self.language
        levels = (ruling.standard.level for ruling in judged.verdicts.rulings if ruling.standard)
        return list(dict.fromkeys(level_words(level, language, names, direction=True) for level in levels))

    def spare(self, judged: JudgedClaim) -> str:
        """The least there is to spare, over all places."""
        slacks = [ruling.slack for ruling in judged.verdicts.rulings if ruling.slack]
        amounts = [(slack.value, slack.unit) for slack in slacks if slack.value is not None]
        if not amounts:
            return "—"
        least, unit = min(amounts)
        return number(0, self.language) if not least else amount(least, unit, self.language)

    def level(self, judged: JudgedClaim) -> str:
        """The level of a promise."""
        value = judged.claim.value
        return level_words(value, self.language, self.view.voice.names, direction=True)

    def columns(self) -> tuple[list[_Column], int]:
        """The matrix by columns: locations with the same verdicts share one; and how many locations do not fit."""
        claims = self.judged_claims
        worst: list[dict[str, Outcome]] = []
        for judged in claims:
            cells: dict[str, Outcome] = {}
            for verdict in judged.verdicts:
                before = cells.get(verdict.location, "kept")
                cells[verdict.location] = min(before, verdict.ruling.verdict, key=WORST_FIRST.index)
            worst.append(cells)
        by_cells: dict[tuple[Outcome | None, ...], list[str]] = {}
        for location in self.view.locations:
            by_cells.setdefault(tuple(cells.get(location) for cells in worst), []).append(location)
        columns = []
        for cells_of, locations in by_cells.items():
            count = self.counted(len(locations), "branch") if 1 < len(locations) < len(self.view.locations) else ""
            columns.append(_Column(self.view.places(locations), count, cells_of))
        left = sum(len(locations) for locations in list(by_cells.values())[_COLUMNS:])
        return columns[:_COLUMNS], left

    @cached_property
    def judged_claims(self) -> list[JudgedClaim]:
        """The rows of the matrix."""
        return [judged for judged in self.view.report.claims if judged.verdicts.locations][:_MATRIX]

    # -------------------------------------------------------------------------------------------- the copy
    @property
    def abridged(self) -> bool:
        """Whether passages without a promise are left out."""
        return sum(document.words for document in self.view.report.documents) > _WHOLE_COPY

    @cached_property
    def copies(self) -> list[tuple[str, Language, tuple[Passage, ...]]]:
        """The documents that hold a promise, with their passages."""
        by_source: dict[str, list[JudgedClaim]] = {}
        for judged in self.view.report.claims:
            by_source.setdefault(judged.claim.place.source, []).append(judged)
        found = []
        for source, claims in by_source.items():
            document = self.view.document(source)
            if document is not None:
                found.append((source, document.language, passages(document, claims, marked_only=self.abridged)))
        return found

    @cached_property
    def marked(self) -> frozenset[str]:
        """The claims that have a mark in the copy to go to."""
        pieces = (piece for _, _, found in self.copies for passage in found for piece in passage.pieces)
        return frozenset(judged.claim.id for piece in pieces for judged in piece.starts)
