"""Files that are no text: what is read of each kind, where it stands, and what is refused with which words."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pptx
import pypdfium2
import pytest
from PIL import Image

from promisecheck.model import Block, Document, Problem
from promisecheck.sources import parse_html, read
from promisecheck.sources.as_html import as_html
from promisecheck.sources.binaries import mail, slides, word
from promisecheck.sources.binaries.building import UnreadableError
from promisecheck.sources.binaries.pictures import pictures
from promisecheck.sources.reading import ReadOptions

SAMPLES = Path(__file__).parent / "binaries"


def document(path: Path) -> Document:
    (read_one,) = read(str(path))
    assert isinstance(read_one, Document), read_one
    return read_one


def problem(path: Path, options: ReadOptions | None = None) -> Problem:
    (read_one,) = read(str(path), options)
    assert isinstance(read_one, Problem), read_one
    return read_one


def by_text(blocks: tuple[Block, ...], text: str) -> Block:
    return next(block for block in blocks if block.text == text)


def word_file() -> bytes:
    written = docx.Document()
    written.core_properties.title = "Harbour Laundry"
    written.sections[0].footer.paragraphs[0].text = "Open Monday to Saturday, 8am to 7pm"
    written.add_heading("Our service", 1)
    written.add_paragraph("Shirts are ready within 24 hours.")
    written.add_paragraph("Free collection on orders over £20", style="List Bullet")
    written.add_heading("Prices", 2)
    table = written.add_table(rows=2, cols=3)
    for row, cells in enumerate((("", "Standard", "Express"), ("Shirt", "£2", "£3"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    written.add_paragraph("نغسل ملابسك خلال ٢٤ ساعة")
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def test_a_word_document() -> None:
    blocks = word.blocks(word_file())
    roles = [(block.role, block.text) for block in blocks]
    assert roles[:5] == [
        ("title", "Harbour Laundry"),
        ("footer", "Open Monday to Saturday, 8am to 7pm"),
        ("heading", "Our service"),
        ("paragraph", "Shirts are ready within 24 hours."),
        ("list_item", "Free collection on orders over £20"),
    ]
    price = by_text(blocks, "£3")
    assert (price.row_headers, price.column_headers) == (("Shirt",), ("Express",))
    assert (price.headings, price.where) == (("Our service", "Prices"), "table 1, row 2, column 3")
    assert by_text(blocks, "نغسل ملابسك خلال ٢٤ ساعة").language == "ar"
    assert all(block.segments == () for block in blocks)


def test_what_was_deleted_from_a_word_document_is_not_read() -> None:
    data = word_file()
    deleted = b'<w:del w:id="7" w:author="x"><w:r><w:delText>or it is free</w:delText></w:r></w:del></w:p>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "word/document.xml":
                before, mark, after = body.partition(b"24 hours.</w:t></w:r></w:p>")
                assert mark
                added = b'<w:ins w:id="8" w:author="x"><w:r><w:t xml:space="preserve"> Or 12.</w:t></w:r></w:ins>'
                body = before + b"24 hours.</w:t></w:r>" + added + deleted + after
            new.writestr(name, body)
    texts = [block.text for block in word.blocks(out.getvalue())]
    assert "Shirts are ready within 24 hours. Or 12." in texts
    assert not any("free" in text for text in texts if text.startswith("Shirts"))


def test_slides_with_their_notes() -> None:
    written = pptx.Presentation()
    slide = written.slides.add_slide(written.slide_layouts[1])
    slide.shapes.title.text = "Delivery"
    slide.placeholders[1].text_frame.text = "Every order in 30 minutes"
    slide.notes_slide.notes_text_frame.text = "Say that we answer within an hour"
    table = slide.shapes.add_table(2, 2, 0, 0, 100, 100).table
    for row, cells in enumerate((("", "Price"), ("Basic", "$9"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    out = io.BytesIO()
    written.save(out)
    blocks = slides.blocks(out.getvalue())
    assert (blocks[0].role, blocks[0].text, blocks[0].where) == ("heading", "Delivery", "slide 1, title")
    promise = by_text(blocks, "Every order in 30 minutes")
    assert promise.headings == ("Delivery",)
    assert promise.where is not None
    assert promise.where.startswith("slide 1, ")
    assert by_text(blocks, "$9").row_headers == ("Basic",)
    notes = by_text(blocks, "Say that we answer within an hour")
    assert (notes.where, notes.hidden_from_sight) == ("slide 1, notes", True)


def test_the_html_part_of_a_mail() -> None:
    message = EmailMessage()
    message["Subject"] = "توصيل مجاني هذا الأسبوع"
    message.set_content("Delivery in 50 minutes")
    message.add_alternative("<h2>Offer</h2><p>Delivery in <b>40</b> minutes</p><style>p{}</style>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="a.pdf")
    blocks = mail.blocks(message.as_bytes())
    assert [(block.role, block.text) for block in blocks] == [
        ("title", "توصيل مجاني هذا الأسبوع"),
        ("heading", "Offer"),
        ("paragraph", "Delivery in 40 minutes"),
    ]
    assert blocks[2].headings == ("توصيل مجاني هذا الأسبوع", "Offer")
    assert blocks[2].where == "mail, HTML part"
    with pytest.raises(UnreadableError, match="no text"):
        mail.blocks(b"Content-Type: image/png\r\n\r\nxx")


def test_an_arabic_pdf_is_read_in_the_order_it_is_read() -> None:
    found = document(SAMPLES / "cafe-ar.pdf")
    assert (found.language, found.text, found.format) == ("ar", None, "pdf")
    promise = next(block for block in found.blocks if block.text.startswith("نوصل"))
    assert "خلال ٤٥ دقيقة، والتوصيل مجاني للطلبات فوق ٢٠ دينارا." in promise.text
    assert promise.headings == ("مقهى الساحل",)
    assert promise.where is not None
    assert promise.where.startswith("page 1, box ")
    hours = next(block for block in found.blocks if block.row_headers == ("وسط البلد",))
    assert (hours.text, hours.column_headers) == ("8:00 - 23:00", ("من السبت إلى الخميس",))
    assert by_text(found.blocks, "Delivery in English").role == "heading"
    assert any(block.text.startswith("At your door in 30 minutes, seven days a week.") for block in found.blocks)


def test_columns_and_tables_of_a_pdf() -> None:
    blocks = document(SAMPLES / "leaflet-en.pdf").blocks
    assert [block.text for block in blocks if block.role == "heading"] == [
        "Quayside Cycles",
        "Repairs",
        "Hire",
        "People",
        "Opening hours",
        "Price list",
    ]
    hire = next(block for block in blocks if block.text.startswith("Electric"))
    assert hire.headings == ("Quayside Cycles", "Hire")
    assert hire.text.endswith("free of charge, when you book a day ahead.")
    saturday = next(block for block in blocks if block.text == "9–13")
    assert (saturday.row_headers, saturday.column_headers) == (("Workshop",), ("Sat",))
    without_rules = by_text(blocks, "£14.50")
    assert without_rules.row_headers == ("Brakes, set",)
    assert by_text(blocks, "Card payments accepted").role == "list_item"


def test_words_of_a_banner() -> None:
    blocks = document(SAMPLES / "banner.png").blocks
    texts = " / ".join(block.text for block in blocks)
    assert "Pizza in 30 minutes" in texts
    assert "توصيل مجاني خلال نصف ساعة" in texts
    assert all(block.where and block.where.startswith("box ") for block in blocks)


def test_a_file_is_known_by_its_bytes_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes((SAMPLES / "leaflet-en.pdf").read_bytes())
    assert document(path).format == "pdf"
    (from_stdin,) = read("-", ReadOptions(stdin=io.BytesIO(word_file())))
    assert isinstance(from_stdin, Document)
    assert from_stdin.format == "word"


def test_a_folder_gives_them_only_when_asked(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes((SAMPLES / "leaflet-en.pdf").read_bytes())
    (tmp_path / "a.txt").write_text("Delivery in 30 minutes", encoding="utf-8")
    assert [one.source.rsplit("/", 1)[-1] for one in read(str(tmp_path))] == ["a.txt"]
    asked = read(str(tmp_path), ReadOptions(include=("*.pdf",)))
    assert [one.source.rsplit("/", 1)[-1] for one in asked if isinstance(one, Document)] == ["a.pdf"]


def _locked_pdf() -> bytes:
    """A PDF whose trailer names an encryption that an empty password does not open."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[(a)(b)]>>\n"
    )


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 120_000_000)
    return out.getvalue()


