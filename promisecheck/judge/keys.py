"""Identity of claims and findings: the same in a draft and on the site, whatever the line or the day."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from promisecheck.folding import fold
from promisecheck.model import Claim, Condition

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
LENGTH = 32
"""Characters of a key or fingerprint: 128 bits in hexadecimal."""


def normalised(quote: str) -> str:
    """A quote without what typesetting changes: folded, white space collapsed, punctuation at its ends dropped."""
    return _EDGES.sub("", " ".join(fold(quote).text.split()))


def claim_key(claim: Claim) -> str:
    """Hash of the normalised quote, measure, service, value and conditions of a claim."""
    conditions = sorted((_condition(condition) for condition in claim.conditions), key=json.dumps)
    value = claim.value.to_json() if claim.value is not None else None
    return _hash([normalised(claim.quote), claim.measure, claim.service, value, conditions])


def _condition(condition: Condition) -> list[object]:
    return [condition.kind, condition.level.to_json() if condition.level else normalised(condition.text)]


def fingerprint(rule: str, keys: Iterable[str], source: str) -> str:
    """Hash of a finding's rule, the keys of its claims and the path of its source."""
    return _hash([rule, *sorted(set(keys)), source.replace("\\", "/")])


def _hash(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
