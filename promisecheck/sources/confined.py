"""Files that are no text, read in a process with little memory, little time and no files of its own.

A stranger's PDF or office file may make its parser loop or swell; here that costs a child process and gives a sentence.
Run as a program, this module reads a file from standard input and writes its blocks to standard output, as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from typing import Any, Final, cast

from promisecheck.model import Block
from promisecheck.sources.binaries.building import UnreadableError

MEMORY: Final = 2 * 1024 * 1024 * 1024
"""Bytes of address space that a reading process may have."""
SECONDS: Final = 60
"""Of processor time; waiting is cut off a little later."""

_EXTRA: Final = "pip install 'promisecheck[documents]'"


def read_blocks(kind: str, data: bytes) -> tuple[Block, ...]:
    """The blocks of a file of `kind`, the name of a module in `binaries`. Raises UnreadableError."""
    command = [sys.executable, "-I", "-m", __name__, kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS + 15, env={}, check=False)
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise UnreadableError("reading it takes too much time or memory", "split it, or make it simpler") from None
    if "refused" in answer:
        raise UnreadableError(answer["refused"], answer["hint"])
    return tuple(_block(one) for one in answer["blocks"])


def blocks_here(kind: str, data: bytes) -> tuple[Block, ...]:
    """The same in this process, which must be confined already. Raises UnreadableError."""
    module = import_module(f"promisecheck.sources.binaries.{kind}")
    try:
        return cast("tuple[Block, ...]", module.blocks(data))
    except ModuleNotFoundError as error:
        raise UnreadableError(f"reading {kind} files needs the library {error.name}", _EXTRA) from error
    except (MemoryError, RecursionError) as error:
        raise UnreadableError("reading it takes too much memory", "split it, or make it simpler") from error
    except UnreadableError:
        raise
    except Exception as error:
        # What a parser raises for a malformed file is as varied as malformed files are.
        raise UnreadableError("this file is broken", "open it where it was made, and save it anew") from error


def limit(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Give up what reading does not need: memory, time, files, core dumps."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _block(one: dict[str, Any]) -> Block:
    for name in ("headings", "row_headers", "column_headers"):
        one[name] = tuple(one[name])
    return Block(**one)


def _written(block: Block) -> dict[str, Any]:
    fields = asdict(block)
    del fields["segments"]
    return fields


def main() -> None:
    """Read standard input, write the answer."""
    data = sys.stdin.buffer.read()
    limit()
    try:
        answer: dict[str, Any] = {"blocks": [_written(block) for block in blocks_here(sys.argv[1], data)]}
    except UnreadableError as error:
        answer = {"refused": str(error), "hint": error.hint}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
