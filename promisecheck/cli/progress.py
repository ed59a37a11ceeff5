"""A line on the terminal that tells how far a long run is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

Progress = Callable[[int, str], None]
_EVERY = 0.1  # seconds between two redraws


def progress_on_terminal(*, off: bool) -> Progress | None:
    """A callback (documents done, name of the last one) that redraws one line on standard error.

    None when switched off or when standard error is no terminal.
    """
    if off or not sys.stderr.isatty():
        return None
    started = last = time.monotonic()

    def show(done: int, name: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _EVERY:
            return
        last = now
        rate = done / max(now - started, 1e-6)
        sys.stderr.write(f"\r\033[K{done} read, {rate:.0f}/s  {name[-60:]}\r")
        sys.stderr.flush()

    return show


def wipe(progress: Progress | None) -> None:
    """Clear the line that `progress_on_terminal` drew."""
    if progress is not None:
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()
