"""Rule packs: wording as data, one YAML file per rule.

Every rule has a readable name, a reason, a source, and examples that fire and near-misses that must not, per language.
What is special to a kind of rule (patterns of a claim, words of a cue, the message of a finding) stays in `body` and is
read by the stage that applies it. Packs hold no code: continuous integration runs on strangers' pull requests.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, cast, get_args

from promisecheck.errors import Fault, InputError
from promisecheck.model import Language, Severity
from promisecheck.paths import data_dir
from promisecheck.yaml_lines import Node, read_yaml

RuleKind = Literal["claim", "cue", "finding"]

KINDS: Final = get_args(RuleKind)
SEVERITIES: Final = get_args(Severity)
LANGUAGES: Final = get_args(Language)
FOLDERS: Final = ("claims", "cues", "findings")  # of the bundled pack; other folders there hold vocabularies
LEAST_EXAMPLES: Final = 2
WORDS_FILE: Final = "words.yaml"

_COMMON: Final = ("rule", "kind", "title", "why", "source", "severity", "examples")
_REQUIRED: Final = ("rule", "kind", "title", "why", "source", "examples")
_BODY: Final[Mapping[RuleKind, tuple[str, ...]]] = {
    "claim": (
        "characteristic",
        "measure",
        "value",
        "what",
        "level",
        "priority",
        "near",
        "default",
        "alone",
        "lists",
        "longest",
        "patterns",
        "unless",
        "direction",
    ),
    "cue": ("cue", "of", "reach", "spares", "leaves_out", "patterns", "unless", "words"),
    "finding": ("message", "mend", "specs", "severities", "record"),
}


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts on which a rule fires, and near-misses on which it must not."""

    fires: tuple[str, ...]
    quiet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    name: its readable name. title and why: words per language. source: where the wording or the reason comes from.
    severity: of the findings it makes; None where it makes none. message and mend: of a finding, per language.
    specs: the standards its examples are judged against. body: the whole file, for what is special to its kind.
    """

    name: str
    kind: RuleKind
    title: Mapping[str, str]
    why: Mapping[str, str]
    source: str
    examples: Mapping[str, Examples]
    body: Node
    severity: Severity | None = None
    message: Mapping[str, str] = field(default_factory=dict)
    mend: Mapping[str, str] = field(default_factory=dict)
    specs: Node | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules in force, by name, in the order of their files.

    words: the lists that patterns share, per language by name (words.yaml of the packs; a later pack's list replaces
    one of the same name). digest: changes whenever any rule or list does. kept: a folder in which what is compiled of
    them may be kept between runs; None for nowhere.
    """

    rules: Mapping[str, Rule]
    digest: str
    words: Mapping[str, Mapping[str, Node]] = field(default_factory=dict)
    kept: Path | None = None

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())

    def __len__(self) -> int:
        return len(self.rules)

    def of_kind(self, kind: RuleKind) -> tuple[Rule, ...]:
        """The rules of one kind."""
        return tuple(rule for rule in self if rule.kind == kind)

    def get(self, name: str) -> Rule:
        """The rule of this name. Raises InputError that names the nearest ones."""
        if name in self.rules:
            return self.rules[name]
        near = difflib.get_close_matches(name, self.rules, n=3, cutoff=0.5)
        raise InputError(
            Fault(f"no rule is called '{name}'", hint=f"did you mean {' or '.join(near)}?" if near else "rules list")
        )


def load_rules(*extra_dirs: Path, kept: Path | None = None) -> RuleSet:
    """The bundled packs and those in `extra_dirs`, whose rules add to them or, by the same name, replace them.

    kept: of the rule set.
    Raises InputError with every fault found: broken YAML, unknown or missing keys, too few examples, a name used twice
    in one pack, a folder that is not there.
    """
    found: dict[str, Rule] = {}
    words: dict[str, dict[str, Node]] = {language: {} for language in LANGUAGES}
    faults: list[Fault] = []
    digest = hashlib.sha256()
    for pack in (data_dir("rules"), *extra_dirs):
        if not pack.is_dir():
            faults.append(Fault("there is no such folder of rules", str(pack)))
            continue
        seen: dict[str, str] = {}
        bundled = pack == data_dir("rules")
        for path in _files(pack, bundled):
            shown = path.relative_to(pack).as_posix() if bundled else str(path)
            try:
                text = path.read_text(encoding="utf-8")
                digest.update(text.encode())
                if path.name == WORDS_FILE:
                    _read_word_lists(read_yaml(text, shown), words)
                    continue
                rule = parse_rule(text, shown)
            except UnicodeDecodeError:
                faults.append(Fault("not UTF-8 text", shown))
                continue
            except InputError as error:
                faults.extend(error.faults)
                continue
            if rule.name in seen:
                faults.append(rule.body.fault(f"the rule '{rule.name}' stands in {seen[rule.name]} already"))
            seen[rule.name] = shown
            found[rule.name] = rule
    if faults:
        raise InputError(faults)
    return RuleSet(found, digest.hexdigest(), words, kept)


