"""The JSON Schema of a spec file, for editors; made of the keys that the validator uses."""

from __future__ import annotations

from typing import Any

from promisecheck.measures import measures
from promisecheck.standards.keys import spec_shape
from promisecheck.standards.shapes import json_schema, shared_definitions


def spec_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one file of a spec folder.

    Beyond shapes it ties the level to the measure: a `delivery_time` takes `within` and not `at_most`.
    """
    schema = json_schema(spec_shape())
    standard = schema["properties"]["standards"]["additionalProperties"]
    standard["allOf"] = _levels_of_measures()
    vocabulary = {measure.id: measure.about for measure in measures().values()}
    standard["properties"]["measure"]["enum"] = list(vocabulary)
    standard["properties"]["measure"]["markdownDescription"] = "\n".join(f"- `{k}`: {v}" for k, v in vocabulary.items())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Service spec",
        "description": "Declared service standards of an organisation, per location, tier and day.",
        **schema,
        "$defs": shared_definitions(),
    }


def _levels_of_measures() -> list[dict[str, Any]]:
    """For each level key: the measures it declares, so that no other one takes it."""
    by_level: dict[str, list[str]] = {}
    for measure in measures().values():
        for level in measure.levels:
            by_level.setdefault(level, []).append(measure.id)
    return [
        {"if": {"required": [level]}, "then": {"properties": {"measure": {"enum": ids}}}}
        for level, ids in by_level.items()
    ]
