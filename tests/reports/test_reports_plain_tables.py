"""A table that fits is written without rich, and looks as rich would draw it."""

from hypothesis import assume, given
from hypothesis import strategies as st
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table

from promisecheck.reports import console
from promisecheck.reports.console import Page, styled

CELLS = st.text(st.sampled_from("ab é“”→日توصيل9 ."), max_size=24).map(str.strip)
ROWS = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.lists(CELLS, min_size=columns, max_size=columns), max_size=5)
)


def drawn(page: Page, table: RenderableType) -> str:
    page.draw(table, 4)
    return page.text()


@given(ROWS, st.booleans(), st.integers(60, 90))
def test_a_table_looks_the_same_with_and_without_rich(rows: list[list[str]], headed: bool, width: int) -> None:
    columns = len(rows[0]) if rows else 1
    pages = [Page("en", width, colour=False, unicode=True) for _ in range(2)]
    table = (
        pages[0].table(*("Where", "Declared", "→", "Verdict")[:columns]) if headed else Table.grid(padding=(0, 2, 0, 0))
    )
    for row in rows:
        table.add_row(*map(styled, row))
    assume(rows and all(map(any, zip(*rows, strict=True))))  # rich draws nothing of a grid with an empty column
    pages[1]._console.print(Padding(table, (0, 0, 0, 4), expand=False))
    assert drawn(pages[0], table) == pages[1].text()


def test_a_table_that_does_not_fit_is_folded() -> None:
    page = Page("en", 60, colour=False, unicode=True)
    table = page.table("Where", "Declared")
    table.add_row(styled("a long name " * 6), styled("another one " * 6))
    assert console._plain_lines(table, 60) is None
    assert max(map(len, drawn(page, table).splitlines())) <= 60
