"""Every rule's own examples: those that must fire do, the near-misses do not."""

import pytest

from promisecheck.rule_tests import run_examples
from promisecheck.rules import load_rules

OUTCOMES = run_examples(load_rules())


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: f"{o.rule}-{o.language}-{o.part}-{o.example.copy[:40]}")
def test_example(outcome):
    assert outcome.ok, str(outcome)


def test_every_rule_has_examples_of_both_kinds_in_both_languages():
    seen = {(o.rule, o.language, o.part) for o in OUTCOMES}
    assert seen == {(r.name, lang, part) for r in load_rules() for lang in ("en", "ar") for part in ("fires", "quiet")}
