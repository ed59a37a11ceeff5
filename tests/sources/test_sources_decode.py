"""Bytes to text: marks, declarations, guesses, and what is no text."""

import pytest

from promisecheck.sources.decode import decode, looks_binary

ARABIC = "<p>التوصيل خلال ٣٠ دقيقة في جميع الفروع</p>"
ARABIC_1256 = "<p>التوصيل خلال نصف ساعة في جميع الفروع</p>"


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (ARABIC.encode(), ARABIC, "utf-8"),
        (ARABIC.encode("utf-8-sig"), "\ufeff" + ARABIC, "utf-8"),
        (("\ufeff" + ARABIC).encode("utf-16-le"), "\ufeff" + ARABIC, "utf-16-le"),
        (("\ufeff" + ARABIC).encode("utf-16-be"), "\ufeff" + ARABIC, "utf-16-be"),
        (("\ufeff" + ARABIC).encode("utf-32-le"), "\ufeff" + ARABIC, "utf-32-le"),
        ("<p>Delivery in 30 minutes</p>".encode("utf-16-le"), "<p>Delivery in 30 minutes</p>", "utf-16-le"),
        ("<p>Delivery in 30 minutes</p>".encode("utf-16-be"), "<p>Delivery in 30 minutes</p>", "utf-16-be"),
        (ARABIC_1256.encode("cp1256"), ARABIC_1256, "cp1256"),
        ("<p>Café £3</p>".encode("cp1252"), "<p>Café £3</p>", "cp1252"),
        (b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n", "utf-8"),
        (b"", "", "utf-8"),
    ],
)
def test_undeclared(data: bytes, text: str, encoding: str) -> None:
    found = decode(data, markup=True)
    assert (found.text, found.encoding, found.note) == (text, encoding, None)


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1256">',
        "<meta charset=windows-1256>",
        '<META http-equiv="Content-Type" content="text/html; charset=Windows-1256">',
        '<?xml version="1.0" encoding="windows-1256"?>',
    ],
)
def test_declared_in_the_page(head: str) -> None:
    page = head + "<title>é</title>" + ARABIC_1256
    found = decode(page.encode("cp1256", errors="replace"), markup=True)
    assert found.encoding == "cp1256"
    assert found.text.endswith(ARABIC_1256)


def test_declarations_count_in_markup_only() -> None:
    assert decode('charset="windows-1256" é'.encode(), markup=False).encoding == "utf-8"


def test_what_the_server_says_wins_over_the_page() -> None:
    assert decode(b'<meta charset="utf-8">\xe9', "iso-8859-1", markup=True).text.endswith("é")


@pytest.mark.parametrize("name", ["nonsense", "base64", "zip", "utf-16"])
def test_declarations_nobody_can_read_are_passed_over(name: str) -> None:
    assert decode(f'<meta charset="{name}">ع'.encode(), markup=True).text.endswith("ع")


def test_wrong_characters_are_kept_and_told() -> None:
    found = decode(b'<meta charset="utf-8">\nfine\n30 \xff\xfe min', markup=True)
    assert found.text == '<meta charset="utf-8">\nfine\n30 \ufffd\ufffd min'
    assert (found.note, found.line) == ("declares UTF-8, but 2 characters are no utf-8", 3)


def test_a_page_that_is_nearly_utf8_stays_utf8() -> None:
    found = decode(ARABIC.encode() + b"\xff")
    assert found.text == ARABIC + "\ufffd"
    assert found.note == "reads as UTF-8, but 1 character is no utf-8"


@pytest.mark.parametrize(
    ("data", "binary"),
    [
        (b"%PDF-1.7 ...", True),
        (b"\x89PNG\r\n", True),
        (b"PK\x03\x04", True),
        (bytes(range(256)) * 4 + bytes(400), True),
        (b"one \x00 two and a few more words", False),
        ("Delivery in 30 minutes".encode("utf-16-le"), False),
        (ARABIC.encode("utf-16"), False),
        (b"", False),
    ],
)
def test_what_is_no_text(data: bytes, binary: bool) -> None:
    assert looks_binary(data) is binary