def _files(pack: Path, bundled: bool) -> list[Path]:
    """The rule files and the word lists of a pack, in order."""
    found = [path for path in pack.rglob("*.y*ml") if path.is_file()]
    if bundled:
        found = [path for path in found if path.relative_to(pack).parts[0] in (*FOLDERS, WORDS_FILE)]
    return sorted(found, key=lambda path: (path.name != WORDS_FILE, path))


def parse_rule(text: str, file: str) -> Rule:
    """One rule file. Raises InputError naming file, line, the offending key and what is allowed."""
    root = read_yaml(text, file)
    if root.entries is None:
        raise InputError(root.fault("a rule file is a mapping", "start with: rule: its-name"))
    faults = [root.fault(f"the rule lacks '{key}'") for key in _REQUIRED if root.get(key) is None]
    if faults:
        raise InputError(faults)
    kind = _one_of(root, "kind", KINDS, faults)
    allowed = (*_COMMON, *_BODY.get(cast(RuleKind, kind), ()))
    faults += [
        key.fault(f"unknown key '{key.scalar}'", f"allowed in a rule of kind {kind}: {', '.join(allowed)}")
        for key, _ in root.entries
        if kind and key.scalar not in allowed
    ]
    name = _text(root, "rule", faults)
    if name and (not name.replace("-", "").isalnum() or not name.isascii() or name != name.lower()):
        faults.append(root.fault(f"'{name}' is no rule name", "small letters, digits and hyphens"))
    severity = _one_of(root, "severity", SEVERITIES, faults) if root.get("severity") else None
    rule = Rule(
        name=name,
        kind=cast(RuleKind, kind),
        title=_words(root, "title", faults),
        why=_words(root, "why", faults),
        source=_text(root, "source", faults),
        examples=_examples(root, faults),
        body=root,
        severity=cast("Severity | None", severity),
        message=_words(root, "message", faults) if root.get("message") else {},
        mend=_words(root, "mend", faults) if root.get("mend") else {},
        specs=root.get("specs"),
        file=file,
    )
    if faults:
        raise InputError(faults)
    return rule


def _read_word_lists(root: Node, words: dict[str, dict[str, Node]]) -> None:
    """Add the lists of a words.yaml: {en: {name: pattern}, ar: {...}}. Raises InputError for anything else."""
    faults = []
    for language, lists in root:
        if language not in words:
            faults.append(lists.fault(f"unknown language '{language}'", f"allowed: {', '.join(LANGUAGES)}"))
            continue
        for name, pattern in lists:
            if pattern.scalar is None:
                faults.append(pattern.fault(f"the list '{name}' is not text", "write it as (one|another)"))
            words[language][name] = pattern
    if faults:
        raise InputError(faults)


def _text(root: Node, key: str, faults: list[Fault]) -> str:
    node = root.get(key)
    if node is None or not node.scalar:
        faults.append((node or root).fault(f"'{key}' must be text"))
        return ""
    return node.scalar


def _one_of(root: Node, key: str, allowed: tuple[str, ...], faults: list[Fault]) -> str:
    value = _text(root, key, faults)
    if value and value not in allowed:
        node = root.get(key) or root
        faults.append(node.fault(f"'{value}' is no {key}", f"one of {', '.join(allowed)}"))
        return ""
    return value


def _words(root: Node, key: str, faults: list[Fault]) -> Mapping[str, str]:
    """Text per language; text without a language is English."""
    node = root.get(key) or root
    if node.scalar:
        return {"en": node.scalar}
    words = {}
    for language, value in node:
        if language not in LANGUAGES or not value.scalar:
            faults.append(value.fault(f"'{key}' is text, or text per language", f"languages: {', '.join(LANGUAGES)}"))
        else:
            words[language] = value.scalar
    if not words:
        faults.append(node.fault(f"'{key}' is empty"))
    return words


def _examples(root: Node, faults: list[Fault]) -> Mapping[str, Examples]:
    node = root.get("examples") or root
    found: dict[str, Examples] = {}
    for language in LANGUAGES:
        here = node.get(language)
        if here is None:
            faults.append(
                node.fault(f"no examples in '{language}'", "examples: {en: {fires, quiet}, ar: {fires, quiet}}")
            )
            continue
        lists = {}
        for key in ("fires", "quiet"):
            given = here.get(key)
            lists[key] = tuple(item.scalar or "" for item in (given.items or ())) if given else ()
            if len(lists[key]) < LEAST_EXAMPLES:
                faults.append((given or here).fault(f"fewer than {LEAST_EXAMPLES} examples in '{language}: {key}'"))
        faults += [
            key.fault(f"unknown key '{key.scalar}'", "allowed: fires, quiet")
            for key, _ in here.entries or ()
            if key.scalar not in ("fires", "quiet")
        ]
        found[language] = Examples(lists["fires"], lists["quiet"])
    faults += [
        key.fault(f"unknown language '{key.scalar}'", f"allowed: {', '.join(LANGUAGES)}")
        for key, _ in node.entries or ()
        if key.scalar not in LANGUAGES
    ]
    return found
