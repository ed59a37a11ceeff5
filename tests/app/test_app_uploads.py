"""Uploads: magic bytes, caps, archives; snapshots never of internal addresses."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from promisecheck.app import sandbox, uploads
from promisecheck.app.uploads import UploadError, read_upload, snapshot

SAMPLES = Path(__file__).parents[1] / "sources" / "binaries"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def _archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def test_text_is_read_in_its_encoding() -> None:
    copy = read_upload("C:\\ads\\old.html", '<meta charset="windows-1256"><p>توصيل مجاني'.encode("cp1256"))
    assert (copy.kind, copy.source) == ("html", "old.html")
    assert "توصيل مجاني" in copy.text
    assert read_upload("note.md", b"# Hello\n\nthere").kind == "markdown"


def test_a_page_with_its_files() -> None:
    page = b"<img src=img/a.png><p>Delivery in 30 minutes</p>"
    copy = read_upload("page.zip", _archive({"site/index.html": page, "site/img/a.png": PNG, "site/run.exe": b"MZ"}))
    assert [(one.path, one.media_type) for one in copy.files] == [("img/a.png", "image/png")]
    assert copy.files[0].data == PNG


def test_a_pdf_becomes_a_page_of_its_words_under_pictures_of_it() -> None:
    copy = read_upload("leaflet.pdf", (SAMPLES / "leaflet-en.pdf").read_bytes())
    assert (copy.kind, copy.source) == ("html", "leaflet.pdf")
    assert "<h2>Repairs</h2>" in copy.text
    assert '<img src="page-1.jpg" alt="">' in copy.text
    (picture,) = copy.files
    assert (picture.path, picture.media_type) == ("page-1.jpg", "image/jpeg")


def test_a_banner_is_kept_as_it_is() -> None:
    data = (SAMPLES / "banner.png").read_bytes()
    copy = read_upload("banner.png", data)
    assert "Pizza in 30 minutes" in copy.text
    assert [(one.path, one.data) for one in copy.files] == [("upload.png", data)]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"\x7fELF\0\0\0", "no-text"),
        ("a.txt", PNG, "unreadable"),
        ("a.html", b"%PDF-1.7 ...", "unreadable"),
        ("a.txt", b"   \n", "no-text"),
        ("a.html", b"<p></p>", "no-text"),
        ("a.txt", b"x " * 600_000, "too-long"),
        ("a.zip", b"PK\x03\x04 broken", "bad-archive"),
        ("a.zip", _archive({"a.png": PNG}), "no-page"),
        ("a.zip", _archive({"index.html": b"<p>a</p>" + b" " * 15_000_000}), "too-large"),
        ("a.zip", _archive({f"{number}.css": b"" for number in range(201)}), "too-large"),
        ("a.txt", b"a" * (10 * 1024 * 1024 + 1), "too-large"),
    ],
)
def test_what_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(UploadError) as refused:
        read_upload(name, data)
    assert refused.value.code == code
    assert refused.value.say("en") != refused.value.say("ar")


def test_an_archive_that_lies_about_its_size() -> None:
    body = b"<p>Delivery</p>" + b" " * 2_000_000
    packed = bytearray(_archive({"index.html": body}))
    lie = struct.pack("<I", 100)
    at = packed.index(b"PK\x01\x02")
    packed[at + 24 : at + 28] = lie
    with pytest.raises(UploadError):
        read_upload("a.zip", bytes(packed))


def test_paths_do_not_leave_the_archive() -> None:
    members = {"index.html": b"<p>Hello</p>", "../up.css": b"a{}", "/root.css": b"a{}", "ok.css": b"a{}"}
    assert [one.path for one in read_upload("a.zip", _archive(members)).files] == ["ok.css"]


def test_reading_has_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_WAIT", 0.01)
    with pytest.raises(UploadError, match="too-large"):
        read_upload("a.txt", b"Delivery in 30 minutes")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/",
        "http://localhost/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "file:///etc/passwd",
        "gopher://x/",
    ],
)
def test_internal_addresses_are_not_fetched(address: str) -> None:
    with pytest.raises(UploadError, match="not-fetched"):
        snapshot(address)


def test_what_a_page_refers_to() -> None:
    page = "<base href=/shop/><link rel=stylesheet href=a.css><img src=//cdn.example/b.png><img src=data:x>"
    found = uploads.assets(sandbox.references(page), "https://a.example/x/y.html")
    assert found == ("https://a.example/shop/a.css", "https://cdn.example/b.png")


def test_what_a_page_only_talks_of_is_no_reference() -> None:
    page = (
        "<!-- <img src=no1.png> --><script>'<img src=no2.png>'</script>"
        "<style>/*<link rel=stylesheet href=no.css>*/</style>"
        "<IMG SRC='a&amp;b.png' alt='1 > 0'><noscript><img src=plain.png></noscript><base href=><base href=/x/>"
        "<link rel='alternate stylesheet' href=c.css><link rel=icon href=no.ico></img src=no3.png><img src=last.png"
    )
    assert sandbox.references(page) == {"base": "/x/", "found": ["a&b.png", "plain.png", "c.css", "last.png"]}


@pytest.mark.parametrize(
    ("part", "found"),
    [("<a ", 0), ("<!--", 0), ("<noscript>", 0), ("<img src='", 1), ("</x", 0), ("<?", 0), ("<![CDATA[", 0), ("&#", 0)],
)
def test_a_page_of_broken_markup_is_read_in_one_pass(part: str, found: int) -> None:
    # what reads it again from every "<" would take hours
    assert len(sandbox.references(part * (sandbox.MOST_TEXT // len(part)))["found"]) == found


def test_broken_compression_is_told() -> None:
    data = bytearray(_archive({"index.html": b"<p>Delivery in 30 minutes</p>" * 50}))
    data[45] ^= 0xFF
    with pytest.raises((UploadError, zlib.error)) as refused:
        read_upload("a.zip", bytes(data))
    assert isinstance(refused.value, UploadError)
