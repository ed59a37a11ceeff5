"""The text report: readable in every width and language, and deaf to what copy would like to do to a terminal."""

import io
import re
from dataclasses import replace

import pytest
import sample_report as sample
from rich.cells import cell_len

from promisecheck.model import Problem
from promisecheck.reports import html_report, markdown, text

ANSI = re.compile("\x1b\\[[0-9;]*m")


def hostile(words: str):
    """The English report with other words for its first quote, its message and a problem."""
    report = sample.english()
    judged, *others = report.claims
    place = replace(judged.claim.place, span=(0, 0))
    claims = (replace(judged, claim=replace(judged.claim, quote=words, place=place)), *others)
    finding, *rest = report.findings
    suggestion = replace(finding.suggestions[0], text=words)
    findings = (replace(finding, message=words, suggestions=(suggestion,)), *rest)
    return replace(report, claims=claims, findings=findings, problems=(Problem(words, words, hint=words),))


@pytest.mark.parametrize("width", [60, 72, 80, 100, 140])
@pytest.mark.parametrize("make", [sample.english, sample.arabic, sample.mixed, sample.extraction])
def test_no_line_is_wider_than_asked(width, make):
    for line in text.write(make(), width=width).splitlines():
        assert cell_len(line) <= width, line


def test_colour_only_when_asked_for_and_nothing_is_said_by_it_alone():
    plain, coloured = text.write(sample.arabic()), text.write(sample.arabic(), colour=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert "".join(ANSI.sub("", coloured).split()) == "".join(plain.split())


def test_ascii_terminals_get_ascii_pictures():
    written = text.write(sample.english(), unicode=False)
    strange = {character for character in written if ord(character) > 127}
    assert strange <= set("“”–…—·"), strange
    assert "^^^^" in written


class Stream(io.StringIO):
    def __init__(self, tty, encoding="utf-8"):
        super().__init__()
        self.tty, self.name_of_encoding = tty, encoding

    def isatty(self):
        return self.tty

    @property
    def encoding(self):
        return self.name_of_encoding


def test_a_terminal_is_asked_what_it_takes(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "77")
    assert text.terminal(Stream(True)) == {"width": 77, "colour": True, "unicode": True}
    assert text.terminal(Stream(False)) == {"width": text.WIDTH, "colour": False, "unicode": True}
    assert text.terminal(Stream(True, "ascii"))["unicode"] is False
    monkeypatch.setenv("NO_COLOR", "1")
    assert text.terminal(Stream(True))["colour"] is False
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert text.terminal(Stream(True))["colour"] is False


@pytest.mark.parametrize(
    "words",
    [
        "\x1b[2J\x1b]0;owned\x07 gone",
        "\x9b31m red",
        "before \u202egnp.exe\u202c after",
        "\u2066\u2067open isolates",
        "line\r\nbreaks\x0b\x0c\u2028here",
        "[bold red]markup[/] [link=http://x]y[/link] :smile:",
        "half \ud83d a pair",
        "\x00nul",
    ],
)
def test_copy_cannot_steer_the_terminal(words):
    written = text.write(hostile(words))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", written)
    for line in written.splitlines():
        opened = line.count("\u2066") + line.count("\u2068")
        assert opened == line.count("\u2069"), line
    assert written.encode("utf-8")


def test_mark_up_of_the_drawing_library_is_shown_as_written():
    assert "[bold red]markup[/]" in text.write(hostile("[bold red]markup[/]"))


def test_copy_that_runs_the_other_way_stands_in_isolates():
    written = text.write(sample.mixed(), language="en")
    assert "“\u2068استلام مجاني لكل طلب\u2069”" in written
    arabic = text.write(sample.mixed(), language="ar")
    assert "«\u2068Free pickup on every order\u2069»" in arabic
    assert "«استلام مجاني لكل طلب»" in arabic


def test_the_quote_is_marked_below_or_in_brackets():
    lines = text.write(sample.english()).splitlines()
    at = lines.index("    Free pickup on every order, wherever you live in town.")
    assert lines[at + 1] == "    " + "━" * len("Free pickup on every order")
    assert "[استلام مجاني لكل طلب] أينما كنت في المدينة." in text.write(sample.arabic())


def test_a_long_sentence_is_underlined_line_by_line():
    lines = text.write(sample.english(), width=60).splitlines()
    start = next(k for k, line in enumerate(lines) if line.startswith("    Give us your shirts"))
    marked = ""
    for line, below in zip(lines[start:], lines[start + 1 :], strict=False):
        if set(below.strip()) == {"━"}:
            marked += line[below.index("━") : len(below)] + " "
        if not line.strip():
            break
    assert marked.strip() == "washed, ironed and back in 24 hours"


def test_an_extraction_is_a_table_without_verdicts():
    written = text.write(sample.extraction())
    assert "Verdict" not in written
    assert "“Free pickup on every order”" in written
    assert written.splitlines()[-2] == "9 promises"


def test_a_page_without_promises_says_so():
    assert "No promise was found." in text.write(sample.empty())
    assert "لم يوجد أي وعد." in text.write(sample.empty(), language="ar")


def test_when_all_is_kept_it_says_so():
    report = sample.english()
    kept = tuple(judged for judged in report.claims if judged.verdicts.worst == "kept")
    written = text.write(replace(report, claims=kept, findings=()))
    assert "Every promise can be kept." in written
    assert "3 promises: 3 kept" in written


def test_claims_that_say_the_same_are_named_with_the_finding():
    report = sample.english()
    first, *others = report.findings
    written = text.write(replace(report, findings=(replace(first, claims=("c1", "c2", "c3")), *others)))
    assert "Also at site/index.html:6:4, site/index.html:8:4" in written


def test_so_many_findings_are_shown_and_the_rest_is_counted(monkeypatch):
    monkeypatch.setattr(text, "_FINDINGS_SHOWN", 2)
    monkeypatch.setattr(text, "_KEPT_SHOWN", 1)
    written = text.write(sample.english())
    assert written.count("site/index.html:5:44") == 2
    assert "site/index.html:6:4" not in written
    assert "6 more findings are not shown here; the JSON report has them." in written
    assert "and 2 more" in written


def test_problems_come_with_their_mend():
    written = text.write(sample.mixed())
    assert "print/menu.pdf: holds no text (a scan)" in written
    assert "mend: install the extra 'documents' to read images" in written
    assert "site/old.html:120:7: ends in the middle of a tag" in written


@pytest.mark.parametrize(
    ("make", "said"), [(sample.english, "1 as a browser made it"), (sample.arabic, "واحدة منها كما بناها المتصفح")]
)
def test_reports_tell_that_a_page_was_rendered(make, said):
    report = make()
    first, *others = report.documents
    rendered = replace(report, documents=(replace(first, rendered=True), *others))
    for write in (text.write, markdown.write, html_report.write):
        assert said in " ".join(write(rendered).split())
        assert said not in " ".join(write(report).split())
