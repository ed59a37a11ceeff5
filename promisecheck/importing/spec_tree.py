"""The YAML files of a spec folder as trees to be changed: where something is declared, and how a value is set there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from promisecheck.standards.loading import spec_files
from promisecheck.standards.organisation import Organisation
from promisecheck.standards.yaml_edit import YamlFile, block, is_flow

NEW_FILE = "locations.yaml"
_HEADER = "# Branches that were imported. Edit them as you like: the next import keeps what you changed.\n"


class SpecTree:
    """All files of a folder of specs. Changed in memory only; `texts` gives what each file was and would be."""

    def __init__(self, folder: Path, organisation: Organisation) -> None:
        self._folder = folder
        self._organisation = organisation
        self._before = {path: path.read_bytes().decode("utf-8-sig") for path in spec_files(folder)}
        self._files = {path: YamlFile(text) for path, text in self._before.items() if text.strip()}
        self._touched: set[Path] = set()

    def texts(self) -> dict[Path, tuple[str, str]]:
        """For each file that changes: its text before ("" for a new one) and after."""
        found = {}
        for path in sorted(self._touched):
            before, after = self._before.get(path, ""), self._files[path].written()
            if before != after:
                found[path] = before, after
        return found

    # -------------------------------------------------------------------------------------------- reading
    def get(self, *path: str) -> Any:
        """The node at a path of keys, in whichever file it stands; None where there is none."""
        for file in self._files.values():
            node = _at(file.tree, path)
            if node is not None:
                return node
        return None

    def notices(self) -> list[tuple[Path, Any]]:
        """All notices with their files."""
        return [(path, one) for path, file in self._files.items() for one in _at(file.tree, ("notices",)) or ()]

    # -------------------------------------------------------------------------------------------- changing
    def set(self, path: tuple[str, ...], key: str, value: Any) -> None:
        """Set a key of the mapping at a path, which is made where it is not; `path[:2]` says in which file."""
        file = self._home(path)
        self._touched.add(file)
        node = self._files[file].tree
        for depth, step in enumerate(path):
            if step not in node or node[step] in (None, ""):
                beside = [value for value in node.values() if isinstance(value, Mapping)]
                flow = is_flow(node) or (is_flow(beside[-1]) if beside and depth == 1 else depth >= 2)
                node[step] = block({}, flow=flow)
            node = node[step]
        made = block(value, flow=True) if type(value) in (dict, list) else value
        if key not in node and _space_follows(node):
            node.insert(len(node) - 1, key, made)
        else:
            node[key] = made

    def set_in_notice(self, file: Path, notice: Any, key: str, value: str) -> None:
        """Set a key of a notice."""
        self._touched.add(file)
        notice[key] = value

    def add_notice(self, standard: str, values: dict[str, Any]) -> None:
        """Add a notice to the file that declares its standard."""
        file = self._home(("standards", standard))
        self._touched.add(file)
        tree = self._files[file].tree
        if tree.get("notices") in (None, ""):
            tree["notices"] = block([], flow=False)
        tree["notices"].append(block(values, flow=True))

    def _home(self, path: tuple[str, ...]) -> Path:
        """The file that holds `path[:2]`, else the one for new entries of its section."""
        section = path[0]
        for name, file in self._files.items():
            if _at(file.tree, path[:2]) is not None:
                return name
        for name, file in self._files.items():
            there = _at(file.tree, (section,))
            if there and (section != "locations" or any(key != "file" for key in there)):
                return name
        if section != "locations" or self._folder.is_file():
            return next(iter(self._files))
        new = self._folder / NEW_FILE
        if new not in self._files:
            made = YamlFile(f"{_HEADER}organisation: name\n")
            made.tree["organisation"] = self._organisation.name
            made.tree["locations"] = block({}, flow=False)
            self._files[new] = made
        return new


def quoted(text: str) -> Any:
    """Text that is written in double quotes."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    return DoubleQuotedScalarString(text)


def _space_follows(node: Any) -> bool:
    """Whether blank lines or comments stand behind the last value of a mapping: they belong to what comes after it."""
    while node:
        last = list(node)[-1] if isinstance(node, Mapping) else len(node) - 1
        comments = node.ca.items.get(last) if hasattr(node, "ca") else None
        if any(token is not None and "\n" in token.value.rstrip(" ")[:-1] for token in comments or () if token):
            return True
        node = node[last] if isinstance(node[last], Mapping | list) else None
    return False


def _at(tree: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        if not hasattr(tree, "get") or step not in tree:
            return None
        tree = tree[step]
    return tree


def texts_of_node(value: Any) -> list[str]:
    """The texts of a node: of a list its items (of {en: [...]} the first name), of text itself."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [value]
    found: list[str] = []
    for item in value if isinstance(value, Sequence) else [value]:
        while isinstance(item, Mapping | list | tuple) and item:
            item = next(iter(item.values())) if isinstance(item, Mapping) else item[0]
        found.append(str(item))
    return found
