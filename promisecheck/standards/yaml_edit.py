"""YAML that people wrote, changed as a tree and written back so that only the change shows.

ruamel.yaml keeps comments and order, every scalar stays as written; lines that a change did not touch are then taken
from the file as it was, so that alignment, wrapped lists and blank lines survive.
"""

from __future__ import annotations

import difflib
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

_OPENS: Final = re.compile(r"^( *)[^\s#-][^#]*:\s*(?:#.*)?$")


class YamlFile:
    """The text of a file and its tree, to be changed in place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree, self._yaml = _load(text)
        self._printed = _print(self._yaml, self.tree)

    def written(self) -> str:
        """The text with the changes that were made to the tree."""
        changed = _print(self._yaml, self.tree)
        out = keep_layout(self.text, self._printed, changed)
        return out if _same(out, changed) else changed


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


def block(value: Any, *, flow: bool) -> Any:
    """Plain data as nodes of the tree, in flow style (`{a: b}`) or in block style."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, Mapping):
        node: Any = CommentedMap((str(key), block(item, flow=True)) for key, item in value.items())
    elif isinstance(value, Iterable) and not isinstance(value, str):
        node = CommentedSeq(block(item, flow=True) for item in value)
    else:
        return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    node.fa.set_flow_style() if flow else node.fa.set_block_style()
    return node


def is_flow(node: Any) -> bool:
    """Whether a node of a tree is written as `{a: b}` or `[a, b]`."""
    return bool(node.fa.flow_style())
