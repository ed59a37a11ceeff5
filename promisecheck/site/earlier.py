"""Promises that earlier crawls found: a site, or a page that is still there, that has none any more is never a success.

A build that failed, a login that ran out, a script that broke: pages that answer without their words look like pages
that promise nothing. So each crawl leaves the number of promises of its pages beside its journal, and the next one
compares. What is missed stays so until it is there again, its page is gone, or somebody says it was taken out.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from promisecheck.model import Problem

_FILE: Final = "promises.json"
_NAMED: Final = 5
_HINT: Final = "is the page complete, and the login still good? If they were taken out on purpose: --accept-fewer"


def missed(before: Mapping[str, int], now: Mapping[str, int], site: str) -> Problem | None:
    """The problem of a crawl that finds no promise where an earlier one had some; None when all is well.

    before, now: how many promises each page has, 0 included. site: where the crawl starts.
    """
    earlier = sum(before.values())
    if earlier and now and not any(now.values()):
        message = f"no promise was found where an earlier crawl had {earlier} on {_pages(len(_some(before)))}"
        return Problem(site, message, hint=_HINT)
    lost = sorted(page for page in _some(before) if now.get(page) == 0)
    if not lost:
        return None
    others = f", as on {len(lost) - 1} others: {', '.join(lost[1:_NAMED])}" if len(lost) > 1 else ""
    others += " …" if len(lost) > _NAMED else ""
    count = before[lost[0]]
    had = "1 promise" if count == 1 else f"{count} promises"
    return Problem(lost[0], f"an earlier crawl had {had} here, this one none{others}", hint=_HINT)


def remembered(before: Mapping[str, int], now: Mapping[str, int], *, whole: bool, accepted: bool) -> dict[str, int]:
    """What the next crawl is compared with.

    whole: the crawl came to its end without a problem, so that a page it did not meet is gone. accepted: promises that
    are missed were taken out on purpose.
    """
    known = _some(now)
    if accepted:
        return known
    whole = whole and bool(known)
    kept = {page: count for page, count in _some(before).items() if now.get(page, -1 if whole else 0) == 0}
    return kept | known


def read_earlier(folder: Path) -> dict[str, int]:
    """The promises of each page as earlier crawls left them in their folder; empty when there are none."""
    with contextlib.suppress(OSError, ValueError):
        found = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {page: count for page, count in found.items() if isinstance(count, int) and count > 0}
    return {}


def write_earlier(folder: Path, promises: Mapping[str, int]) -> None:
    """Leave the promises of each page to the next crawl."""
    beside = folder / f"{_FILE}.{os.getpid()}"
    beside.write_text(json.dumps(dict(sorted(promises.items())), indent=0, ensure_ascii=False), encoding="utf-8")
    beside.replace(folder / _FILE)


def _some(promises: Mapping[str, int]) -> dict[str, int]:
    return {page: count for page, count in promises.items() if count > 0}


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
