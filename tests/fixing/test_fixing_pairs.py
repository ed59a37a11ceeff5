"""The pairs of the how-to are what the command does."""

import re
from pathlib import Path

import pytest
from test_fixing_examples import checker

from promisecheck.fixing.mending import mend
from promisecheck.sources import kinds

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "fix-copy.md"
ROW = re.compile(r"^\| (.+?) \| (.+?) \|$", re.M)


def pairs():
    text = PAGE.read_text(encoding="utf-8")
    table = text[text.index("| before | after |") :].split("\n\n")[0]
    return [(a.strip("`"), b.strip("`")) for a, b in ROW.findall(table)[1:]]


@pytest.mark.parametrize(("before", "after"), pairs())
def test_the_pairs_of_the_how_to(before, after):
    form = "html" if before.startswith("<") else "text"
    document = kinds.by_name()[form].parse(before, source="ad")
    assert mend(document, checker("dar-naranj"), frozenset()).after.text == after


def test_both_languages_have_ten():
    arabic = [before for before, _ in pairs() if re.search("[ء-ي]", before)]
    assert len(arabic) >= 10
    assert len(pairs()) - len(arabic) >= 10
