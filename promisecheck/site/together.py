"""A promise that stands on many pages of a site (header, footer) counts once, with its pages."""

from __future__ import annotations

from dataclasses import replace

from promisecheck.judge.keys import fingerprint
from promisecheck.model import Finding, Report


def together(report: Report, site: str) -> Report:
    """The report with findings of one rule on promises that say the same made one, whatever page they stand on.

    The finding has the claims of all its pages, those of the first page first, and the locations of all of them. Its
    fingerprint names the site instead of the page, so that it stays the same when pages come and go.
    """
    keys = {one.claim.id: one.key for one in report.claims}
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in report.findings:
        own = sorted({keys[one] for one in finding.claims}) or [finding.fingerprint]
        groups.setdefault((finding.rule, finding.severity, *own), []).append(finding)
    return replace(report, findings=tuple(_one(group, keys, site) for group in groups.values()))


def _one(group: list[Finding], keys: dict[str, str], site: str) -> Finding:
    if not group[0].claims:
        return group[0]
    widest = max(group, key=lambda finding: len(finding.locations))
    return replace(
        widest,
        claims=tuple(one for finding in group for one in finding.claims),
        locations=tuple(dict.fromkeys(place for finding in (widest, *group) for place in finding.locations)),
        fingerprint=fingerprint(widest.rule, [keys[one] for one in group[0].claims], site),
    )
