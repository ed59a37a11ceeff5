"""What changed since a revision of a git repository: pages, and lines of them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from promisecheck.errors import Fault, InputError
from promisecheck.model import Finding, Place, Report

_HUNK: Final = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Changes:
    """Lines that were added or changed, by file (resolved path); None for a file that is new as a whole.

    known: the files that git keeps; what it does not keep (a site that was built and is ignored) counts as touched.
    """

    lines: Mapping[Path, frozenset[int] | None]
    known: frozenset[Path] | None = None

    def touch(self, place: Place, last_line: int | None) -> bool:
        """Whether something from a place to its last line was touched; the page as a whole where it has no lines."""
        path = Path(place.source).resolve()
        if path not in self.lines:
            return self.known is not None and path not in self.known and path.is_file()
        touched = self.lines[path]
        if touched is None or place.line is None:
            return True
        return any(line in touched for line in range(place.line, (last_line or place.line) + 1))


def git(*arguments: str, folder: Path) -> bytes:
    """What git prints. Raises InputError with its message when it fails or is not there."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        raise InputError(Fault("git does not answer", hint="install it, or leave out the option")) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        hint = "fetch the revision first (actions/checkout: fetch-depth: 0)"
        raise InputError(Fault(f"git {arguments[0]}: {said[0] if said else 'failed'}", hint=hint))
    return done.stdout


def revision(name: str, folder: Path) -> str:
    """The commit a revision names. Raises InputError where there is none, or it looks like an option."""
    if name.startswith("-"):
        raise InputError(Fault(f"'{name}' is no revision"))
    return git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", folder=folder).decode().strip()


def changes_since(name: str, folder: Path) -> Changes:
    """What is different in the work tree from the revision `name`; files git does not know yet are new."""
    commit = revision(name, folder)
    top = Path(git("rev-parse", "--show-toplevel", folder=folder).decode().strip())
    lines: dict[Path, frozenset[int] | None] = {}
    diffed = git("diff", "--name-only", "--no-renames", "-z", commit, "--", folder=top)
    listed = diffed.decode("utf-8", "surrogateescape")
    for file in filter(None, listed.split("\0")):
        # --text and --no-textconv: an attribute in the checked tree must not hide what changed
        plain = ("--text", "--no-textconv", "--no-color", "--no-ext-diff", "--no-renames", "-U0")
        diff = git("--literal-pathspecs", "diff", *plain, commit, "--", file, folder=top)
        lines[(top / file).resolve()] = frozenset(_touched(diff.decode("utf-8", "replace")))
    others = git("ls-files", "--others", "--exclude-standard", "-z", folder=top).decode("utf-8", "surrogateescape")
    for file in filter(None, others.split("\0")):
        lines[(top / file).resolve()] = None
    kept = git("ls-files", "-z", folder=top).decode("utf-8", "surrogateescape")
    return Changes(lines, frozenset((top / file).resolve() for file in kept.split("\0") if file))


def on_changes(report: Report, changes: Changes) -> tuple[Report, int]:
    """The report with the findings that touch a change alone, and how many went."""
    claims = {one.claim.id: one.claim.place for one in report.claims}
    texts = {document.source: document.text for document in report.documents_read}
    left = []
    for finding in report.findings:
        if any(changes.touch(place, _last_line(place, texts.get(place.source))) for place in _places(finding, claims)):
            left.append(finding)
    return replace(report, findings=tuple(left)), len(report.findings) - len(left)


def _places(finding: Finding, claims: Mapping[str, Place]) -> list[Place]:
    own = [finding.place] if finding.place else []
    return [claims[one] for one in finding.claims] or own


def _last_line(place: Place, text: str | None) -> int | None:
    if text is None or place.line is None or place.start is None or place.end is None:
        return place.line
    return place.line + text.count("\n", place.start, place.end)


def _touched(diff: str) -> list[int]:
    """The new lines of a diff without context; a place where lines went away touches the lines around it."""
    touched: list[int] = []
    for line in diff.splitlines():
        match = _HUNK.match(line)
        if match:
            start, count = int(match[1]), int(match[2] or 1)
            touched += range(start, start + count) if count else (start, start + 1)
    return touched
