"""The rules' own examples, run: texts on which a rule must fire, and near-misses on which it must not.

A claim rule fires when a claim of its measure is found (of its characteristic where it names no measure), a cue rule
when it leaves its mark on a claim (a negative one: when no claim is found), a finding rule when `check` against the
rule's own specs reports it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from promisecheck.model import Claim, Document, Language, Measured, Ruling, Verdicts
from promisecheck.rules import LANGUAGES, Rule, RuleSet
from promisecheck.yaml_lines import Node

if TYPE_CHECKING:
    from promisecheck.extract import Extractor
    from promisecheck.judge.verdicts import Record
    from promisecheck.standards import Organisation

Part = Literal["fires", "quiet"]
INTRODUCED = "included"
"""The rule of things that are promised because they stand in a list of what one gets."""
DAY = dt.date(2026, 11, 23)
"""The day on which examples run."""


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a rule: the copy, its format, and the locations where it is seen (() for all)."""

    copy: str
    format: Literal["text", "html"] = "text"
    at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an example. saw: what was found instead, for a message."""

    rule: str
    language: str
    part: Part
    example: Example
    ok: bool
    saw: str

    def __str__(self) -> str:
        wanted = "must fire" if self.part == "fires" else "must not fire"
        return f"{self.rule} ({self.language}) {wanted} on: {self.example.copy}\n  saw: {self.saw or 'nothing'}"


def run_examples(rules: RuleSet) -> list[Outcome]:
    """The outcome of every example of every rule, in the order of the rules.

    Raises InputError when the specs of a finding rule are broken.
    """
    from promisecheck.extract import Extractor

    extractor = Extractor(rules)
    return [outcome for rule in rules for outcome in _of_rule(rule, rules, extractor)]


def examples_of(rule: Rule, language: str, part: Part) -> tuple[Example, ...]:
    """The examples of one part: plain texts, or mappings with `copy`, `format` and `at`."""
    listed = rule.body.get("examples")
    here = listed.get(language) if listed is not None else None
    items = here.get(part) if here is not None else None
    return tuple(_example(item) for item in (items.items or () if items is not None else ()))


def _example(node: Node) -> Example:
    if node.entries is None:
        return Example(node.scalar or "")
    values = dict(node)
    at = values.get("at")
    places = tuple(item.scalar or "" for item in at.items) if at is not None and at.items is not None else ()
    if at is not None and at.scalar:
        places = (at.scalar,)
    given = values["format"].scalar if "format" in values else "text"
    return Example(values["copy"].scalar or "", "html" if given == "html" else "text", places)


def document_of(example: Example, language: str) -> Document:
    """The example as a document."""
    from promisecheck.sources import parse_html, parse_text

    parse = parse_html if example.format == "html" else parse_text
    return parse(example.copy, source=f"example-{language}")


def _of_rule(rule: Rule, rules: RuleSet, extractor: Extractor) -> Iterator[Outcome]:
    fired = _findings_of(rule, rules) if rule.kind == "finding" else _marks_of(rule, extractor)
    for language in LANGUAGES:
        parts: tuple[Part, ...] = ("fires", "quiet")
        for part in parts:
            for example in examples_of(rule, language, part):
                did, saw = fired(example, cast(Language, language))
                yield Outcome(rule.name, language, part, example, did == (part == "fires"), saw)


# ------------------------------------------------------------------------------------------------ claims and cues
Fired = Callable[[Example, Language], tuple[bool, str]]


def _marks_of(rule: Rule, extractor: Extractor) -> Fired:
    """Whether a claim or cue rule fires on an example, and the claims that were found."""

    def fired(example: Example, language: Language) -> tuple[bool, str]:
        claims = extractor.claims(document_of(example, language))
        saw = ", ".join(f"{claim.measure or claim.characteristic}: {claim.quote}" for claim in claims)
        if rule.kind == "cue" and _scalar(rule, "cue") == "negative":
            return not claims, saw
        return any(_bears(claim, rule) for claim in claims), saw

    return fired


def _bears(claim: Claim, rule: Rule) -> bool:
    """Whether a claim is one of the rule, or bears the mark of the cue."""
    if rule.kind == "claim":
        measure = _scalar(rule, "measure")
        return claim.measure == measure if measure else claim.characteristic == _scalar(rule, "characteristic")
    cue, of = _scalar(rule, "cue"), _scalar(rule, "of")
    if cue == "condition":
        return any(condition.kind == of for condition in (*claim.conditions, *claim.nearby))
    if cue == "hedge":
        return claim.hedge is not None
    if cue == "absolute":
        return claim.absolute
    if cue == "takes_back":
        return bool(claim.taken_back)
    if cue == "introduction":
        return claim.rule == INTRODUCED
    if cue == "share":
        return claim.share is not None
    if of == "everywhere":
        return claim.scope.everywhere
    return claim.scope.text is not None or bool(claim.scope.locations or claim.scope.unknown_places)


def _scalar(rule: Rule, key: str) -> str:
    node = rule.body.get(key)
    return (node.scalar or "") if node is not None else ""


# ------------------------------------------------------------------------------------------------ findings
def _findings_of(rule: Rule, rules: RuleSet) -> Fired:
    """Whether a finding rule fires on an example that is checked against the rule's own specs, and all that fired."""
    from promisecheck import engine
    from promisecheck.extract import Extractor

    organisation = _organisation_of(rule)
    record = _record_of(rule.body.get("record"))
    extractor = Extractor(rules, organisation)

    def fired(example: Example, language: Language) -> tuple[bool, str]:
        document = document_of(example, language)
        if organisation is None:
            report = engine.extract([document], rules=rules, start=DAY)
        else:
            run = engine.Run(DAY, DAY, organisation.expand(example.at), record=record)
            report = engine.check_documents([document], organisation, rules, run, extractor=extractor)
        saw = ", ".join(finding.rule for finding in report.findings) or "; ".join(
            f"{one.claim.measure}: {one.claim.quote} ({one.verdicts.worst})" for one in report.claims
        )
        return any(finding.rule == rule.name for finding in report.findings), saw

    return fired


def _organisation_of(rule: Rule) -> Organisation | None:
    """The organisation that the examples of a finding rule are judged against; None where they need none."""
    import tempfile

    from promisecheck.standards import load_organisation

    if rule.specs is None or not rule.specs.scalar:
        return None
    with tempfile.TemporaryDirectory(prefix="promisecheck-") as folder:
        Path(folder, f"{rule.name}.yaml").write_text(rule.specs.scalar, encoding="utf-8")
        return load_organisation(Path(folder))


def _record_of(node: Node | None) -> Record | None:
    """A measured record that says the same at every location: `record: {share: 0.61, lower: 0.59, n: 1204}`."""
    if node is None:
        return None
    values = {key: float(value.scalar or "") for key, value in node}
    measured = Measured(values["share"], values["lower"], int(values["n"]))

    def measure(ruling: Ruling) -> Ruling:
        if ruling.standard is None or not ruling.standard.measured:
            return ruling
        kept = measured.lower >= ruling.standard.reliability
        return replace(ruling, delivered="kept" if kept else "not_kept", measured=measured)

    def record(claim: Claim, verdicts: Verdicts) -> Verdicts:  # noqa: ARG001 - the same for all
        return replace(verdicts, rulings=tuple(measure(ruling) for ruling in verdicts.rulings))

    return record
