"""`comment`: a report as the comment of the pull or merge request that a job runs for."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from promisecheck.errors import Fault, InputError


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--status", type=click.IntRange(0, 3), default=1, help="Exit status of the check. At 0 nothing new is said."
)
@click.option("--name", default="report", show_default=True, help="Tells this comment from those of other jobs.")
@click.option(
    "--author",
    envvar="PROMISECHECK_COMMENT_AUTHOR",
    default="github-actions[bot]",
    show_default=True,
    help="GitHub: the login whose comment it is.",
)
def comment(file: Path, status: int, name: str, author: str) -> None:
    """Keep a comment with the Markdown report FILE under the pull request.

    It is that of the job this runs in; the comment of the run before is written over.

    With --status 0 a comment that is there is updated, and none is begun. Without a FILE the comment says that the run
    could not finish. On GitHub it needs GITHUB_TOKEN and the permission pull-requests: write, on GitLab
    PROMISECHECK_GITLAB_TOKEN.
    """
    from promisecheck.cli.forge import put, thread_of

    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", name):
        raise InputError(Fault(f"'{name}' is no name for a comment", hint="small letters, digits and hyphens"))
    thread = thread_of(os.environ, author)
    click.echo(put(thread, f"<!-- promisecheck {name} -->", _text(file, status), only_over=status == 0))


def _text(file: Path, status: int) -> str:
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError):
        raise InputError(Fault("cannot read the report", str(file), hint="--output-format markdown=FILE")) from None
    if text.strip():
        return text
    if status < 2:
        raise InputError(Fault("the report is empty", str(file), hint="write it with --output-format markdown=FILE"))
    return f"**promisecheck** could not finish (exit status {status}); the log of the job says why.\n"
