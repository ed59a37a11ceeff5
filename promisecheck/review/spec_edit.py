"""Writes an accepted change back into the service specs: comments, order and layout stay, only the change shows.

The YAML is changed as a tree (ruamel.yaml, every scalar as written) and printed; lines that the change did not touch
are then taken from the file as it was, so that alignment, wrapped lists and blank lines survive. The result must load
as a valid organisation before anything is written.
"""

from __future__ import annotations

import difflib
import io
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from promisecheck.errors import InputError
from promisecheck.review.errors import InvalidError, StaleError

LEVELS: Final = ("within", "at_least", "at_most", "hours", "areas", "offered", "by")
STANDARD_KEYS: Final = (*LEVELS, "reliability", "conditions", "reason", "service", "measure", "what", "importance")
NOTICE_KEYS: Final = ("from", "until", *LEVELS, "reliability", "reason", "disclose")
_OPENS: Final = re.compile(r"^( *)[^\s#-][^#]*:\s*(?:#.*)?$")


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
    tree, yaml = _load(before)
    printed = _print(yaml, tree)
    if change.kind == "notice":
        _add_notice(tree, change)
    else:
        _set_standard(tree, change)
    changed = _print(yaml, tree)
    after = keep_layout(before, printed, changed)
    if not _same(after, changed):
        after = changed
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
    try:
        handle, temporary = tempfile.mkstemp(dir=edit.file.parent, prefix=".", suffix=".tmp")
    except OSError:
        return False
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(edit.after)
            out.flush()
            os.fsync(out.fileno())
        shutil.copymode(edit.file, temporary)
        os.replace(temporary, edit.file)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        return False
    return True


def unified(name: str, before: str, after: str) -> str:
    """A unified diff."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def keep_layout(original: str, printed: str, changed: str) -> str:
    """`changed`, with every line that is the same in `printed` written as it was in `original`.

    `printed` is `original` read and printed without a change. Lines that printing joined or split go back as a whole
    or, where the change touched them, stay as printed.
    """
    first, second, third = (text.splitlines(keepends=True) for text in (original, printed, changed))
    blocks = _blocks(first, second)
    kept: set[int] = set()
    steps = difflib.SequenceMatcher(None, second, third, autojunk=False).get_opcodes()
    for tag, i1, i2, _, _ in steps:
        if tag == "equal":
            kept.update(range(i1, i2))
    whole = {block: set(range(block[0], block[1])) <= kept for block in set(blocks.values())}
    out: list[str] = []
    for tag, i1, i2, j1, j2 in steps:
        if tag != "equal":
            out += third[j1:j2]
            continue
        for index in range(i1, i2):
            block = blocks[index]
            if not whole[block]:
                out.append(second[index])
            elif index == block[0]:
                out += block[2]
    return "".join(out)


def _blocks(first: Sequence[str], second: Sequence[str]) -> dict[int, tuple[int, int, tuple[str, ...]]]:
    """For each line of `second`: the run of lines it belongs to (start, end) and what stands for the run in `first`."""
    loose, as_printed = ([" ".join(line.split()) for line in lines] for lines in (first, second))
    out: dict[int, tuple[int, int, tuple[str, ...]]] = {}
    carry: list[str] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, loose, as_printed, autojunk=False).get_opcodes():
        if tag == "equal":
            for step in range(j2 - j1):
                out[j1 + step] = (j1 + step, j1 + step + 1, (*carry, first[i1 + step]))
                carry = []
        elif tag == "delete":
            carry += first[i1:i2]
        else:
            for index in range(j1, j2):
                out[index] = (j1, j2, (*carry, *first[i1:i2]))
            carry = []
    if carry and second:
        start, end, lines = out[len(second) - 1]
        for index in range(start, end):
            out[index] = (start, end, (*lines, *carry))
    return out


def _load(text: str) -> tuple[Any, Any]:
    """The tree with comments, and the printer that fits the file's indentation."""
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.resolver import VersionedResolver

    class AsWritten(VersionedResolver):
        """Every scalar is text: 22:00 stays 22:00, NO stays NO."""

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            if kind is ScalarNode:
                return self.DEFAULT_SCALAR_TAG
            return super().resolve(kind, value, implicit)

    yaml = YAML()
    yaml.Resolver = AsWritten
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    mapping, offset = _indentation(text)
    yaml.indent(mapping=mapping, sequence=offset + 2, offset=offset)
    return yaml.load(text), yaml


def _indentation(text: str) -> tuple[int, int]:
    """How far keys stand under their key, and dashes under theirs, most of the time."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    keys: Counter[int] = Counter()
    dashes: Counter[int] = Counter()
    for line, below in pairwise(lines):
        opening = _OPENS.match(line)
        if opening:
            step = len(below) - len(below.lstrip()) - len(opening[1])
            if below.lstrip().startswith("- "):
                dashes[step] += step >= 0
            elif step > 0:
                keys[step] += 1
    mapping = keys.most_common(1)[0][0] if keys else 2
    return mapping, dashes.most_common(1)[0][0] if dashes else mapping


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same YAML; where indentation is mixed, a kept line may not fit a printed one."""
    from ruamel.yaml.error import YAMLError

    try:
        return bool(_load(one)[0] == _load(other)[0])
    except YAMLError:
        return False


def _print(yaml: Any, tree: Any) -> str:
    out = io.StringIO()
    yaml.dump(tree, out)
    return out.getvalue()


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
        standards[change.standard] = _block({}, flow=False)
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
            target[key] = _block(value, flow=True)


def _inside(target: Any, key: str, *, flow: bool) -> Any:
    if key not in target or target[key] in ("", None):
        target[key] = _block({}, flow=flow or _is_flow(target))
    return target[key]


def _add_notice(tree: Any, change: SpecChange) -> None:
    notice: dict[str, Any] = {"standard": change.standard}
    if change.locations:
        notice["locations"] = list(change.locations)
    if change.tier:
        notice["tiers"] = [change.tier]
    notice |= {key: change.body[key] for key in NOTICE_KEYS if key in change.body}
    if tree.get("notices") in (None, ""):
        tree["notices"] = _block([], flow=False)
    tree["notices"].append(_block(notice, flow=True))


def _block(value: Any, *, flow: bool) -> Any:
    """Plain data as nodes of the tree, in flow style (`{a: b}`) or in block style."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, Mapping):
        node: Any = CommentedMap((str(key), _block(item, flow=True)) for key, item in value.items())
    elif isinstance(value, Iterable) and not isinstance(value, str):
        node = CommentedSeq(_block(item, flow=True) for item in value)
    else:
        return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    node.fa.set_flow_style() if flow else node.fa.set_block_style()
    return node


def _is_flow(node: Any) -> bool:
    return bool(node.fa.flow_style())


def _validate(folder: Path, file: Path, text: str) -> None:
    """Load a copy of the folder with the new text in it. Raises InvalidError with what the loader says."""
    from promisecheck.standards import load_organisation

    with tempfile.TemporaryDirectory(prefix="promisecheck-") as scratch:
        copy = Path(scratch, folder.name)
        if folder.is_file():
            copy.write_text(text, encoding="utf-8")
        else:
            shutil.copytree(folder, copy, copy_function=_link)
            target = copy / file.relative_to(folder)
            target.unlink()
            target.write_text(text, encoding="utf-8")
        try:
            load_organisation(copy)
        except InputError as error:
            raise InvalidError("spec-invalid", why=str(error).replace(f"{scratch}{os.sep}", "")) from None


def _link(source: str, target: str) -> None:
    """A hard link, since the records beside the specs may be large; a copy where links are not possible."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
