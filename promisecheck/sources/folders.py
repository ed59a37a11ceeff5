"""The files of a folder that hold copy, in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_NEVER: Final = frozenset(("node_modules", "__pycache__"))
_IGNORE_FILE: Final = ".gitignore"

Rules = tuple[tuple[Path, "GitIgnoreSpec"], ...]
"""Ignore files in force, outermost first, each with its folder."""


def files_below(
    root: Path, extensions: Sequence[str], include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> Iterator[Path | OSError]:
    """The files below `root` that end in one of `extensions`, sorted by their path; errors of folders nobody may list.

    include: only what matches one of these patterns, whatever it ends in. exclude: nothing that matches. Patterns are
    written as in `.gitignore`, from the root. Hidden files and folders and what `.gitignore` names are left out, unless
    the root itself is ignored (a build folder, named on purpose). Symbolic links are not followed: they can lead out of
    the tree or round in circles.
    """
    from pathspec import GitIgnoreSpec

    wanted = GitIgnoreSpec.from_lines(include) if include else None
    unwanted = GitIgnoreSpec.from_lines(exclude)
    open_folders: list[tuple[Path, Rules]] = [(root, _rules_above(root))]
    while open_folders:
        folder, rules = open_folders.pop()
        rules = (*rules, *_rules_in(folder))
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield error
            continue
        inner: list[tuple[Path, Rules]] = []
        for entry in entries:
            path = folder / entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if (
                entry.name.startswith(".")
                or entry.name in _NEVER
                or not (is_folder or entry.is_file(follow_symlinks=False))
            ):
                continue
            below = path.relative_to(root).as_posix() + "/" * is_folder
            if unwanted.match_file(below) or _ignored(path, rules, is_folder):
                continue
            if is_folder:
                inner.append((path, rules))
            elif wanted.match_file(below) if wanted else path.suffix.lower() in extensions:
                yield path
        open_folders += reversed(inner)


def _rules_in(folder: Path) -> Rules:
    from pathspec import GitIgnoreSpec

    file = folder / _IGNORE_FILE
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if not file.is_symlink() else []
    except OSError:
        return ()
    return ((folder, GitIgnoreSpec.from_lines(lines)),) if lines else ()


def _rules_above(root: Path) -> Rules:
    """The ignore files between the top of the repository and `root`, when they do not ignore `root` itself."""
    here = root.resolve()
    rules: Rules = ()
    if (here / ".git").exists():
        return rules
    for folder in here.parents:
        rules = (*_rules_in(folder), *rules)
        if (folder / ".git").exists():
            return () if _ignored(here, rules, is_folder=True) else rules
    return ()


def _ignored(path: Path, rules: Rules, is_folder: bool) -> bool:
    """The innermost ignore file that says something about a path decides."""
    for folder, spec in reversed(rules):
        at = path.resolve() if folder.is_absolute() and not path.is_absolute() else path
        verdict = spec.check_file(at.relative_to(folder).as_posix() + "/" * is_folder).include
        if verdict is not None:
            return verdict
    return False
