"""Kinds of input are found by themselves and described by themselves."""

import sys

from promisecheck.sources import formats, kinds


def test_every_kind_says_what_it_reads_and_claims_it_alone() -> None:
    found = kinds.by_name()
    assert set(found) >= {"html", "markdown", "text"}
    extensions = [extension for kind in found.values() for extension in kind.extensions]
    assert len(extensions) == len(set(extensions))
    assert all(extension.startswith(".") and extension == extension.lower() for extension in extensions)
    media_types = [media_type for kind in found.values() for media_type in kind.media_types]
    assert len(media_types) == len(set(media_types))


def test_every_kind_has_a_page_of_documentation() -> None:
    for name in kinds.by_name():
        assert len(sys.modules[f"{formats.__name__}.{name}"].__doc__ or "") > 80


def test_kinds_by_what_is_known() -> None:
    found = kinds.by_name()
    assert kinds.by_extension(".HTM") is found["html"]
    assert kinds.by_extension(".pdf") is None
    assert kinds.by_media_type("text/Markdown") is found["markdown"]
    assert kinds.by_media_type("image/png") is None
    assert kinds.by_content("Open daily") is found["text"]
