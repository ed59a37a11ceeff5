"""Formats for CI systems: the right shape, exact places, and nothing in copy that they would obey."""

import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
import sample_report as sample
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from promisecheck.model import Block, Condition, Document, Finding, Problem, Segment, Suggestion
from promisecheck.reports import github, gitlab, junit, markdown, rdjson, sarif
from promisecheck.reports.positions import region, replacement, uri_of


def many(severity, count):
    report = sample.english()
    base = report.findings[0]
    return replace(report, findings=tuple(replace(base, severity=severity, fingerprint=str(k)) for k in range(count)))


def spoken(words, source="site/index.html"):
    """One finding whose every word is given."""
    report = sample.english()
    judged = report.claims[0]
    place = replace(judged.claim.place, source=source, span=(0, 0))
    claim = replace(judged.claim, quote=words, place=place, conditions=(Condition(words, "other"),))
    finding = Finding("tier-only", "error", ("c1",), ("irbid",), words, (Suggestion(words, ("irbid",)),), "f")
    return replace(
        report,
        claims=(replace(judged, claim=claim), *report.claims[1:]),
        findings=(finding,),
        problems=(Problem(words, words, hint=words),),
        organisation=words,
    )


class TestGitHub:
    def test_an_annotation_stands_on_the_very_words(self):
        line = next(line for line in github.write(sample.english()).splitlines() if "undisclosed" in line)
        assert line == (
            "::error file=site/index.html,line=6,col=4,endColumn=30,title=promisecheck%3A undisclosed-condition::"
            "Pickup is free on orders of at least 8 JOD. The condition is not stated.%0A"
            "What can be said: Free pickup on orders from 8 JOD"
        )

    @pytest.mark.parametrize(("severity", "command"), [("error", "error"), ("warning", "warning"), ("note", "notice")])
    def test_at_most_ten_of_a_level_and_the_rest_is_counted(self, severity, command):
        lines = github.write(many(severity, 25)).splitlines()
        shown = [line for line in lines if line.startswith(f"::{command} ")]
        assert len(shown) == 10
        assert shown[-1] == f"::{command} title=promisecheck::and 16 more"
        assert sum("tier-only" in line and line.startswith("- ") for line in lines) == 25
        assert lines.count("::group::promisecheck") == lines.count("::endgroup::") == 1

    def test_ten_fit(self):
        lines = github.write(many("error", 10)).splitlines()
        assert sum(line.startswith("::error ") for line in lines) == 10
        assert "::group::promisecheck" not in lines

    @pytest.mark.parametrize(
        "words",
        [
            "::error::stopped\n::set-output name=x::y",
            "\r::add-mask::secret",
            "a\u2028::error::x\x0b::warning::y",
            "##[error]old syntax",
            "::stop-commands::t",
        ],
    )
    def test_copy_cannot_start_a_command(self, words):
        for line in github.write(spoken(words)).splitlines():
            if line.lstrip().startswith("::"):
                assert re.match(r"::error (file|title)=[^\n]*::", line)
            else:
                assert "##[" not in line
        lines = github.write(spoken(words)).splitlines()
        assert len([line for line in lines if line.startswith("::")]) == 2
        crowded = replace(many("error", 30), claims=spoken(words, words).claims)
        for line in github.write(crowded).splitlines():
            assert line.startswith(("::error ", "- ", "::group::promisecheck", "::endgroup::"))
            assert "##[" not in line or line.startswith("::error ")

    def test_properties_are_escaped(self):
        line = github.write(spoken("x", "a,b:c%d.html")).splitlines()[1]
        assert line.startswith("::error file=a%2Cb%3Ac%25d.html,line=5,")

    def test_addresses_are_no_files(self):
        line = github.write(spoken("x", "https://zahra.example/")).splitlines()[1]
        assert line.startswith("::error title=promisecheck%3A tier-only::https://zahra.example/:5:44: x")


