"""The page: stands alone, lets no copy out of its place, reads in both directions, and links marks with findings."""

import base64
import hashlib
from dataclasses import replace

import pytest
import sample_report as sample
from bs4 import BeautifulSoup

from promisecheck.model import Block, Document, Finding, JudgedClaim, Names, Problem, Segment
from promisecheck.reports import formats, html_report
from promisecheck.reports.passages import passages

REPORTS = [sample.english, sample.arabic, sample.mixed, sample.extraction, sample.empty]
NASTY = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 7*7 }} javascript:alert(1) \u202egnp.exe"


def page(report, language="auto"):
    return BeautifulSoup(html_report.write(report, language=language), "html.parser")


def everywhere_nasty():
    """The mixed report with hostile words wherever somebody else chooses the words."""
    report = sample.mixed()
    name = {"en": NASTY, "ar": NASTY}

    def spoiled(judged):
        block = judged.claim.place.block
        place = replace(judged.claim.place, source=NASTY, heading=NASTY, where=NASTY, block=block)
        conditions = tuple(replace(c, text=NASTY) for c in judged.claim.conditions)
        claim = replace(judged.claim, quote=NASTY, place=place, what=NASTY, measure=NASTY, conditions=conditions)
        return replace(judged, claim=claim, key=NASTY)

    findings = tuple(
        replace(
            finding,
            rule=NASTY,
            message=NASTY,
            suggestions=tuple(replace(suggestion, text=NASTY) for suggestion in finding.suggestions),
        )
        for finding in report.findings
    )
    block = Block(NASTY, "paragraph", (Segment(0, 0, len(NASTY)),), "en")
    return replace(
        report,
        claims=tuple(spoiled(judged) for judged in report.claims),
        findings=findings,
        problems=(Problem(NASTY, NASTY, 1, 1, NASTY),),
        organisation=NASTY,
        documents=tuple(replace(document, source=NASTY) for document in report.documents),
        documents_read=(Document(NASTY, "en", (block,) * 12, NASTY),),
        names=Names(
            locations=dict.fromkeys(sample.ALL, name),
            groups={"amman": name},
            members={"amman": sample.AMMAN},
            tiers={"everyday": name},
        ),
    )


