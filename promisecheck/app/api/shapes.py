"""Shapes of answers, made from the frozen types of `review`: what the OpenAPI says is what comes, by construction."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from apiflask import Schema, fields


@cache
def shape(kind: type, *leave_out: str, name: str = "") -> type[Schema]:
    """A schema with a field for each of a dataclass, but for those left out. Raises TypeError for a type it lacks."""
    hints = get_type_hints(kind)
    members: dict[str, Any] = {
        one.name: _field(hints[one.name]) for one in dataclass_fields(kind) if one.name not in leave_out
    }
    return type(f"{name or kind.__name__}Shape", (Schema,), members)


def _field(hint: Any) -> fields.Field[Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        real = [one for one in arguments if one is not type(None)]
        inner = _field(real[0]) if len(real) == 1 else fields.Raw()
        inner.allow_none = True
        return inner
    if origin is Literal:
        return fields.String()
    if origin in (tuple, frozenset, list):
        return fields.List(_field(arguments[0]))
    if origin in (dict, Mapping, types.MappingProxyType) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return fields.Dict(keys=fields.String(), values=_field(arguments[1]))
    if isinstance(hint, type) and is_dataclass(hint):
        return fields.Nested(shape(hint))
    plain: dict[Any, type[fields.Field[Any]]] = {
        str: fields.String,
        bool: fields.Boolean,
        int: fields.Integer,
        float: fields.Float,
        dt.datetime: fields.DateTime,
        dt.date: fields.Date,
        Any: fields.Raw,
        object: fields.Raw,
    }
    if hint not in plain:
        raise TypeError(f"no shape for {hint}")
    return plain[hint]()
