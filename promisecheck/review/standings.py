"""How promises stand, by the hashes that the register keeps: they tell an approval from an outdated one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from promisecheck.model import JudgedClaim, Standard
from promisecheck.quiet.approvals import Standings
from promisecheck.reports.json_report import claim_json
from promisecheck.review import promises
from promisecheck.review.promises import fingerprint

_DECIDED_ON: Final = (
    "id",
    "service",
    "measure",
    "level",
    "reliability",
    "conditions",
    "exceptions",
    "limits",
    "what",
    "comparison",
    "notice",
    "notice_days",
)


def standings(claims: tuple[JudgedClaim, ...]) -> Standings:
    """How promises of a check stand, by hashes that the register keeps, too."""
    report = {"claims": [claim_json(one) for one in claims]}
    found = promises.read(report, {one.claim.id: standard_hashes(one) for one in claims})
    return {(one.key, at): standing.bases for one in found for at, standing in one.at.items()}


def standard_hashes(one: JudgedClaim) -> list[str]:
    """For each verdict of a claim, the hash of the standard it rests on; "" where there is none."""
    hashes = [standard_hash(ruling.standard) if ruling.standard else "" for ruling in one.verdicts.rulings]
    return [hashes[code] for code in one.verdicts.codes]


def standard_hash(standard: Standard) -> str:
    """What of a standard a decision rests on: its level, share, conditions, exceptions, limits and notice.

    Its owner, its importance, its record, its review date and the dates between which it is in force may change
    without anybody being asked again.
    """
    values = asdict(standard)
    return fingerprint({name: values[name] for name in _DECIDED_ON})