@pytest.mark.parametrize("make", REPORTS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_stands_alone(make, language):
    text = html_report.write(make(), language=language)
    soup = BeautifulSoup(text, "html.parser")
    assert not soup.find_all(["script", "link", "img", "iframe", "object", "embed", "base", "form"])
    assert not soup.find_all(style=True)
    assert not [tag for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert "data:" not in text.replace("data-h", "")
    assert "http" not in text.replace("http-equiv", "")
    assert "@import" not in text
    for link in soup.find_all("a"):
        assert link["href"].startswith("#")


@pytest.mark.parametrize("make", REPORTS)
def test_the_policy_allows_this_style_and_nothing_else(make):
    soup = page(make())
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    styles = soup.find_all("style")
    assert len(styles) == 1
    digest = base64.b64encode(hashlib.sha256(styles[0].string.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize("make", REPORTS)
def test_every_link_leads_somewhere_and_no_anchor_stands_twice(make):
    soup = page(make())
    anchors = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(anchors) == len(set(anchors))
    for link in soup.find_all("a"):
        assert link["href"][1:] in anchors, link
    for tag in soup.find_all(attrs={"aria-labelledby": True}):
        assert tag["aria-labelledby"] in anchors


@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_words_stay_words(language):
    text = html_report.write(everywhere_nasty(), language=language)
    soup = BeautifulSoup(text, "html.parser")
    assert not soup.find_all(["script", "img"])
    assert "<script" not in text
    assert "onerror=alert(1)>" not in text
    assert "{{ 7*7 }}" in text
    assert "\u202e" not in text
    assert "alert(1)" in soup.get_text()
    for tag in soup.find_all(True):
        assert not any(name.startswith("on") for name in tag.attrs)
        assert not str(tag.get("href", "#")).lower().startswith("javascript")


def test_the_language_is_the_one_of_most_documents():
    assert page(sample.english()).html["lang"] == "en"
    assert page(sample.english()).html["dir"] == "ltr"
    assert page(sample.arabic()).html["lang"] == "ar"
    assert page(sample.arabic()).html["dir"] == "rtl"
    assert page(sample.english(), "ar").html["lang"] == "ar"


def test_copy_keeps_its_own_language_and_direction():
    soup = page(sample.mixed(), "en")
    quotes = {q.get_text(): q["lang"] for q in soup.find_all("q")}
    assert quotes["استلام مجاني لكل طلب"] == "ar"
    assert quotes["Free pickup on every order"] == "en"
    article = soup.find("article", lang="ar")
    assert article["dir"] == "rtl"


def test_the_chrome_is_translated():
    """In Arabic no English word is left but names, ids and the copy's own."""
    report = replace(sample.arabic(), organisation="الزهراء")
    soup = page(report)
    for tag in soup(["style", "code", "q", "article"]):
        tag.decompose()
    words = " ".join(soup.body.get_text(" ").split())
    left = {word for word in words.replace("·", " ").split() if word.isascii() and any(c.isalpha() for c in word)}
    rules = {finding.rule for finding in report.findings}
    assert left <= rules | {"promisecheck", "Swift.", "orders", "of", "at", "least", "JOD", "Sa-Th", "Mo-Su", "Fr"} | {
        "site/ar/index.html:4",
        "site/ar/index.html:5",
        "site/ar/index.html:7",
    }, left


def test_a_finding_shows_verdict_place_sentence_and_wordings():
    card = page(sample.english()).find(id="f1")
    assert "v-over" in card["class"]
    assert card.find("mark").get_text() == "washed, ironed and back in 24 hours"
    assert card.find("h3").get_text().startswith("Promises laundry in 24 h")
    assert card.select(".fix q")[0].get_text() == "washed, ironed and back in 48 hours"
    assert "holds at all 5 branches" in card.get_text()
    assert "error · tier-only" in card.get_text()


def test_rows_where_standards_differ_and_a_week_for_hours():
    soup = page(sample.english())
    assert [row.th.get_text() for row in soup.find(id="f1").select(".bl tbody tr")] == ["Amman 3 branches", "Salt"]
    hours = soup.find(id="f4")
    assert len(hours.select(".week tbody tr")) == 7
    assert hours.select(".week tbody th")[0].get_text() == "Sun"
    assert "22–24 missing" in " ".join(hours.get_text(" ").split())


def test_the_matrix_puts_equal_branches_together():
    soup = page(sample.english())
    heads = [th.get_text() for th in soup.select(".matrix thead th")]
    assert heads == ["Promise", "Amman 3 branches", "Irbid", "Salt"]
    rows = soup.select(".matrix tbody tr")
    assert len(rows) == 9
    words = [[cell.get_text() for cell in row.find_all("td")] for row in rows]
    assert words[2] == ["Over", "Kept", "Over"]
    assert words[6] == ["Kept", "Not judged", "Not judged"]


def test_many_branches_stay_readable():
    report = sample.english()
    names = {f"b{k}": {"en": f"Branch {k}"} for k in range(400)}
    judged = report.claims[0]
    rulings = tuple(
        replace(judged.verdicts.rulings[0], measured=replace(sample.SLOW, n=1000 + k), because=str(k))
        for k in range(400)
    )
    verdicts = replace(judged.verdicts, locations=tuple(names), codes=tuple(range(400)), rulings=rulings)
    finding = replace(report.findings[0], locations=tuple(names))
    claims = (replace(judged, verdicts=verdicts),)
    soup = page(replace(report, claims=claims, findings=(finding,), names=Names(locations=names)))
    assert len(soup.select(".bl tbody tr")) <= 14
    assert len(soup.select(".matrix thead th")) == 2
    assert "all 400 branches" in soup.get_text()


def test_what_is_kept_and_how_much_is_to_spare():
    rows = [
        [td.get_text() for td in row.find_all("td")]
        for row in page(sample.english()).select("#kept + .scroll tbody tr")
    ]
    assert rows[1][1:] == ["Pickup from 2.50 JOD", "at most 2 JOD", "0.50 JOD", "Amman"]


def test_findings_that_need_no_standards_are_shown_with_an_extraction():
    report = sample.extraction()
    finding = Finding("self-contradiction", "warning", ("c1", "c2"), (), "The copy disagrees with itself.")
    report = replace(report, findings=(finding,))
    card = page(report).find(id="f1")
    assert "The copy disagrees with itself." in card.get_text()
    assert "Not judged" in card.get_text()
    for name in ("text", "markdown", "github", "sarif", "gitlab", "rdjson", "junit"):
        assert "The copy disagrees with itself." in formats()[name].write(report)


def test_many_findings_are_linked_by_document():
    report = sample.english()
    many = tuple(replace(report.findings[k % 8], fingerprint=str(k)) for k in range(40))
    nav = page(replace(report, findings=many)).find("nav")
    assert len(nav.find_all("li")) == 1 + 3
    assert len(nav.find_all("a")) == 40 + 3
    assert nav.find("a")["aria-label"] == "site/index.html:5"


def test_what_does_not_fit_is_counted(monkeypatch):
    monkeypatch.setattr(html_report, "_CARDS", 3)
    monkeypatch.setattr(html_report, "_COLUMNS", 1)
    monkeypatch.setattr(html_report, "_MATRIX", 4)
    soup = page(sample.english())
    assert len(soup.select(".finding")) == 3
    assert "5 more findings are not shown here; the JSON report has them." in soup.get_text()
    assert len(soup.select(".matrix thead th")) == 2
    assert "Not shown here: 1 branch more; the JSON report has them." in soup.get_text()
    assert len(soup.select(".matrix tbody tr")) == 4
    anchors = {tag["id"] for tag in soup.find_all(id=True)}
    assert {link["href"][1:] for link in soup.find_all("a")} <= anchors


def test_an_extraction_lists_the_promises():
    soup = page(sample.extraction())
    assert not soup.select(".matrix")
    assert soup.find(id="found").get_text() == "Promises"
    assert len(soup.select("#found + .scroll tbody tr")) == 9
    assert soup.select(".copy a.hl.v-none")


class TestTheCopy:
    document = Document("x", "en", (Block("abcdefghij", "paragraph"), Block("nothing here", "paragraph")))

    def claims(self, *spans):
        base = sample.english().claims[0].claim
        place = replace(base.place, source="x", block=0)
        return [
            JudgedClaim(replace(base, id=f"c{k}", place=replace(place, span=span)), "k")
            for k, span in enumerate(spans, 1)
        ]

    def test_all_text_is_there_in_order(self):
        found = passages(self.document, self.claims((2, 5), (4, 8), (0, 0), (7, 99)))
        assert ["".join(piece.text for piece in passage.pieces) for passage in found] == ["abcdefghij", "nothing here"]

    def test_overlapping_claims_all_start_somewhere(self):
        pieces = passages(self.document, self.claims((2, 8), (2, 5), (4, 10)))[0].pieces
        assert [piece.text for piece in pieces] == ["ab", "cd", "e", "fgh", "ij"]
        assert [piece.marked.claim.id if piece.marked else None for piece in pieces] == [None, "c2", "c3", "c3", "c3"]
        assert [[judged.claim.id for judged in piece.starts] for piece in pieces] == [[], ["c1", "c2"], ["c3"], [], []]

    def test_the_cells_of_a_row_stand_in_one_line(self):
        blocks = [Block(text, "table_cell", card=card) for text, card in (("Mon", 1), ("9 to 5", 1), ("Tue", 2))]
        found = passages(replace(self.document, blocks=tuple(blocks)), [])
        assert ["".join(piece.text for piece in passage.pieces) for passage in found] == ["Mon · 9 to 5", "Tue"]

    def test_passages_without_a_promise_can_be_left_out(self):
        document = replace(self.document, blocks=(self.document.blocks[1], *self.document.blocks))
        claims = [
            replace(judged, claim=replace(judged.claim, place=replace(judged.claim.place, block=1)))
            for judged in self.claims((2, 5))
        ]
        found = passages(document, claims, marked_only=True)
        assert len(found) == 1
        assert found[0].cut

    def test_a_long_run_shows_only_passages_with_a_promise_and_says_so(self):
        report = sample.english()
        long = replace(report.documents[0], words=50_000)
        soup = page(replace(report, documents=(long,)))
        assert "Only the passages that hold a promise are shown." in soup.get_text()
        assert "Fresh shirts without the wait" not in soup.find("article").get_text()

    def test_each_mark_leads_to_its_finding_and_back(self):
        soup = page(sample.english())
        mark = soup.find(id="m1").parent
        assert mark["href"] == "#f1"
        assert soup.find(id="f1").find("a", href="#m1")
        assert soup.find(id="m6").parent["href"] == "#p6"


def test_without_the_copy_there_is_no_link_to_it():
    soup = page(replace(sample.english(), documents_read=()))
    assert not soup.find_all("a", href=lambda href: href.startswith("#m") and href != "#main" and href != "#matrix")
    assert soup.find(id="f1").find("mark")
