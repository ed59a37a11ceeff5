"""Settings from a trusted revision, so that a pull request cannot loosen its own gate."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from promisecheck.errors import Fault, InputError
from promisecheck.quiet.changed import git, revision


class TrustedTree:
    """The files of one revision of the repository around `here`, copied to `folder` when they are asked for."""

    def __init__(self, name: str, here: Path, folder: Path) -> None:
        """Raises InputError when there is no such revision or no repository."""
        self._name = name
        self._here = here
        self._commit = revision(name, here)
        self._top = Path(git("rev-parse", "--show-toplevel", folder=here).decode().strip()).resolve()
        self._folder = folder

    def has(self, path: Path) -> bool:
        """Whether the revision has this file or folder; what lies outside the repository it has not."""
        try:
            return bool(self._listed(path))
        except InputError:
            return False

    def copy(self, path: Path) -> Path:
        """The file or folder as it is in the revision. Raises InputError when it is not there."""
        files = self._listed(path)
        if not files:
            raise InputError(Fault(f"the revision '{self._name}' has no '{path}'", hint="commit it there first"))
        for file in files:
            target = self._folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(git("cat-file", "blob", f"{self._commit}:{file}", folder=self._top))
        return self._folder / self._below(path)

    def working(self, path: Path) -> Path:
        """A path among the copies, where it is in the work tree."""
        try:
            return self._top / path.relative_to(self._folder)
        except ValueError:
            return path

    def config_file(self) -> Path | None:
        """The settings file nearest to here in the revision, as a copy; None where it has none."""
        folder = self._here.resolve()
        while True:
            own, project = folder / "promisecheck.toml", folder / "pyproject.toml"
            if self.has(own):
                return self.copy(own)
            if self.has(project):
                copy = self.copy(project)
                if "tool.promisecheck" in copy.read_text(encoding="utf-8", errors="replace"):
                    return copy
            if folder in (self._top, folder.parent):
                return None
            folder = folder.parent

    def allows(self, source: str, text: str) -> bool:
        """Whether a file held these very words in the revision."""
        return text in self._text(source)

    @lru_cache(maxsize=1024)  # noqa: B019 - the tree lives as long as the run
    def _text(self, source: str) -> str:
        path = Path(source)
        if not self.has(path):
            return ""
        return self.copy(path).read_text(encoding="utf-8", errors="replace")

    def _below(self, path: Path) -> str:
        try:
            return (self._here / path).resolve().relative_to(self._top).as_posix()
        except ValueError:
            raise InputError(Fault(f"'{path}' is not in the repository", hint="leave out --trusted-config")) from None

    def _listed(self, path: Path) -> list[str]:
        out = git("ls-tree", "-r", "-z", "--name-only", self._commit, "--", self._below(path), folder=self._top)
        return [file for file in out.decode("utf-8", "surrogateescape").split("\0") if file]
