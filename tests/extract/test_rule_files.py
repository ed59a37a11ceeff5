"""Rule files: what is read, and what is said about mistakes."""

from pathlib import Path

import pytest

from promisecheck.errors import InputError
from promisecheck.rules import load_rules, parse_rule

RULE = """\
rule: tea-time
kind: claim
title: Tea
why: Tea is served.
source: own
characteristic: capability
patterns: {en: ["tea for all"]}
examples:
  en: {fires: [a, b], quiet: [c, d]}
  ar: {fires: [a, b], quiet: [c, d]}
"""


def test_bundled_rules_speak_both_languages() -> None:
    rules = load_rules()
    assert len(rules) > 5
    for rule in rules:
        assert set(rule.title) == set(rule.why) == {"en", "ar"}, rule.name
        assert set(rule.examples) == {"en", "ar"}, rule.name


def test_an_own_pack_adds_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "tea.yaml").write_text(RULE, encoding="utf-8")
    (tmp_path / "price.yaml").write_text(RULE.replace("tea-time", "price"), encoding="utf-8")
    rules = load_rules(tmp_path)
    assert rules.get("tea-time").title["en"] == "Tea"
    assert rules.get("price").source == "own"
    assert rules.digest != load_rules().digest


def test_an_unknown_key_lists_the_allowed_ones() -> None:
    with pytest.raises(InputError) as error:
        parse_rule(RULE + "colour: red\n", "tea.yaml")
    assert "tea.yaml:11:1: unknown key 'colour'" in str(error.value)
    assert "characteristic, measure" in str(error.value)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_too_few_examples_are_refused(language: str) -> None:
    text = RULE.replace(f"{language}: {{fires: [a, b]", f"{language}: {{fires: [a]")
    with pytest.raises(InputError, match="fewer than 2 examples"):
        parse_rule(text, "tea.yaml")


def test_one_name_twice_in_a_pack_is_a_fault(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(RULE, encoding="utf-8")
    with pytest.raises(InputError, match=r"stands in .*a\.yaml already"):
        load_rules(tmp_path)


def test_a_missing_folder_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder of rules"):
        load_rules(tmp_path / "none")


def test_a_rule_that_is_not_there_names_its_neighbours() -> None:
    with pytest.raises(InputError, match="delivery-time"):
        load_rules().get("delivry-time")
