"""Where the data folders are: beside the package in a checkout, or the copy inside a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: Literal["rules", "service_specs", "web", "examples"]) -> Path:
    """The folder `name` that belongs to this installation.

    A wheel carries it under `promisecheck/_bundled/`; a checkout and an editable install have it beside the package.
    Raises FileNotFoundError when the installation is incomplete.
    """
    for candidate in (_PACKAGE / "_bundled" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"this installation of promisecheck lacks its folder {name!r}")
