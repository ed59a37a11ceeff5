"""Files, folders, standard input: what is read, what is left out, what is told."""

import io
import os
from pathlib import Path

import pytest

from promisecheck.model import Document, Problem
from promisecheck.sources import ReadOptions, read


def write(root: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def documents(source: Path | str, **options: object) -> list[Document]:
    found = list(read(str(source), ReadOptions(**options)))  # type: ignore[arg-type]
    assert not [item for item in found if isinstance(item, Problem)]
    return [item for item in found if isinstance(item, Document)]


def problem(source: Path | str, **options: object) -> Problem:
    (found,) = read(str(source), ReadOptions(**options))  # type: ignore[arg-type]
    assert isinstance(found, Problem)
    return found


def below(root: Path, **options: object) -> list[str]:
    return [document.path or "" for document in documents(root, **options)]


def test_a_folder_in_a_fixed_order_with_paths_below_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "b/ads.txt": "Open daily",
            "index.html": "<p>Free soup</p>",
            "a/letter.md": "# Hello",
            "a/B.HTM": "<p>x</p>",
            "logo.png": b"\x89PNG",
            "style.css": "p {}",
            "fake.txt": b"%PDF-1.7",
        },
    )
    found = documents(tmp_path)
    assert [(one.path, one.format) for one in found] == [
        ("/index.html", "html"),
        ("/a/B.HTM", "html"),
        ("/a/letter.md", "markdown"),
        ("/b/ads.txt", "text"),
    ]
    assert found[0].source == f"{tmp_path.as_posix()}/index.html"
    assert found[0].text == "<p>Free soup</p>"


def test_include_and_exclude(tmp_path: Path) -> None:
    write(tmp_path, {"a/x.html": "x", "a/y.html": "y", "b/x.html": "x", "b/page.njk": "<p>z</p>", "c.txt": "c"})
    assert below(tmp_path, include=("a/", "*.njk")) == ["/a/x.html", "/a/y.html", "/b/page.njk"]
    assert below(tmp_path, exclude=("**/x.html", "c.txt")) == ["/a/y.html"]
    assert below(tmp_path, include=("*.html",), exclude=("b",)) == ["/a/x.html", "/a/y.html"]


def test_ignore_files_from_the_top_of_the_repository_down(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".git/HEAD": "",
            ".gitignore": "drafts/\n*.tmp.html\nsite/*.md\n",
            "site/.gitignore": "secret.txt\n!keep.tmp.html\n",
            "site/a.html": "a",
            "site/b.tmp.html": "b",
            "site/keep.tmp.html": "k",
            "site/letter.md": "# l",
            "site/secret.txt": "s",
            "site/drafts/d.html": "d",
            "site/in/secret.txt": "s",
            "site/in/letter.md": "# l",
            "site/.hidden/h.html": "h",
            "site/node_modules/n.html": "n",
            "drafts/e.html": "e",
        },
    )
    expected = ["/a.html", "/keep.tmp.html", "/in/letter.md"]
    assert below(tmp_path / "site") == expected
    assert below(tmp_path) == [f"/site{name}" for name in expected]
    assert below(tmp_path / "drafts") == ["/e.html"]


def test_the_folder_may_be_named_relative_to_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {".git/HEAD": "", ".gitignore": "b.html\n", "site/a.html": "a", "site/b.html": "b"})
    monkeypatch.chdir(tmp_path)
    assert [(one.source, one.path) for one in documents("site")] == [("site/a.html", "/a.html")]
    assert [(one.source, one.path) for one in documents("site/b.html")] == [("site/b.html", "/site/b.html")]
    monkeypatch.chdir(tmp_path / "site")
    assert [(one.source, one.path) for one in documents(".")] == [("a.html", "/a.html")]
    assert [one.path for one in documents("../site/a.html")] == ["/a.html"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"site/a.html": "a", "outside/secret.html": "s"})
    os.symlink(tmp_path / "site", tmp_path / "site" / "loop")
    os.symlink(tmp_path / "outside" / "secret.html", tmp_path / "site" / "leak.html")
    os.symlink(tmp_path / "outside", tmp_path / "site" / "away")
    assert below(tmp_path / "site") == ["/a.html"]


@pytest.mark.parametrize("files", [{}, {"style.css": "p {}", "a/logo.png": b"\x89PNG"}])
def test_a_folder_without_copy_is_no_success(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    write(tmp_path, files)
    found = problem(tmp_path)
    assert found.message == "no copy in this folder"
    assert found.hint is not None
    assert ".html" in found.hint


def test_files_that_are_not_there(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": "x"})
    found = problem(tmp_path / "indx.html")
    assert (found.message, found.hint) == ("there is no such file or folder", f"did you mean '{tmp_path}/index.html'?")


def test_files_that_are_no_text(tmp_path: Path) -> None:
    write(tmp_path, {"program.html": b"\x7fELF\0\0", "zeros.html": bytes(1000)})
    assert problem(tmp_path / "program.html").message == "this is no text"
    assert problem(tmp_path / "zeros.html").message == "this is no text"


def test_pages_that_are_too_long(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "x" * 2000, "b.txt": "Open daily"})
    found = list(read(str(tmp_path), ReadOptions(limit=1000)))
    assert isinstance(found[0], Problem)
    assert found[0].message == "longer than 1000 bytes, the most that is read of one page"
    assert isinstance(found[1], Document)


def test_wrong_characters_are_a_problem_beside_the_document(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": b'<meta charset="utf-8">\n<p>In 30 \xff minutes</p>'})
    told, page = read(str(tmp_path / "a.html"))
    assert isinstance(told, Problem)
    assert (told.line, told.message) == (2, "declares UTF-8, but 1 character is no utf-8; read as utf-8")
    assert isinstance(page, Document)
    assert page.blocks[0].text == "In 30 \ufffd minutes"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Free delivery in 30 minutes", "text"),
        ("#fornow #cheap\nOpen daily", "text"),
        ("5 < 6 and a > b", "text"),
        ("<p>Free delivery</p>", "html"),
        ("\ufeff <!DOCTYPE html><title>x</title>", "html"),
        ("# Letter\n\nHello **you**", "markdown"),
        ("---\ntitle: x\n---\nHello", "markdown"),
    ],
)
def test_standard_input_is_what_it_looks_like(text: str, kind: str) -> None:
    (found,) = documents("-", stdin=io.BytesIO(text.encode()))
    assert (found.source, found.path, found.format, found.text) == ("-", None, kind, text)


def test_the_language_can_be_settled(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": "<p>Free</p><p>مجاناً</p>", "b.md": "Free\n\nمجاناً", "c.txt": "Free\nمجاناً"})
    for found in documents(tmp_path, language="ar"):
        assert {found.language, *(block.language for block in found.blocks)} == {"ar"}
    for found in documents(tmp_path):
        assert [block.language for block in found.blocks] == ["en", "ar"]


def test_addresses_inside_are_not_read() -> None:
    assert problem("http://127.0.0.1:1/").message == "127.0.0.1 is on a private network"
    assert problem("file:///etc/passwd").message == "'file' is not fetched"


def test_a_folder_nobody_may_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.html": "x", "closed/b.html": "y"})
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    page, told = read(str(tmp_path))
    assert isinstance(page, Document)
    assert isinstance(told, Problem)
    assert told.message == "cannot list this folder: Permission denied"