def _broken_word() -> bytes:
    """A package that calls itself a Word document and holds no more than that."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


def _scan() -> bytes:
    drawn = pypdfium2.PdfDocument.new()
    drawn.new_page(200, 200)
    out = io.BytesIO()
    drawn.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF-1.7 and nothing more", "broken"),
        ("a.pdf", _locked_pdf(), "password"),
        ("a.pdf", _scan(), "pictures"),
        ("a.docx", b"PK\x03\x04 cut off", "no text"),
        ("a.docx", _broken_word(), "this file is broken"),
        ("a.docx", _bomb(), "unpacks to too much"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture is broken"),
        ("a.eml", b"Content-Type: image/png\r\n\r\n", "no text"),
    ],
)
def test_what_cannot_be_read_is_a_problem(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert words in problem(path).message


def test_a_picture_without_words_is_a_problem(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "white").save(tmp_path / "empty.png")
    assert "no words" in problem(tmp_path / "empty.png").message


def test_a_larger_file_than_allowed(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4" + b" " * 60)
    assert "longer than 50 bytes" in problem(path, ReadOptions(limit=10)).message


def test_the_same_words_and_headers_as_a_page_of_html() -> None:
    blocks = document(SAMPLES / "leaflet-en.pdf").blocks
    page = as_html(blocks, ["page-1.jpg"])
    assert '<img src="page-1.jpg" alt="">' in page
    again = parse_html(page, source="x").blocks
    seen = [(block.role, block.text) for block in blocks]
    assert [(block.role, block.text) for block in again] == seen
    workshop = next(block for block in again if block.text == "9–13")
    assert (workshop.row_headers, workshop.column_headers) == (("Workshop",), ("Sat",))


def test_hostile_words_stay_words_in_the_page() -> None:
    page = as_html((Block("<script>alert(1)</script>\n& more", "paragraph", where="paragraph 1"),), ['"><b>.png'])
    assert "<script>" not in page
    assert "<b>" not in page
    (block,) = parse_html(page, source="x").blocks
    assert block.text == "<script>alert(1)</script>\n& more"


def test_pictures_show_how_a_file_looks() -> None:
    (name, body), *more = pictures("pdf", (SAMPLES / "leaflet-en.pdf").read_bytes()).items()
    assert (name, more) == ("page-1.jpg", [])
    with Image.open(io.BytesIO(body)) as picture:
        assert picture.width > 600
        assert picture.convert("L").getextrema()[0] < 60  # letters are drawn
    assert pictures("word", word_file()) == {}
