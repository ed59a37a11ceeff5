"""What an office file may unpack to: sizes are checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from promisecheck.sources.binaries.building import UnreadableError

MOST_UNPACKED: Final = 100 * 1024 * 1024
MOST_RATIO: Final = 200
"""Unpacked to packed bytes of the whole; text packs about ten times."""
MOST_MEMBERS: Final = 5_000


def check_package(data: bytes) -> None:
    """Raise UnreadableError for a package that is broken, locked, or would unpack to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableError("this office file is broken or locked with a password") from error
    unpacked = sum(one.file_size for one in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(data), 1):
        raise UnreadableError("this office file unpacks to too much", "leave pictures out, or split it")


def has_member(data: bytes, name: str) -> bool:
    """Whether a package holds a member of this name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return name in archive.namelist()
    except zipfile.BadZipFile:
        return False
