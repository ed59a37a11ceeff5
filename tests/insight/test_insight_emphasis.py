"""What copy talks about against what customers care about."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck import check
from promisecheck.errors import InputError
from promisecheck.insight.emphasis import Emphasis, emphasis, rank_correlation, spoken_in
from promisecheck.insight.emphasis_picture import as_svg
from promisecheck.insight.emphasis_plot import plot_of
from promisecheck.insight.emphasis_report import as_html, as_json, as_text
from promisecheck.insight.importance import importance_of, important_from
from promisecheck.insight.research import read_research
from promisecheck.standards import load_organisation

DAY = dt.date(2026, 11, 25)
SPEC = """\
organisation: Harbour Bakery
services:
  delivery: {names: {en: [delivery], ar: [توصيل]}}
  shop: {names: {en: [shop], ar: [المتجر]}}
locations:
  quay: {names: {en: [Quay], ar: [الرصيف]}}
standards:
  time: {service: delivery, measure: delivery_time, within: 40 min, importance: 9}
  hours: {service: shop, measure: opening_hours, hours: "Mo-Su 07:00-19:00", importance: 3}
  returns: {service: shop, measure: return_window, at_least: 14 day, importance: 9}
"""
COPY = "# Open daily from 7 am to 7 pm\n\nOpen daily 7 am to 7 pm. We deliver within 45 minutes.\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "spec.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "ad.md").write_text(COPY, encoding="utf-8")
    return tmp_path


def topics(shop: Path, importance: dict | None = None) -> dict[str, Emphasis]:
    organisation = load_organisation(shop / "specs")
    report = check([str(shop / "ad.md")], specs=organisation, start=DAY)
    wanted = importance_of(organisation) if importance is None else importance
    return {one.measure: one for one in emphasis(spoken_in(report), wanted)}


def test_shares_by_prominence(shop: Path) -> None:
    found = topics(shop)
    assert list(found) == ["delivery_time", "return_window", "opening_hours"]  # most wanted first
    assert [round(found[name].wanted, 2) for name in found] == [0.43, 0.43, 0.14]
    assert found["opening_hours"].promised == pytest.approx(3 / 4)  # a heading counts twice a paragraph
    assert found["delivery_time"].promised == pytest.approx(1 / 4)
    assert (found["opening_hours"].claims, found["opening_hours"].quotes[0]) == (2, "Open daily from 7 am to 7 pm")


def test_loud_and_silent(shop: Path) -> None:
    found = topics(shop)
    assert {name: (one.loud, one.silent) for name, one in found.items()} == {
        "delivery_time": (False, False),
        "return_window": (False, True),
        "opening_hours": (True, False),
    }
    unknown = topics(shop, {("delivery", "delivery_time"): 5.0})["opening_hours"]
    assert (unknown.importance, unknown.loud, unknown.silent) == (None, False, False)


@pytest.mark.parametrize(
    ("figures", "least"),
    [
        ((212, 140, 96, 71, 64, 38, 9, 4), 96),  # complaints: three of eight
        ((6.1, 6.2, 6.3), 6.3),  # a scale that nobody uses the lower half of
        ((9, 7, 7, 7, 2, 1), 7),  # those that are equal are equally important
        ((5, 0, 0, 0), 5),
        ((0, 0), None),
        ((), None),
    ],
)
def test_what_is_important_is_told_by_rank(figures: tuple[float, ...], least: float | None) -> None:
    assert important_from(figures) == least


@given(st.lists(st.floats(0.1, 1000), min_size=1, max_size=40), st.floats(0.5, 20))
def test_what_is_important_does_not_depend_on_the_scale(figures: list[float], times: float) -> None:
    least = important_from(figures)
    assert least is not None
    assert important_from([figure * times for figure in figures]) == least * times
    assert 3 * sum(figure >= least for figure in figures) >= len(figures)


def test_research_wins_over_the_specs(shop: Path) -> None:
    organisation = load_organisation(shop / "specs")
    file = shop / "survey.csv"
    file.write_text(
        "Service,Measure,Complaints\nshop,opening_hours,30\nshop,opening_hours,10\ndelivery,delivery_time,20\n"
    )
    assert read_research(file, organisation) == {("shop", "opening_hours"): 10.0, ("delivery", "delivery_time"): 5.0}
    file.write_text("service,measure,rating\nshop,opening_hours,6.5\n")
    assert read_research(file, organisation) == {("shop", "opening_hours"): 6.5}


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("service,importance\nshop,3\n", 1, "columns are missing"),
        ("\n", 1, "the research is empty"),
        ("service,measure,rating\nshop,opening_hours,11\n", 2, "'11' is no rating"),
        ("service,measure,rating\nshop,opening_hours,much\n", 2, "'much' is no rating"),
        ("service,measure,complaints\nshop,opening_hours,inf\n", 2, "'inf' is no complaints"),
        ("service,measure,rating\n\nbank,opening_hours,3\n", 3, "no service is called 'bank'"),
        ("service,measure,rating\nshop,colour,3\n", 2, "no measure is called 'colour'"),
        ("service;measure;rating\nshop;opening_hours;3\nshop;opening_hours;4\n", 3, "has its rating in row 2 already"),
    ],
)
def test_research_that_cannot_be_used(shop: Path, text: str, line: int, told: str) -> None:
    file = shop / "survey.csv"
    file.write_text(text)
    with pytest.raises(InputError) as refused:
        read_research(file, load_organisation(shop / "specs"))
    (fault,) = refused.value.faults
    assert told in fault.message
    assert fault.line == line
    assert fault.hint


@pytest.mark.parametrize(
    ("rows", "line", "column", "told"),
    [
        ([("service", "measure"), ("shop", "opening_hours")], 1, None, "columns are missing"),
        ([], 1, None, "is empty"),
        ([("Service", "Measure", "Rating"), (), ("shop", "opening_hours", "much")], 3, 3, "'much' is no rating"),
        ([("service", "measure", "complaints"), ("shop", "opening_hours", -2)], 2, 3, "'-2' is no complaints"),
        ([("service", "measure", "rating"), ("bank", "opening_hours", 4)], 2, 1, "no service is called 'bank'"),
    ],
)
def test_a_workbook_is_read_with_the_same_errors(
    shop: Path, rows: list[tuple[object, ...]], line: int, column: int | None, told: str
) -> None:
    organisation = load_organisation(shop / "specs")
    with pytest.raises(InputError) as refused:
        read_research(workbook(shop / "survey.xlsx", rows), organisation)
    (fault,) = refused.value.faults
    assert told in fault.message
    assert fault.file is not None
    assert fault.file.endswith("survey.xlsx")
    if rows:
        assert (fault.line, fault.column) == (line, column)
    assert fault.hint


def workbook(path: Path, rows: list[tuple[object, ...]]) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_says_what_a_csv_says(shop: Path) -> None:
    organisation = load_organisation(shop / "specs")
    rows: list[tuple[object, ...]] = [("Service", "Measure", "Complaints"), ("shop", "opening_hours", 40)]
    rows.append(("delivery", "delivery_time", 20.0))
    (shop / "survey.csv").write_text("\n".join(",".join(str(cell) for cell in row) for row in rows))
    found = read_research(workbook(shop / "survey.xlsx", rows), organisation)
    assert found == {("shop", "opening_hours"): 10.0, ("delivery", "delivery_time"): 5.0}
    assert found == read_research(shop / "survey.csv", organisation)
    (shop / "no.xlsx").write_text("no workbook")
    for name, told in (("no.xlsx", "not a workbook"), ("none.xlsx", "cannot read the research")):
        with pytest.raises(InputError, match=told):
            read_research(shop / name, organisation)


def test_rank_correlation_of_known_cases() -> None:
    def topic(wanted: float, promised: float) -> Emphasis:
        return Emphasis("s", "price", wanted * 10, False, wanted, promised, 1, ())

    rising = [topic(n / 10, n / 20) for n in range(1, 6)]
    assert rank_correlation(rising) == (pytest.approx(1.0), 5)
    falling = [topic(n / 10, 1 - n / 20) for n in range(1, 6)]
    assert rank_correlation(falling) == (pytest.approx(-1.0), 5)
    # Spearman's rho of 1 2 3 4 5 and 2 1 4 3 5: 1 - 6 * 4 / (5 * 24) = 0.8
    mixed = [topic(a / 10, b / 10) for a, b in zip((1, 2, 3, 4, 5), (2, 1, 4, 3, 5), strict=True)]
    assert rank_correlation(mixed) == (pytest.approx(0.8), 5)
    assert rank_correlation(rising[:3]) is None
    assert rank_correlation([topic(0.1, 0.5)] * 5) is None


def test_every_format(shop: Path) -> None:
    organisation = load_organisation(shop / "specs")
    found = tuple(topics(shop).values())
    text = as_text(found, organisation, unicode=False)
    assert "3  shop · opening hours  · louder than it matters" in text
    assert text[: text.index("1  ")].isascii()
    assert text.splitlines()[2].strip() == "share of what the copy promises"
    assert f"  {'#' * 16}  75%  The copy promises" in text
    data = json.loads(as_json(found, organisation))
    assert [(one["measure"], one["silent"]) for one in data["topics"]][1] == ("return_window", True)
    for language, direction in (("en", "ltr"), ("ar", "rtl")):
        page = as_html(found, organisation, language)
        assert f'dir="{direction}"' in page
        assert page.count("<svg ") >= 4
        picture = as_svg(found, organisation, language)
        root = ElementTree.fromstring(picture)
        texts = ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]
        axes = ("الحصة مما يهم الزبائن ←", "↑ الحصة مما تَعِد به النصوص")
        assert set(axes if language == "ar" else ("share of what customers care about →",)) <= set(texts)
        assert sum(text.startswith(("1  ", "2  ", "3  ")) for text in texts) == 3
        assert "<script" not in page


def test_both_axes_have_one_scale() -> None:
    def topic(wanted: float, promised: float) -> Emphasis:
        return Emphasis("s", "price", wanted * 10, False, wanted, promised, 1, ())

    plot = plot_of([topic(0.0, 0.0), topic(0.37, 0.02), topic(0.02, 0.37), topic(0.37, 0.02)])
    assert (plot.top, [round(tick, 2) for tick in plot.ticks]) == (0.4, [0.0, 0.1, 0.2, 0.3, 0.4])
    assert plot.placed(41, 41) == {(0, 0): [1], (37, 2): [2, 4], (2, 37): [3]}
    assert plot_of([topic(1.0, 0.0)]).top == 1.0
    assert plot_of([topic(0.03, 0.01)]).top == 0.1
    assert plot_of([]).placed(5, 5) == {}


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=30))
def test_every_topic_stands_in_the_plot_once(shares: list[tuple[float, float]]) -> None:
    topics = [Emphasis("s", "price", 1.0, False, wanted, promised, 1, ()) for wanted, promised in shares]
    placed = plot_of(topics).placed(46, 12)
    assert sorted(number for numbers in placed.values() for number in numbers) == list(range(1, len(topics) + 1))
    assert all(0 <= column < 46 and 0 <= row < 12 for column, row in placed)


def test_the_command(shop: Path) -> None:
    def run(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "promisecheck", "emphasis", *more, "--specs", "specs", "--date", "2026-11-25"]
        return subprocess.run(command, cwd=shop, capture_output=True, text=True, check=False)

    assert run("ad.md").returncode == 1
    assert "important, and hardly said" in run("ad.md").stdout
    (shop / "none.md").write_text("Fresh bread.")
    nothing = run("none.md")
    assert nothing.returncode == 2
    assert "no promise was found" in nothing.stderr
    assert run("missing.md").returncode == 2
