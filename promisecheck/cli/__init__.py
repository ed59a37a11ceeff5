"""The commands. This package imports nothing heavy: `promisecheck --help` answers at once."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence

import click

from promisecheck import __version__
from promisecheck.cli.approving import approvals
from promisecheck.cli.baselines import baseline
from promisecheck.cli.can_promise import can_promise
from promisecheck.cli.checking import check, extract
from promisecheck.cli.commenting import comment
from promisecheck.cli.consistency import consistency
from promisecheck.cli.emphasis import emphasis
from promisecheck.cli.gating import gate
from promisecheck.cli.initialise import init
from promisecheck.cli.keeping import audit, backup, restore
from promisecheck.cli.rule_packs import explain, measures, rules
from promisecheck.cli.serving import serve
from promisecheck.cli.site import site
from promisecheck.cli.specs import specs
from promisecheck.errors import InputError

EXIT_UNTRUSTED = 2
EXIT_INTERNAL = 3


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="promisecheck")
def cli() -> None:
    """Find the promises in copy and judge each against the declared service standards of every location.

    Exit status: 0 nothing at or above --fail-on; 1 findings; 2 the run could not be trusted; 3 an internal error.
    """


_CHECKS = (check, site, extract, baseline, can_promise, consistency, emphasis, specs, rules, explain, measures, init)
_PIPELINE = (gate, approvals, comment)
_REVIEW = (serve, audit, backup, restore)
for command in (*_CHECKS, *_PIPELINE, *_REVIEW):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit.

    Mistakes in the input are printed one by one and exit 2. Anything unforeseen exits 3 with one line; set
    PROMISECHECK_DEBUG=1 to see where it happened.
    """
    gc.set_threshold(100_000, 20, 50)  # claims and blocks live to the end of a run; looking through them is for nothing
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a letter gets its escape, not an error
            stream.reconfigure(errors="backslashreplace")
    try:
        given = None if arguments is None else list(arguments)
        status = cli.main(args=given, prog_name="promisecheck", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except InputError as error:
        _say(str(error))
        sys.exit(EXIT_UNTRUSTED)
    except click.exceptions.Abort:
        _say("stopped")
        sys.exit(EXIT_UNTRUSTED)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_UNTRUSTED)
    except BrokenPipeError:  # the reader of a pipe went away; nothing is wrong with the run
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("PROMISECHECK_DEBUG"):
            raise
        _say(f"internal error: {type(error).__name__}: {error}\n  please report it; PROMISECHECK_DEBUG=1 shows where")
        sys.exit(EXIT_INTERNAL)


def _say(message: str) -> None:
    click.echo(message, err=True)
