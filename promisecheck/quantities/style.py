"""The style in which a piece of copy writes its quantities: digits or words, long or short units, signs or codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from promisecheck.folding import fold, language_of
from promisecheck.model import Language
from promisecheck.quantities.duration import names_a_day
from promisecheck.quantities.saying import local_signs, signs
from promisecheck.quantities.scan import scan
from promisecheck.quantities.spoken_numbers import Digits
from promisecheck.quantities.tokens import tokenise

Moment = Literal["adjective", "adverb"]
MoneyForm = Literal["sign", "code", "local", "name"]
_ARABIC_INDIC: Final = re.compile("[٠-٩]")
_EASTERN: Final = re.compile("[۰-۹]")
_WESTERN: Final = re.compile("[0-9]")
_BETWEEN: Final = re.compile(r"\s*[\u2010-\u2015\u2212-]\s*|\s+(?:to|and|or|إلى|الى|أو|حتى)\s+|\s+و\s*")
_SUBJECT: Final = re.compile("(تان|مان|ران|بوعان|هران|ومان|امان|يقتان|اعتان|ون)(?![\u0621-\u064a])")
_CODE: Final = re.compile("[A-Z]{2,3}(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of copy writes its quantities.

    digits: which digits, or words. units: the words it uses, folded. glued: no space before the unit.
    hyphen: number and unit as an adjective ("24-hour"). moment: a day by name, before a noun ("next day delivery") or
    beside a verb ("delivered the next day"). plus: a "+" on the number ("25+ years").
    subject: Arabic duals and number words in the nominative (ساعتان). tanwin: "يوماً" after 11 and more, not "يوم".
    money: how it writes the currency; before: in front of the number; currency: the letters it writes for `code` (JD);
    cents: decimals also where there are none (9.00).
    between: what separates the ends of a span, spaces included.
    """

    digits: Digits = "western"
    units: str = ""
    glued: bool = False
    hyphen: bool = False
    moment: Moment | None = None
    subject: bool = False
    tanwin: bool = True
    money: MoneyForm | None = None
    before: bool = False
    cents: bool = False
    between: str | None = None
    plus: bool = False
    currency: str | None = None
    code: str | None = None


_NEXT_WORD: Final = re.compile(r" ?([a-z]+)")
_ADJECTIVE: Final = re.compile(r"(?!the |on |by |in |within )[A-Za-z]", re.IGNORECASE)
_NOT_NOUNS: Final = (
    "across to in at for on before if when and or by from within after with anywhere nationwide as unless until but "
    "where every via except once while so you we they it is are"
)
_NO_NOUNS: Final = frozenset(_NOT_NOUNS.split())
PLAIN: Final = Style()


def style_of(sample: str, language: Language | None = None) -> Style:
    """The style in which a text writes its first quantity; of the language as a whole where it has none."""
    found = next((q for q in scan(tokenise(fold(sample)))), None)
    if found is None or found.core_start is None or found.core_end is None:
        return Style(digits=_digits(sample, "western"))
    core = sample[found.core_start : found.core_end]
    folded = fold(core).text
    money = _money_form(core, found.level.unit) if found.kind == "money" else None
    span = _BETWEEN.search(core) if found.op == "range" else None
    letters = _CODE.search(core) if money == "code" else None
    if (language or language_of(sample)) == "ar":
        subject, tanwin = (
            _SUBJECT.search(core) is not None,
            not re.search("(يوم|شهر|اسبوع|عام|دينار|ريال|درهم)$", folded),
        )
    else:
        subject, tanwin = False, True
    return Style(
        digits=_digits(core, "words"),
        units=folded,
        glued=re.search(r"[0-9][a-z\u0621-\u064a£$€]|[£$€][0-9]", folded) is not None,
        hyphen=found.kind != "money" and found.op != "range" and re.search(r"[0-9a-z]-[a-z]", folded) is not None,
        moment=_moment(core, fold(sample[found.core_end :]).text) if found.kind == "duration" else None,
        plus=re.search(r"[0-9]\+", folded) is not None,
        subject=subject,
        tanwin=tanwin,
        money=money,
        before=money is not None and re.match(r"[0-9]", folded) is None,
        cents=re.search(r"[.,]0+(?![0-9])", folded) is not None,
        between=span.group() if span else None,
        currency=letters.group() if letters else None,
        code=found.unit,
    )


def _moment(core: str, following: str) -> Moment | None:
    """Whether a quantity is a day by name, and how it stands in the sentence: `following` is what comes after it."""
    if not names_a_day(tokenise(fold(core))):
        return None
    word = _NEXT_WORD.match(following)
    noun = word is not None and word.group(1) not in _NO_NOUNS
    return "adjective" if noun and _ADJECTIVE.match(core) else "adverb"


def _digits(text: str, otherwise: Digits) -> Digits:
    if _ARABIC_INDIC.search(text):
        return "arabic-indic"
    if _EASTERN.search(text):
        return "eastern"
    return "western" if _WESTERN.search(text) else otherwise


def _money_form(core: str, code: str | None) -> MoneyForm:
    if code and code in local_signs() and local_signs()[code] in core:
        return "local"
    if any(sign in core for sign in signs().values()):
        return "sign"
    return "code" if _CODE.search(core) else "name"
