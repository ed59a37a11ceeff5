"""Compiled patterns kept from one run to the next: parsing two thousand of them takes longer than checking a few pages.

What is kept is what parsing makes of the patterns: regular expressions and the words to look them up by, as text. Its
name is the hash of the rules, the measures and the code that parses, so nothing has to be thrown away when one of them
changes. A file that cannot be read, or is not whole, is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from promisecheck import folding
from promisecheck.extract import compiling, pattern_parser, pattern_parts, patterns
from promisecheck.extract.patterns import Pattern
from promisecheck.model import Language
from promisecheck.paths import data_dir
from promisecheck.rules import RuleSet

Compiled = Mapping[str, Sequence[Pattern]]
"""Patterns by the names of their rule and part."""
_CODE = (folding, compiling, pattern_parser, pattern_parts, patterns)


def kept_patterns(rules: RuleSet, language: Language) -> Compiled | None:
    """The patterns of a rule set as an earlier run kept them; None where none did, or nothing is to be kept."""
    path = _path(rules, language)
    if path is None:
        return None
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode("ascii") != hashlib.sha256(body).hexdigest():
            return None
        found = json.loads(zlib.decompress(body))
    except (OSError, ValueError, zlib.error):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return {name: [Pattern.from_data(data) for data in some] for name, some in found.items()}


def keep_patterns(rules: RuleSet, language: Language, compiled: Compiled) -> None:
    """Keep the patterns of a rule set. What cannot be written is not kept."""
    path = _path(rules, language)
    if path is None:
        return
    text = json.dumps({name: [one.to_data() for one in some] for name, some in compiled.items()}, ensure_ascii=False)
    body = zlib.compress(text.encode("utf-8"), 1)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(hashlib.sha256(body).hexdigest().encode("ascii") + b"\n" + body)
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()


def _path(rules: RuleSet, language: Language) -> Path | None:
    if rules.kept is None:
        return None
    digest = hashlib.sha256(f"{rules.digest} {language}".encode())
    digest.update((data_dir("rules") / "measures.yaml").read_bytes())
    for module in _CODE:
        digest.update(Path(module.__file__ or "").read_bytes())
    name = digest.hexdigest()
    return rules.kept / name[:2] / f"{name}.patterns"