class TestSarif:
    def run(self, report=None):
        log = json.loads(sarif.write(report or sample.mixed()))
        assert log["version"] == "2.1.0"
        return log["runs"][0]

    def test_results_point_into_the_rules(self):
        run = self.run()
        rules = run["tool"]["driver"]["rules"]
        assert len(run["results"]) == len(sample.mixed().findings)
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] in ("error", "warning", "note")
            assert result["message"]["text"]
            assert result["partialFingerprints"]["promisecheck/v1"]
        assert [rule["id"] for rule in rules] == sorted({finding.rule for finding in sample.mixed().findings})

    def test_rules_say_why_in_the_language_of_the_report(self):
        texts = {}
        for language in ("en", "ar"):
            log = json.loads(sarif.write(sample.english(), language=language))
            texts[language] = log["runs"][0]["tool"]["driver"]["rules"][0]["fullDescription"]["text"]
        assert texts["en"] != texts["ar"]

    def test_a_rule_nobody_knows_is_named_only(self):
        report = sample.english()
        findings = (replace(report.findings[0], rule="../../measures"),)
        (rule,) = self.run(replace(report, findings=findings))["tool"]["driver"]["rules"]
        assert rule["shortDescription"]["text"] == "../../measures"

    def test_regions_are_exact(self):
        region = self.run()["results"][0]["locations"][0]["physicalLocation"]["region"]
        line = sample.ENGLISH_PAGE.splitlines()[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]

    def test_fixes_replace_the_quote(self):
        fix = self.run(sample.english())["results"][0]["fixes"][0]
        (change,) = fix["artifactChanges"]
        (swap,) = change["replacements"]
        assert swap["insertedContent"]["text"] == "washed, ironed and back in 48 hours"
        assert "holds at all 5 branches" in fix["description"]["text"]

    def test_a_run_with_problems_did_not_succeed(self):
        invocation = self.run()["invocations"][0]
        assert invocation["executionSuccessful"] is False
        assert len(invocation["toolExecutionNotifications"]) == 2
        assert self.run(sample.english())["invocations"] == [{"executionSuccessful": True}]

    def test_other_places_are_related(self):
        report = sample.english()
        findings = (replace(report.findings[0], claims=("c1", "c2")),)
        related = self.run(replace(report, findings=findings))["results"][0]["relatedLocations"]
        assert related[0]["id"] == 1
        assert related[0]["physicalLocation"]["region"]["startLine"] == 6

    @pytest.mark.parametrize(
        ("source", "uri"),
        [
            ("./a b/ü.html", "a%20b/%C3%BC.html"),
            ("-", "stdin"),
            ("https://x.example/a?b", "https://x.example/a?b"),
            ("/srv/a.html", "file:///srv/a.html"),
            ("a\\b.html", "a/b.html"),
        ],
    )
    def test_uris(self, source, uri):
        assert uri_of(source) == uri


class TestGitLab:
    def test_issues_have_the_fields_gitlab_reads(self):
        issues = json.loads(gitlab.write(sample.mixed()))
        assert len(issues) == len(sample.mixed().findings) + 2
        for issue in issues:
            assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
            assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
            assert issue["location"]["lines"]["begin"] >= 1
        assert len({issue["fingerprint"] for issue in issues}) == len(issues)
        assert [issue["severity"] for issue in issues[:3]] == ["critical", "critical", "major"]


class TestReviewdog:
    def test_columns_count_bytes(self):
        (first, *_) = json.loads(rdjson.write(sample.arabic()))["diagnostics"]
        where = first["location"]["range"]
        line = sample.ARABIC_PAGE.splitlines()[where["start"]["line"] - 1].encode()
        found = line[where["start"]["column"] - 1 : where["end"]["column"] - 1].decode()
        assert found == "مغسولة ومكوية خلال ٢٤ ساعة"
        assert first["suggestions"][0] == {"range": where, "text": "مغسولة ومكوية خلال ٤٨ ساعة"}

    def test_severities_and_rules(self):
        result = json.loads(rdjson.write(sample.english()))
        assert result["severity"] == "ERROR"
        assert {d["severity"] for d in result["diagnostics"]} == {"ERROR", "WARNING", "INFO"}
        assert result["diagnostics"][0]["code"] == {"value": "tier-only"}
        assert "severity" not in json.loads(rdjson.write(sample.empty()))


class TestJUnit:
    def test_a_promise_is_a_test(self):
        root = ElementTree.fromstring(junit.write(sample.mixed()))
        assert root.attrib == {"name": "promisecheck", "tests": "17", "failures": "7", "errors": "2", "skipped": "1"}
        suite = root.find("testsuite")
        assert suite.attrib == {"name": "site/index.html", "tests": "9", "failures": "4", "errors": "0", "skipped": "0"}
        case = suite.find("testcase")
        assert case.get("file") == "site/index.html"
        assert case.get("line") == "5"
        assert case.find("failure").get("type") == "tier-only"

    def test_warnings_pass_and_are_said(self):
        root = ElementTree.fromstring(junit.write(sample.english()))
        ready = root.findall("testsuite/testcase")[4]
        assert ready.find("failure") is None
        assert "stale-standard" in ready.find("system-out").text

    @pytest.mark.parametrize("words", ["<&>\"' ]]>", "nul \x00 \x1b \ufffe \ud83d", "a\x85b"])
    def test_any_words_make_xml(self, words):
        root = ElementTree.fromstring(junit.write(spoken(words, words)).encode())
        assert root.get("failures") == "1"


