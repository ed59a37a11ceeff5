"""Loads a folder of service specs: reads the YAML files, checks their shape, merges them, and reads what they declare.

Nothing is used unless everything can be: all mistakes are collected and raised together.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from promisecheck.errors import Fault, InputError
from promisecheck.standards.branch_files import read_branch_file
from promisecheck.standards.checks import overlapping_standards, warnings
from promisecheck.standards.faults import Faults
from promisecheck.standards.keys import spec_shape
from promisecheck.standards.organisation import Organisation
from promisecheck.standards.reading_places import (
    Header,
    Places,
    read_groups,
    read_header,
    read_locations,
    read_services,
    read_tiers,
    where,
)
from promisecheck.standards.reading_standards import StandardsReader
from promisecheck.standards.shapes import Record, check
from promisecheck.standards.values import Words, items_of, text_of
from promisecheck.yaml_lines import MAX_CHARACTERS, Node, read_yaml

SUFFIXES = (".yaml", ".yml")
MAX_FILES = 2_000
MAX_BYTES = 4 * MAX_CHARACTERS
"""Most bytes of one YAML file: what MAX_CHARACTERS may take in UTF-8."""
MAX_TOTAL_BYTES = 10 * MAX_CHARACTERS

_SECTIONS = ("services", "tiers", "groups", "locations", "standards")
Section = dict[str, tuple[Node, Node]]


def load_organisation(folder: Path, root: Path | None = None) -> Organisation:
    """Everything declared in the YAML files below `folder` (or in one file).

    root: the folder that branch files must lie in; default is `folder` itself. Raises InputError with every mistake:
    file, line, column, the line itself and the mend; also when there is no file, no standard, or more than one
    organisation. What is dubious but can be used is in `Organisation.warnings`.
    """
    loader = _Loader(folder, root or (folder if folder.is_dir() else folder.parent))
    return loader.load()


def spec_files(folder: Path) -> tuple[Path, ...]:
    """The YAML files of a spec folder in order of their path; hidden files and linked folders are left out.

    Raises InputError when there is none or there are too many.
    """
    if folder.is_file():
        return (folder,)
    if not folder.is_dir():
        raise InputError(Fault(f"no standards: there is no folder '{folder}'", hint="promisecheck init starts one"))
    found: list[Path] = []
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(top, name) for name in names if name.lower().endswith(SUFFIXES) and not name.startswith(".")]
        if len(found) > MAX_FILES:
            raise InputError(
                Fault(f"more than {MAX_FILES:,} YAML files", str(folder), hint="name the folder of the specs")
            )
    if not found:
        raise InputError(Fault("no standards: no .yaml file in here", str(folder), hint="promisecheck init starts one"))
    return tuple(sorted(found, key=lambda path: path.as_posix()))


class _Loader:
    """One reading of one folder."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self.root = root
        self.faults = Faults()
        self.digest = hashlib.sha256()
        self.broken = False

    def load(self) -> Organisation:
        files = spec_files(self.folder)
        roots = self._read_files(files)
        for node in roots:
            check(node, spec_shape(), self.faults, "")
        name = self._one_organisation(roots)
        if self.broken or not name:
            raise InputError(self.faults.in_order())
        header, sections, notices = self._merge(roots)
        organisation = self._build(name, header, sections, notices, tuple(str(path) for path in files))
        if self.faults.found:
            raise InputError(self.faults.in_order())
        return replace(organisation, warnings=tuple(warnings(organisation, self.faults)))

    # -------------------------------------------------------------------------------------------- files
    def _read_files(self, files: tuple[Path, ...]) -> list[Node]:
        """The root nodes of all files that are YAML, empty sections left out."""
        roots, total = [], 0
        for path in files:
            text = self._read_text(path)
            if text is None:
                self.broken = True
                continue
            total += len(text)
            if total > MAX_TOTAL_BYTES:
                raise InputError(Fault(f"more than {MAX_TOTAL_BYTES:,} characters of YAML", str(self.folder)))
            self.faults.source(str(path), text)
            self.digest.update(f"{path.relative_to(self.folder).as_posix()}\0{text}\0".encode())
            try:
                node = read_yaml(text, str(path))
            except InputError as error:
                self.faults.extend(error.faults)
                self.broken = True
                continue
            if node.scalar == "":
                continue
            roots.append(_without_empty_sections(node))
        if not roots and not self.broken:
            raise InputError(
                Fault("no standards: the files are empty", str(self.folder), hint="promisecheck init starts one")
            )
        return roots

    def _read_text(self, path: Path) -> str | None:
        if not path.resolve().is_relative_to(self.folder.resolve()):
            # A line of what it leads to would be shown with every mistake in it.
            fault = Fault(f"a link that leads outside of {self.folder}", str(path), hint="put the file itself here")
            self.faults.extend((fault,))
            return None
        if not path.is_file():
            self.faults.extend((Fault("not a file that can be read", str(path)),))
            return None
        try:
            size = path.stat().st_size
            if size > MAX_BYTES:
                self.faults.extend((Fault(f"larger than {MAX_BYTES:,} bytes", str(path), hint="split the file"),))
                return None
            content = path.read_bytes()
        except OSError as error:
            self.faults.extend((Fault(f"cannot be read: {error.strerror}", str(path)),))
            return None
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self.faults.extend((Fault("not UTF-8", str(path), line, hint="save the file as UTF-8"),))
            return None

    def _one_organisation(self, roots: Iterable[Node]) -> str:
        """The one name all files have; "" when there is none or more, which is reported."""
        names: dict[str, Node] = {}
        for node in roots:
            value = node.get("organisation")
            name = text_of(value)
            if value is not None and name is not None:
                names.setdefault(name, value)
        if len(names) > 1:
            folders = self._folders(roots)
            if folders is not None:
                choices = " or ".join(f"--specs {folder} ({name})" for name, folder in folders.items())
                message = f"'{self.folder}' holds {len(names)} organisations, a folder for each"
                self.faults.extend((Fault(message, hint=f"choose one: {choices}"),))
                return ""
            first, *others = names.items()
            for name, node in others:
                hint = f"the same in all files, or a folder for each organisation (here: {', '.join(names)})"
                self.faults.add(node, f"another organisation, '{name}', beside '{first[0]}' ({where(first[1])})", hint)
            return ""
        return next(iter(names), "")

    def _folders(self, roots: Iterable[Node]) -> dict[str, Path] | None:
        """The folder of each organisation, when each has one below this one to itself."""
        found: dict[str, Path] = {}
        for node in roots:
            name = text_of(node.get("organisation"))
            parts = Path(node.file).relative_to(self.folder).parts if self.folder.is_dir() else ()
            if name is None or len(parts) < 2:
                return None
            folder = self.folder / parts[0]
            if found.setdefault(name, folder) != folder:
                return None
        return found if len(set(found.values())) == len(found) else None

    # -------------------------------------------------------------------------------------------- merging
    def _merge(self, roots: Iterable[Node]) -> tuple[Section, dict[str, Section], list[Node]]:
        """The organisation's own keys, its sections and its notices, over all files; what stands twice is reported."""
        header: Section = {}
        sections: dict[str, Section] = {name: {} for name in (*_SECTIONS, "files")}
        notices: list[Node] = []
        for node in roots:
            for key, value in node.entries or ():
                name = key.scalar or ""
                if name == "notices":
                    notices += value.items or ()
                elif name in _SECTIONS:
                    for entry_key, entry in value.entries or ():
                        id_ = entry_key.scalar or ""
                        if (name, id_) == ("locations", "file"):
                            sections["files"][where(entry_key)] = (entry_key, entry)
                        else:
                            self._add(sections[name], name, entry_key, entry)
                elif name != "organisation":
                    self._add(header, "", key, value)
        return header, sections, notices

    def _add(self, section: Section, name: str, key: Node, value: Node) -> None:
        id_ = key.scalar or ""
        if id_ in section:
            what = f"'{id_}' under {name}" if name else f"'{id_}'"
            self.faults.add(key, f"{what} is declared twice (first in {where(section[id_][0])})", "keep one of the two")
        else:
            section[id_] = (key, value)

    def _branches(self, sections: Mapping[str, Section], words: Words) -> dict[str, Mapping[str, str]]:
        """Add the locations of branch files to the section; their further columns by id."""
        extras: dict[str, Mapping[str, str]] = {}
        groups_by_name = {
            name.casefold(): id_
            for id_, (_, node) in sections["groups"].items()
            for names in [(id_,), *words.names(node.get("names")).values()]
            for name in names
        }
        for _, value in sections["files"].values():
            for item in items_of(value):
                path = self._inside(item)
                if path is None:
                    continue
                shown = str(Path(item.file).parent / (item.scalar or ""))
                try:
                    file = read_branch_file(path, shown, groups_by_name)
                except InputError as error:
                    self.faults.extend(error.faults)
                    continue
                self.faults.extend(file.faults)
                self.digest.update(file.digest)
                for branch in file.branches:
                    self._add(sections["locations"], "locations", branch.key, branch.value)
                    extras.setdefault(branch.key.scalar or "", branch.extra)
        return extras

    def _inside(self, node: Node) -> Path | None:
        """The branch file that a node names, when it lies in the root; reported otherwise."""
        name = text_of(node)
        if name is None:
            return None
        root = self.root.resolve()
        path = (Path(node.file).parent / name).resolve()
        if not path.is_relative_to(root):
            self.faults.add(node, f"'{name}' lies outside of {self.root}", "move the branch file beside the spec")
        elif not path.is_file():
            self.faults.add(node, f"there is no file '{name}'", "a path relative to this file")
        else:
            return path
        return None

    # -------------------------------------------------------------------------------------------- building
    def _build(
        self,
        name: str,
        header_keys: Section,
        sections: dict[str, Section],
        notice_nodes: list[Node],
        files: tuple[str, ...],
    ) -> Organisation:
        faults = self.faults
        header = read_header(header_keys, faults)
        words = Words(header.languages, faults)
        extras = self._branches(sections, words)
        places = Places(
            read_services(sections["services"], words, faults),
            read_tiers(sections["tiers"], words, faults),
            read_groups(sections["groups"], words, faults),
            read_locations(sections["locations"], extras, sections["groups"], words, faults),
        )
        reader = StandardsReader(header, places, words, faults)
        standards = reader.standards(sections["standards"])
        notices = reader.notices(notice_nodes, standards)
        if not sections["standards"]:
            faults.extend((Fault("no standards are declared", files[0], hint="add some under 'standards:'"),))
        declarations = (*standards, *reader.tier_prices(sections["tiers"]))
        faults.extend(overlapping_standards(declarations, faults))
        return Organisation(
            name=name,
            languages=header.languages or _languages_used(places),
            currency=header.currency,
            timezone=header.timezone,
            working_week=header.working_week,
            holidays=header.holidays,
            services=places.services,
            tiers=places.tiers,
            locations=places.locations,
            groups=places.groups,
            declarations=declarations,
            notices=tuple(notices),
            files=files,
            digest=self.digest.hexdigest(),
        )


def _languages_used(places: Places) -> tuple[str, ...]:
    """Without `languages:` those that services and locations have names in, English first."""
    named = [service.names for service in places.services.values()]
    named += [location.names for location in places.locations.values()]
    used = {language for names in named for language in names}
    return tuple(sorted(used, key=lambda language: (language != "en", language))) or ("en",)


def _without_empty_sections(node: Node) -> Node:
    """A root without the sections that are there but empty ("notices:" with nothing below it)."""
    if node.entries is None:
        return node
    sections = {key.name for key in spec_shape().keys if key.name == "notices" or isinstance(key.shape, Record)}
    kept = tuple((k, v) for k, v in node.entries if not (k.scalar in sections and v.scalar == "" and not v.quoted))
    return Node(node.file, node.line, node.column, entries=kept)


__all__ = ["Header", "load_organisation", "spec_files"]
