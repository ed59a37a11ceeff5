"""Emphasis against importance, as text, HTML and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from promisecheck.insight.emphasis import Emphasis, rank_correlation
from promisecheck.judge.naming import service_name
from promisecheck.measures import measures
from promisecheck.model import Language
from promisecheck.reports.alone import page
from promisecheck.reports.safe import tame
from promisecheck.standards.organisation import Organisation

_SAID: Final = {
    "title": ("What the copy talks about, and what customers care about", "ما تتحدث عنه النصوص وما يهم الزبائن"),
    "topic": ("Topic", "الموضوع"),
    "wanted": ("Customers care", "يهم الزبائن"),
    "promised": ("The copy promises", "تَعِد النصوص"),
    "loud": ("louder than it matters", "أعلى صوتًا من أهميته"),
    "silent": ("important, and hardly said", "مهم ولا يكاد يُذكر"),
    "unknown": ("importance not known", "أهميته غير معروفة"),
    "rho": (
        "rank correlation {rho:.2f} over {n} topics (Spearman); few topics tell little",
        "ارتباط الرتب {rho:.2f} على {n} من المواضيع (سبيرمان)، والقليل منها لا يدل على كثير",
    ),
    "of": ("of 10", "من 10"),
    "general": ("in general", "عمومًا"),
}
_WIDTH: Final = 200
_CELLS: Final = 16


def say(key: str, language: Language, **values: object) -> str:
    """Words of this report. Raises KeyError for an unknown key."""
    return _SAID[key][language == "ar"].format(**values)


def as_text(
    found: Sequence[Emphasis], organisation: Organisation, language: Language = "en", *, unicode: bool = True
) -> str:
    """A line for each topic with two bars, wanted above promised."""
    most = max((max(one.wanted, one.promised) for one in found), default=0.0)
    full, half = ("█", "▒") if unicode else ("#", "=")
    out = [say("title", language), ""]
    for one in found:
        note = _note(one, language)
        out.append(f"{_topic(one, organisation, language)}{'  · ' + note if note else ''}")
        for key, share, sign in (("wanted", one.wanted, half), ("promised", one.promised, full)):
            bar = sign * round(_CELLS * share / most) if most else ""
            out.append(f"  {bar:<{_CELLS}} {share:>4.0%}  {say(key, language)}")
    out += ["", *_closing(found, language)]
    return "\n".join(tame(line) for line in out).rstrip() + "\n"


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
            label=f"{say('wanted', language)} {one.wanted:.0%}, {say('promised', language)} {one.promised:.0%}",
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
            tame(_topic(one, organisation, language)),
            bars,
            importance,
            f"{one.wanted:.0%}",
            f"{one.promised:.0%} ({one.claims})",
            _note(one, language),
            tame(quotes),
        )
    head = Markup('<th scope="col">{}</th><td></td>').format(say("topic", language))
    for key in ("of", "wanted", "promised"):
        head += Markup('<th scope="col">{}</th>').format(say(key, language))
    head += Markup("<td></td>")
    body = Markup('<table class="bl"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, rows)
    return page(say("title", language), (organisation.name, *_closing(found, language)), body, language)


def _topic(one: Emphasis, organisation: Organisation, language: Language) -> str:
    measure = next(iter(measures()[one.measure].names.get(language, ())), one.measure.replace("_", " "))
    return f"{service_name(organisation, one.service, language) or say('general', language)} · {measure}"


def _note(one: Emphasis, language: Language) -> str:
    if one.importance is None:
        return say("unknown", language)
    return say("silent", language) if one.silent else say("loud", language) if one.loud else ""


def _closing(found: Sequence[Emphasis], language: Language) -> list[str]:
    rho = rank_correlation(found)
    return [] if rho is None else [say("rho", language, rho=rho[0], n=rho[1])]
