"""The JSON Schema for editors, and what holds at a place on a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from specs_of import HEAD, load

from promisecheck.errors import InputError
from promisecheck.measures import measures
from promisecheck.model import Level
from promisecheck.standards import show, spec_reference, spec_schema
from promisecheck.standards.keys import CONDITION_KINDS, spec_shape
from promisecheck.standards.shapes import walk

STANDARDS = """
organisation: Test
standards:
  time:
    service: delivery
    measure: delivery_time
    within: 45 min
    reliability: 95%
    importance: 9
    conditions:
      [{order_value: at least 10 JOD}, {ordered_before: "22:00"}, {channel: {en: the app, ar: التطبيق}},
       {quantity: {ar: 4 أطباق على الأقل, en: at least 4 dishes}}]
    exceptions: [{cause: severe weather, disclose: {en: Slower in severe weather.}}]
    limits: [{not: {en: delivery outside the city}, why: {en: food would arrive cold}}]
    by_location: {aqaba: {within: 75 min, reason: {en: one kitchen}, by_tier: {plus: {within: 60 min}}}}
    by_tier: {plus: {within: 30 min}}
    effective: {from: 2026-01-01, until: 2026-12-31}
    expected: {within: 35 min, source: survey}
    measured: {file: deliveries.csv, location: branch, value: minutes, unit: min}
  valet: {service: dining, measure: offer, what: {en: [valet]}, offered: true}
  fee: {service: delivery, measure: fee, at_most: 1.5, review_by: 2026-06-30}
  area: {service: delivery, measure: coverage, areas: [amman, {en: [Salt], ar: [السلط]}]}
notices:
  - {standard: time, locations: [aqaba], from: 2026-12-01, until: 2026-12-10, within: 90 min, reason: {en: road works}}
"""


def editor_errors(text: str) -> list[str]:
    """What an editor says of a file: YAML scalars typed, dates and times as text, as its language server has them."""
    data = yaml.load(text, Loader=yaml.BaseLoader)  # all scalars are text
    for standard in data.get("standards", {}).values():
        if isinstance(standard, dict) and standard.get("offered") in ("true", "false"):
            standard["offered"] = standard["offered"] == "true"
    return [error.message for error in Draft202012Validator(spec_schema()).iter_errors(data)]


def test_the_schema_is_valid_and_describes_every_key() -> None:
    schema = spec_schema()
    Draft202012Validator.check_schema(schema)
    standard = schema["properties"]["standards"]["additionalProperties"]
    assert set(standard["properties"]["measure"]["enum"]) == set(measures())
    conditions = standard["properties"]["conditions"]["items"]["properties"]
    assert list(conditions) == list(CONDITION_KINDS)
    assert all(key.about for _, key in walk(spec_shape()))


def test_the_schema_accepts_what_the_loader_accepts(tmp_path: Path) -> None:
    assert editor_errors(HEAD) == []
    assert editor_errors(STANDARDS) == []
    load(tmp_path, STANDARDS.replace("organisation: Test\n", ""))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("within: 45 min", "withn: 45 min"),
        ("within: 45 min", "at_most: 45 min"),
        ("measure: delivery_time", "measure: delivery-time"),
        ("service: delivery\n", "owner: me\n"),
        ("{order_value: at least 10 JOD}", "{order_valu: at least 10 JOD}"),
        ("until: 2026-12-31}\n", "until: 31 Dec 2026}\n"),
        ("offered: true", "offered: perhaps"),
        ("organisation: Test", "organization: Test"),
        ("{cause: severe weather,", "{case: severe weather,"),
        ("reason: {en: road works}", "raison: {en: road works}"),
        ("{en: one kitchen}", "[one kitchen]"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(tmp_path: Path, right: str, wrong: str) -> None:
    assert right in STANDARDS
    text = STANDARDS.replace(right, wrong, 1)
    assert editor_errors(text)
    (tmp_path / "a.yaml").write_text(HEAD)
    (tmp_path / "b.yaml").write_text(text)
    with pytest.raises(InputError):
        load(tmp_path, text.replace("organisation: Test\n", "", 1))


def test_show_tells_everything_that_holds_there_that_day(tmp_path: Path) -> None:
    organisation = load(tmp_path, STANDARDS.replace("organisation: Test\n", ""))
    rows = {row.standard.id: row for row in show(organisation, "aqaba", "plus", dt.date(2026, 12, 5))}
    assert list(rows) == ["time", "valet", "fee", "area", "tiers.plus"]
    time = rows["time"]
    assert time.standard.level is not None
    assert time.standard.level.value == 90
    assert time.standard.notice == {"en": "road works"}
    assert (time.standing, time.differs) == ("in_force", True)
    assert time.standard.expected_source == "survey"
    channel, dishes = time.standard.conditions[2:]
    assert (channel.text, dict(channel.texts)) == ("the app", {"en": "the app", "ar": "التطبيق"})
    assert dishes.level == Level(op=">=", value=4, unit="count", what="أطباق")
    assert dict(dishes.texts) == {"ar": "4 أطباق على الأقل", "en": "at least 4 dishes"}
    assert (rows["fee"].standing, rows["fee"].differs) == ("review_overdue", False)
    ended = {row.standard.id: row.standing for row in show(organisation, "abdoun", None, dt.date(2027, 3, 1))}
    assert ended["time"] == "ended"
    assert "tiers.standard" in ended


def test_the_reference_names_every_key_once_per_table() -> None:
    page = spec_reference()
    for path, key in walk(spec_shape()):
        assert f"| `{path[-1]}` | {key.about}" in page
    conditions = page.partition("`conditions`\n")[2].partition("\n\n## ")[0]
    assert [line.split("`")[1] for line in conditions.splitlines() if line.startswith("| `")] == list(CONDITION_KINDS)


def test_show_names_what_it_does_not_know(tmp_path: Path) -> None:
    organisation = load(tmp_path, STANDARDS.replace("organisation: Test\n", ""))
    with pytest.raises(InputError, match="there is no location 'aqba'\n  mend: did you mean 'aqaba'"):
        show(organisation, "aqba", None, dt.date(2026, 12, 5))
    with pytest.raises(InputError, match="there is no tier 'gold'\n  mend: tiers: standard, plus"):
        show(organisation, "aqaba", "gold", dt.date(2026, 12, 5))


def test_a_count_of_something_says_what_it_counts(tmp_path: Path) -> None:
    organisation = load(tmp_path, "standards: {branches: {service: dining, measure: count, at_least: 12 branches}}")
    assert organisation.declarations_by_id["branches"].what == {"en": ("branches",)}


def test_an_english_superlative_names_its_source(tmp_path: Path) -> None:
    organisation = load(
        tmp_path,
        """
        standards:
          price:
            {service: dining, measure: price, at_most: 4,
             comparison: {claim: {en: lowest in town, ar: الأرخص}, source: survey}}
        """,
    )
    standard = organisation.resolve(organisation.declarations[0], "abdoun", None, dt.date(2026, 12, 5))
    assert standard is not None
    assert standard.comparison == {"claim": "lowest in town", "claim_ar": "الأرخص", "source": "survey"}
