"""Writes an accepted change back into the service specs: comments, order and layout stay, only the change shows.

The result must load as a valid organisation before anything is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from promisecheck.errors import InputError
from promisecheck.review.errors import InvalidError, StaleError
from promisecheck.standards.writing import check_with, replace_file, unified
from promisecheck.standards.yaml_edit import YamlFile, block, is_flow

LEVELS: Final = ("within", "at_least", "at_most", "hours", "areas", "offered", "by")
STANDARD_KEYS: Final = (*LEVELS, "reliability", "conditions", "reason", "service", "measure", "what", "importance")
NOTICE_KEYS: Final = ("from", "until", *LEVELS, "reliability", "reason", "disclose")


@dataclass(frozen=True, slots=True)
class SpecChange:
    """What to change. kind: "standard" or "notice". locations: ids of locations and groups; none means everywhere.

    body: keys of the spec with values as the spec writes them (text, lists and mappings of text). tier: only for that
    tier. A standard that does not exist yet needs `service` and `measure` in its body.
    """

    kind: str
    standard: str
    locations: tuple[str, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    tier: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A change worked out on one file. patch: unified diff that `patch -p1` applies in the spec folder."""

    file: Path
    name: str
    before: str
    after: str
    patch: str


def work_out(folder: Path, change: SpecChange) -> Edit:
    """The change as new text of the file that declares the standard; nothing is written.

    Raises InvalidError for keys a spec does not have, a standard that no file declares, a change that changes nothing,
    and when the specs would not be valid with it.
    """
    _check_keys(change)
    file = _home(folder, change)
    before = file.read_text(encoding="utf-8")
    yaml = YamlFile(before)
    if change.kind == "notice":
        _add_notice(yaml.tree, change)
    else:
        _set_standard(yaml.tree, change)
    after = yaml.written()
    if after == before:
        raise InvalidError("nothing-changed")
    name = file.name if folder.is_file() else file.relative_to(folder).as_posix()
    _validate(folder, file, after)
    return Edit(file, name, before, after, unified(name, before, after))


def write(edit: Edit) -> bool:
    """Replace the file at once; False when the folder cannot be written to (then `Edit.patch` is for a person).

    Raises StaleError when the file is no longer what the change was worked out on.
    """
    if edit.file.read_text(encoding="utf-8") != edit.before:
        raise StaleError("spec-changed", file=edit.name)
    return replace_file(edit.file, edit.after)


def _home(folder: Path, change: SpecChange) -> Path:
    """The file that declares the standard; for a new standard the first file that declares any."""
    from promisecheck.standards import spec_files
    from promisecheck.yaml_lines import read_yaml

    candidate = None
    for file in spec_files(folder):
        section = read_yaml(file.read_text(encoding="utf-8"), str(file)).get("standards")
        if section is None or section.entries is None:
            continue
        if section.get(change.standard) is not None:
            return file
        candidate = candidate or file
    if candidate is None or change.kind == "notice" or not {"service", "measure"} <= change.body.keys():
        raise InvalidError("unknown-standard", standard=change.standard)
    return candidate


def _check_keys(change: SpecChange) -> None:
    allowed = NOTICE_KEYS if change.kind == "notice" else STANDARD_KEYS
    unknown = [key for key in change.body if key not in allowed]
    if change.kind not in ("standard", "notice"):
        raise InvalidError("one-of", field="kind", allowed="standard, notice")
    if unknown:
        raise InvalidError("one-of", field=", ".join(unknown), allowed=", ".join(allowed))
    if not change.body:
        raise InvalidError("nothing-changed")
    missing = [key for key in ("from", "until", "reason") if change.kind == "notice" and key not in change.body]
    if missing:
        raise InvalidError("needed", field=missing[0])


def _set_standard(tree: Any, change: SpecChange) -> None:
    standards = tree["standards"]
    if change.standard not in standards:
        standards[change.standard] = block({}, flow=False)
    standard = standards[change.standard]
    steps: list[tuple[str, str]] = [("by_tier", change.tier)] if change.tier else []
    for place in change.locations or (None,):
        target = standard
        for section, key in ([("by_location", place)] if place else []) + steps:
            target = _inside(_inside(target, section, flow=False), key, flow=True)
        level = next((key for key in LEVELS if key in change.body and key != "by"), None)
        for key in [key for key in target if level and key in LEVELS and key not in change.body]:
            del target[key]
        for key, value in change.body.items():
            target[key] = block(value, flow=True)


def _inside(target: Any, key: str, *, flow: bool) -> Any:
    if key not in target or target[key] in ("", None):
        target[key] = block({}, flow=flow or is_flow(target))
    return target[key]


def _add_notice(tree: Any, change: SpecChange) -> None:
    notice: dict[str, Any] = {"standard": change.standard}
    if change.locations:
        notice["locations"] = list(change.locations)
    if change.tier:
        notice["tiers"] = [change.tier]
    notice |= {key: change.body[key] for key in NOTICE_KEYS if key in change.body}
    if tree.get("notices") in (None, ""):
        tree["notices"] = block([], flow=False)
    tree["notices"].append(block(notice, flow=True))


def _validate(folder: Path, file: Path, text: str) -> None:
    """Raises InvalidError with what the loader says of the folder with the new text in it."""
    try:
        check_with(folder, {file: text})
    except InputError as error:
        raise InvalidError("spec-invalid", why=str(error)) from None
