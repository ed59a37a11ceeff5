"""All rules of a language compiled, and looked up by the words of a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Generic, Literal, NamedTuple, TypeVar, cast, get_args

from promisecheck.errors import Fault, InputError
from promisecheck.extract.compiling import VOICES, Part, compiled_patterns
from promisecheck.extract.kept import keep_patterns, kept_patterns
from promisecheck.extract.patterns import Pattern, keys_of, places_by_key
from promisecheck.extract.tape import Sentence
from promisecheck.extract.word_lists import plain_words
from promisecheck.measures import measures
from promisecheck.model import Characteristic, ConditionKind, Language, Level, Op, QuantityKind
from promisecheck.rules import Rule, RuleSet
from promisecheck.yaml_lines import Node

CueKind = Literal["negative", "hedge", "absolute", "share", "condition", "scope", "introduction", "takes_back"]
Reach = Literal["level", "clause", "sentence", "block", "below", "page"]
Lists = Literal["none", "or", "any"]
Value = Literal["level", "free", "offered", "none"]

REMEMBERED_WORDS: Final = 100_000  # whose keys are kept
OF: Final[Mapping[str, tuple[str, ...]]] = {
    "hedge": ("aim", "possibility"),
    "condition": get_args(ConditionKind),
    "scope": ("place", "part", "customers", "everywhere"),
    "takes_back": ("any", "free", "speed", "stock"),
}


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """What a claim rule says about the promises it finds.

    fixed: a level that the wording stands for. level: kinds of quantity that the words of `near` may be about.
    default: kinds that are about this where nothing else claims them. alone: heard only in a sentence without a
    promise that has a level or is free, whose scope its words are otherwise. lists: whether its quote takes in the rest
    of a list ("no charge for stairs, fuel or wrapping"), of any or of one joined by "or". longest: number of words of
    a sentence beyond which it is not heard; 0 for any.
    """

    name: str
    characteristic: Characteristic
    measure: str | None
    value: Value
    fixed: Level | None
    what: str | None
    level: tuple[QuantityKind, ...]
    default: tuple[QuantityKind, ...]
    direction: Literal["any", "within", "at_least"]
    priority: int
    alone: bool = False
    lists: Lists = "none"
    longest: int = 0


@dataclass(frozen=True, slots=True)
class CueRule:
    """What a cue rule says about the words it finds: its kind, what it is a cue of, how far it reaches and spares.

    leaves_out: what its words name is left out ("except Fridays").
    """

    name: str
    cue: CueKind
    of: str
    reach: Reach
    spares: frozenset[str]
    leaves_out: bool


Where = Mapping[str, Sequence[int]]
"""Where on a tape the words of each key begin."""


R = TypeVar("R", ClaimRule, CueRule)


@dataclass(frozen=True, slots=True)
class Mark(Generic[R]):
    """Words of a sentence that a rule knows: first and last (exclusive) word of the match, its quote and its `what`."""

    rule: R
    part: Part
    first: int
    last: int
    quote: tuple[int, int]
    what: tuple[int, int] | None = None

    def touches(self, other: Mark[ClaimRule] | Mark[CueRule]) -> bool:
        """Whether the two share a word."""
        return self.first < other.last and other.first < self.last


ClaimMark = Mark[ClaimRule]
CueMark = Mark[CueRule]


class Veto(NamedTuple):
    """Words that an `unless` of a rule knows: what touches them, the rule says nothing of."""

    rule: str
    first: int
    last: int

    def touches(self, rule: str, first: int, last: int) -> bool:
        """Whether it takes back what a rule says of some words."""
        return self.rule == rule and self.first < last and first < self.last


class _Index(Generic[R]):
    """Patterns of one sort of rule, looked up by the beginnings of words."""

    __slots__ = ("_by_key", "_entries", "known")

    def __init__(self) -> None:
        self._entries: list[tuple[R, Part, Pattern]] = []
        self._by_key: defaultdict[str, list[int]] = defaultdict(list)
        self.known: set[str] = set()

    def add(self, rule: R, part: Part, pattern: Pattern) -> None:
        """Put a pattern into the index."""
        for key in pattern.keys:
            self._by_key[key].append(len(self._entries))
        self.known |= pattern.known
        self._entries.append((rule, part, pattern))

    def written(self) -> list[object]:
        """The patterns as plain data, with the names of their rules."""
        return [[rule.name, part, pattern.to_data()] for rule, part, pattern in self._entries]

    def may_mark(self, keys: AbstractSet[str]) -> bool:
        """Whether a text whose words have these keys may hold anything that the rules know."""
        entries = (self._entries[number] for key in keys & self._by_key.keys() for number in self._by_key[key])
        return any(part != "unless" and not any(map(keys.isdisjoint, pattern.required)) for _, part, pattern in entries)

    def scan(self, sentence: Sentence, where: Where) -> list[Mark[R]]:
        """The marks of the rules in a sentence, in the order of the rules. `where`: see Lexicon.where."""
        return self.scan_all(sentence, where)[0]

    def scan_all(self, sentence: Sentence, where: Where) -> tuple[list[Mark[R]], list[Veto]]:
        """The marks of the rules in a sentence, and the words that take back what their rule would say of them."""
        marks: list[Mark[R]] = []
        unless: list[Veto] = []
        by_key, keys = self._by_key, where.keys()
        for number in sorted({number for key in keys & by_key.keys() for number in by_key[key]}):
            rule, part, pattern = self._entries[number]
            if any(map(keys.isdisjoint, pattern.required)):
                continue
            for match in pattern.matches(sentence.tape, sentence.places, where):
                first, last = _words(sentence, match.span())
                if last <= first:
                    continue
                if part == "unless":
                    unless.append(Veto(rule.name, first, last))
                    continue
                groups = match.groupdict()
                quote = _words(sentence, match.span("quote")) if groups.get("quote") else (first, last)
                what = _words(sentence, match.span("what")) if groups.get("what") else None
                marks.append(Mark(rule, part, first, last, quote, what))
        if unless:
            marks = [mark for mark in marks if not _guarded(mark, unless)]
        return marks, unless


def _guarded(mark: Mark[R], unless: Iterable[Veto]) -> bool:
    """Whether an `unless` of its own rule touches the mark."""
    return any(veto.touches(mark.rule.name, mark.first, mark.last) for veto in unless)


class WordKeys(dict[str, tuple[str, ...]]):
    """For each word the keys of it under which patterns stand; found out when a word is first met."""

    def __init__(self, language: Language, known: frozenset[str]) -> None:
        self._language, self._known = language, known

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= REMEMBERED_WORDS:
            self.clear()
        found = self[word] = tuple(key for key in keys_of(word, self._language) if key in self._known)
        return found


@dataclass
class Lexicon:
    """The patterns of one language.

    own_voice: words with which the organisation speaks of itself. spoken: those that show that it speaks to customers.
    Whole wordings of promises (`phrases`), words that tell what a level is about (`nears`), cues, those of conditions,
    and those that mark a whole page or all below a heading (`genres`) are looked up apart: most sentences need only the
    first, and what stands around promises only its conditions.
    """

    language: Language
    own_voice: Pattern | None = None
    spoken: Pattern | None = None
    phrases: _Index[ClaimRule] = field(default_factory=_Index)
    nears: _Index[ClaimRule] = field(default_factory=_Index)
    cues: _Index[CueRule] = field(default_factory=_Index)
    conditions: _Index[CueRule] = field(default_factory=_Index)
    genres: _Index[CueRule] = field(default_factory=_Index)

    def where(self, sentence: Sentence) -> Where:
        """Where the words of each key stand, by which patterns are looked up."""
        return places_by_key(sentence.words, sentence.places, self.keys.__getitem__)

    @cached_property
    def keys(self) -> WordKeys:
        """The keys of words."""
        lists = (one.known for one in (self.own_voice, self.spoken) if one is not None)
        indices = (self.phrases, self.nears, self.cues, self.conditions, self.genres)
        return WordKeys(self.language, frozenset().union(*lists, *(index.known for index in indices)))

    def voices(self, sentence: Sentence, where: Where) -> list[int]:
        """The words at which the organisation begins to speak of itself."""
        found = self.own_voice.matches(sentence.tape, sentence.places, where) if self.own_voice is not None else ()
        return [sentence.word_at(match.start()) for match in found]

    def speaks(self, sentence: Sentence, where: Where) -> bool:
        """Whether the organisation speaks to its customers, rather than about the world."""
        spoken = self.spoken
        return spoken is not None and next(spoken.matches(sentence.tape, sentence.places, where), None) is not None


def _words(sentence: Sentence, span: tuple[int, int]) -> tuple[int, int]:
    return sentence.word_before(span[0]), sentence.word_before(span[1])


class Lexicons:
    """The lexicon of each language, built when a text first needs it.

    Building raises InputError with every fault in the bodies of the rules.
    """

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._built: dict[Language, Lexicon] = {}
        self.words = plain_words(rules)

    def __getitem__(self, language: Language) -> Lexicon:
        if language not in self._built:
            self._built[language] = _lexicon(self._rules, language, self.claim_rules)
        return self._built[language]

    @cached_property
    def claim_rules(self) -> Mapping[str, ClaimRule]:
        """The claim rules by name."""
        faults: list[Fault] = []
        found = {rule.name: _claim_rule(rule, faults) for rule in self._rules.of_kind("claim")}
        if faults:
            raise InputError(faults)
        return found


def _lexicon(rules: RuleSet, language: Language, claims: Mapping[str, ClaimRule]) -> Lexicon:
    """All rules of a language, compiled."""
    faults: list[Fault] = []
    compiled = kept_patterns(rules, language)
    known = compiled is not None
    if compiled is None:
        compiled = compiled_patterns(rules, language, claims, faults)
    own_voice, spoken = (next(iter(compiled[name]), None) for name in VOICES)
    lexicon = Lexicon(language, own_voice, spoken)
    for rule in rules:
        if rule.kind == "finding":
            continue
        if rule.kind == "claim":
            claim = claims[rule.name]
            for part in get_args(Part):
                for pattern in compiled[f"{rule.name} {part}"]:
                    if part != "near":
                        lexicon.phrases.add(claim, part, pattern)
                    if part != "patterns":
                        lexicon.nears.add(claim, part, pattern)
            continue
        cue = _cue_rule(rule, faults)
        index = lexicon.conditions if cue.cue == "condition" else lexicon.cues
        index = lexicon.genres if cue.reach in ("page", "below") else index
        for part in get_args(Part):
            for pattern in compiled[f"{rule.name} {part}"]:
                index.add(cue, part, pattern)
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    if not known:
        keep_patterns(rules, language, compiled)
    return lexicon


def _scalar(rule: Rule, key: str, default: str = "") -> str:
    node = rule.body.get(key)
    return node.scalar if node is not None and node.scalar else default


def _choice(rule: Rule, key: str, allowed: tuple[str, ...], default: str, faults: list[Fault]) -> str:
    value = _scalar(rule, key, default)
    if value not in allowed:
        node = rule.body.get(key) or rule.body
        faults.append(node.fault(f"'{value}' is no {key}", f"one of {', '.join(allowed)}"))
    return value


def _list(rule: Rule, key: str) -> tuple[str, ...]:
    node = rule.body.get(key)
    if node is None:
        return ()
    return tuple(item.scalar or "" for item in node.items) if node.items is not None else (node.scalar or "",)


def _claim_rule(rule: Rule, faults: list[Fault]) -> ClaimRule:
    measure = _scalar(rule, "measure")
    if measure and measure not in measures():
        node = rule.body.get("measure") or rule.body
        faults.append(node.fault(f"'{measure}' is no measure", "promisecheck measures lists them"))
    written = rule.body.get("value")
    fixed = _fixed_level(written, faults) if written is not None and written.entries is not None else None
    values = get_args(Value)
    has_level = any(rule.body.get(key) is not None for key in ("near", "default", "level"))
    value = "level" if fixed else _choice(rule, "value", values, "level" if has_level else "none", faults)
    return ClaimRule(
        name=rule.name,
        characteristic=cast(
            Characteristic, _choice(rule, "characteristic", get_args(Characteristic), "capability", faults)
        ),
        measure=measure or None,
        value=cast(Value, value),
        fixed=fixed,
        what=_scalar(rule, "what") or None,
        level=cast(tuple[QuantityKind, ...], _list(rule, "level")),
        default=cast(tuple[QuantityKind, ...], _list(rule, "default")),
        direction=cast(
            Literal["any", "within", "at_least"],
            _choice(rule, "direction", ("any", "within", "at_least"), "any", faults),
        ),
        priority=int(_scalar(rule, "priority", "0")),
        longest=int(_scalar(rule, "longest", "0")),
        alone=_choice(rule, "alone", ("yes", "no"), "no", faults) == "yes",
        lists=cast(Lists, _choice(rule, "lists", get_args(Lists), "none", faults)),
    )


def _fixed_level(node: Node, faults: list[Fault]) -> Level | None:
    """A level that a wording stands for, such as {op: ">=", value: 100, unit: "%"}."""
    given = {key: value.scalar or "" for key, value in node}
    op, number, unit = given.get("op", "="), given.get("value", ""), given.get("unit")
    hours = given.get("hours")
    if hours:
        return Level(hours=hours)
    try:
        amount = float(number)
    except ValueError:
        faults.append(node.fault(f"'{number}' is no number", 'value: {op: ">=", value: 100, unit: "%"}'))
        return None
    if op not in get_args(Op):
        faults.append(node.fault(f"'{op}' is no op", f"one of {', '.join(get_args(Op))}"))
        return None
    return Level(op=cast(Op, op), value=int(amount) if amount.is_integer() else amount, unit=unit)


def _cue_rule(rule: Rule, faults: list[Fault]) -> CueRule:
    cue = _choice(rule, "cue", get_args(CueKind), "", faults)
    of = _scalar(rule, "of")
    if cue in OF and of not in OF[cue]:
        faults.append((rule.body.get("of") or rule.body).fault(f"'{of}' is no 'of' of a {cue}", f"one of {OF[cue]}"))
    return CueRule(
        name=rule.name,
        cue=cast(CueKind, cue),
        of=of,
        reach=cast(Reach, _choice(rule, "reach", get_args(Reach), "sentence", faults)),
        spares=frozenset(_list(rule, "spares")),
        leaves_out=_choice(rule, "leaves_out", ("yes", "no"), "no", faults) == "yes",
    )
