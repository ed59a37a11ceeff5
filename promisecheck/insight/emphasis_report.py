"""Emphasis against importance, as text, HTML and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from promisecheck.insight.emphasis import Emphasis, rank_correlation
from promisecheck.insight.emphasis_picture import WIDTH, drawn, height
from promisecheck.insight.emphasis_plot import plot_of
from promisecheck.insight.emphasis_words import closing, note, say, topic_words
from promisecheck.model import Language
from promisecheck.reports.alone import page
from promisecheck.reports.safe import LRI, PDI, tame
from promisecheck.reports.words import percent
from promisecheck.standards.organisation import Organisation

_WIDTH: Final = 200
_CELLS: Final = 16
_COLUMNS: Final = 46
_ROWS: Final = 12


def as_text(
    found: Sequence[Emphasis], organisation: Organisation, language: Language = "en", *, unicode: bool = True
) -> str:
    """Both axes as a plot of numbered topics, and for each of them two bars, wanted above promised."""
    most = max((max(one.wanted, one.promised) for one in found), default=0.0)
    full, half = ("█", "▒") if unicode else ("#", "=")
    out = []
    for number, one in enumerate(found, 1):
        told = note(one, language)
        out.append(f"{number}  {topic_words(one, organisation, language)}{'  · ' + told if told else ''}")
        for key, share, sign in (("wanted", one.wanted, half), ("promised", one.promised, full)):
            bar = sign * round(_CELLS * share / most) if most else ""
            out.append(f"  {bar:<{_CELLS}} {percent(share, language):>4}  {say(key, language)}")
    out += ["", *closing(found, language)]
    lines = [say("title", language), "", *_plot(found, language, unicode=unicode), "", *(tame(line) for line in out)]
    return "\n".join(lines).rstrip() + "\n"


def _plot(found: Sequence[Emphasis], language: Language, *, unicode: bool) -> list[str]:
    """The topics by their numbers, wanted from the side where reading begins and promised from below."""
    plot = plot_of(found)
    placed = plot.placed(_COLUMNS, _ROWS)
    upright, corner, flat = ("│", "└", "─") if unicode else ("|", "+", "-")
    labels = {round(tick / plot.top * (_ROWS - 1)): percent(tick, language) for tick in plot.ticks}
    lines = []
    for row in reversed(range(_ROWS)):
        cells = [" "] * (_COLUMNS + 4)
        for column in range(_COLUMNS):
            numbers = placed.get((column, row), [])
            if not numbers:
                continue
            sign = str(numbers[0]) + ("+" if len(numbers) > 1 else "")
            cells[column : column + len(sign)] = sign
        lines.append(f"{labels.get(row, ''):>5} {upright}{''.join(cells)}".rstrip())
    lines.append(f"{'':>5} {corner}{flat * _COLUMNS}")
    under = [" "] * (_COLUMNS + 12)
    for tick in plot.ticks:
        label, at = percent(tick, language), 7 + round(tick / plot.top * (_COLUMNS - 1))
        under[at : at + len(label)] = label
    lines.append("".join(under).rstrip())
    axes = [say(f"axis_{axis}", language) for axis in ("promised", "wanted")]
    if not unicode:
        axes = [axis.replace("→", "").replace("←", "").replace("↑", "").strip() for axis in axes]
    if language == "ar":
        width = max(len(line) for line in lines)
        lines = [f"{LRI}{_mirrored(line, width)}{PDI}" for line in lines]
    return [f"{'':>6}{axes[0]}", *lines, f"{'':>6}{axes[1]}"]


_NUMBERS: Final = re.compile(r"\d+[%٪+]?")


def _mirrored(line: str, width: int) -> str:
    """A line of the plot from the right; numbers stay as they are read."""
    turned = _NUMBERS.sub(lambda found: found[0][::-1], line.ljust(width))[::-1]
    return turned.replace("└", "┘")


def as_json(found: Sequence[Emphasis], organisation: Organisation) -> str:
    """The same as data."""
    rho = rank_correlation(found)
    values = {
        "version": 1,
        "organisation": organisation.name,
        "rank_correlation": None if rho is None else {"rho": round(rho[0], 4), "topics": rho[1]},
        "topics": [
            {
                "service": one.service or None,
                "measure": one.measure,
                "importance": one.importance,
                "wanted": round(one.wanted, 4),
                "promised": round(one.promised, 4),
                "claims": one.claims,
                "loud": one.loud,
                "silent": one.silent,
                "quotes": list(one.quotes),
            }
            for one in found
        ],
    }
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def as_html(found: Sequence[Emphasis], organisation: Organisation, language: Language = "en") -> str:
    """A page: a table with two bars in each row."""
    most = max((max(one.wanted, one.promised) for one in found), default=0.0) or 1.0
    rows = Markup()
    for one in found:
        bars = Markup(
            '<svg width="{w}" height="22" viewBox="0 0 {w} 22" role="img" aria-label="{label}">'
            '<rect x="{x1}" y="1" width="{a}" height="8" fill="var(--ink-2)" opacity="0.45"/>'
            '<rect x="{x2}" y="12" width="{b}" height="8" fill="var(--accent)"/></svg>'
        ).format(
            w=_WIDTH,
            label=_shares(one, language),
            a=round(_WIDTH * one.wanted / most),
            b=round(_WIDTH * one.promised / most),
            x1=_WIDTH - round(_WIDTH * one.wanted / most) if language == "ar" else 0,
            x2=_WIDTH - round(_WIDTH * one.promised / most) if language == "ar" else 0,
        )
        importance = "—" if one.importance is None else f"{one.importance:g}"
        quotes = (
            "، ".join(f"«{quote}»" for quote in one.quotes)
            if language == "ar"
            else ", ".join(f"“{q}”" for q in one.quotes)
        )
        rows += Markup(
            '<tr><th scope="row"><bdi>{}</bdi></th><td>{}</td><td>{}</td><td>{}</td><td>{}</td>'
            "<td><b>{}</b> <small><bdi>{}</bdi></small></td></tr>"
        ).format(
            tame(topic_words(one, organisation, language)),
            bars,
            importance,
            percent(one.wanted, language),
            f"{percent(one.promised, language)} ({one.claims})",
            note(one, language),
            tame(quotes),
        )
    head = Markup('<th scope="col">{}</th><td></td>').format(say("topic", language))
    for key in ("of", "wanted", "promised"):
        head += Markup('<th scope="col">{}</th>').format(say(key, language))
    head += Markup("<td></td>")
    picture = Markup('<svg class="plot" width="100%" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, height(found), say("title", language), drawn(found, organisation, language)
    )
    body = picture + Markup('<table class="bl"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, rows)
    return page(say("title", language), (organisation.name, *closing(found, language)), body, language)


def _shares(one: Emphasis, language: Language) -> str:
    comma = "، " if language == "ar" else ", "
    shares = (("wanted", one.wanted), ("promised", one.promised))
    return comma.join(f"{say(key, language)} {percent(share, language)}" for key, share in shares)
