"""Places that a promise of coverage names and nobody declares."""

import pytest
from judge_helpers import DAY, claim, organisation, outcomes, scope

from promisecheck.judge import judge
from promisecheck.judge.place_words import undeclared_places

HERE = organisation("\n  area: {service: delivery, measure: coverage, areas: [amman, irbid, Salt]}\n")


@pytest.mark.parametrize(
    ("text", "language", "places"),
    [
        ("to Jabal Amman, Irbid and Zarqa", "en", ("Zarqa",)),
        ("We deliver to Zarqa", "en", ("Zarqa",)),
        ("to Amman, Irbid, Salt and Wadi Musa", "en", ("Wadi Musa",)),
        ("anywhere in Amman", "en", ()),
        ("all over Amman and beyond", "en", ()),
        ("in Amman on Fridays and Saturdays", "en", ()),
        ("wherever you live", "en", ()),
        ("across Amman with Olive Plus", "en", ()),
        ("نوصل إلى عمّان وإربد والزرقاء", "ar", ("الزرقاء",)),
        ("إلى عمّان، مادبا، وإربد", "ar", ("مادبا",)),
        ("نوصل إلى جميع مناطق عمّان وإربد والعقبة", "ar", ()),
        ("نغطي عمّان بالكامل", "ar", ()),
        ("نوصل إلى عمّان وضواحيها", "ar", ()),
        ("نوصل إلى عمّان وإربد والدفع عند الاستلام", "ar", ()),
        ("نوصل إلى عمّان، والزرقاء.", "ar", ("الزرقاء",)),
        ("في إربد وفروعنا", "ar", ()),
    ],
)
def test_names_beside_declared_ones(text, language, places):
    assert undeclared_places(claim("coverage", None, quote=text, language=language), HERE) == places


def test_a_promised_place_that_is_not_declared_is_over():
    listed = claim(
        "coverage", None, quote="We deliver to Irbid and Zarqa", scope=scope("irbid", text="to Irbid and Zarqa")
    )
    found = judge(listed, HERE, start=DAY)
    assert outcomes(found) == {"irbid": ("over", "over-promise")}
    assert found[0].ruling.gap.areas == ("Zarqa",)
    assert outcomes(judge(claim("coverage", None, scope=scope("irbid")), HERE, start=DAY)) == {"irbid": ("kept", None)}


def test_everywhere_needs_all_locations():
    everywhere = claim("coverage", None, quote="nationwide", scope=scope(everywhere=True))
    assert set(outcomes(judge(everywhere, HERE, start=DAY)).values()) == {("over", "over-promise")}