NASTY = [
    *"@#!~%$&:/.<>[]()`*_|\\-+=\"' \n",
    "rana",
    "12",
    "http://",
    "www.",
    "x.example",
    "GH-7",
    "/merge",
    "<!--",
    "b>",
]
NASTY += ["@all", "javascript:", "](x)", "&#64;", "&lt;", "توصيل", "\u202e", "</details>", "```", "a@b.example"]
OWN_TAGS = {
    "h2",
    "p",
    "ul",
    "li",
    "strong",
    "em",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "code",
    "pre",
    "details",
}
OWN_TAGS |= {"summary", "blockquote"}
REFERENCE = r"""[@#~%][\w"]|[!$&]\d|\w://|\bwww\.\w|\bGH-\d|\w@\w"""


class TestMarkdown:
    def html(self, report, language="auto"):
        return MarkdownIt("commonmark").enable("table").render(markdown.write(report, language=language))

    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_it_is_a_heading_a_table_and_a_detail_for_each_finding(self, language):
        html = self.html(sample.english(), language)
        assert html.count("<h2>") == 1
        assert html.count("<details>") == len(sample.english().findings) + 1
        assert html.count("</details>") == html.count("<details>")
        assert html.count("<tr>") >= 1 + len(sample.english().findings)

    @pytest.mark.parametrize(
        "words",
        [
            "<script>alert(1)</script><img src=x>",
            "a | b | c",
            "`code` ``` fence",
            "[link](http://evil.example) ![image](http://evil.example/x.png)",
            "http://evil.example www.evil.example <http://evil.example>",
            "**bold** _em_ ~~struck~~ $math$",
            "# heading",
            "- list",
            "1. list",
            "> quote",
            "&lt;b&gt; &#60;b&#62;",
            "</details></td><td>",
            "two\n\n# paragraphs\n\n---",
            "\\` \\| \\<b>",
        ],
    )
    def test_copy_is_only_text(self, words):
        plain = self.html(spoken("plain words"))
        html = self.html(spoken(words))
        tags = [re.findall(r"</?[a-z0-9]+", text) for text in (plain, html)]
        assert tags[0] == tags[1]
        shown = MarkdownIt("commonmark").enable("table").parse(markdown.write(spoken(words)))
        assert not any(token.type in ("link_open", "image", "hr") for token in shown)
        fences = [token.info for token in shown if token.type == "fence"]
        assert fences == ["text"] * len(fences)

    @given(st.lists(st.sampled_from(NASTY), min_size=1, max_size=6).map("".join))
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    def test_nobody_is_mentioned_and_nothing_is_linked_or_done(self, words):
        text = markdown.write(spoken(words))
        assert not re.search(r"^\s*/", text, re.MULTILINE), "a quick action"
        soup = BeautifulSoup(MarkdownIt("commonmark").enable("table").render(text), "html.parser")
        assert {tag.name for tag in soup(True)} <= OWN_TAGS
        for fence in soup("pre"):  # nobody is mentioned from inside code
            fence.decompose()
        assert not re.search(REFERENCE, soup.get_text(), re.IGNORECASE)

    def test_it_fits_a_comment(self):
        report = many("error", 400)
        text = markdown.write(report)
        assert len(text) < 65_536
        assert re.search(r"_and \d+ more_", text)
        assert text.count("<details>") == text.count("</details>")

    def test_an_extraction_is_a_table(self):
        assert self.html(sample.extraction()).count("<tr>") == 10

    def test_problems_come_first(self):
        text = markdown.write(sample.mixed())
        assert text.index("holds no text") < text.index("tier-only")


class TestPositions:
    def over_lines(self):
        text = "<p>one\r\ntwo <b>three</b>\nfour</p>"
        start = text.index("two")
        end = text.index("four") + 4
        report = sample.english()
        place = replace(report.claims[0].claim.place, source="x", start=start, end=end, line=2, column=1)
        claim = replace(report.claims[0].claim, place=place, quote="two three four")
        return claim, Document("x", "en", (Block("x", "paragraph", (Segment(0, 0, 1),)),), text, format="html")

    def test_a_quote_over_two_lines_ends_on_the_second(self):
        claim, document = self.over_lines()
        found = region(claim, document)
        assert (found.line, found.column, found.end_line, found.end_column) == (2, 1, 3, 5)

    def test_a_quote_with_tags_inside_is_not_replaced(self):
        claim, document = self.over_lines()
        assert replacement(claim, document, "x") is None

    def test_wording_is_escaped_for_the_original(self):
        report = sample.english()
        claim, document = report.claims[0].claim, report.documents_read[0]
        assert replacement(claim, document, "fish & chips") == "fish &amp; chips"
        assert replacement(claim, replace(document, format="text"), "fish & chips") == "fish & chips"
        assert replacement(claim, None, "x") is None

    def test_without_a_text_original_there_is_no_region(self):
        leaflet = sample.mixed().claims[9].claim
        assert region(leaflet, None) is None
