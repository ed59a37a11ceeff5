"""What all tests share: none of them reads or fills the cache of the person who runs them, or of another test."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator

import pytest

_NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = os.environ.get("PROMISECHECK_CACHE_DIR")
    os.environ["PROMISECHECK_CACHE_DIR"] = str(tmp_path_factory.getbasetemp() / f"cache-{next(_NUMBERS)}")
    yield
    if before is None:
        del os.environ["PROMISECHECK_CACHE_DIR"]
    else:
        os.environ["PROMISECHECK_CACHE_DIR"] = before
