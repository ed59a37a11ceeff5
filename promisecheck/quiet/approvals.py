"""Approvals: promises that operations have said yes to in the review app, let through where a check would flag them.

A text file, one promise at one location a line, as a JSON object, sorted, each line signed on its own (Ed25519, RFC
8032), so that branches merge without a conflict. A line counts for that promise at that location as long as it is
judged as it was judged when it was approved (the same promise, verdict and standard, by hash), up to its last day.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from promisecheck.errors import Fault, InputError, MissingExtraError
from promisecheck.model import Finding, JudgedClaim, Report
from promisecheck.quiet.json_lines import object_of, read_lines

LONGEST: Final = dt.timedelta(days=365)
"""How long an approval counts at most when no end is asked for."""
_SIGNATURE: Final = "signature"
Standings = Mapping[tuple[str, str], frozenset[str]]
"""For a promise's key and a location, the hashes of how it is judged there."""


@dataclass(frozen=True, slots=True, order=True)
class Approval:
    """One promise at one location that may be out. key: of the claim. judged: hashes of its judgements, sorted.

    expires: the last day. approved_by: names of those who said yes. piece: which piece of the app it was in.
    """

    key: str
    location: str
    judged: tuple[str, ...]
    expires: dt.date
    approved_by: tuple[str, ...] = ()
    reason: str = ""
    piece: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What approvals did: findings let through wholly or in part, and approvals that let nothing through, by cause."""

    through: int
    expired: tuple[Approval, ...]
    outdated: tuple[Approval, ...]
    unused: tuple[Approval, ...]


# ------------------------------------------------------------------------------------------------ keys
def new_keys() -> tuple[str, str]:
    """A private key and the public key that belongs to it, as base64 of their 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    return _text(key.private_bytes_raw()), _text(key.public_key().public_bytes_raw())


def signer(private: str) -> Callable[[bytes], bytes]:
    """Signs with a private key. Raises InputError for text that is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(_key(private, "private")).sign


def verifier(public: str) -> Callable[[bytes, bytes], bool]:
    """Tells whether a signature (first) of a message (second) was made with the key's private half.

    Raises InputError for text that is no public key, MissingExtraError without the library.
    """
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise MissingExtraError("approvals", "approvals") from None
    key = Ed25519PublicKey.from_public_bytes(_key(public, "public"))

    def verified(signature: bytes, message: bytes) -> bool:
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    return verified


def _key(text: str, kind: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != 32:
        raise InputError(
            Fault(f"this is no {kind} key for approvals", hint="make keys with: promisecheck approvals keys")
        )
    return key


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


# ------------------------------------------------------------------------------------------------ the file
def written(approvals: Iterable[Approval], sign: Callable[[bytes], bytes]) -> str:
    """The approvals as the text of a file, signed."""
    lines = []
    for approval in sorted(approvals):
        values = _values(approval)
        values[_SIGNATURE] = _text(sign(_message(values)))
        lines.append(json.dumps(values, ensure_ascii=False) + "\n")
    return "".join(lines)


def read_approvals(path: Path, verified: Callable[[bytes, bytes], bool]) -> tuple[Approval, ...]:
    """The approvals of a file. Raises InputError with every line that cannot be read or is not signed by the key."""
    found = read_lines(
        path,
        lambda line: _approval(line, verified),
        what="approvals file",
        start="export it with: promisecheck approvals export",
        mend="export the approvals anew; a line that was changed by hand counts for nothing",
    )
    return tuple(found)


def _approval(line: str, verified: Callable[[bytes, bytes], bool]) -> Approval:
    values = object_of(line, [*(field.name for field in fields(Approval)), _SIGNATURE])
    signature = values.pop(_SIGNATURE, None)
    if not isinstance(signature, str):
        raise ValueError("this approval is not signed")
    try:
        good = verified(base64.b64decode(signature, validate=True), _message(values))
    except binascii.Error:
        good = False
    if not good:
        raise ValueError("this approval is not signed with the key of the settings, or was changed afterwards")
    try:
        judged, approved_by = tuple(values.pop("judged")), tuple(values.pop("approved_by", ()))
        expires = dt.date.fromisoformat(values.pop("expires"))
        return Approval(judged=judged, expires=expires, approved_by=approved_by, **values)
    except (KeyError, TypeError) as error:
        raise ValueError(f"a signed line without what it needs: {error}") from None


def _values(approval: Approval) -> dict[str, Any]:
    values = {field.name: getattr(approval, field.name) for field in fields(approval)}
    return {
        **values,
        "judged": list(approval.judged),
        "approved_by": list(approval.approved_by),
        "expires": approval.expires.isoformat(),
    }


def _message(values: Mapping[str, Any]) -> bytes:
    """What is signed: the line without its signature, in one form whatever the order of its keys."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


# ------------------------------------------------------------------------------------------------ letting through
def without_approved(
    report: Report, approvals: Iterable[Approval], standings: Standings, day: dt.date
) -> tuple[Report, Told]:
    """The report without what was approved, and what the approvals did.

    A finding goes at the locations where all of its promises are approved and judged as they were then; it stays for
    the others. Problems, and findings on the copy itself, are never let through.
    """
    by_place: dict[tuple[str, str], list[Approval]] = {}
    for approval in approvals:
        by_place.setdefault((approval.key, approval.location), []).append(approval)
    valid = {
        place
        for place, known in by_place.items()
        if any(one.expires >= day and _as_then(one, standings.get(place)) for one in known)
    }
    keys = {one.claim.id: one.key for one in report.claims}
    left: list[Finding] = []
    used: set[tuple[str, str]] = set()
    through = 0
    for finding in report.findings:
        reached = {keys[claim] for claim in finding.claims}
        gone = {at for at in finding.locations if reached and all((key, at) in valid for key in reached)}
        used |= {(key, at) for key in reached for at in gone}
        through += bool(gone)
        if not gone:
            left.append(finding)
        elif gone != set(finding.locations):
            left.append(replace(finding, locations=tuple(at for at in finding.locations if at not in gone)))
    flagged = {(keys[claim], at) for finding in report.findings for claim in finding.claims for at in finding.locations}
    idle = [one for place, known in sorted(by_place.items()) for one in known if place not in used]
    expired = tuple(one for one in idle if one.expires < day and (one.key, one.location) in flagged)
    outdated = tuple(one for one in idle if one.expires >= day and (one.key, one.location) in flagged)
    unused = tuple(one for one in idle if (one.key, one.location) not in flagged)
    return replace(report, findings=tuple(left)), Told(through, expired, outdated, unused)


def _as_then(approval: Approval, today: frozenset[str] | None) -> bool:
    """Whether nothing is judged otherwise today than when it was approved."""
    return today is not None and bool(today) and today <= set(approval.judged)


def flagged_claims(report: Report) -> tuple[JudgedClaim, ...]:
    """The claims that findings are about: those whose judgement has to be compared."""
    wanted = {claim for finding in report.findings for claim in finding.claims}
    return tuple(one for one in report.claims if one.claim.id in wanted)
