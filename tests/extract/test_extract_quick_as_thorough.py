"""The quick way is held to the thorough one: on every page the same claims, at every location the same verdicts.

Quick: texts that cannot promise anything are left out by their words, texts are read once, patterns are looked up by
the words that matter to them, standards are columns. Thorough: none of that (benchmarks/pages/reference.py).
"""

import datetime as dt
import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from promisecheck.extract import Extractor
from promisecheck.extract.lexicon import Lexicon
from promisecheck.judge.verdicts import judge
from promisecheck.model import Claim, Document, Standard
from promisecheck.rules import load_rules
from promisecheck.sources import parse_html, parse_markdown, parse_text
from promisecheck.standards import Organisation, load_organisation

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2026, 11, 25)
PARSERS = {".html": parse_html, ".md": parse_markdown, ".txt": parse_text}


def loaded(name: str) -> ModuleType:
    """A module of the benchmarks."""
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", ROOT / "benchmarks" / "pages" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


reference = loaded("reference")
site_pages = loaded("site_pages")


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    folder = tmp_path_factory.mktemp("specs")
    site_pages.write_specs(folder, 60)
    return load_organisation(folder)


def nowhere(standard: Standard | None) -> Standard | None:
    """A standard without the line that declares it: columns hold equal ones of several lines once."""
    return None if standard is None else replace(standard, where="")


class Held:
    """Both ways side by side, for one organisation."""

    def __init__(self, organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
        self.organisation = organisation
        self.patch = monkeypatch
        rules = load_rules()
        self.quick = Extractor(rules, organisation)
        self.thorough = reference.ThoroughExtractor(rules, organisation)

    def claims(self, document: Document) -> tuple[Claim, ...]:
        """The claims of a document, after both ways found the same."""
        quick = self.quick.claims(document)
        with self.patch.context() as patched:
            patched.setattr(Lexicon, "where", reference.all_places)
            thorough = reference.thorough_claims(self.thorough, document)
        assert quick == thorough, document.source
        return quick

    def verdicts(self, claim: Claim) -> int:
        """How many verdicts on a claim, wherever it may be seen, are the same in columns and one by one."""
        organisation = self.organisation
        claim = replace(claim, scope=replace(claim.scope, locations=(), everywhere=False))
        tier = claim.scope.tier or organisation.first_tier()
        columns = judge(claim, organisation, start=DAY)
        if claim.measure == "coverage":  # what it asks for is told from its places first
            return 0
        singles = reference.answers_one_by_one(claim, organisation, organisation.location_ids, DAY, tier)
        assert len(columns) == len(singles) == len(organisation.location_ids)
        for verdict, answer in zip(columns, singles, strict=True):
            ruling = verdict.ruling
            assert ruling.verdict == answer.outcome
            assert nowhere(ruling.standard) == nowhere(answer.standard)
            assert ruling.gap is None or answer.entailment is not None
        return len(singles)


def both(held: Held, documents: list[Document]) -> tuple[int, int]:
    """How many claims and verdicts were the same."""
    found = [claim for document in documents for claim in held.claims(document)]
    distinct = {replace(claim, id="", place=found[0].place): claim for claim in found}
    return len(found), sum(held.verdicts(claim) for claim in distinct.values())


def pages(numbers: range) -> list[Document]:
    return [parse_html(site_pages.page(n), source=f"{n}.html") for n in numbers]


def test_sixty_generated_pages(bakery: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    claims, verdicts = both(Held(bakery, monkeypatch), pages(range(60)))
    assert claims > 60 * 6
    assert verdicts > 60 * 10


@pytest.mark.slow
def test_a_thousand_generated_pages(bakery: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    claims, verdicts = both(Held(bakery, monkeypatch), pages(range(1000)))
    assert claims > 1000 * 6
    assert verdicts > 60 * 10


@pytest.mark.parametrize("name", ["dar-naranj", "falaj-fibre"])
def test_the_examples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted(path for path in (ROOT / "examples" / name).rglob("*") if path.suffix in PARSERS)
    documents = [PARSERS[path.suffix](path.read_text(encoding="utf-8"), source=str(path)) for path in files]
    held = Held(load_organisation(ROOT / "service_specs" / name), monkeypatch)
    claims, verdicts = both(held, documents)
    assert claims > 20
    assert verdicts > 60
