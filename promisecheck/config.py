"""A project's settings: `promisecheck.toml`, or `[tool.promisecheck]` in `pyproject.toml`, found upwards.

Paths in a settings file are relative to the file. Options on the command line win over it.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from promisecheck.errors import Fault, InputError
from promisecheck.model import Severity

SEVERITIES: tuple[str, ...] = ("error", "warning", "note")
FAIL_ON: tuple[str, ...] = (*SEVERITIES, "never")
LANGUAGES: tuple[str, ...] = ("en", "ar", "auto")


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a project; None where the file says nothing.

    file: where they were read from. specs, rules: folders. severity: rule name -> severity, overriding the pack's.
    paths: what `check` reads when no path is given. severity_by_path: pattern as in `.gitignore` -> rule name, or "*",
    -> severity, or "off"; a later pattern wins.
    """

    file: Path | None = None
    specs: Path | None = None
    rules: tuple[Path, ...] = ()
    paths: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    tier: str | None = None
    lang: str | None = None
    fail_on: str | None = None
    baseline: Path | None = None
    approvals: Path | None = None
    approvals_key: str | None = None
    allow_hosts: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    severity_by_path: Mapping[str, Mapping[str, Severity | Literal["off"]]] = field(default_factory=dict)


_TEXT = ("specs", "tier", "lang", "fail_on", "baseline", "approvals", "approvals_key")
_PATHS = ("specs", "baseline", "approvals")
_LISTS = ("rules", "paths", "include", "exclude", "locations", "allow_hosts")
KEYS: tuple[str, ...] = ("specs", "rules", "paths", "include", "exclude", "locations", "tier", "lang", "fail_on")
KEYS += ("baseline", "approvals", "approvals_key", "allow_hosts", "severity", "severity_by_path")
_CHOICES = {"lang": LANGUAGES, "fail_on": FAIL_ON}


def find_config(start: Path) -> Config:
    """The settings nearest to the folder `start`, looking upwards; empty settings when there are none.

    `promisecheck.toml` wins over `pyproject.toml` in the same folder. Raises InputError for a broken file.
    """
    for folder in (start, *start.parents):
        own = folder / "promisecheck.toml"
        if own.is_file():
            return read_config(own)
        project = folder / "pyproject.toml"
        if project.is_file() and "tool.promisecheck" in project.read_text(encoding="utf-8", errors="replace"):
            return read_config(project)
    return Config()


def read_config(path: Path) -> Config:
    """The settings in one file; of a `pyproject.toml` its table `[tool.promisecheck]`.

    Raises InputError with every mistake: unreadable file, broken TOML, unknown keys (the allowed ones are listed),
    values of the wrong kind.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(Fault(f"cannot read the settings: {error.strerror}", str(path))) from None
    except UnicodeDecodeError:
        raise InputError(Fault("the settings are not UTF-8", str(path), hint="save the file as UTF-8")) from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(Fault(f"not valid TOML: {error}", str(path))) from None
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("promisecheck", {})
    return _build(table, path, text)


def _build(table: Mapping[str, object], path: Path, text: str) -> Config:
    faults: list[Fault] = []

    def fault(key: str, message: str, hint: str) -> None:
        number, shown = _line_of(key, text)
        faults.append(Fault(message, str(path), number, 1 if number else None, shown, hint))

    values: dict[str, object] = {"file": path}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in KEYS:
            near = difflib.get_close_matches(name, KEYS, 1)
            guess = f"did you mean '{near[0]}'? " if near else ""
            fault(key, f"unknown key '{key}'", f"{guess}allowed here: {', '.join(KEYS)}")
        elif name in _TEXT:
            if not isinstance(value, str):
                fault(key, f"'{key}' must be text", f'write {key} = "…"')
            elif name in _CHOICES and value not in _CHOICES[name]:
                fault(key, f"'{key}' cannot be '{value}'", f"one of {', '.join(_CHOICES[name])}")
            else:
                values[name] = path.parent / value if name in _PATHS else value
        elif name in _LISTS:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                fault(key, f"'{key}' must be a list of texts", f'write {key} = ["…"]')
            else:
                items = cast(list[str], value)
                values[name] = tuple(path.parent / item for item in items) if name == "rules" else tuple(items)
        elif name == "severity_by_path":
            allowed = {*SEVERITIES, "off"}
            if not isinstance(value, dict) or not all(
                isinstance(wanted, dict) and set(wanted.values()) <= allowed for wanted in value.values()
            ):
                hint = f'write [severity_by_path."blog/**"] absolute = "note"; severities: {", ".join(SEVERITIES)}, off'
                fault(key, f"'{key}' must map patterns to rule names and severities", hint)
            else:
                values[name] = value
        elif not isinstance(value, dict) or not set(value.values()) <= set(SEVERITIES):
            fault(key, f"'{key}' must map rule names to severities", f"severities: {', '.join(SEVERITIES)}")
        else:
            values[name] = value
    if faults:
        raise InputError(faults)
    return Config(**values)  # type: ignore[arg-type]


def _line_of(key: str, text: str) -> tuple[int | None, str | None]:
    for number, line in enumerate(text.splitlines(), 1):
        name, equals, _ = line.partition("=")
        if (equals and name.strip() == key) or line.strip().endswith((f".{key}]", f"[{key}]")):
            return number, line
    return None, None
