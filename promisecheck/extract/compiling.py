"""The patterns of all rules of a language, compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal, get_args

from promisecheck.errors import Fault
from promisecheck.extract.patterns import Pattern, PatternError, WordLists, compile_list, compile_pattern
from promisecheck.measures import measures
from promisecheck.model import Language
from promisecheck.rules import Rule, RuleSet
from promisecheck.yaml_lines import Node

if TYPE_CHECKING:
    from promisecheck.extract.kept import Compiled
    from promisecheck.extract.lexicon import ClaimRule

Part = Literal["patterns", "near", "unless"]
VOICES: Final = ("own_voice", "spoken")  # lists of words.yaml that are looked for by themselves


def compiled_patterns(
    rules: RuleSet, language: Language, claims: Mapping[str, ClaimRule], faults: list[Fault]
) -> Compiled:
    """The patterns of each part of each rule, and the lists of voices."""
    words = WordLists(language, rules.words.get(language, {}))
    compiled: dict[str, list[Pattern]] = {}
    for name in VOICES:
        voice = compile_list(name, words)
        compiled[name] = [voice] if voice is not None else []
    for rule in rules:
        if rule.kind == "finding":
            continue
        for part in get_args(Part):
            named = _measure_names(claims.get(rule.name), rule, language) if part == "near" else ()
            found = compiled[f"{rule.name} {part}"] = []
            for node in (*_patterns(rule.body.get(part), language), *named):
                try:
                    found.append(compile_pattern(node, words))
                except PatternError as error:
                    faults.append(error.fault)
    return compiled


def _patterns(node: Node | None, language: str) -> Iterable[Node]:
    here = node.get(language) if node else None
    return here.items or () if here else ()


def _measure_names(claim: ClaimRule | None, rule: Rule, language: str) -> tuple[Node, ...]:
    """How people say the measure of a rule that reads its levels: cues as good as its own."""
    measure = measures()[claim.measure] if claim is not None and claim.measure is not None else None
    if claim is None or measure is None or not set(measure.units) & set(claim.level):
        return ()
    return tuple(Node(rule.file, 1, 1, scalar=name) for name in measure.names.get(language, ()))
