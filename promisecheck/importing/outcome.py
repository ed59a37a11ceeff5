"""What an import comes to: the changes, and the standards that take hours and areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from promisecheck.importing.memory import Memory

Kind = Literal["new", "add", "update", "conflict"]


@dataclass(frozen=True, slots=True)
class Change:
    """One value. kind: new (a branch nobody had), add, update; conflict: edited by hand and kept.

    field: "names.en", "url", "groups", "hours.regular", "areas", "special.2026-12-25". mine: what stands in the spec.
    """

    kind: Kind
    location: str
    field: str
    mine: str | None
    theirs: str


@dataclass(slots=True)
class Plan:
    """What an import would do. texts: by file, before and after. gone: branches and dates that the source dropped.

    removed: branches of an earlier import that somebody has taken out of the spec; they stay out. notes: what was left
    aside, and why. memory: what to remember once it is written.
    """

    changes: list[Change] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    texts: dict[Path, tuple[str, str]] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)

    @property
    def conflicts(self) -> list[Change]:
        """Values that were edited by hand and that the source has changed."""
        return [change for change in self.changes if change.kind == "conflict"]


@dataclass(frozen=True, slots=True)
class Targets:
    """Which standards take what: hours by kind, and areas; None where none does. service: of standards made new.

    made: the ids of standards that do not exist yet, with their measure.
    """

    hours: Mapping[str, str]
    areas: str | None = None
    service: str | None = None
    made: Mapping[str, str] = field(default_factory=dict)
