"""Measures that stand in for one another when a promise finds no standard of its own measure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from promisecheck.paths import data_dir
from promisecheck.yaml_lines import read_yaml

Only = Literal["alone", "service", "named", "what"]


@dataclass(frozen=True, slots=True)
class Kin:
    """One row of rules/judging/kin.yaml: measures that stand in for one another, and how (see the file)."""

    only: Only
    measures: tuple[str, ...]


@cache
def kin() -> tuple[Kin, ...]:
    """The bundled table."""
    path = data_dir("rules") / "judging" / "kin.yaml"
    root = read_yaml(path.read_text(encoding="utf-8"), path.name)
    found = []
    for node in dict(root)["kin"].items or ():
        values = dict(node)
        names = tuple(item.scalar or "" for item in values["measures"].items or ())
        found.append(Kin(cast(Only, values["only"].scalar), names))
    return tuple(found)


@cache
def akin_to(measure: str) -> frozenset[str]:
    """The measures that may answer for a measure of the same service, itself among them."""
    rows = (row.measures for row in kin() if measure in row.measures and row.only != "what")
    return frozenset((measure,)).union(*rows)
