"""The JSON Schema of the JSON report, built from the types so that neither can drift from the other."""

from __future__ import annotations

from typing import Any, get_args

from promisecheck.model import (
    Characteristic,
    ConditionKind,
    Language,
    Op,
    Outcome,
    Role,
    Severity,
    Strength,
    SuggestionKind,
)
from promisecheck.reports.json_report import VERSION

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_NUMBER: Schema = {"type": "number"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_FROM_ONE: Schema = {"type": "integer", "minimum": 1}
_DATE: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def report_schema() -> Schema:
    """The schema of version 1 of the report (JSON Schema draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "promisecheck report",
        "description": "What one run found. Offsets count Unicode code points, the end exclusive; lines and columns "
        "are 1-based.",
        **_object(
            {
                "version": {"const": VERSION},
                "generator": _object({"name": {"const": "promisecheck"}, "version": _TEXT}),
                "date": _about(_DATE, "the day, or first day, that was judged"),
                "until": _about(_DATE, "the last day that was judged, when it is another one"),
                "documents": _list("document"),
                "claims": _list("claim"),
                "findings": _list("finding"),
                "problems": _list("problem"),
                "records": _about(_list("record"), "the records of what really happened that were read"),
                "summary": {"$ref": "#/$defs/summary"},
            },
            optional=("until", "records"),
        ),
        "$defs": {
            "document": _document(),
            "claim": _claim(),
            "verdict": _verdict(),
            "level": _level(),
            "amount": _amount(),
            "condition": _condition(),
            "finding": _finding(),
            "problem": _problem(),
            "record": _object(
                {
                    "source": _TEXT,
                    "cases": _COUNT,
                    "left_out": {"type": "object", "additionalProperties": _COUNT},
                    "notes": _TEXTS,
                }
            ),
            "summary": _object(dict.fromkeys(("documents", "claims", *get_args(Outcome)), _COUNT)),
        },
    }


def _object(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _list(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _or_null(schema: Schema) -> Schema:
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _choice(literal: Any) -> Schema:
    return {"type": "string", "enum": list(get_args(literal))}


def _about(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def _document() -> Schema:
    return _object(
        {
            "source": _about(_TEXT, "a path as given, an address, or - for standard input"),
            "language": _choice(Language),
            "locations": _about(_TEXTS, "where it is seen"),
            "claims": _COUNT,
            "words": _COUNT,
            "rendered": _about({"const": True}, "positions are those of the HTML that a browser made of the page"),
        },
        optional=("rendered",),
    )


def _claim() -> Schema:
    offset, from_one = _or_null(_COUNT), _or_null(_FROM_ONE)
    return _object(
        {
            "id": {"type": "string", "pattern": r"^c[1-9]\d*$"},
            "key": _about(_TEXT, "the same for the same promise in a draft and on a site"),
            "source": _TEXT,
            "start": offset,
            "end": offset,
            "line": from_one,
            "column": from_one,
            "place": _object({"role": _choice(Role), "heading": _or_null(_TEXT), "where": _TEXT}, optional=("where",)),
            "quote": _about(_TEXT, "the visible text"),
            "language": _choice(Language),
            "characteristic": _choice(Characteristic),
            "measure": _or_null(_TEXT),
            "service": _about(_or_null(_TEXT), "the id of a declared service, else the words for it"),
            "value": _about(_or_null({"$ref": "#/$defs/level"}), "null where the promise has no level"),
            "share": _about(_or_null(_SHARE), "the stated share of cases"),
            "strength": _choice(Strength),
            "hedge": _or_null(_TEXT),
            "conditions": _list("condition"),
            "scope": _object({"locations": _TEXTS, "text": _or_null(_TEXT), "tier": _or_null(_TEXT)}),
            "verdicts": _list("verdict"),
        }
    )


def _verdict() -> Schema:
    declared = _level()
    for shape in declared["anyOf"]:
        shape["properties"]["reliability"] = _SHARE
        shape["required"].append("reliability")
    declared["anyOf"].append(_object({"reliability": _SHARE}))
    return _object(
        {
            "location": _TEXT,
            "tier": _or_null(_TEXT),
            "from": _DATE,
            "until": _DATE,
            "verdict": _choice(Outcome),
            "rule": _about(_or_null(_TEXT), "null when kept"),
            "standard": _or_null(_TEXT),
            "declared": _or_null(declared),
            "gap": _about(_or_null({"$ref": "#/$defs/amount"}), "what the standard lacks for the promise"),
            "slack": _about(_or_null({"$ref": "#/$defs/amount"}), "what it has to spare"),
            "delivered": {"enum": ["kept", "not_kept", "too_few", None]},
            "measured": _or_null(_object({"share": _SHARE, "lower": _SHARE, "n": _COUNT})),
            "because": _TEXT,
        }
    )


def _level() -> Schema:
    unit, beside = _or_null(_TEXT), {"by": {"type": "string", "pattern": r"^\d\d:\d\d$"}, "what": _TEXT}

    def shape(own: Schema) -> Schema:
        return _object({**own, **beside}, optional=tuple(beside))

    ops = [op for op in get_args(Op) if op != "range"]
    return {
        "anyOf": [
            shape({"op": {"enum": [*ops, None]}, "value": _or_null(_NUMBER), "unit": unit}),
            shape({"op": {"const": "range"}, "min": _NUMBER, "max": _NUMBER, "unit": unit}),
            shape({"hours": _about(_TEXT, "OSM opening_hours")}),
            shape({"offered": {"type": "boolean"}}),
            shape({"areas": _TEXTS}),
        ]
    }


def _amount() -> Schema:
    """A difference of two levels."""
    number = _or_null(_NUMBER)
    properties = {
        "value": number,
        "min": number,
        "max": number,
        "unit": _or_null(_TEXT),
        "hours": _TEXT,
        "offered": {"type": "boolean"},
        "areas": _TEXTS,
        "by": _TEXT,
        "what": _TEXT,
    }
    return _object(properties, optional=tuple(properties))


def _condition() -> Schema:
    """A condition as written, with its level where one can be read."""
    level = _amount()["properties"] | {"op": {"enum": [*get_args(Op), None]}}
    return _object({"text": _TEXT, "kind": _choice(ConditionKind), **level}, optional=tuple(level))


def _suggestion() -> Schema:
    kind = _about({"enum": ["", *get_args(SuggestionKind)]}, "what it does to the promise")
    safe = _about({"type": "boolean"}, "whether --fix puts it in")
    edit = _about(
        _object({"start": _COUNT, "end": _COUNT, "text": _TEXT}),
        "of the original, as --fix makes it",
    )
    sentence = _about(_TEXT, "does the same behind the sentence of the quote, which stays as it is")
    keys = {"text": _TEXT, "holds_at": _TEXTS, "kind": kind, "safe": safe, "sentence": sentence, "edit": edit}
    return _object(keys, optional=("sentence", "edit"))


def _finding() -> Schema:
    finding = _object(
        {
            "rule": _TEXT,
            "severity": _choice(Severity),
            "claims": _about(_TEXTS, "empty where the finding is about the copy itself; it then has a place"),
            "locations": _TEXTS,
            "message": _TEXT,
            "suggestions": {"type": "array", "items": _suggestion()},
            "fingerprint": _TEXT,
            "place": _object(
                {"source": _TEXT, "line": _or_null(_FROM_ONE), "column": _or_null(_FROM_ONE), "text": _TEXT}
            ),
        },
        optional=("place",),
    )
    return {**finding, "anyOf": [{"properties": {"claims": {"minItems": 1}}}, {"required": ["place"]}]}


def _problem() -> Schema:
    from_one = _or_null(_FROM_ONE)
    return _object({"source": _TEXT, "message": _TEXT, "line": from_one, "column": from_one, "hint": _or_null(_TEXT)})
