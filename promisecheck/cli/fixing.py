"""`check --diff` and `check --fix`: what they print, what they write, and what they refuse."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import click

from promisecheck.cli.running import Done, Pages
from promisecheck.errors import Fault, InputError
from promisecheck.model import Document, Language, Problem, Report

if TYPE_CHECKING:
    from promisecheck.fixing.mending import Mended

_STDIN: Final = "-"
_COLOURS: Final = {"+": "green", "-": "red", "@": "cyan"}
_SHOWN: Final = 80
"""Characters of a quote that are shown on one line."""


def fix_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--diff` and `--fix`."""
    options = [
        click.option("--diff", is_flag=True, help="Show what --fix would change; write nothing."),
        click.option("--fix", is_flag=True, help="Put safe wordings into text, Markdown and HTML files."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def fixing_asked(paths: Sequence[str], options: Mapping[str, Any]) -> bool:
    """Whether wordings are to be put in. Raises InputError where they cannot be, before anything is read."""
    if options["fix"] and options["diff"]:
        raise InputError(Fault("--diff shows and --fix writes", hint="give one or the other"))
    if not (options["fix"] or options["diff"]):
        return False
    for path in paths:
        if options["fix"] and "://" in path:
            raise InputError(
                Fault("an address cannot be fixed", path, hint="give the file the page is made from, or use --diff")
            )
    if _STDIN in paths and len(paths) > 1:
        raise InputError(Fault("standard input is fixed by itself", hint="leave the other paths to another run"))
    taken = [name for name, file in options["outputs"] if file is None]
    if taken and (options["diff"] or _STDIN in paths):
        shown = "diff" if options["diff"] else "fixed text"
        raise InputError(Fault(f"the {shown} and {taken[0]} cannot both go to the terminal", hint=f"{taken[0]}=FILE"))
    return True


@dataclass(slots=True)
class StandardInput:
    """What was given on standard input, kept so that it can be given back mended."""

    data: bytes = b""

    def pages(self, options: Mapping[str, Any]) -> Pages:
        """Reads it as copy."""

        def read_it(config: Any) -> tuple[list[Document], list[Problem]]:
            from promisecheck.sources import ReadOptions, read

            language = options["lang"] or config.lang
            asked = ReadOptions(None if language in (None, "auto") else language)
            self.data = sys.stdin.buffer.read(asked.limit + 1)
            items = list(read(_STDIN, replace(asked, stdin=io.BytesIO(self.data))))
            documents = [item for item in items if isinstance(item, Document)]
            return documents, [item for item in items if isinstance(item, Problem)]

        return read_it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. written: files that have changed. mended: the only document, where it was standard input."""

    written: int
    mended: Mended | None = None


def put_in(done: Done, report: Report, options: Mapping[str, Any], given: StandardInput) -> Outcome:
    """Show or write what can be mended, and say on standard error what, what not, and why.

    report: the findings that are to be mended; those that only `done.report` has are let stand. Raises InputError for a
    file that cannot be written, with those before it written.
    """
    from promisecheck.bulk.runs import checker
    from promisecheck.fixing.mending import mend

    check = checker(done.plan, done.means)
    told = _Told(options["quiet"], writes=options["fix"])
    let_stand = frozenset(one.fingerprint for one in done.report.findings)
    let_stand -= {one.fingerprint for one in report.findings}
    language = None if done.plan.lang == "auto" else cast(Language, done.plan.lang)
    result = None
    for document in _with_findings(report):
        reason = _refused(document, options)
        result = mend(document, check, let_stand, language)
        if reason is None and result.changed:
            if options["diff"]:
                _show(result)
            else:
                reason = _write(result, given)
        told.about(result, reason)
    told.sum()
    if options["fix"] and given.data and (result is None or not result.changed):
        _give(given.data)
    return Outcome(told.files, result if given.data else None)


def remaining(done: Done, report: Report, mended: Mended) -> Report:
    """The report on a mended document that is in no file, without the findings that were let stand."""
    let_stand = frozenset(one.fingerprint for one in done.report.findings)
    let_stand -= {one.fingerprint for one in report.findings}
    after = mended.report
    findings = tuple(one for one in after.findings if one.fingerprint not in let_stand)
    return replace(after, findings=findings, problems=report.problems, records=report.records)


def _with_findings(report: Report) -> Iterator[Document]:
    claims = {one.claim.id: one.claim.place.source for one in report.claims}
    sources = {claims[id_] for finding in report.findings for id_ in finding.claims[:1]}
    return (document for document in report.documents_read if document.source in sources)


def _refused(document: Document, options: Mapping[str, Any]) -> str | None:
    from promisecheck.fixing.files import not_editable, not_writable

    reason = not_editable(document)
    return reason if reason or options["diff"] or document.source == _STDIN else not_writable(document)


def _show(result: Mended) -> None:
    from promisecheck.fixing.files import unified
    from promisecheck.reports.positions import path_of
    from promisecheck.reports.safe import tame

    name = path_of(result.before.source)
    diff = unified(result.before.text or "", result.after.text or "", name)
    if not sys.stdout.isatty():
        click.echo(diff, nl=False)
        return
    for line in diff.removesuffix("\n").split("\n"):
        plain = tame(line.removesuffix("\r"))
        colour = _COLOURS.get(line[:1]) if not line.startswith(("---", "+++")) else None
        bare = colour is None or "NO_COLOR" in os.environ
        click.echo(plain if bare else click.style(plain, fg=colour))


def _write(result: Mended, given: StandardInput) -> str | None:
    """Write a mended document; why not where its encoding does not let it."""
    from promisecheck.fixing.edits import UnwritableError
    from promisecheck.fixing.files import mended_bytes, write

    source = result.before.source
    try:
        if source == _STDIN:
            _give(mended_bytes(given.data, result.before, result.after))
        else:
            write(Path(source), mended_bytes(Path(source).read_bytes(), result.before, result.after))
    except UnwritableError as error:
        if source == _STDIN:
            _give(given.data)
        return str(error)
    except OSError as error:
        raise InputError(Fault(f"cannot write: {error.strerror}", source)) from None
    return None


def _give(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


class _Told:
    """Says what was mended and what was not, a line each, and how many there were."""

    def __init__(self, quiet: bool, *, writes: bool) -> None:
        self._quiet = quiet
        self._writes = writes
        self._fixed = self._left = 0
        self.files = 0

    def about(self, result: Mended, reason: str | None) -> None:
        """Say what became of a document. reason: why nothing was put into it."""
        source = result.before.source
        if reason is None:
            self.files += result.changed
            self._fixed += len(result.fixed)
            for one in result.fixed:
                where = f"{source}:{one.line}:{one.column}"
                words = f"{_quoted(one.before)} {'+' if one.apart else '→'} {_quoted(one.after)}"
                self._say(f"{'fixed' if self._writes else 'fix'}  {where}  {one.rule}  {words}")
        elif result.fixed:
            self._left += len(result.fixed)
            self._say(f"left  {source}  {len(result.fixed)} that could be mended: {reason}")
        self._left += len(result.left)
        for left in result.left:
            self._say(f"left  {source}:{left.line}:{left.column}  {left.rule}  {_quoted(left.quote)}: {left.reason}")

    def sum(self) -> None:
        """Say how many were mended and how many are left."""
        files = f"{self.files} {'file' if self.files == 1 else 'files'}"
        self._say(f"{'fixed' if self._writes else 'can be fixed'}: {self._fixed} in {files}; left: {self._left}")

    def _say(self, line: str) -> None:
        if not self._quiet:
            click.echo(line, err=True)


def _quoted(text: str) -> str:
    """A quote on one line, cut where it is long."""
    from promisecheck.reports.safe import clipped, one_line, quoted

    return quoted(clipped(one_line(text), _SHOWN), "en")
